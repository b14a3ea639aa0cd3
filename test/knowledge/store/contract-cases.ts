import { describe, expect, it } from 'vitest';
import type { CaseChange } from '../../../knowledge/cases/change.ts';
import type { Store } from '../../../knowledge/store/store.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import type { Database } from './database.ts';
import { diagnosisNaming, inquiryOf } from './rows.ts';

const temporary = 'TMP-20260302-A1B2';
const at = '2026-03-05T10:00:00';

function changeOf(parts: Partial<CaseChange> & Pick<CaseChange, 'case'>): CaseChange {
  return { at, by: 'desk', set: {}, note: '', ...parts };
}

/** What a chat opens before the CRM knows of it. */
function openedInChat() {
  return caseOf({
    case: temporary,
    source: 'chat',
    status: 'open',
    statuses: [{ status: 'open', since: '2026-03-02' }],
    opened: '2026-03-02',
    updated: '2026-03-02',
    closed: null,
    symptom: '补丁装不上',
    owner: '谭工',
    signatures: ['filter-driver-denies-file'],
    timeline: [{ at: '2026-03-02T09:00:00', by: 'desk', what: '在群里开案例。' }],
  });
}

function knownToCrm() {
  return caseOf({
    case: caseNumber(1),
    source: 'crm',
    status: 'waiting-customer',
    statuses: [{ status: 'waiting-customer', since: '2026-03-04' }],
    opened: '2026-03-03',
    updated: '2026-03-04',
    closed: null,
    branch: '苏州分行',
    timeline: [],
  });
}

export function describeCaseWork(name: string, create: () => Promise<Database>): void {
  const openOne = async () => (await create()).open();

  describe(`${name}: cases worked on`, () => {
    it('are opened once; opened again they are returned as they are', async () => {
      const store = await openOne();
      const one = openedInChat();

      const first = await store.openCase(one);
      const second = await store.openCase({ ...one, symptom: '别的' });

      expect(first).toEqual({ kind: 'opened', case: one });
      expect(second).toEqual({ kind: 'exists', case: one });
      expect((await store.changes(0)).saved).toEqual([one]);
    });

    it('are opened once by two connections at once', async () => {
      const database = await create();
      const stores = [await database.open(), await database.open()];

      const opened = await Promise.all(stores.map((store) => store.openCase(openedInChat())));

      expect(opened.map(({ kind }) => kind).sort()).toEqual(['exists', 'opened']);
    });

    it('are changed, and the change is seen by everybody', async () => {
      const database = await create();
      const [writer, reader] = [await database.open(), await database.open()];
      await writer.openCase(openedInChat());
      const { sequence } = await reader.changes(0);

      const changed = await writer.changeCase(
        changeOf({ case: temporary, set: { status: 'archived' }, note: '归档。' }),
      );

      expect(changed).toMatchObject({ kind: 'changed', case: { closed: '2026-03-05' } });
      expect((await reader.changes(sequence)).saved).toMatchObject([{ status: 'archived' }]);
      expect(await reader.listCases({ statuses: ['open'] })).toEqual([]);
      expect(await reader.listCases({ statuses: ['archived'] })).toHaveLength(1);
    });

    it('are not touched by a change that changes nothing, conflicts or has no case', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());
      const { sequence } = await store.changes(0);

      const kinds = [
        await store.changeCase(changeOf({ case: temporary, set: { owner: '谭工' } })),
        await store.changeCase(
          changeOf({ case: temporary, set: { owner: '林工' }, seen: { owner: null } }),
        ),
        await store.changeCase(changeOf({ case: caseNumber(9), set: { owner: '林工' } })),
      ].map(({ kind }) => kind);

      expect(kinds).toEqual(['unchanged', 'conflict', 'missing']);
      expect((await store.changes(sequence)).saved).toEqual([]);
    });

    it('keep both of two changes that two connections make at once', async () => {
      const database = await create();
      const stores = [await database.open(), await database.open()];
      await stores[0]?.openCase(openedInChat());

      await Promise.all(
        stores.map((store, index) =>
          store.changeCase(
            changeOf({ case: temporary, note: `第 ${index} 条`, at: `2026-03-05T10:00:0${index}` }),
          ),
        ),
      );

      const timeline = (await stores[0]?.findCase(temporary))?.timeline;
      expect(timeline?.map(({ what }) => what)).toEqual(['在群里开案例。', '第 0 条', '第 1 条']);
    });
  });

  describeLinking(name, create);
  describeForgetting(name, create);
}

