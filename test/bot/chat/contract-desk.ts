import { describe, expect, it } from 'vitest';
import { type ChatWorld, mustBe, type Shown } from '../../support/chat-world.ts';
import { ask, denied, lastShown } from './talk.ts';

const temporary = /TMP-\d{8}-[A-Z0-9]{4}/;

export function describeDesk(world: ChatWorld): void {
  const form = async (answer: Shown, label: string) =>
    mustBe((await world.press(answer, label)).form, `form behind ${label}`);

  describe('the buttons under an answer', () => {
    it('take 有用, with thanks', async () => {
      const answer = await ask(world, { where: 'listening', text: denied });

      const { said, form: asked } = await world.press(answer, '有用');

      expect(asked).toBeUndefined();
      expect(said).toEqual([expect.stringContaining('已记录，谢谢')]);
    });

    it('take 判断不对, with a reason', async () => {
      const answer = await ask(world, { where: 'listening', text: denied });

      const asked = await form(answer, '判断不对');
      const { said } = await world.submit(asked, { what: 'cause', reason: '是磁盘坏了' });

      expect(asked.title).toBe('哪里不对');
      expect(said).toEqual([expect.stringContaining('已记录为判断不对')]);
    });

    it('tell how to collect what is missing', async () => {
      const answer = await ask(world, { where: 'listening', text: denied });

      const { said } = await world.press(answer, '收集步骤');

      expect(said).toHaveLength(1);
      expect(said[0]).toContain('收集步骤');
    });

    it.each(['direct', 'listening'] as const)('draft the reply: %s', async (where) => {
      const spoken = await world.say({ where, text: denied });
      const [answer] = await world.shown(spoken);

      const { said } = await world.press(mustBe(answer, 'answer'), '起草回复');

      expect(said).toHaveLength(1);
      expect(said[0]).toContain('四、还请补充');
      const files = await world.takeFiles(spoken);
      const ends = files.map(({ name }) => name.split('.').at(-1));
      expect(ends).toEqual(world.givesFiles(where) ? ['txt', 'html'] : []);
      expect(files.every(({ text }) => text.includes('WpdMtp.dll'))).toBe(true);
    });

    it('do each thing once, though they are pressed by two', async () => {
      const spoken = await world.say({ where: 'listening', text: denied });
      const [answer] = await world.shown(spoken);

      await world.press(mustBe(answer, 'answer'), '收集步骤');
      await world.press(mustBe(answer, 'answer'), '收集步骤', 'colleague');

      expect(await world.shown(spoken)).toHaveLength(3);
    });
  });

  describe('a case', () => {
    it('goes from the answer to the archive', async () => {
      const spoken = await world.say({ where: 'listening', text: denied });
      const [answer] = await world.shown(spoken);
      const say = (text: string) =>
        lastShown(world, { where: 'listening', mention: true, text, after: spoken, later: true });

      const opening = await form(mustBe(answer, 'answer'), '开案例');
      const { said } = await world.submit(opening, {
        title: '湖北分行升级失败',
        customer: '工商银行',
        branch: '湖北分行',
      });
      expect(opening.fields.title).toContain('WpdMtp.dll');
      const [number = ''] = temporary.exec(said.join('\n')) ?? [];
      expect(said).toEqual([expect.stringContaining(`已开案例 ${number}：湖北分行升级失败`)]);

      const open = await say('未结案例');
      expect(open.text).toContain(`${number} `);
      expect(open.text).toContain('湖北分行');

      const linked = await say(`关联 ${number} CAS-07121-A1B2C3`);
      expect(linked.text).toContain('已关联为 CAS-07121-A1B2C3');

      const draft = await say('归档案例 CAS-07121-A1B2C3');
      expect((await say('未结案例')).text).toContain('CAS-07121-A1B2C3');
      const archived = await world.press(draft, '确认归档');
      expect(archived.said).toEqual([expect.stringContaining('已归档 CAS-07121-A1B2C3')]);
      expect((await say('未结案例')).text).not.toContain('CAS-07121-A1B2C3');
    });

    it('is not opened without a customer, and the form is there again', async () => {
      const spoken = await world.say({ where: 'listening', text: denied });
      const [answer] = await world.shown(spoken);

      const opening = await form(mustBe(answer, 'answer'), '开案例');
      const { said } = await world.submit(opening, { title: '天津分行回退', customer: '' });
      const refusal = mustBe((await world.shown(spoken)).at(-1), 'refusal');
      const again = mustBe(await world.openForm(refusal), 'form');
      const opened = await world.submit(again, { customer: '农业银行' });

      expect(said.join('\n')).toContain('请写明客户');
      expect(said.join('\n')).not.toMatch(temporary);
      expect(again.fields.title).toBe('天津分行回退');
      expect(opened.said.join('\n')).toMatch(/已开案例 TMP-\S+：天津分行回退/);
    });

    it.each([
      ['开案例 福州分行补丁安装失败', { customer: '工商银行' }, /已开案例 TMP-\S+：福州分行/],
      ['更新案例 CAS-07123-A1B2C3', { progress: '已脱管重试' }, /CAS-07123-A1B2C3/],
    ] as const)(
      'is told in a form where the command says too little: %s',
      async (text, fields, done) => {
        const say = (one: string) => ask(world, { where: 'asked', mention: true, text: one });
        await say('开案例 CAS-07123-A1B2C3 工商银行 厦门分行升级失败');

        const answer = await say(text);
        const asked = mustBe(await world.openForm(answer), 'form');
        const { said } = await world.submit(asked, fields);

        expect(said.join('\n')).toMatch(done);
      },
    );

    it('is opened by a customer too, for his own branch alone', async () => {
      const mine = { where: 'direct', by: 'customer' } as const;
      const answer = await ask(world, { ...mine, text: denied });

      const { form: asked } = await world.press(answer, '开案例', 'customer');
      const opening = mustBe(asked, 'form');
      const { said } = await world.submit(opening, { title: '自助开的案例' }, 'customer');

      expect(Object.keys(opening.fields)).not.toContain('customer');
      expect(Object.keys(opening.fields)).not.toContain('number');
      expect(said.join('\n')).toContain('工商银行 · 深圳分行');
      const [number = ''] = temporary.exec(said.join('\n')) ?? [];
      expect((await ask(world, { ...mine, text: `案例 ${number}` })).text).toContain(
        '自助开的案例',
      );
    });

    it('takes the question that is filed under it', async () => {
      await ask(world, {
        where: 'asked',
        mention: true,
        text: '开案例 CAS-07122-A1B2C3 工商银行 天津分行升级失败',
      });
      const answer = await ask(world, { where: 'listening', text: denied });

      const asked = await form(answer, '关联 CAS');
      const { said } = await world.submit(asked, { number: 'cas-07122-a1b2c3' });

      expect(said).toEqual([expect.stringContaining('已归入 CAS-07122-A1B2C3')]);
    });
  });
}
