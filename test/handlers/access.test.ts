import { describe, expect, it } from 'vitest';
import {
  type AccessRules,
  identify,
  isDesk,
  mayRead,
  mayUse,
  permits,
} from '../../handlers/access.ts';
import type { Answered } from '../../handlers/answer.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Example } from '../../knowledge/signatures/signature.ts';
import { operator, uploadOfBytes } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { openDesk, otherBranch } from '../support/conversation.ts';
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
/** Sees all branches of its customer. */
const icbc: Asker = { face: 'test', id: 'branch-1', role: 'branch', customer: '工商银行' };
const nobody: Asker = { face: 'test', id: 'nobody', role: 'branch' };

/** Everything that leaves: the diagnosis and the reply, as they are sent. */
function everything({ diagnosis, reply }: Answered): string {
  return JSON.stringify({ diagnosis, reply });
}

describe('mayRead', () => {
  const one = caseOf({ case: caseNumber(1), customer: '工商银行', branch: '深圳分行' });

  it.each<[string, Partial<Asker>, boolean]>([
    ['the operator', { role: 'operator' }, true],
    ['staff', { role: 'staff' }, true],
    ['staff of the customer', { role: 'staff', customer: '工商银行' }, true],
    ['staff of another customer', { role: 'staff', customer: '农业银行' }, false],
    ['a branch of the customer', { role: 'branch', customer: '工商银行' }, true],
    ['its branch alone', { role: 'branch', customer: '工商银行', branch: '深圳分行' }, true],
    [
      'another branch of the customer',
      { role: 'branch', customer: '工商银行', branch: '天津分行' },
      false,
    ],
    [
      'staff where its branch listens',
      { role: 'staff', customer: '工商银行', branch: '深圳分行' },
      true,
    ],
    [
      'staff where another branch listens',
      { role: 'staff', customer: '工商银行', branch: '天津分行' },
      false,
    ],
    ['a branch of another customer', { role: 'branch', customer: '农业银行' }, false],
    ['a branch of a customer that begins alike', { role: 'branch', customer: '工商' }, false],
    ['a branch of nobody', { role: 'branch' }, false],
    ['a stranger', { role: 'stranger' }, false],
    ['a stranger who names a customer', { role: 'stranger', customer: '工商银行' }, false],
  ])('of %s is right', (_, parts, expected) => {
    expect(mayRead({ role: 'branch', ...parts }, one)).toBe(expected);
  });
});

const rules: AccessRules = {
  customers: [
    { id: 'icbc', name: '工商银行' },
    { id: 'abc', name: '农业银行' },
  ],
  tenants: {
    'slack/T1': { staff: true },
    'slack/T2': { customer: 'icbc' },
    'teams/T1': { customer: 'abc' },
  },
  people: {
    'slack/U-named': { staff: true, name: '谭工' },
    'slack/U-branch': { customer: 'icbc', branch: '深圳分行' },
    'slack/U-moved': { customer: 'abc' },
  },
  channels: {
    'slack/C-icbc': { customer: 'icbc' },
    'slack/C-abc': { customer: 'abc' },
    'slack/C-branch': { customer: 'icbc', branch: '苏州分行' },
    'slack/C-own': { customer: 'icbc', branch: '深圳分行' },
    'slack/C-team': {},
  },
};