function describeLinking(name: string, create: () => Promise<Database>): void {
  const openOne = async () => (await create()).open();

  describe(`${name}: linking a case`, () => {
    it('renames it, and everybody finds it by either number', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());
      const { sequence } = await store.changes(0);

      const linked = await store.linkCase(temporary, caseNumber(1), at);

      expect(linked).toMatchObject({
        kind: 'linked',
        case: { case: caseNumber(1), formerly: [temporary], owner: '谭工', symptom: '补丁装不上' },
        conflicts: [],
      });
      expect(await store.findCase(temporary)).toEqual(await store.findCase(caseNumber(1)));
      expect((await store.findCase(temporary))?.timeline.map(({ what }) => what)).toEqual([
        '在群里开案例。',
        `${temporary} 关联为 ${caseNumber(1)}。`,
      ]);
      expect((await store.listCases()).map((one) => one.case)).toEqual([caseNumber(1)]);
      const changes = await store.changes(sequence);
      expect(changes.removed).toEqual([temporary]);
      expect(changes.saved.map((one) => one.case)).toEqual([caseNumber(1)]);
    });

    it('merges it into the one that the CRM has, which keeps what it says', async () => {
      const store = await openOne();
      await store.importCase({ ...knownToCrm(), resolution: '等补丁' });
      await store.openCase({
        ...openedInChat(),
        branch: '深圳分行',
        updated: '2026-03-05',
        resolution: '已脱管',
      });

      const linked = await store.linkCase(temporary, caseNumber(1), at);

      expect(linked).toMatchObject({
        kind: 'linked',
        case: {
          case: caseNumber(1),
          branch: '苏州分行',
          status: 'waiting-customer',
          statuses: [
            { status: 'open', since: '2026-03-02' },
            { status: 'waiting-customer', since: '2026-03-04' },
          ],
          owner: '谭工',
          symptom: '补丁装不上',
          resolution: '等补丁',
          opened: '2026-03-02',
          updated: '2026-03-05',
          signatures: ['filter-driver-denies-file'],
          formerly: [temporary],
        },
        conflicts: [
          expect.stringMatching(/分行.*苏州分行.*深圳分行/u),
          expect.stringMatching(/状态.*等待客户.*处理中/u),
          expect.stringMatching(/结果.*等补丁.*已脱管/u),
        ],
      });
      expect(await store.listCases()).toHaveLength(1);
    });

    it('takes how it stands from whoever works on it when the other is known by hearsay', async () => {
      const store = await openOne();
      await store.importCase(
        caseOf({ case: caseNumber(1), timeline: [], updated: '2026-03-01', closed: '2026-03-01' }),
      );
      await store.openCase(openedInChat());

      await store.linkCase(temporary, caseNumber(1), at);

      expect(await store.findCase(temporary)).toMatchObject({
        status: 'open',
        statuses: [{ status: 'open', since: '2026-03-02' }],
        closed: null,
        updated: '2026-03-02',
      });
    });

    it('changes nothing when it is done again', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());
      await store.linkCase(temporary, caseNumber(1), at);
      const { sequence } = await store.changes(0);

      const again = [
        await store.linkCase(temporary, caseNumber(1), '2026-03-06T10:00:00'),
        await store.linkCase(caseNumber(1), caseNumber(1), at),
      ];

      expect(again).toMatchObject([
        { kind: 'linked', case: { case: caseNumber(1) } },
        { kind: 'linked', case: { case: caseNumber(1) } },
      ]);
      expect(await store.changes(sequence)).toEqual({ sequence, saved: [], removed: [] });
    });

    it('is refused between two customers, and between two cases of the CRM', async () => {
      const store = await openOne();
      await store.openCase({ ...openedInChat(), customer: '农业银行' });
      await store.importCase(knownToCrm());
      await store.importCase(caseOf({ case: caseNumber(2) }));
      const { sequence } = await store.changes(0);

      const links = [
        await store.linkCase(temporary, caseNumber(1), at),
        await store.linkCase(caseNumber(2), caseNumber(1), at),
        await store.linkCase('TMP-20260302-ZZZZ', caseNumber(1), at),
      ];

      expect(links.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'missing']);
      expect((await store.changes(sequence)).saved).toEqual([]);
    });

    it('to a wrong number can be put right, and put right again', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());

      await store.linkCase(temporary, caseNumber(1), at);
      await store.linkCase(caseNumber(1), caseNumber(2), at);
      await store.linkCase(caseNumber(2), caseNumber(1), at);

      expect(await store.findCase(caseNumber(1))).toMatchObject({
        case: caseNumber(1),
        formerly: [temporary, caseNumber(2)],
      });
      expect((await store.findCase(temporary))?.case).toBe(caseNumber(1));
      expect((await store.findCase(caseNumber(2)))?.case).toBe(caseNumber(1));
    });

    it('lets an import of a former number of the CRM be a case of its own', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());
      await store.linkCase(temporary, caseNumber(1), at);
      await store.linkCase(temporary, caseNumber(2), at);

      const imported = await store.importCase(caseOf({ case: caseNumber(1), symptom: '另一件事' }));

      expect(imported.outcome).toBe('new');
      expect((await store.findCase(caseNumber(1)))?.symptom).toBe('另一件事');
      expect((await store.findCase(temporary))?.case).toBe(caseNumber(2));
    });

    it('lets an import and a change of the temporary number reach the case', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());
      await store.linkCase(temporary, caseNumber(1), at);

      await store.importCase({ ...openedInChat(), machines: { least: 1, most: 1 } });
      await store.changeCase(changeOf({ case: temporary, set: { progress: '等日志' } }));
      const reopened = await store.openCase(openedInChat());

      expect(reopened).toMatchObject({ kind: 'exists', case: { case: caseNumber(1) } });
      expect(await store.listCases()).toMatchObject([{ case: caseNumber(1), progress: '等日志' }]);
    });

    it('takes the questions filed under it along', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());
      const inquiry = inquiryOf({});
      await store.saveInquiry(inquiry);
      await store.fileInquiry(inquiry.id, temporary);

      await store.linkCase(temporary, caseNumber(1), at);

      expect((await store.findInquiry(inquiry.id))?.case).toBe(caseNumber(1));
      expect((await store.listAsked(0, 9999))[0]?.case).toBe(caseNumber(1));
    });

    it('has what is filed under the old number later filed under the new one', async () => {
      const store = await openOne();
      await store.openCase(openedInChat());
      await store.linkCase(temporary, caseNumber(1), at);
      const inquiry = inquiryOf({});
      await store.saveInquiry(inquiry);

      await store.fileInquiry(inquiry.id, temporary);

      expect((await store.findInquiry(inquiry.id))?.case).toBe(caseNumber(1));
    });
  });
}

