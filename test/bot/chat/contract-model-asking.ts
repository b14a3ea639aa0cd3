import { describe, expect, it, vi } from 'vitest';
import type { ChatWorld } from '../../support/chat-world.ts';
import { answersHonestly, label, noText, said, unverified } from '../../support/model-answers.ts';
import { type ModelServer, type Play, plays } from '../../support/model-server.ts';
import { addedTo, pasted, wholeAnswer } from './model-talk.ts';
import { denied } from './talk.ts';

export function describeExplaining(world: ChatWorld, server: () => ModelServer): void {
  describe('the button AI 说明', () => {
    async function press(play: Play): Promise<string> {
      const spoken = await world.say({ ...pasted, text: denied });
      const shown = await wholeAnswer(world, spoken);
      server().play(play);
      await world.press(shown, 'AI 说明');
      const behind = (await world.shown(spoken)).filter(({ id }) => id !== shown.id);
      expect(behind).toHaveLength(1);
      return behind[0]?.text.trim() ?? '';
    }

    it('is answered behind the answer, labelled', async () => {
      const text = await press(answersHonestly);

      expect(text.startsWith(`${label}说明`)).toBe(true);
      expect(text).toContain(unverified);
      expect(text).toContain(`${said.explanation.slice(0, -1)}（见`);
    });

    it.each([
      ['refuses', plays.refusing()],
      [
        'invents',
        plays.answer({ sentences: [{ text: '见 CAS-99999-Z9Z9Z9。', lines: [], steps: [] }] }),
      ],
      ['is not there', plays.status(500)],
    ])('says so in one sentence when the model %s', async (_, play) => {
      expect(await press(play)).toBe(noText);
    });

    it('keeps nobody waiting who asks something else meanwhile', async () => {
      const spoken = await world.say({ ...pasted, text: denied });
      const shown = await wholeAnswer(world, spoken);
      const held: (() => void)[] = [];
      server().play((call, response) => held.push(() => answersHonestly(call, response)));
      const pressing = world.press(shown, 'AI 说明');
      await vi.waitFor(() => expect(held).toHaveLength(1), { timeout: 4000 });

      const asked = { where: 'asked', mention: true, text: '错误码 0x80240022' } as const;
      const other = world.say({ ...asked, after: spoken });
      await vi.waitFor(async () => expect(await world.peek(spoken)).toMatch(/0x80240022/iu), {
        timeout: 4000,
      });

      held[0]?.();
      await Promise.all([pressing, other]);
      const all = (await world.shown(spoken)).map(({ text }) => text).join('\n');
      expect(all).toContain(said.explanation.slice(0, -1));
    });
  });
}

export function describeFollowUps(world: ChatWorld, server: () => ModelServer): void {
  describe('a question about the answer', () => {
    it('is answered with what it asks for, and behind that by the model', async () => {
      const first = await world.say({ ...pasted, text: denied });
      await world.shown(first);

      const asked = { ...pasted, text: '第1步怎么做？', after: first, later: true };
      const spoken = await world.say(asked);
      const whole = await addedTo(world, spoken, 1);

      const [own = '', added] = whole.text.split(`${label}回答`);
      expect(own).toContain('第 1 步：');
      expect(own).toContain('其余见上面的答复。');
      expect(own).not.toMatch(/相似案例|已读取|第 2 步/u);
      expect(added).toContain(said.followUp);
    });

    it.each([
      ['第1步怎么做？', 'engineer', 2],
      ['为什么不是驱动问题', 'engineer', 2],
      ['第1步怎么做？', 'colleague', 1],
      ['小王，第1步做了吗？', 'engineer', 1],
      ['你为什么不装补丁？', 'engineer', 1],
      ['中午吃什么？', 'engineer', 1],
    ] as const)(
      '%s by the %s leaves %i answers in the thread, without a mention',
      async (text, by, count) => {
        const first = await world.say({ ...pasted, text: denied });
        await world.shown(first);

        await world.say({ where: 'asked', text, by, after: first, later: true });
        await world.shown(first);
        await world.added();

        expect(await world.shown(first)).toHaveLength(count);
        expect(server().calls).toHaveLength(count - 1);
      },
    );
  });
}