describe('identify', () => {
  const at = (tenant: string, person: string, channel?: string, face = 'slack') =>
    identify({ face, tenant, person, ...(channel !== undefined && { channel }) }, rules);

  it.each([
    ['staff by tenant', at('T1', 'U1'), { role: 'staff' }],
    ['staff by name', at('T1', 'U-named'), { role: 'staff', name: '谭工' }],
    ['a customer by tenant', at('T2', 'U1'), { role: 'branch', customer: '工商银行' }],
    ['nobody', at('T9', 'U1'), { role: 'stranger' }],
    [
      'a tenant of another face',
      at('T1', 'U1', undefined, 'teams'),
      { role: 'branch', customer: '农业银行' },
    ],
    [
      'a person before his tenant',
      at('T2', 'U-branch'),
      { role: 'branch', customer: '工商银行', branch: '深圳分行' },
    ],
    [
      'a person of another customer than his tenant',
      at('T2', 'U-moved'),
      { role: 'branch', customer: '农业银行' },
    ],
    [
      'a person who is staff in a customer tenant',
      at('T2', 'U-named'),
      { role: 'staff', name: '谭工' },
    ],
    ['staff in a team channel', at('T1', 'U1', 'C-team'), { role: 'staff' }],
    [
      'staff where a customer listens',
      at('T1', 'U1', 'C-icbc'),
      { role: 'staff', customer: '工商银行' },
    ],
    [
      'staff where a branch listens',
      at('T1', 'U1', 'C-branch'),
      { role: 'staff', customer: '工商银行', branch: '苏州分行' },
    ],
    [
      'a customer in its own channel',
      at('T2', 'U1', 'C-icbc'),
      { role: 'branch', customer: '工商银行' },
    ],
    [
      'a customer in the channel of a branch',
      at('T2', 'U1', 'C-branch'),
      { role: 'branch', customer: '工商银行', branch: '苏州分行' },
    ],
    ['a customer in the channel of another', at('T2', 'U1', 'C-abc'), { role: 'stranger' }],
    [
      'a branch in the channel of another branch',
      at('T2', 'U-branch', 'C-branch'),
      { role: 'stranger' },
    ],
    [
      'a branch in the channel of its customer',
      at('T2', 'U-branch', 'C-icbc'),
      { role: 'branch', customer: '工商银行', branch: '深圳分行' },
    ],
    [
      'a branch in its own channel',
      at('T2', 'U-branch', 'C-own'),
      { role: 'branch', customer: '工商银行', branch: '深圳分行' },
    ],
    ['a stranger in the channel of a customer', at('T9', 'U1', 'C-icbc'), { role: 'stranger' }],
    ['an unknown channel', at('T2', 'U1', 'C-unknown'), { role: 'branch', customer: '工商银行' }],
  ])('knows %s', (_, known, expected) => {
    const { face, id, ...rest } = known;

    expect(rest).toEqual(expected);
    expect([face, id]).toEqual([expect.any(String), expect.stringMatching(/^U/u)]);
  });

  it('maps nobody to a customer that is not configured', () => {
    const broken = { ...rules, tenants: { 'slack/T2': { customer: 'gone' } } };

    expect(identify({ face: 'slack', tenant: 'T2', person: 'U1' }, broken).role).toBe('stranger');
  });
});

describe('permits', () => {
  it.each([
    ['operator', true, true],
    ['staff', true, true],
    ['branch', true, false],
    ['stranger', false, false],
  ] as const)('of %s is right', (role, customers, desk) => {
    expect(permits({ role }, 'anyone')).toBe(true);
    expect(permits({ role }, 'customers')).toBe(customers);
    expect(permits({ role }, 'desk')).toBe(desk);
    expect(isDesk({ role })).toBe(desk);
  });
});

describe('mayUse', () => {
  const asked = { face: 'slack', conversation: 'c', customer: '工商银行', branch: '深圳分行' };

  it.each<[string, Partial<Asker>, boolean]>([
    ['staff', { role: 'staff' }, true],
    ['the operator', { role: 'operator' }, true],
    ['the same branch', { customer: '工商银行', branch: '深圳分行' }, true],
    ['its customer', { customer: '工商银行' }, true],
    ['another branch', { customer: '工商银行', branch: '苏州分行' }, false],
    ['another customer', { customer: '农业银行' }, false],
    ['staff where another customer listens', { role: 'staff', customer: '农业银行' }, false],
    ['a branch of nobody', {}, false],
    ['a stranger', { role: 'stranger' }, false],
    ['the same person on another face', { customer: '工商银行', face: 'teams' }, false],
  ])('of %s is right', (_, parts, expected) => {
    const asker: Asker = { face: 'slack', id: 'u', role: 'branch', ...parts };

    expect(mayUse(asker, 'c', asked)).toBe(expected);
    expect(mayUse(asker, 'elsewhere', asked)).toBe(false);
  });

  it('keeps what staff asked for all customers from those who see one', () => {
    const wide = { ...asked, customer: undefined, branch: undefined };
    const asker: Asker = { face: 'slack', id: 'u', role: 'branch', customer: '工商银行' };

    expect(mayUse(asker, 'c', wide)).toBe(false);
    expect(mayUse({ ...asker, role: 'staff' }, 'c', wide)).toBe(false);
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
  ['a branch of the customer', icbc],
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

    const theirs = await say('tmpguard.sys 0x80073712', { asker: icbc });
    const own = await say('tmpguard.sys 0x80073712', {
      asker: { ...icbc, customer: '建设银行' },
    });

    expect(theirs.diagnosis).toMatchObject({ similarCases: [], elsewhere: 1 });
    expect(own.diagnosis).toMatchObject({ similarCases: [{ case: caseNumber(77) }], elsewhere: 0 });
  });
});