function describeForgetting(name: string, create: () => Promise<Database>): void {
  const openOne = async () => (await create()).open();
  const number = caseNumber(1);

  /** Everything that can refer to a case, and another case that nobody touches. */
  async function fill(store: Store) {
    await store.openCase({ ...openedInChat(), symptom: '柜面终端蓝屏' });
    await store.linkCase(temporary, number, at);
    await store.openCase(caseOf({ case: caseNumber(2) }));
    const filed = inquiryOf({ case: number, question: '柜面终端蓝屏' });
    const mentioning = inquiryOf({
      question: `和 ${number} 一样吗`,
      diagnosis: diagnosisNaming(number, caseNumber(2)),
      reply: JSON.stringify({
        summary: `像 ${number}`,
        actions: [{ id: 'show-case', label: '看案例', value: number }],
        blocks: [
          { kind: 'paragraph', text: `${temporary} 柜面终端蓝屏` },
          { kind: 'list', ordered: false, items: ['先脱管', `${number} 柜面终端蓝屏`] },
          { kind: 'table', header: ['案例'], rows: [[number, '柜面终端蓝屏'], [caseNumber(2)]] },
        ],
      }),
    });
    await store.saveInquiry(filed);
    await store.saveInquiry(mentioning);
    await store.saveFeedback({ inquiry: filed.id, asker: 'a', helpful: true, reason: '', at: 1 });
    return { filed, mentioning };
  }

  describe(`${name}: forgetting a case`, () => {
    it('leaves nothing of it under any of its numbers', async () => {
      const store = await openOne();
      const { filed } = await fill(store);
      const { sequence } = await store.changes(0);

      const forgotten = await store.forgetCase(temporary);

      expect(forgotten).toBe(true);
      expect(await store.findCase(number)).toBeUndefined();
      expect(await store.findCase(temporary)).toBeUndefined();
      expect((await store.changes(sequence)).removed).toEqual([number]);
      expect((await store.listCases()).map((one) => one.case)).toEqual([caseNumber(2)]);
      expect(await store.findInquiry(filed.id)).toBeUndefined();
      expect(await store.forgetCase(number)).toBe(false);
    });

    it('takes it out of what was answered to others, and leaves the rest of the answer', async () => {
      const store = await openOne();
      const { mentioning } = await fill(store);

      await store.forgetCase(number);

      const left = await store.findInquiry(mentioning.id);
      expect(JSON.stringify(left)).not.toMatch(/CAS-00001|TMP-|蓝屏/u);
      expect(left?.question).toBe('和 … 一样吗');
      expect(left?.diagnosis?.similarCases.map((one) => one.case)).toEqual([caseNumber(2)]);
      expect(left?.diagnosis?.causes[0]?.cases).toEqual([caseNumber(2)]);
      expect(JSON.parse(left?.reply ?? '')).toEqual({
        summary: '像 …',
        actions: [],
        blocks: [
          { kind: 'list', ordered: false, items: ['先脱管'] },
          { kind: 'table', header: ['案例'], rows: [[caseNumber(2)]] },
        ],
      });
    });

    it('leaves of it in the audit only that it was forgotten', async () => {
      const store = await openOne();
      await fill(store);
      const entry = { who: 'test/a', where: 'test/c' };
      await store.audit({ ...entry, at: 1, what: 'view', case: temporary });
      await store.audit({ ...entry, at: 2, what: 'view', case: caseNumber(2) });
      await store.audit({ ...entry, at: 3, what: 'forget', case: number });

      await store.forgetCase(number);

      const entries = await store.listAudit({ limit: 10 });
      expect(entries.map((one) => [one.what, one.case])).toEqual([
        ['forget', number],
        ['view', caseNumber(2)],
        ['view', ''],
      ]);
    });

    it('takes away what was delivered of the questions filed under it', async () => {
      const store = await openOne();
      const { filed } = await fill(store);
      const job = { face: 'f', event: 'e', message: 'm', conversation: 'c', at: 1, due: 1 };
      await store.receiveJob({ ...job, id: filed.id, payload: '柜面终端蓝屏' });
      await store.takeJob(1, 2);
      await store.updateJob(filed.id, { status: 'done', ended: 2 });

      await store.forgetCase(number);

      expect(await store.findJob(filed.id)).toMatchObject({ payload: '', status: 'done' });
    });

    it('leaves a case alone that has taken over a number it once had', async () => {
      const store = await openOne();
      await fill(store);
      await store.linkCase(number, caseNumber(3), at);
      await store.importCase(caseOf({ case: number }));
      const inquiry = inquiryOf({ case: number });
      await store.saveInquiry(inquiry);
      await store.audit({ at: 1, who: 'test/a', what: 'view', case: number, where: 'test/c' });

      await store.forgetCase(caseNumber(3));

      expect(await store.findCase(number)).toBeDefined();
      expect(await store.findInquiry(inquiry.id)).toEqual(inquiry);
      expect(await store.listAudit({ case: number, limit: 9 })).toHaveLength(1);
    });

    it('lets the same number be imported anew', async () => {
      const store = await openOne();
      await fill(store);
      await store.forgetCase(number);

      const imported = await store.importCase(caseOf({ case: number }));

      expect(imported.outcome).toBe('new');
      expect((await store.findCase(number))?.formerly).toEqual([]);
    });
  });
}
