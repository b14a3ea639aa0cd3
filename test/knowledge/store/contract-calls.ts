import { describe, expect, it } from 'vitest';
import type { ModelEntry } from '../../../knowledge/store/store.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import type { Database } from './database.ts';
import { inquiryOf } from './rows.ts';

interface Parts extends Partial<ModelEntry['call']> {
  at?: number;
  who?: string;
  what?: ModelEntry['what'];
  where?: string;
}

function entryOf({
  at = 10,
  who = 'slack/U1',
  what = 'model',
  where = 'slack/C1:1',
  ...call
}: Parts) {
  return {
    at,
    who,
    what,
    case: '',
    where,
    call: {
      why: 'explain@1',
      model: 'qwen',
      inquiry: 'i-1',
      hash: 'ab',
      outcome: 'begun',
      sent: 100,
      received: 50,
      milliseconds: 0,
      ...call,
    },
  } satisfies ModelEntry;
}

export function describeCalls(name: string, create: () => Promise<Database>): void {
  const openOne = async () => (await create()).open();

  describe(`${name}: calls to a language model`, () => {
    it('are noted when they begin, and what became of them when they end', async () => {
      const store = await openOne();
      const entry = entryOf({ text: '已脱敏' });

      const id = await store.startCall(entry, []);
      const begun = await store.listAudit({ limit: 9 });
      const end = { outcome: 'answered', sent: 80, received: 9, milliseconds: 1200 };
      await store.endCall(id ?? -1, end);

      expect(begun).toEqual([entry]);
      expect(await store.listAudit({ limit: 9 })).toEqual([
        { ...entry, call: { ...entry.call, ...end } },
      ]);
    });

    it('are told beside what else was done', async () => {
      const store = await openOne();
      const view = { at: 11, who: 'a/b', what: 'view', case: caseNumber(1), where: 'a/c' } as const;
      await store.audit(view);
      const cached = entryOf({ outcome: 'cached', sent: 0, received: 0 });
      await store.audit(cached);

      expect(await store.listAudit({ limit: 9 })).toEqual([view, cached]);
    });

    it('are counted by time, person and question, at most until they end and truly then', async () => {
      const store = await openOne();
      const first = await store.startCall(entryOf({ at: 10 }), []);
      await store.startCall(entryOf({ at: 20, who: 'slack/U2' }), []);
      await store.startCall(entryOf({ at: 30, inquiry: 'i-2' }), []);
      await store.endCall(first ?? -1, { outcome: 'cut', sent: 7, received: 1, milliseconds: 1 });

      expect(await store.countTokens({ since: 0 })).toBe(308);
      expect(await store.countTokens({ since: 11 })).toBe(300);
      expect(await store.countTokens({ since: 0, who: 'slack/U1' })).toBe(158);
      expect(await store.countTokens({ since: 0, inquiry: 'i-1' })).toBe(158);
      expect(await store.countTokens({ since: 31 })).toBe(0);
    });

    it('of an embedding model are not among those that are counted', async () => {
      const store = await openOne();

      await store.startCall(entryOf({ what: 'embedding' }), []);

      expect(await store.countTokens({ since: 0 })).toBe(0);
      expect(await store.listAudit({ limit: 9 })).toHaveLength(1);
    });

    it.each([
      [{ since: 0, tokens: 299 }, false],
      [{ since: 0, tokens: 300 }, true],
      [{ since: 11, tokens: 150 }, true],
      [{ since: 0, tokens: 299, who: 'slack/U1' }, false],
      [{ since: 0, tokens: 150, who: 'slack/U2' }, true],
      [{ since: 0, tokens: 299, inquiry: 'i-1' }, false],
      [{ since: 0, tokens: 150, inquiry: 'i-2' }, true],
    ])('begin only within the budget %j', async (budget, fits) => {
      const store = await openOne();
      await store.startCall(entryOf({ at: 10 }), []);

      const id = await store.startCall(entryOf({ at: 20 }), [{ since: 0, tokens: 1000 }, budget]);

      expect(id !== undefined).toBe(fits);
      expect(await store.listAudit({ limit: 9 })).toHaveLength(fits ? 2 : 1);
    });

    it('of two connections share a budget', async () => {
      const database = await create();
      const [one, other] = [await database.open(), await database.open()];
      const budget = [{ since: 0, tokens: 300 }];

      const ids = [
        await one.startCall(entryOf({}), budget),
        await other.startCall(entryOf({}), budget),
        await one.startCall(entryOf({}), budget),
      ];

      expect(ids.map((id) => id !== undefined)).toEqual([true, true, false]);
    });

    it('lose what was sent after a time, and nothing else', async () => {
      const store = await openOne();
      const [old, young] = [entryOf({ at: 10, text: 'a' }), entryOf({ at: 20, text: 'b' })];
      await store.startCall(old, []);
      await store.startCall(young, []);

      await store.forgetCallTexts(20);

      const { text: _, ...rest } = old.call;
      expect(await store.listAudit({ limit: 9 })).toEqual([young, { ...old, call: rest }]);
    });

    it('lose what was sent of a case that is forgotten', async () => {
      const store = await openOne();
      const number = caseNumber(1);
      await store.importCase(caseOf({ case: number }));
      const filed = inquiryOf({ case: number, face: 'slack', conversation: 'C9:1' });
      await store.saveInquiry(filed);
      const calls = [
        entryOf({ at: 1, text: `像 ${number}`, where: 'slack/C2' }),
        entryOf({ at: 2, text: '同一个会话', where: 'slack/C9:1' }),
        entryOf({ at: 3, text: '案例的复盘', where: 'cli/x', inquiry: number }),
        entryOf({ at: 4, text: `像 ${caseNumber(2)}`, where: 'teams/C9:1' }),
      ];
      for (const call of calls) {
        await store.startCall(call, []);
      }

      await store.forgetCase(number);

      const entries = await store.listAudit({ limit: 9 });
      expect(entries.map(({ call }) => call?.text)).toEqual([
        `像 ${caseNumber(2)}`,
        undefined,
        undefined,
        undefined,
      ]);
      expect(await store.countTokens({ since: 0 })).toBe(600);
    });
  });
}
