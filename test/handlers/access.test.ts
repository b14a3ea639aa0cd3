import { describe, expect, it } from 'vitest';
import { mayRead } from '../../handlers/access.ts';
import type { Answered } from '../../handlers/answer.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Example } from '../../knowledge/signatures/signature.ts';
import { operator, uploadOfBytes } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { icbcBranch, openDesk, otherBranch } from '../support/conversation.ts';
import { findings } from '../support/findings.ts';

const { deps, say } = await openDesk();

/** Whatever names a case of another customer, or where it was. */
const places = deps.knowledge.builtinCases.flatMap(
  ({ branch }) => branch?.replace('分行', '') || [],
);
const othersTraces = new RegExp(
  ['CAS-', '苏州', '湖北', '工商银行', '工行', 'ICBC', ...places].join('|'),
  'giu',
);
const nobody: Asker = { face: 'test', id: 'nobody', role: 'branch' };

/** Everything that leaves: the diagnosis and the reply, as they are sent. */
function everything({ diagnosis, reply }: Answered): string {
  return JSON.stringify({ diagnosis, reply });
}

describe('mayRead', () => {
  const one = caseOf({ case: caseNumber(1), customer: '工商银行' });

  it.each<[string, Partial<Asker>, boolean]>([
    ['the operator', { role: 'operator' }, true],
    ['staff', { role: 'staff' }, true],
    ['staff of the customer', { role: 'staff', customer: '工商银行' }, true],
    ['staff of another customer', { role: 'staff', customer: '农业银行' }, false],
    ['a branch of the customer', { role: 'branch', customer: '工商银行' }, true],
    [
      'another branch of the customer',
      { role: 'branch', customer: '工商银行', branch: '天津分行' },
      true,
    ],
    ['a branch of another customer', { role: 'branch', customer: '农业银行' }, false],
    ['a branch of a customer that begins alike', { role: 'branch', customer: '工商' }, false],
    ['a branch of nobody', { role: 'branch' }, false],
  ])('of %s is right', (_, parts, expected) => {
    expect(mayRead({ role: 'branch', ...parts }, one)).toBe(expected);
  });
});

describe.each([
  ['a branch of another customer', otherBranch],
  ['a branch of nobody', nobody],
])('%s', (_, asker) => {
  it.each(findings)(
    'is told the cause of $name and how often it was seen, never where',
    async ({ lines, causeClass }) => {
      const answered = await say(lines.join('\n'), { asker });

      expect(answered.diagnosis?.causes[0]?.causeClass).toBe(causeClass);
      expect(answered.diagnosis?.elsewhere).toBeGreaterThan(0);
      expect(everything(answered).match(othersTraces)).toBeNull();
      expect(everything(answered)).toMatch(/同类问题曾在其他客户出现 \d 次/u);
    },
  );

  it.each([
    'KB4561621 8024200d wpdmtp.dll 拒绝访问',
    '查案例 wpdmtp.dll 0x80070005 脱管',
    '查案例 KB5014692 0x800f0985',
  ])('is told nothing of the cases when it asks %s', async (text) => {
    const answered = await say(text, { asker });

    expect(everything(answered).match(othersTraces)).toBeNull();
    expect(everything(answered)).toContain('同类问题曾在其他客户出现');
  });

  it('is told of a foreign case that it was not found, as of one that does not exist', async () => {
    const foreign = await say('案例 CAS-02713-B6R8B4', { asker });
    const invented = await say('案例 CAS-99999-B6R8B4', { asker });

    expect(everything(foreign)).toBe(everything(invented).replaceAll('CAS-99999', 'CAS-02713'));
  });

  it('finds no trace of other customers in what any signature says', async () => {
    const leaks: string[] = [];

    for (const { id, examples } of deps.knowledge.engine.signatures) {
      for (const example of [...examples.identified, ...examples.likely, ...examples.clue]) {
        const answered = await say('', { asker, files: filesOf(example) });
        const traces = everything(answered).match(othersTraces);
        leaks.push(...(traces ? [`${id}: ${[...new Set(traces)].join()}`] : []));
      }
    }

    expect(leaks).toEqual([]);
  });
});

function filesOf(example: Example) {
  const files = typeof example === 'string' ? { 'a.log': example } : example.files;
  return Object.entries(files).map(([name, text]) => uploadOfBytes(name, Buffer.from(text)));
}

describe.each([
  ['the operator', operator],
  ['a branch of the customer', icbcBranch],
])('%s', (_, asker) => {
  it.each(findings)('is told the case of $name', async ({ lines, case: number }) => {
    const answered = await say(lines.join('\n'), { asker });

    expect(answered.diagnosis?.similarCases[0]?.case).toBe(number);
    expect(answered.diagnosis?.elsewhere).toBe(0);
    expect(everything(answered)).not.toContain('其他客户');
  });
});

describe('a case that is imported later', () => {
  it('of another customer is counted at once, and not shown', async () => {
    const line = 'Failed to resolve item of package ExampleGuardDriver with tmpguard.sys';
    await deps.store.importCase(
      caseOf({
        case: caseNumber(77),
        customer: '建设银行',
        symptom: `tmpguard.sys 0x80073712 ${line}`,
        logs: [line],
      }),
    );

    const theirs = await say('tmpguard.sys 0x80073712', { asker: icbcBranch });
    const own = await say('tmpguard.sys 0x80073712', {
      asker: { ...icbcBranch, customer: '建设银行' },
    });

    expect(theirs.diagnosis).toMatchObject({ similarCases: [], elsewhere: 1 });
    expect(own.diagnosis).toMatchObject({ similarCases: [{ case: caseNumber(77) }], elsewhere: 0 });
  });
});
