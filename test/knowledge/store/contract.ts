import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Store, StoredInquiry } from '../../../knowledge/store/store.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { causeOf, diagnosisOf } from '../../support/diagnosis.ts';
import { describeCalls } from './contract-calls.ts';
import { describeCaseWork } from './contract-cases.ts';
import { describeJobs } from './contract-jobs.ts';
import { describeRecords } from './contract-records.ts';
import { describeReferences } from './contract-references.ts';
import { describeVectors } from './contract-vectors.ts';
import type { Database } from './database.ts';
import { inquiryOf } from './rows.ts';

/** What every store keeps: the same tests for SQLite and PostgreSQL. */
export function describeStore(name: string, create: () => Promise<Database>): void {
  const openOne = async () => (await create()).open();

  describeCaseWork(name, create);
  describeJobs(name, create);
  describeRecords(name, create);
  describeCalls(name, create);
  describeReferences(name, create);
  describeVectors(name, create);

  describe(`${name}: cases`, () => {
    it('are new, then unchanged, then updated', async () => {
      const store = await openOne();
      const one = caseOf({ case: caseNumber(1) });

      const outcomes = [
        await store.importCase(one),
        await store.importCase(one),
        await store.importCase({ ...one, updated: '2024-04-01', resolution: '脱管后成功' }),
      ];

      expect(outcomes.map(({ outcome }) => outcome)).toEqual(['new', 'unchanged', 'updated']);
      expect(await store.findCase(one.case)).toMatchObject({
        updated: '2024-04-01',
        resolution: '脱管后成功',
      });
    });

    it('come back as they were stored', async () => {
      const store = await openOne();
      const one = caseOf({
        case: caseNumber(1),
        symptom: '引号 \' " 反斜杠 \\ 表情 🙂 换行\n制表\t零宽\u200b',
        logs: ["on:[3]'\\SystemRoot\\x' %s $1 ?; DROP TABLE cases; --"],
        closed: null,
        severity: null,
      });

      await store.importCase(one);

      expect(await store.findCase(one.case)).toEqual(one);
      expect(await store.listCases()).toEqual([one]);
    });

    it('are not changed by a dry run, which tells what would happen', async () => {
      const store = await openOne();
      const one = caseOf({ case: caseNumber(1) });
      const later = { ...one, updated: '2024-04-01' };

      const wouldBeNew = await store.importCase(one, true);
      expect(await store.listCases()).toEqual([]);
      await store.importCase(one);
      const wouldUpdate = await store.importCase(later, true);

      expect([wouldBeNew.outcome, wouldUpdate.outcome]).toEqual(['new', 'updated']);
      expect(await store.findCase(one.case)).toEqual(one);
      expect((await store.changes(0)).saved).toEqual([one]);
    });

    it('keep what is stored where a reading contradicts it, and say so', async () => {
      const store = await openOne();
      const one = caseOf({ case: caseNumber(1), branch: '苏州分行' });
      await store.importCase(one);

      const { conflicts } = await store.importCase({ ...one, branch: '深圳分行', severity: 'P3' });

      expect(conflicts).toEqual([
        expect.stringMatching(/分行.*苏州分行.*深圳分行/u),
        expect.stringMatching(/严重级别.*P2.*P3/u),
      ]);
      expect(await store.findCase(one.case)).toMatchObject({ branch: '苏州分行', severity: 'P2' });
    });

    it('are not found when they are not there', async () => {
      const store = await openOne();

      expect(await store.findCase(caseNumber(9))).toBeUndefined();
      expect(await store.listCases()).toEqual([]);
    });

    it.each([
      ['all', {}, [1, 2, 3]],
      ['of a customer', { customer: '农业银行' }, [2]],
      ['of some states', { statuses: ['open', 'waiting-vendor'] as const }, [1, 2]],
      ['of a customer and some states', { customer: '工商银行', statuses: ['open'] as const }, [1]],
      ['of no state', { statuses: [] }, []],
      ['of a customer that only begins alike', { customer: '工商' }, []],
    ])('are listed by number: %s', async (_, filter, expected) => {
      const store = await openOne();
      await store.importCase(caseOf({ case: caseNumber(3) }));
      await store.importCase(caseOf({ case: caseNumber(1), status: 'open' }));
      await store.importCase(
        caseOf({ case: caseNumber(2), status: 'waiting-vendor', customer: '农业银行' }),
      );

      const listed = await store.listCases(filter);

      expect(listed.map((one) => one.case)).toEqual(expected.map(caseNumber));
    });
  });

  describe(`${name}: changes`, () => {
    it('begin with everything and go on from where they ended', async () => {
      const store = await openOne();
      await store.importCase(caseOf({ case: caseNumber(1) }));
      await store.importCase(caseOf({ case: caseNumber(2) }));

      const first = await store.changes(0);
      await store.importCase(caseOf({ case: caseNumber(3) }));
      await store.importCase(caseOf({ case: caseNumber(1), updated: '2024-05-01' }));
      const second = await store.changes(first.sequence);
      const third = await store.changes(second.sequence);

      expect(first.saved.map((one) => one.case)).toEqual([1, 2].map(caseNumber));
      expect(second.saved.map((one) => one.case).sort()).toEqual([1, 3].map(caseNumber));
      expect(third).toEqual({ sequence: second.sequence, saved: [], removed: [] });
    });

    it('are none when an import changed nothing', async () => {
      const store = await openOne();
      await store.importCase(caseOf({ case: caseNumber(1) }));
      const { sequence } = await store.changes(0);

      await store.importCase(caseOf({ case: caseNumber(1) }));

      expect((await store.changes(sequence)).saved).toEqual([]);
    });

    it('are seen by another connection', async () => {
      const database = await create();
      const [writer, reader] = [await database.open(), await database.open()];
      const { sequence } = await reader.changes(0);

      await writer.importCase(caseOf({ case: caseNumber(1) }));

      const changes = await reader.changes(sequence);
      expect(changes.saved).toEqual([await reader.findCase(caseNumber(1))]);
    });
  });

  describe(`${name}: inquiries`, () => {
    it('come back as they were stored', async () => {
      const store = await openOne();
      const inquiry = inquiryOf({
        question: "补丁装不上 ' 🙂",
        sent: [{ name: 'CBS.log', file: 'x/file-0', kind: 'file', bytes: 3 }],
      });

      await store.saveInquiry(inquiry);

      expect(await store.findInquiry(inquiry.id)).toEqual(inquiry);
      expect(await store.findInquiry(randomUUID())).toBeUndefined();
    });

    it('are replaced when they are saved again', async () => {
      const store = await openOne();
      const inquiry = inquiryOf({});

      await store.saveInquiry(inquiry);
      await store.saveInquiry({ ...inquiry, reply: '{"summary":"新"}' });

      expect(await store.listInquiries(inquiry.conversation, 0)).toMatchObject([
        { reply: '{"summary":"新"}' },
      ]);
    });

    it('are listed newest first, of one conversation, not older than asked', async () => {
      const store = await openOne();
      for (const [question, at, conversation] of [
        ['old', 999, 'c1'],
        ['first', 1000, 'c1'],
        ['third', 3000, 'c1'],
        ['second', 2000, 'c1'],
        ['other', 2500, 'c2'],
      ] as const) {
        await store.saveInquiry(inquiryOf({ question, at, conversation }));
      }

      const listed = await store.listInquiries('c1', 1000);

      expect(listed.map(({ question }) => question)).toEqual(['third', 'second', 'first']);
    });

    it('of the same moment are listed with the one saved last in front', async () => {
      const store = await openOne();
      for (const question of ['first', 'second', 'third']) {
        await store.saveInquiry(inquiryOf({ question }));
      }

      const listed = await store.listInquiries('c1', 0);

      expect(listed.map(({ question }) => question)).toEqual(['third', 'second', 'first']);
    });
  });

  describe(`${name}: feedback`, () => {
    it('can be changed by whoever gave it, and given by several', async () => {
      const store = await openOne();
      const { id } = await saved(store);

      for (const [asker, helpful, reason] of [
        ['a', true, ''],
        ['a', false, 'cause：实际是磁盘'],
        ['b', true, ''],
      ] as const) {
        await expect(
          store.saveFeedback({ inquiry: id, asker, helpful, reason, at: 1 }),
        ).resolves.toBeUndefined();
      }
    });

    it('is counted for the signature that came first, named or as a clue', async () => {
      const store = await openOne();
      const cause = (signature: string, certainty: 'likely' | 'clue') =>
        diagnosisOf({ causes: [causeOf({ signature, certainty })] });
      const first = await saved(store, { diagnosis: cause('one', 'likely') });
      await saved(store, { diagnosis: cause('one', 'clue') });
      await saved(store, { diagnosis: cause('two', 'clue') });
      await saved(store, { diagnosis: undefined });
      const said = { inquiry: first.id, reason: '', at: 1 };
      await store.saveFeedback({ ...said, asker: 'a', helpful: true });
      await store.saveFeedback({ ...said, asker: 'b', helpful: false });
      await store.saveFeedback({ ...said, asker: 'b', helpful: true });
      await store.saveFeedback({ ...said, asker: 'c', helpful: false });

      expect(await store.countSignatures()).toEqual([
        { signature: 'one', hits: 2, helpful: 2, wrong: 1 },
        { signature: 'two', hits: 1, helpful: 0, wrong: 0 },
      ]);
    });

    it('of an inquiry that is not there is refused', async () => {
      const store = await openOne();

      const feedback = { inquiry: randomUUID(), asker: 'a', helpful: true, reason: '', at: 1 };

      await expect(store.saveFeedback(feedback)).rejects.toThrow();
    });
  });

  describe(`${name}: life`, () => {
    it('keeps everything over a restart', async () => {
      const database = await create();
      const before = await database.open();
      const one = caseOf({ case: caseNumber(1) });
      await before.importCase(one);
      const inquiry = await saved(before);
      await before.close();

      const after = await database.open();

      expect(await after.findCase(one.case)).toEqual(one);
      expect(await after.findInquiry(inquiry.id)).toEqual(inquiry);
      expect((await after.changes(0)).saved).toEqual([one]);
      expect((await after.importCase(one)).outcome).toBe('unchanged');
    });

    it('answers a ping while it is open, and none when it is closed', async () => {
      const store = await openOne();
      await store.ping();

      await store.close();

      await expect(store.ping()).rejects.toThrow();
    });

    it('loses nothing that two connections write at once', async () => {
      const database = await create();
      const [left, right] = [await database.open(), await database.open()];
      const numbers = Array.from({ length: 40 }, (_, index) => caseNumber(index));

      await Promise.all(
        numbers.map((number, index) =>
          (index % 2 ? left : right).importCase(caseOf({ case: number })),
        ),
      );

      expect((await left.listCases()).map((one) => one.case)).toEqual(numbers);
      expect((await right.changes(0)).saved).toHaveLength(40);
    });

    it('imports the same case once when two connections import it at once', async () => {
      const database = await create();
      const stores = [await database.open(), await database.open()];

      const results = await Promise.all(
        stores.map((store) => store.importCase(caseOf({ case: caseNumber(1) }))),
      );

      expect(results.map(({ outcome }) => outcome).sort()).toEqual(['new', 'unchanged']);
    });
  });
}

async function saved(store: Store, parts: Partial<StoredInquiry> = {}): Promise<StoredInquiry> {
  const inquiry = inquiryOf(parts);
  await store.saveInquiry(inquiry);
  return inquiry;
}
