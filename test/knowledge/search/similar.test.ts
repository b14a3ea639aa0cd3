import { describe, expect, it } from 'vitest';
import type { Case } from '../../../knowledge/cases/case.ts';
import type { Cause } from '../../../knowledge/diagnosis.ts';
import { CaseIndex } from '../../../knowledge/search/case-index.ts';
import { createCaseLibrary } from '../../../knowledge/search/cases.ts';
import { findSimilar, seenBefore } from '../../../knowledge/search/similar.ts';
import { openSqlite } from '../../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../../support/answering.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';

const finding = {
  where: '未说明',
  seen: '拒绝访问',
  causeClasses: ['av-filter-access-denied'],
  done: '脱管',
  helped: true,
};
const ours = Array.from({ length: 5 }, (_, index) =>
  caseOf({
    case: caseNumber(index),
    symptom: `tmpreflt.sys 报错 0x800f0985，第 ${index} 例`,
    resolution: `办法 ${index}`,
    verified: index === 0,
    updated: `2024-0${index + 1}-01`,
    closed: index === 4 ? null : `2024-0${index + 1}-02`,
    findings: [finding],
  }),
);
const theirs = caseOf({
  case: caseNumber(50),
  customer: '农业银行',
  symptom: 'tmpreflt.sys 0x800f0985',
  findings: [finding],
});
const everyone = () => true;
const icbc = (one: Case) => one.customer === '工商银行';

function indexOf(cases: readonly Case[]): CaseIndex {
  const index = new CaseIndex();
  cases.forEach((one) => {
    index.put(one);
  });
  return index;
}

function causeOf(parts: Partial<Cause>): Cause {
  return {
    signature: 'one',
    causeClass: 'av-filter-access-denied',
    title: '',
    explanation: '',
    certainty: 'identified',
    inference: null,
    variables: {},
    evidence: [],
    explains: [],
    cases: [],
    seen: null,
    ...parts,
  };
}

const ask = { said: 'tmpreflt.sys 0x800f0985', causes: [], failure: null, mayRead: everyone };

describe('findSimilar', () => {
  it('shows at most three', () => {
    const { similarCases, elsewhere } = findSimilar(ask, indexOf(ours));

    expect(similarCases).toHaveLength(3);
    expect(elsewhere).toBe(0);
  });

  it('shows as many as are asked for', () => {
    expect(findSimilar({ ...ask, limit: 5 }, indexOf(ours)).similarCases).toHaveLength(5);
  });

  it('tells how a case ended and when', () => {
    const [first] = findSimilar(ask, indexOf([ours[0] as Case])).similarCases;

    expect(first).toMatchObject({
      case: caseNumber(0),
      outcome: '办法 0',
      verified: true,
      date: '2024-01-02',
    });
  });

  it('dates a case that is still open by its last change', () => {
    const [first] = findSimilar(ask, indexOf([ours[4] as Case])).similarCases;

    expect(first?.date).toBe('2024-05-01');
  });

  it('only counts the cases that the asker may not see', () => {
    const index = indexOf([...ours, theirs]);

    const { similarCases, elsewhere } = findSimilar(
      { ...ask, mayRead: (one) => !icbc(one) },
      index,
    );

    expect(similarCases.map((one) => one.case)).toEqual([theirs.case]);
    expect(elsewhere).toBe(5);
  });

  it('does not count cases that are not alike', () => {
    const other = caseOf({ case: caseNumber(60), customer: '农业银行', symptom: '打印机卡纸' });

    expect(findSimilar({ ...ask, mayRead: icbc }, indexOf([...ours, other])).elsewhere).toBe(0);
  });

  it('looks for what the proof and the last failure tell when the asker says nothing', () => {
    const evidence = [
      { input: 'CBS.log', line: 1, text: 'denied by tmpreflt.sys', time: null, times: 1 },
    ];
    const failure = { time: null, what: 'KB5000001', code: '0x800f0985' };

    const byProof = findSimilar(
      { ...ask, said: '', causes: [causeOf({ evidence, causeClass: null })] },
      indexOf(ours),
    );
    const byFailure = findSimilar({ ...ask, said: '', failure }, indexOf(ours));

    expect(byProof.similarCases[0]?.because).toContain('tmpreflt.sys');
    expect(byFailure.similarCases[0]?.because).toContain('0x800f0985');
  });

  it('trusts a cause that is certain more than one that is likely, and a clue least', () => {
    const scores = (['identified', 'likely', 'clue'] as const).map(
      (certainty) =>
        findSimilar({ ...ask, causes: [causeOf({ certainty })] }, indexOf([ours[0] as Case]))
          .similarCases[0]?.score ?? 0,
    );

    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
    expect(new Set(scores).size).toBe(3);
  });
});

describe('seenBefore', () => {
  it('counts the cases of the same cause and tells the last', () => {
    expect(seenBefore(causeOf({}), [...ours, theirs])).toEqual({ count: 6, last: '2024-05-01' });
  });

  it.each([
    ['another cause', causeOf({ causeClass: 'psfx-delta-mismatch' })],
    ['a failure without a cause', causeOf({ causeClass: null })],
  ])('is null for %s', (_, cause) => {
    expect(seenBefore(cause, ours)).toBeNull();
  });
});

describe('a case library', () => {
  it('has the built-in cases without a store', async () => {
    const index = await createCaseLibrary(ours).refresh();

    expect(index.all()).toHaveLength(5);
  });

  it('takes in what another process has stored since', async () => {
    const folder = temporaryFolder();
    const [reader, writer] = [openSqlite(folder), openSqlite(folder)];
    const library = createCaseLibrary([], reader);
    expect((await library.refresh()).all()).toEqual([]);

    await writer.importCase(theirs);

    expect((await library.refresh()).get(theirs.case)).toEqual(theirs);
    await Promise.all([reader.close(), writer.close()]);
  });

  it('completes a built-in case by what is stored of it, and counts it once', async () => {
    const store = openSqlite(temporaryFolder());
    const builtin = caseOf({ ...theirs, source: 'builtin' });
    const library = createCaseLibrary([builtin], store);

    await store.importCase({ ...theirs, status: 'open', updated: '2026-01-01', closed: null });

    const index = await library.refresh();
    expect(index.all()).toHaveLength(1);
    expect(index.get(theirs.case)).toMatchObject({ status: 'open', updated: '2026-01-01' });
    await store.close();
  });
});
