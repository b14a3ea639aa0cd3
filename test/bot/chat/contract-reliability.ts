import { describe, expect, it } from 'vitest';
import type { ChatWorld } from '../../support/chat-world.ts';
import { denied } from './talk.ts';

export function describeReliability(world: ChatWorld): void {
  describe('one event', () => {
    it.each([
      ['a log in a channel', { where: 'listening', text: denied }],
      ['a mention', { where: 'asked', text: denied, mention: true }],
      ['a command', { where: 'asked', text: '错误码 0x80070005', mention: true }],
      ['a direct message', { where: 'direct', text: denied, by: 'colleague' }],
    ] as const)('delivered three times is answered once: %s', async (_, said) => {
      const spoken = await world.say(said);
      await world.redeliver();
      const first = await world.shown(spoken);

      await world.redeliver();

      const shown = await world.shown(spoken);
      expect(first).toHaveLength(1);
      expect(shown.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    });
  });

  describe('a platform that is too busy', () => {
    it.each(['message', 'edit'] as const)('still shows one answer: %s', async (at) => {
      const happened = world.stutter(at);

      const spoken = await world.say({ where: 'listening', text: denied });

      const [answer, ...more] = await world.shown(spoken);
      expect(happened()).toBe(true);
      expect(more).toEqual([]);
      expect(answer?.text).toMatch(/^确定/);
    });
  });

  describe('three messages in one thread', () => {
    it('are answered in the order in which they were said, though the first has to wait', async () => {
      const happened = world.stutter('message');
      const first = await world.say({ where: 'listening', text: denied });
      const said = [
        { by: 'colleague', text: '错误码 0x80240022' },
        { by: 'engineer', text: '收集 升级' },
        { by: 'colleague', text: '错误码 0x800f0922' },
      ] as const;

      for (const one of said) {
        await world.say({ where: 'listening', mention: true, after: first, ...one });
      }

      const shown = await world.shown(first);
      expect(happened()).toBe(true);
      expect(
        shown.map(({ text }) => /WpdMtp|0x80240022|Panther|0x800f0922/i.exec(text)?.[0]),
      ).toEqual(['WpdMtp', '0x80240022', 'Panther', expect.stringMatching(/0x800f0922/i)]);
    });
  });
}
