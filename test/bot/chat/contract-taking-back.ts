import { describe, expect, it } from 'vitest';
import type { ChatWorld } from '../../support/chat-world.ts';
import { denied } from './talk.ts';

export function describeTaking(world: ChatWorld): void {
  describe('a message that its author deletes', () => {
    it.each(['direct', 'asked'] as const)('is not answered any more: %s', async (where) => {
      const stuttered = world.stutter('message');
      const spoken = await world.say({ where, mention: true, text: denied });
      await world.unsay();

      const shown = await world.shown(spoken);

      expect(stuttered()).toBe(true);
      expect(shown.map(({ text }) => text).filter((text) => !text.startsWith('已取消'))).toEqual(
        [],
      );
    });

    it('leaves the answer that is there', async () => {
      const spoken = await world.say({ where: 'asked', mention: true, text: denied });
      await world.shown(spoken);

      await world.unsay();

      const shown = await world.shown(spoken);
      expect(shown.map(({ text }) => text)).toEqual([expect.stringMatching(/^确定/)]);
    });

    it('takes nothing from another question', async () => {
      const kept = await world.say({ where: 'asked', mention: true, text: denied });
      await world.say({ where: 'asked', mention: true, text: denied });
      await world.unsay();

      const shown = await world.shown(kept);

      expect(shown.map(({ text }) => text)).toEqual([expect.stringMatching(/^确定/)]);
    });
  });
}
