import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../../knowledge/cases/case.ts';
import { extractFeatures } from '../../../knowledge/cases/features.ts';
import { CaseIndex } from '../../../knowledge/search/case-index.ts';
import type { CaseQuery } from '../../../knowledge/search/score.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';

const line = '2024-03-01 10:00:00, Error CSI 0000002a (F) STATUS_ACCESS_DENIED on wpdmtp.dll';
const denied = caseOf({
  case: 'CAS-00001-A1B2C3',
  symptom: '安装 KB5014692 报错 0x800f0985，wpdmtp.dll 被拒绝访问',
  resolution: '脱管以后安装成功',
  findings: [
    {
      where: '深圳',
      seen: '拒绝',
      causeClasses: ['av-filter-access-denied'],
      done: '脱管',
      helped: true,
    },
  ],
  logs: [line],
});
const disk = caseOf({
  case: 'CAS-00002-A1B2C3',
  symptom: '恢复分区空间不足，KB5034441 返回 0x80070643',
  resolution: '扩大恢复分区',
  findings: [
    {
      where: '上海',
      seen: '空间',
      causeClasses: ['winre-partition-too-small'],
      done: '扩大',
      helped: null,
    },
  ],
});
const driver = caseOf({
  case: 'CAS-00003-A1B2C3',
  symptom: '升级到 48% 蓝屏，tmpreflt.sys 引起回退',
});
const three = [denied, disk, driver];

function indexOf(cases: readonly Case[]): CaseIndex {
  const index = new CaseIndex();
  cases.forEach((one) => {
    index.put(one);
  });
  return index;
}

interface Asked {
  causeClasses?: [string, number][];
  named?: string[];
  lines?: string[];
  logWords?: string;
}

function queryOf(words: string, { causeClasses, named, lines, logWords }: Asked = {}): CaseQuery {
  return {
    features: extractFeatures(words),
    words,
    logWords: logWords ?? '',
    lines: lines ?? [],
    causeClasses: new Map(causeClasses ?? []),
    named: new Set(named ?? []),
  };
}

function search(cases: readonly Case[], words: string, asked?: Asked) {
  return indexOf(cases).search(queryOf(words, asked));
}

const numbers = (hits: ReturnType<typeof search>) => hits.map((hit) => hit.case.case);

