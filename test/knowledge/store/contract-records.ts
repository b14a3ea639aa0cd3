import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../../knowledge/store/store.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import type { Database } from './database.ts';
import { diagnosisNaming, inquiryOf } from './rows.ts';

export function describeRecords(name: string, create: () => Promise<Database>): void {
  const openOne = async () => (await create()).open();

  describe(`${name}: what was asked`, () => {
    it('is told from one time to before another, oldest first', async () => {
      const store = await openOne();
      for (const [question, at] of [
        ['third', 2999],
        ['late', 3000],
        ['second', 2000],
        ['first', 1000],
        ['early', 999],
      ] as const) {
        await store.saveInquiry(inquiryOf({ question, at, conversation: question }));
      }

      const asked = await store.listAsked(1000, 3000);

      expect(asked.map(({ question }) => question)).toEqual(['first', 'second', 'third']);
    });

    it('is told with who asked, the case, and what was found', async () => {
      const store = await openOne();
      const inquiry = inquiryOf({
        branch: '深圳分行',
        case: caseNumber(1),
        diagnosis: diagnosisNaming(),
      });
      await store.saveInquiry(inquiry);

      const asked = await store.listAsked(0, 2000);

      expect(asked).toEqual([
        {
          id: inquiry.id,
          at: 1000,
          face: 'test',
          conversation: 'c1',
          asker: 'a1',
          customer: '工商银行',
          branch: '深圳分行',
          case: caseNumber(1),
          question: '补丁装不上',
          verdict: 'likely',
          signature: 'filter-driver-denies-file',
          title: '写入被拒绝',
        },
      ]);
    });

    it('has no signature when its first cause is a clue, and no verdict when nothing was diagnosed', async () => {
      const store = await openOne();
      const { causes, ...rest } = diagnosisNaming();
      const clue = causes.map((cause) => ({ ...cause, certainty: 'clue' as const }));
      await store.saveInquiry(
        inquiryOf({ diagnosis: { ...rest, verdict: 'clue', causes: clue }, at: 1 }),
      );
      await store.saveInquiry(inquiryOf({ customer: undefined, at: 2 }));

      const asked = await store.listAsked(0, 9);

      expect(asked).toMatchObject([
        { verdict: 'clue', signature: undefined, title: undefined },
        { verdict: undefined, signature: undefined, customer: undefined },
      ]);
    });

    it('is filed under a case, and stays there when it is answered again', async () => {
      const store = await openOne();
      const inquiry = inquiryOf({});
      await store.saveInquiry(inquiry);

      const filed = await store.fileInquiry(inquiry.id, caseNumber(1));
      await store.saveInquiry({ ...inquiry, reply: '{"summary":"新"}' });

      expect(filed).toBe(true);
      expect(await store.findInquiry(inquiry.id)).toEqual({
        ...inquiry,
        reply: '{"summary":"新"}',
        case: caseNumber(1),
      });
      expect(await store.listInquiries('c1', 0)).toMatchObject([{ case: caseNumber(1) }]);
      expect(await store.fileInquiry('nobody', caseNumber(1))).toBe(false);
    });
  });

  describe(`${name}: daily summaries`, () => {
    it('are claimed once for each day and channel', async () => {
      const database = await create();
      const stores = [await database.open(), await database.open()];
      const digest = { date: '2026-03-03', channel: 'slack/C1', at: 1 };

      const claimed = await Promise.all(stores.map((store) => store.claimDigest(digest)));
      const others = [
        await stores[0]?.claimDigest({ ...digest, date: '2026-03-04' }),
        await stores[1]?.claimDigest({ ...digest, channel: 'slack/C2' }),
      ];

      expect(claimed.sort()).toEqual([false, true]);
      expect(others).toEqual([true, true]);
    });

    it('are remembered: the newest of a channel before a date', async () => {
      const store = await openOne();
      for (const date of ['2026-03-04', '2026-03-02', '2026-03-03']) {
        await store.claimDigest({ date, channel: 'slack/C1', at: 5 });
      }

      expect(await store.lastDigest('slack/C1', '2026-03-04')).toEqual({
        date: '2026-03-03',
        channel: 'slack/C1',
        at: 5,
      });
      expect(await store.lastDigest('slack/C1', '2026-03-02')).toBeUndefined();
      expect(await store.lastDigest('slack/C2', '2026-03-09')).toBeUndefined();
    });
  });

  describe(`${name}: preferences`, () => {
    it('are those of everybody, the last of each person', async () => {
      const database = await create();
      const [one, other] = [await database.open(), await database.open()];

      expect(await one.listPreferences('digest')).toEqual([]);
      await one.savePreference({ person: 'slack/U2', name: 'digest', value: 'T1/D2' });
      await one.savePreference({ person: 'slack/U1', name: 'digest', value: 'T1/D1' });
      await other.savePreference({ person: 'slack/U2', name: 'digest', value: '' });

      expect(await one.listPreferences('digest')).toEqual([
        { person: 'slack/U1', name: 'digest', value: 'T1/D1' },
        { person: 'slack/U2', name: 'digest', value: '' },
      ]);
    });
  });

  describe(`${name}: audit`, () => {
    const entryOf = (parts: Partial<AuditEntry>): AuditEntry => ({
      at: 1,
      who: 'slack/U1',
      what: 'view',
      case: caseNumber(1),
      where: 'slack/C1:1',
      ...parts,
    });

    it('is told newest first, no more than asked', async () => {
      const store = await openOne();
      const entries = [
        entryOf({ at: 2, what: 'draft' }),
        entryOf({ at: 1 }),
        entryOf({ at: 2, what: 'digest', case: '' }),
      ];
      for (const entry of entries) {
        await store.audit(entry);
      }

      expect(await store.listAudit({ limit: 10 })).toEqual([entries[2], entries[0], entries[1]]);
      expect(await store.listAudit({ limit: 1 })).toEqual([entries[2]]);
    });

    it('of a case holds what was done under the number it had before', async () => {
      const store = await openOne();
      const temporary = 'TMP-20260302-A1B2';
      await store.openCase(caseOf({ case: temporary }));
      await store.audit(entryOf({ at: 1, what: 'open', case: temporary }));
      await store.linkCase(temporary, caseNumber(1), '2026-03-05T10:00:00');
      await store.audit(entryOf({ at: 2, what: 'link' }));
      await store.audit(entryOf({ at: 3, case: caseNumber(2) }));

      const entries = await store.listAudit({ case: caseNumber(1), limit: 10 });

      expect(entries.map(({ what }) => what)).toEqual(['link', 'open']);
    });
  });
}
