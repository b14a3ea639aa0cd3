import { describe, expect, it } from 'vitest';
import { commands } from '../../../handlers/commands.ts';
import type { ChatWorld } from '../../support/chat-world.ts';
import { ask, denied } from './talk.ts';

const own = 'CAS-07131-A1B2C3';
/** Of another customer in the same town, and of another branch of his own. */
const others = ['CAS-07132-A1B2C3', 'CAS-07133-A1B2C3'];

export function describeTrust(world: ChatWorld): void {
  const command = (text: string) => ask(world, { where: 'asked', mention: true, text });
  const customer = (text: string) => ask(world, { where: 'direct', by: 'customer', text });

  describe('a person of a customer', () => {
    it('sees the cases of his branch and no others', async () => {
      await command(`开案例 ${own} 工商银行 深圳分行升级失败`);
      await command(`开案例 ${others[0]} 农业银行 深圳分行升级失败`);
      await command(`开案例 ${others[1]} 工商银行 天津分行升级失败`);

      const shown = await customer(`案例 ${own}`);
      const missing = await customer('案例 CAS-99999-X0X0X0');
      const listed = await customer('未结案例');

      expect(shown.text).toContain('深圳分行升级失败');
      expect(listed.text).toContain(own);
      for (const other of others) {
        const hidden = await customer(`案例 ${other}`);
        expect(hidden.text.replace(other, '')).toBe(missing.text.replace('CAS-99999-X0X0X0', ''));
        expect(listed.text).not.toContain(other);
      }
      expect(listed.text).not.toContain('农业银行');
    });

    it.each(commands.filter(({ audience }) => audience === 'desk').map(({ name }) => name))(
      'does not get the command of the desk: %s',
      async (name) => {
        const answer = await customer(name);

        expect(answer.text).toContain(`“${name}”由支持工程师操作`);
      },
    );

    it('is not offered the buttons of the desk, and is answered all the same', async () => {
      const answer = await customer(denied);

      expect(answer.text).toMatch(/^确定/);
      expect(answer.buttons).toContain('有用');
      expect(answer.buttons).not.toContain('起草回复');
      expect(answer.buttons).not.toContain('关联 CAS');
    });

    it('may not press what somebody of the desk was offered', async () => {
      const spoken = await world.say({ where: 'customers', text: denied });
      const [answer] = await world.shown(spoken);

      const { said } = await world.press(answer ?? never(), '起草回复', 'customer');

      expect(said).toEqual([expect.stringContaining('由支持工程师操作')]);
    });
  });

  describe('a person of a tenant that nobody configured', () => {
    it.each(['direct', 'listening', 'asked'] as const)('is not answered: %s', async (where) => {
      const spoken = await world.say({ where, text: denied, by: 'stranger', mention: true });

      expect(await world.shown(spoken)).toEqual([]);
    });
  });

  describe('what a machine says', () => {
    it.each([
      ['itself', 'listening'],
      ['another bot', 'listening'],
      ['itself', 'direct'],
      ['another bot', 'asked'],
    ] as const)('is not answered: %s, %s', async (by, where) => {
      const spoken = await world.echo(by, { where, text: denied, mention: where === 'asked' });

      expect(await world.shown(spoken)).toEqual([]);
    });
  });

  describe('hostile text', () => {
    const hostile: readonly { what: string; text: string; drawn?: string }[] = [
      { what: 'mentions', text: '<!channel> <@U0000001> <at>谭工</at>' },
      { what: 'links', text: '[点这里](https://example.com) www.example.com' },
      { what: 'markdown', text: '**粗** _斜_ `码` ~~删~~ # 题' },
      { what: 'entities', text: '&lt;b&gt; &amp;amp; <b>x</b>' },
      { what: 'a template', text: '{{DATE(2026-01-01,SHORT)}}' },
      { what: 'another direction', text: '\u202egnp.exe', drawn: '\ufffdgnp.exe' },
    ];

    it.each(hostile)('in a log line is shown as it is: $what', async ({ text, drawn = text }) => {
      const line = denied.replace('GLE [5]', `${text} GLE [5]`);

      const answer = await ask(world, { where: 'asked', mention: true, text: line });

      expect(answer.text).toContain(drawn);
      expect(answer.markup).toEqual([]);
    });

    it.each(hostile)('in the title of a case does nothing: $what', async ({ text }) => {
      const opened = await command(`开案例 工商银行 漳州分行${text}失败`);
      const number = /TMP-\d{8}-[A-Z0-9]{4}/.exec(opened.text)?.[0] ?? '';

      const shown = await command(`案例 ${number}`);

      expect(shown.text).toContain('漳州分行');
      expect(shown.text).not.toContain('\u202e');
      expect([...opened.markup, ...shown.markup]).toEqual([]);
    });

    it.each(hostile)('in the name of a file does nothing: $what', async ({ text }) => {
      const name = `${text.replaceAll('/', '')}.log`;

      const answer = await ask(world, {
        where: 'direct',
        text: '',
        files: [{ name, content: denied }],
      });

      expect(answer.text).toContain('.log');
      expect(answer.text).not.toContain('\u202e');
      expect(answer.markup).toEqual([]);
    });
  });
}

function never(): never {
  throw new Error('nothing was answered');
}
