import { beforeAll, describe, expect, it } from 'vitest';
import { mayRead } from '../../handlers/access.ts';
import { actOn } from '../../handlers/act.ts';
import { actions } from '../../handlers/actions.ts';
import { commands, findCommand } from '../../handlers/commands.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import type { Case } from '../../knowledge/cases/case.ts';
import { caseOf } from '../support/cases.ts';
import { openDesk } from '../support/conversation.ts';

/** Every case carries words that stand in no other one, in every field that holds text. */
function markedCase(number: string, mark: string, parts: Partial<Case>): Case {
  return caseOf({
    case: number,
    title: `${mark}标题`,
    symptom: `${mark}现象 sharedguard.sys 0x80073712`,
    status: 'waiting-customer',
    waitingFor: `${mark}资料`,
    statuses: [{ status: 'waiting-customer', since: '2026-02-20' }],
    closed: null,
    updated: '2026-02-20',
    findings: [
      {
        where: `${mark}机房`,
        seen: `${mark}分析`,
        causeClasses: ['unclassified'],
        done: `${mark}处理`,
        helped: true,
      },
    ],
    resolution: `${mark}结果`,
    progress: `${mark}进展`,
    timeline: [{ at: '2026-02-20T09:00:00', by: 'customer', what: `${mark}经过` }],
    logs: [`2026-02-20 09:00:00, Error CBS ${mark}日志 sharedguard.sys 0x80073712`],
    wording: [`${mark}说法`],
    formerly: [`TMP-20260220-${number.slice(-4)}`],
    ...parts,
  });
}

const icbc = { customer: '工商银行', owner: '谭工' };
const cases = [
  markedCase('CAS-90001-HUBEI1', '甲鄂', { ...icbc, branch: '湖北分行' }),
  markedCase('CAS-90002-SUZHO2', '甲苏', { ...icbc, branch: '苏州分行' }),
  markedCase('CAS-90003-SHENZ3', '乙深', {
    customer: '农业银行',
    branch: '深圳分行',
    owner: '林工',
  }),
];
const numbers = cases.map((one) => one.case);
const invented = 'CAS-99999-ABSEN9';

function asker(parts: Partial<Asker> & Pick<Asker, 'id' | 'role'>): Asker {
  return { face: 'test', ...parts };
}

const engineer = asker({ id: 'engineer', role: 'staff', name: '谭工' });
const others: [string, Asker][] = [
  [
    'an engineer where a customer listens',
    asker({ id: 'e2', role: 'staff', customer: '工商银行' }),
  ],
  ['customer A', asker({ id: 'a', role: 'branch', customer: '工商银行' })],
  ['customer B', asker({ id: 'b', role: 'branch', customer: '农业银行' })],
  [
    'a person of one branch',
    asker({ id: 'h', role: 'branch', customer: '工商银行', branch: '湖北分行' }),
  ],
  [
    'a person of the branch of a built-in case',
    asker({ id: 'z', role: 'branch', customer: '工商银行', branch: '深圳分行' }),
  ],
  ['a stranger', asker({ id: 's', role: 'stranger' })],
];

const { deps, say } = await openDesk();
/** Asked by the engineer, about all the cases, in the conversation where everybody asks. */
let inquiry = '';
const room = 'room';
const denied = String.raw`2026-02-20 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\$WINDOWS.~BT\NewOS\Windows\WinSxS\乙深机密\WpdMtp.dll. GLE [5]`;

beforeAll(async () => {
  for (const one of cases) {
    await deps.store.importCase(one);
  }
  const asked = await say(`补丁装不上 sharedguard.sys 0x80073712\n${denied}`, {
    asker: engineer,
    conversation: room,
  });
  inquiry = asked.id;
  await deps.store.fileInquiry(inquiry, 'CAS-90003-SHENZ3');
});

/** Everything that leaves, what is written to files too. */
function wordsOf(reply: Reply): string {
  const files = reply.files.map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
  return [JSON.stringify({ ...reply, files: [] }), ...files].join('\n');
}

/** What of foreign cases stands in an answer, beyond the number that the asker wrote himself. */
function leaksIn(words: string, who: Asker, said: string): string[] {
  const foreign = [...cases, ...deps.knowledge.builtinCases].filter((one) => !mayRead(who, one));
  const marks = foreign.flatMap((one) => [
    one.case,
    ...one.formerly,
    ...(one.source === 'builtin' ? [] : [one.title.slice(0, 2)]),
    ...(who.role === 'staff' || one.source === 'builtin' ? [] : [one.owner ?? '']),
  ]);
  const told = words.replaceAll(said.toUpperCase(), '');
  const own = cases.filter((one) => mayRead(who, one)).map((one) => one.owner);
  return [...new Set(marks)]
    .filter((mark) => mark !== '' && !said.includes(mark) && !own.includes(mark))
    .filter((mark) => told.includes(mark));
}

/** What somebody may write behind any command. */
const texts = [
  '',
  ...numbers,
  'CAS-02564-J6C0B1',
  ...cases.flatMap((one) => one.formerly),
  ...numbers.map((number) => `${number} 已重试`),
  ...numbers.map((number) => `${number} 确认`),
  ...cases.flatMap((one) => one.formerly.map((former) => `${former} CAS-88888-LINKD8`)),
  numbers.join(' '),
  `${numbers[0]} ${numbers[2]}`,
  'sharedguard.sys 0x80073712',
  '分行',
  '2',
  '升级',
  '湖北分行 补丁安装失败',
];

