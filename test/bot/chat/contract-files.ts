import { describe, expect, it } from 'vitest';
import type { ChatWorld } from '../../support/chat-world.ts';
import { findings } from '../../support/findings.ts';
import { ask, denied, lastShown } from './talk.ts';

const setuperr = { name: 'setuperr.log', content: denied };
const healthy = {
  name: 'CBS.log',
  content: '2026-03-02 10:00:00, Info                  CBS    Starting\r\n',
};
const broken = { name: 'logs.zip', content: Buffer.from('PK\x03\x04 broken off') };

export function describeFiles(world: ChatWorld): void {
  describe('files of a direct message', () => {
    it('are read: one', async () => {
      const answer = await ask(world, { where: 'direct', text: '', files: [setuperr] });

      expect(answer.text).toMatch(/^确定/);
      expect(answer.text).toContain('setuperr.log:1');
    });

    it('are read: two, with a question', async () => {
      const answer = await ask(world, {
        where: 'direct',
        text: '两个日志都看看',
        files: [setuperr, healthy],
      });

      expect(answer.text).toContain('setuperr.log:1');
      expect(answer.text).toContain('CBS.log');
    });

    it('are named with the reason when they cannot be read, and the rest is read', async () => {
      const answer = await ask(world, {
        where: 'direct',
        text: '',
        files: [broken, setuperr],
      });

      expect(answer.text).toContain('setuperr.log:1');
      expect(answer.text).toMatch(/logs\.zip.*未能读取.*：\S+/);
    });

    it('complete what was asked before', async () => {
      const first = await world.say({ where: 'direct', text: '升级失败怎么办' });
      await world.shown(first);

      const answer = await lastShown(world, {
        where: 'direct',
        text: '',
        files: [setuperr],
        after: first,
        later: true,
      });

      expect(answer.text).toContain('setuperr.log:1');
    });
  });

  describe('files in a channel', () => {
    const said = { where: 'asked', mention: true, text: '看附件', files: [setuperr] } as const;

    it.runIf(world.takesFiles('asked'))('are read there', async () => {
      const answer = await ask(world, said);

      expect(answer.text).toContain('setuperr.log:1');
    });

    it.runIf(!world.takesFiles('asked'))('are asked for where they can be had', async () => {
      const answer = await ask(world, said);

      expect(answer.text).toContain('未能读取');
      expect(answer.text).toContain('个人聊天');
      expect(answer.text).not.toContain('setuperr.log');
    });
  });

  describe('an answer that does not fit', () => {
    it('is cut, and the whole of it is a file', async () => {
      const others = Array.from({ length: 120 }, (_, index) => ({
        name: `${'很长的文件名'.repeat(12)}-${index}.bin`,
        content: Buffer.from([0x4d, 0x5a, 0, index]),
      }));
      const spoken = await world.say({ where: 'direct', text: '', files: [setuperr, ...others] });
      const [answer, ...more] = await world.shown(spoken);

      await world.press(answer ?? never(), '完整分析');

      expect(more).toEqual([]);
      expect(answer?.text).toMatch(/^确定/);
      expect(answer?.text).not.toContain('-119.bin');
      const whole = (await world.takeFiles(spoken)).filter(({ name }) => name === '完整分析.txt');
      expect(whole.length).toBeGreaterThan(0);
      expect(whole.at(-1)?.text).toContain('-119.bin');
    });

    it('of a long log is as short as any other', async () => {
      const line = '2026-03-02 10:00:00, Info                  CBS    Appl: detect Parent\r\n';
      const long = { name: 'CBS.log', content: `${line.repeat(18_000)}${denied}` };

      const answer = await ask(world, { where: 'direct', text: '', files: [long] });

      expect(answer.text).toMatch(/^确定/);
      expect(answer.text).toContain('18,00');
    });

    it('in a channel says where the rest is, and gives it', async () => {
      const text = findings.flatMap(({ lines }) => lines).join('\n');
      const spoken = await world.say({ where: 'asked', mention: true, text });
      const [answer] = await world.shown(spoken);

      const { said } = await world.press(answer ?? never(), '完整分析');

      expect(answer?.text).toMatch(/^确定/);
      const whole = world.givesFiles('asked')
        ? (await world.takeFiles(spoken)).map((file) => file.text).join('\n')
        : said.join('\n');
      expect(whole).toContain('下一步');
      expect(whole).toContain('已读取');
      expect(whole).toContain('粘贴文本:69');
      if (!world.givesFiles('asked')) {
        expect(await world.takeFiles(spoken)).toEqual([]);
        expect(answer?.text).toMatch(/省略了 \d+ 部分。请按“完整分析”查看全文/);
      }
    });
  });
}

function never(): never {
  throw new Error('nothing was answered');
}
