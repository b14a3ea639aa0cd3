import fc from 'fast-check';
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

describe('a finding that a person took in', () => {
  it.each(threadNames)('stays when %s is imported again, once and behind the others', (name) => {
    const read = own(name);
    const accepted = {
      where: '未说明',
      seen: '磁盘只剩 2 GB。',
      causeClasses: [],
      done: '',
      helped: null,
      byHand: true as const,
    };
    const stored = { ...read, findings: [...read.findings, accepted] };

    const again = mergeCase(stored, read);
    const later = mergeCase(stored, { ...read, timeline: [...read.timeline, ...mailsAfter(read)] });

    expect(again.changed).toBe(false);
    expect(later.case.findings.filter(({ byHand }) => byHand)).toEqual([accepted]);
    expect(later.case.findings).toHaveLength(stored.findings.length);
  });
});

function mailsAfter({ timeline }: Case): Case['timeline'] {
  return timeline
    .slice(-1)
    .map((entry) => ({ ...entry, at: '2031-01-01T09:00:00', what: '又来信。' }));
}

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

  it('counts over a built-in case, with the prose that a person wrote', () => {
    const stored = builtin.get('CAS-02695-W0F0D7');

    const merged = mergeCase(stored, partial('CAS-02695-W0F0D7')).case;

    expect(merged).toMatchObject({
      source: 'thread',
      status: 'waiting-customer',
      statuses: [{ status: 'waiting-customer', since: '2020-08-03' }],
      symptom: stored?.symptom,
      findings: stored?.findings,
    });
  });
});

/** All orders of five. */
function ordersOf<Value>(values: readonly Value[]): Value[][] {
  return values.length < 2
    ? [[...values]]
    : values.flatMap((one, at) =>
        ordersOf([...values.slice(0, at), ...values.slice(at + 1)]).map((rest) => [one, ...rest]),
      );
}

/** What a store holds after the threads came in, one after the other. */
function takeIn(names: readonly string[]): Map<string, Case> {
  const stored = new Map<string, Case>();
  for (const one of names.flatMap(casesOf)) {
    stored.set(one.case, mergeCase(stored.get(one.case), one).case);
  }
  return stored;
}

describe('the five threads', () => {
  const statuses = {
    'CAS-02564-J6C0B1': 'archived',
    'CAS-02695-W0F0D7': 'waiting-customer',
    'CAS-02713-B6R8B4': 'archived',
    'CAS-06079-G5K3W1': 'archived',
    'CAS-06686-V8Q9W1': 'archived',
    'CAS-06859-Q6V5Z7': 'archived',
  };
  const read = new Map(threadNames.map((name) => [name, casesOf(name)]));
  const takeInRead = (names: readonly string[]) => {
    const stored = new Map<string, Case>();
    for (const one of names.flatMap((name) => read.get(name) ?? [])) {
      stored.set(one.case, mergeCase(stored.get(one.case), one).case);
    }
    return stored;
  };
  /** Where two readings of one thing are put together, the order of a list tells nothing. */
  const sorted = (stored: Map<string, Case>) =>
    [...stored.values()]
      .map((one) => ({ ...one, logs: one.logs.toSorted(), features: allOf(one) }))
      .map((one) => JSON.stringify(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1))))
      .sort();
  const allOf = ({ features }: Case) => Object.values(features).flat().sort();

  it('give six cases with their statuses in all 120 orders, and twice', () => {
    const orders = ordersOf(threadNames);

    const results = orders.map((names) => takeInRead([...names, ...names]));

    expect(orders).toHaveLength(120);
    for (const stored of results) {
      const found = [...stored].map(([number, { status }]) => [number, status]);
      expect(Object.fromEntries(found)).toEqual(statuses);
    }
  });

  it('give the same cases in every order, word for word', () => {
    const results = ordersOf(threadNames).map((names) => JSON.stringify(sorted(takeInRead(names))));

    expect(new Set(results).size).toBe(1);
  });

  it('tell who is waited for, how many machines and where it stands', () => {
    const stored = takeIn(threadNames);

    expect(stored.get('CAS-02695-W0F0D7')).toMatchObject({
      waitingFor: '测试结果',
      machines: { least: 1, most: 1 },
      owner: null,
    });
    expect(stored.get('CAS-02713-B6R8B4')).toMatchObject({
      waitingFor: null,
      machines: { least: 5, most: 6 },
      progress: '经过对比测试发现此问题为TMS限制导致安装补丁失败，脱管后已正常安装。',
      statuses: [
        { status: 'open', since: '2020-08-03' },
        { status: 'waiting-customer', since: '2020-08-04' },
        { status: 'archived', since: '2020-08-11' },
      ],
    });
    expect(stored.get('CAS-06686-V8Q9W1')?.machines).toEqual({ least: 7, most: 7 });
  });
});

describe('readings of single mails', () => {
  const whole = own('CAS-06686-V8Q9W1');
  const days = fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 28 }),
      fc.constantFrom('open', 'waiting-customer', 'waiting-vendor', 'archived'),
    ),
    { minLength: 1, maxLength: 8 },
  );
  /** A reading of one mail of one day. */
  const readingOf = (day: number, status: Case['status'], minute: number): Case => {
    const since = `2026-03-${String(day).padStart(2, '0')}`;
    return {
      ...whole,
      status,
      statuses: [{ status, since }],
      waitingFor: null,
      opened: since,
      updated: since,
      closed: status === 'archived' ? since : null,
      timeline: [
        { at: `${since}T10:${String(minute + 1).padStart(2, '0')}:12`, by: 'desk', what: 'x' },
      ],
    };
  };

  it('give the same standing in whatever order they come, and twice', () => {
    fc.assert(
      fc.property(days, fc.infiniteStream(fc.nat(1000)), (told, random) => {
        const mails = told.map(([day, status], at) => readingOf(day, status as Case['status'], at));
        const shuffled = mails
          .map((one) => ({ one, at: random.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ one }) => one);
        const merge = (all: Case[]) =>
          all.reduce<Case | undefined>((stored, one) => mergeCase(stored, one).case, undefined);
        const standing = (one: Case | undefined) => [
          one?.status,
          one?.statuses,
          one?.opened,
          one?.updated,
          one?.closed,
        ];

        expect(standing(merge(shuffled))).toEqual(standing(merge(mails)));
        expect(standing(merge([...shuffled, ...mails]))).toEqual(standing(merge(mails)));
      }),
    );
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
