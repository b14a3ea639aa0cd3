import { describe, expect, it } from 'vitest';
import type { Database } from './database.ts';

export function describeReferences(name: string, create: () => Promise<Database>): void {
  describe(`${name}: references`, () => {
    it('are the last that was kept, until they are removed', async () => {
      const database = await create();
      const [one, other] = [await database.open(), await database.open()];

      await one.saveReference('teams', '19:a', 'first');
      await one.saveReference('teams', '19:b', 'neighbour');
      await one.saveReference('other', '19:a', 'namesake');
      await other.saveReference('teams', '19:a', 'second');

      expect(await one.findReference('teams', '19:a')).toBe('second');
      await other.removeReference('teams', '19:a');
      expect(await one.findReference('teams', '19:a')).toBeUndefined();
      expect(await one.findReference('teams', '19:b')).toBe('neighbour');
      expect(await one.findReference('other', '19:a')).toBe('namesake');
    });

    it('are not there before they are kept, and removing nothing is no mistake', async () => {
      const store = await (await create()).open();

      await store.removeReference('teams', '19:a');

      expect(await store.findReference('teams', '19:a')).toBeUndefined();
    });
  });
}