describe.each(others)('%s', (_, who) => {
  const foreign = cases.filter((one) => !mayRead(who, one));
  let before: (Case | undefined)[] = [];
  beforeAll(async () => {
    before = await Promise.all(foreign.map((one) => deps.store.findCase(one.case)));
  });

  describe.each(commands.map(({ name }) => name))('%s', (name) => {
    it('tells nothing of cases of others', async () => {
      const leaks: string[] = [];

      const taken = texts.filter((text) => findCommand(`${name} ${text}`));
      for (const [index, text] of taken.entries()) {
        for (const conversation of [room, `${who.id}-${name}-${index}`]) {
          const { reply, diagnosis } = await say(`${name} ${text}`, { asker: who, conversation });
          const words = `${wordsOf(reply)}${JSON.stringify(diagnosis ?? '')}`;
          leaks.push(...leaksIn(words, who, text).map((leak) => `${text}: ${leak}`));
        }
      }

      expect(leaks).toEqual([]);
    });

    // Our engineers may open and link any number; that it is another customer's is told to nobody else.
    const namesIt = who.role === 'staff' && ['开案例', '关联'].includes(name);
    if (namesIt) {
      return;
    }

    it('says the same of a foreign case and of none', async () => {
      const differences: string[] = [];

      for (const { case: number } of foreign) {
        for (const behind of ['', ' 已重试', ` ${numbers.find((one) => one !== number)}`]) {
          const conversation = `same-${who.id}-${name}-${number}`;
          const asked = { asker: who, conversation };
          if (!findCommand(`${name} ${number}${behind}`)) {
            continue;
          }
          const there = await say(`${name} ${number}${behind}`, asked);
          const none = await say(`${name} ${invented}${behind}`, asked);
          const expected = wordsOf(none.reply).replaceAll(invented, number);
          if (there.diagnosis === undefined && wordsOf(there.reply) !== expected) {
            differences.push(`${number}${behind}`);
          }
        }
      }

      expect(differences).toEqual([]);
    });
  });

  it.each(actions.map(({ id }) => id))(
    'pressing %s is told nothing of cases of others',
    async (id) => {
      const leaks: string[] = [];
      const fields = { progress: '已重试', title: '补丁安装失败', what: 'cause', status: 'open' };

      for (const subject of ['', inquiry, 'gone', ...numbers, ...numbers.map((n) => `${n} open`)]) {
        for (const conversation of [room, `${who.id}-${id}-${subject}`]) {
          for (const [action, value] of [
            [id, subject],
            [`${id}:${subject}`, ''],
          ] as const) {
            const act = { asker: who, conversation, action, value, fields };
            const reply = await actOn(act, deps);
            leaks.push(
              ...leaksIn(wordsOf(reply), who, subject).map((leak) => `${subject}: ${leak}`),
            );
          }
        }
      }

      expect(leaks).toEqual([]);
    },
  );

  it('asking a question is told nothing of cases of others', async () => {
    const text = `${numbers.join(' ')} sharedguard.sys 0x80073712 甲鄂 乙深`;

    const { reply, diagnosis } = await say(text, {
      asker: who,
      conversation: `${who.id}-question`,
    });

    const told = `${wordsOf(reply)}${JSON.stringify(diagnosis)}`;
    expect(foreign.filter((one) => told.includes(`${one.title.slice(0, 2)}标题`))).toEqual([]);
    expect(
      diagnosis?.similarCases.filter((one) => foreign.some(({ case: n }) => n === one.case)),
    ).toEqual([]);
  });

  it('has changed no case of others by all this', async () => {
    const after = await Promise.all(foreign.map((one) => deps.store.findCase(one.case)));

    expect(after).toEqual(before);
  });
});

describe('the engineer of all customers', () => {
  it.each(numbers)(
    'reads every word of %s, so that the words above would be seen',
    async (number) => {
      const { reply } = await say(`案例 ${number}`, { asker: engineer });

      const one = cases.find(({ case: n }) => n === number);
      const mark = one?.title.slice(0, 2);
      expect(
        ['标题', '现象', '机房', '分析', '处理', '结果', '经过'].filter(
          (word) => !wordsOf(reply).includes(`${mark}${word}`),
        ),
      ).toEqual([]);
    },
  );
});

describe('a stranger', () => {
  const stranger = asker({ id: 's', role: 'stranger' });
  const closed = commands.filter(({ audience = 'customers' }) => audience !== 'anyone');

  it.each(closed.map(({ name }) => name))('gets one and the same sentence for %s', async (name) => {
    const answers = await Promise.all(
      [numbers[0], numbers[2], invented].map((number) =>
        say(`${name} ${number}`, { asker: stranger }),
      ),
    );

    const told = answers.filter(({ diagnosis }) => !diagnosis).map(({ reply }) => wordsOf(reply));
    expect(new Set(told).size).toBeLessThanOrEqual(1);
    expect(told.every((words) => words.includes('还没有登记'))).toBe(true);
  });
});
