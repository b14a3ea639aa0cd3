import { describe, expect, it } from 'vitest';
import { loadBuiltinCases } from '../../../knowledge/cases/builtin.ts';
import type { Case } from '../../../knowledge/cases/case.ts';
import { mergeCase } from '../../../knowledge/cases/merge.ts';
import { casesOf, threadNames } from './threads.ts';

const builtin = new Map((await loadBuiltinCases()).map((one) => [one.case, one]));

function own(name: string): Case {
  const [first] = casesOf(name);
  if (!first) {
    throw new Error(name);
  }
  return first;
}

function partial(caseNumber: string): Case {
  const found = casesOf('CAS-02713-B6R8B4').find((one) => one.case === caseNumber);
  if (!found) {
    throw new Error(caseNumber);
  }
  return found;
}

describe('importing twice', () => {
  it.each(threadNames)('%s changes nothing', (name) => {
    for (const one of casesOf(name)) {
      const first = mergeCase(undefined, one);
      const again = mergeCase(
        first.case,
        casesOf(name).find((other) => other.case === one.case) ?? one,
      );

      expect(first.changed).toBe(true);
      expect(again).toEqual({ case: first.case, changed: false, conflicts: [] });
    }
  });

  it.each(threadNames)('%s over the built-in case changes it once', (name) => {
    const read = own(name);
    const first = mergeCase(builtin.get(read.case), read);

    expect(mergeCase(first.case, read)).toEqual({
      case: first.case,
      changed: false,
      conflicts: [],
    });
  });

  it('gives the same case whatever order the files come in', () => {
    const table = partial('CAS-02564-J6C0B1');
    const thread = own('CAS-02564-J6C0B1');

    const tableFirst = mergeCase(mergeCase(undefined, table).case, thread).case;
    const threadFirst = mergeCase(mergeCase(undefined, thread).case, table).case;

    const { logs: _, features: __, ...one } = tableFirst;
    const { logs: ___, features: ____, ...other } = threadFirst;
    expect(one).toEqual(other);
    expect(new Set(tableFirst.logs)).toEqual(new Set(threadFirst.logs));
  });
});

describe('a row of somebody else’s table', () => {
  it('never overwrites the thread itself', () => {
    const stored = own('CAS-02564-J6C0B1');

    const merged = mergeCase(stored, partial('CAS-02564-J6C0B1')).case;

    const { logs, features, ...rest } = merged;
    expect(rest).toEqual({ ...stored, logs: undefined, features: undefined, ...rest });
    expect(merged).toMatchObject({
      status: 'archived',
      closed: '2020-07-09',
      updated: '2020-07-09',
    });
    expect(logs).toEqual(expect.arrayContaining(stored.logs));
    expect(features.codes).toEqual(expect.arrayContaining(stored.features.codes));
  });

  it('leaves a built-in case built in', () => {
    const stored = builtin.get('CAS-02695-W0F0D7');

    const merged = mergeCase(stored, partial('CAS-02695-W0F0D7')).case;

    expect(merged).toMatchObject({
      source: 'builtin',
      symptom: stored?.symptom,
      findings: stored?.findings,
    });
  });
});

describe('a later thread', () => {
  const stored = own('CAS-06859-Q6V5Z7');
  const entry = { at: '2022-09-01T09:00:00', by: 'customer' as const, what: '重置后已正常安装。' };
  const later: Case = {
    ...stored,
    status: 'open',
    updated: '2022-09-01',
    closed: null,
    resolution: '重置后已正常安装。',
    verified: true,
    timeline: [...stored.timeline, entry],
  };

  it('updates status, dates, outcome and timeline', () => {
    const merged = mergeCase(stored, later);

    expect(merged.changed).toBe(true);
    expect(merged.case).toMatchObject({
      status: 'open',
      closed: null,
      verified: true,
      updated: '2022-09-01',
    });
    expect(merged.case.timeline).toHaveLength(stored.timeline.length + 1);
  });

  it('is not undone by an earlier one', () => {
    expect(mergeCase(later, stored)).toMatchObject({ changed: false, case: later });
  });

  it('keeps what a person completed', () => {
    const completed: Case = { ...stored, symptom: '由人补写的现象', byHand: ['symptom'] };

    expect(mergeCase(completed, later).case).toMatchObject({
      symptom: '由人补写的现象',
      byHand: ['symptom'],
    });
  });

  it('makes a built-in case count, with the prose that a person wrote', () => {
    const ours = builtin.get(stored.case);

    const merged = mergeCase(ours, later).case;

    expect(merged).toMatchObject({ source: 'thread', status: 'open', findings: ours?.findings });
    expect(merged.byHand).toEqual(expect.arrayContaining(['symptom', 'findings', 'resolution']));
  });

  it('says where the two contradict each other and keeps what is stored', () => {
    const merged = mergeCase(stored, { ...later, branch: '深圳分行' });

    expect(merged.case.branch).toBe('北京分行');
    expect(merged.conflicts).toEqual([
      expect.stringContaining('分行：已存“北京分行”，新读到“深圳分行”'),
    ]);
  });
});

describe('a row of the CRM', () => {
  it('moves status and dates but keeps the prose of the mails', () => {
    const stored = own('CAS-02713-B6R8B4');
    const row: Case = {
      ...stored,
      source: 'crm',
      status: 'open',
      updated: '2020-09-01',
      closed: null,
      symptom: '补丁',
      findings: [],
      resolution: '',
      timeline: [],
      logs: [],
    };

    const merged = mergeCase(stored, row).case;

    expect(merged).toMatchObject({ status: 'open', updated: '2020-09-01', closed: null });
    expect(merged).toMatchObject({
      symptom: stored.symptom,
      findings: stored.findings,
      resolution: stored.resolution,
    });
  });
});