describe('search', () => {
  it.each([
    ['a KB', 'KB5034441', disk],
    ['a code', '0x800F0985', denied],
    ['a file, whatever its case', 'WPDMTP.DLL', denied],
    ['a driver', 'tmpreflt.sys 是什么', driver],
    ['Chinese words', '恢复分区空间不足怎么扩大分区', disk],
  ])('finds by %s', (_, words, wanted) => {
    expect(numbers(search(three, words))[0]).toBe(wanted.case);
  });

  it.each([
    '',
    '你好',
    '补丁装不上怎么办',
    '升级失败报错，请帮忙',
    '打印机不能打印彩色',
    'KB9999999 0x80240034',
    'C:\\Windows\\Temp\\nothing.txt',
  ])('finds nothing like %j', (words) => {
    expect(search(three, words)).toEqual([]);
  });

  it('takes a code that stands in every second log for no likeness', () => {
    const common = caseOf({ case: caseNumber(40), symptom: '安装补丁报错 0x80070005' });

    expect(search([common, disk], '打印机共享报 0x80070005，怎样设置共享权限')).toEqual([]);
  });

  it('says why, most telling first', () => {
    const [hit] = search(three, '0x800f0985 KB5014692 wpdmtp.dll 脱管');

    expect(hit?.because.slice(0, 3).sort()).toEqual(['0x800f0985', 'KB5014692', 'wpdmtp.dll']);
    expect(hit?.because.at(-1)).not.toBe('KB5014692');
  });

  it('says each reason once', () => {
    const [hit] = search(three, 'KB5014692 kb5014692 KB 5014692');

    expect(hit?.because).toEqual(['KB5014692']);
  });

  it('scores between 0 and 1, higher the more is shared', () => {
    const [some] = search(three, '0x800f0985');
    const [more] = search(three, '0x800f0985 KB5014692 wpdmtp.dll');

    expect(some?.score).toBeGreaterThan(0);
    expect(more?.score).toBeGreaterThan(some?.score ?? 1);
    expect(more?.score).toBeLessThanOrEqual(1);
  });

  it.each([
    ['tmpreflt.sys', 'tmprefilt.sys 引起蓝屏', driver],
    ['wpdmtp.dll', '删除 wpdmttp.dll', denied],
  ])('finds %s written as in %s, and says the right name', (right, misspelt, wanted) => {
    const [hit] = search(three, misspelt);

    expect(hit?.case.case).toBe(wanted.case);
    expect(hit?.because).toContain(right);
  });

  it.each([
    ['0x800f0985', '0x800f0986'],
    ['KB5014692', 'KB5014693'],
    ['0x80070643', '80070644'],
  ])('never takes %s for %s', (_, other) => {
    expect(search(three, other)).toEqual([]);
  });

  it('trusts a name that somebody wrote more than one that stands in a pasted log', () => {
    const named = caseOf({ case: caseNumber(30), symptom: '安装时 ExampleGuardHook 报错' });

    const [written] = search([named, disk], 'ExampleGuardHook');
    const [pasted] = search([named, disk], '', { logWords: 'ExampleGuardHook' });

    expect(written?.case.case).toBe(named.case);
    expect(written?.score).toBeGreaterThan(pasted?.score ?? 0);
  });

  it('puts the case of the proved cause before one that shares a word more', () => {
    const [first] = search(three, '恢复分区 0x80070643 拒绝访问', {
      causeClasses: [['av-filter-access-denied', 1]],
      named: [denied.case],
    });

    expect(first?.case.case).toBe(denied.case);
    expect(first?.because).toContain('同类原因');
  });

  it('puts the case with the very same line first', () => {
    const twin = caseOf({ ...denied, case: 'CAS-00009-A1B2C3', updated: '2025-01-01', logs: [] });
    const spaced = line.replaceAll(' ', '  ');

    const hits = search([denied, twin], '0x800f0985 wpdmtp.dll', { lines: [spaced] });

    expect(numbers(hits)).toEqual([denied.case, twin.case]);
  });

  it('puts the newer of two equal ones first, then the smaller number', () => {
    const again = { ...denied, case: 'CAS-00005-A1B2C3' } as Case;
    const newer = { ...denied, case: 'CAS-00006-A1B2C3', updated: '2025-01-01' } as Case;

    const hits = search([again, newer, denied], '0x800f0985 wpdmtp.dll');

    expect(numbers(hits)).toEqual([newer.case, denied.case, again.case]);
  });

  it('holds a code that every case has for less than one that a single case has', () => {
    const many = Array.from({ length: 20 }, (_, index) =>
      caseOf({ case: caseNumber(100 + index), symptom: '报错 0x80070002' }),
    );
    const rare = caseOf({ case: caseNumber(200), symptom: '报错 0x80073712' });

    const [first] = search([...many, rare], '0x80070002 0x80073712');

    expect(first?.case.case).toBe(rare.case);
  });

  it('answers the same whatever the order in which the cases were put in', () => {
    const word = fc.constantFrom(
      'wpdmtpa.dll',
      'wpdmtpb.dll',
      'wpdmtpc.dll',
      '0x80070005',
      'KB5014692',
      '脱管成功',
      'tmpreflt.sys',
      'trustedinstaler',
    );
    const cases = fc
      .array(fc.array(word, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 })
      .map((all) =>
        all.map((words, index) => caseOf({ case: caseNumber(index), symptom: words.join(' ') })),
      );
    const asked = fc.array(fc.oneof(word, fc.constantFrom('wpdmtpx.dll', 'trustedinstaller')), {
      minLength: 1,
      maxLength: 4,
    });
    const sample = cases.chain((all) =>
      fc.record({
        all: fc.constant(all),
        shuffled: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        words: asked.map((words) => words.join(' ')),
      }),
    );

    fc.assert(
      fc.property(sample, ({ all, shuffled, words }) => {
        expect(search(shuffled, words)).toEqual(search(all, words));
      }),
      { numRuns: 500 },
    );
  });
});

describe('an index', () => {
  it('forgets what a case was before it was put again', () => {
    const index = indexOf(three);
    const query = queryOf('0x800f0985');

    index.put({ ...disk, case: denied.case });

    expect(index.search(query)).toEqual([]);
    expect(index.all()).toHaveLength(3);
  });

  it('does not find a case that was removed', () => {
    const index = indexOf(three);

    index.remove(denied.case);

    expect(index.get(denied.case)).toBeUndefined();
    expect(index.all().map((one) => one.case)).toEqual([disk.case, driver.case]);
  });
});
