import { describe, expect, it } from 'vitest';
import { renderText } from '../../bot/text.ts';
import type { AnswerDeps } from '../../handlers/answer.ts';
import type { DrawChart } from '../../handlers/chart.ts';
import { composeDigest } from '../../handlers/digest.ts';
import type { Reply } from '../../handlers/reply.ts';
import type { Case } from '../../knowledge/cases/case.ts';
import type { StoredInquiry } from '../../knowledge/store/store.ts';
import { createAnswering } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';

const date = '2026-03-03';
const morning = Date.parse('2026-03-03T09:00:00+08:00');
const yesterday = { date: '2026-03-02', channel: 'web/console', at: morning - 24 * 60 * 60_000 };
const staff = { role: 'staff' } as const;

type Parts = Omit<Parameters<typeof caseOf>[0], 'case'>;

/** An open case since 2026-02-27 that runs as it should, unless told otherwise. */
function openCase(index: number, parts: Parts = {}): Case {
  return caseOf({
    status: 'open',
    opened: '2026-02-27',
    updated: '2026-03-02',
    closed: null,
    owner: '谭工',
    branch: '湖北分行',
    ...parts,
    case: caseNumber(index),
  });
}

async function deskWith(cases: readonly Case[]): Promise<AnswerDeps> {
  const deps = await createAnswering(() => morning);
  for (const one of cases) {
    await deps.store.importCase(one);
  }
  return deps;
}

async function digestOf(
  cases: readonly Case[],
  request: Partial<Parameters<typeof composeDigest>[0]> = {},
): Promise<string> {
  return renderText(await compose(await deskWith(cases), request));
}

function compose(
  deps: AnswerDeps,
  request: Partial<Parameters<typeof composeDigest>[0]> = {},
): Promise<Reply> {
  return composeDigest({ date, scope: staff, previous: yesterday, ...request }, deps);
}

function linesOf(reply: Reply) {
  return reply.blocks.flatMap((block) => (block.kind === 'case-lines' ? block.lines : []));
}

function asked(parts: Partial<StoredInquiry>): StoredInquiry {
  const id = crypto.randomUUID();
  return {
    id,
    face: 'slack',
    conversation: id,
    asker: 'U9',
    customer: undefined,
    at: morning - 60_000,
    question: '补丁装不上',
    sent: [],
    diagnosis: undefined,
    reply: '{}',
    ...parts,
  };
}

function verdict(name: string, signature?: string): StoredInquiry['diagnosis'] {
  const certainty = name;
  const causes = signature ? [{ signature, certainty, title: `标题 ${signature}` }] : [];
  return { verdict: name, causes } as unknown as StoredInquiry['diagnosis'];
}

describe('the daily summary', () => {
  it('reads as the team lead needs it', async () => {
    const text = await digestOf([
      openCase(1, {
        status: 'waiting-customer',
        waitingFor: '日志',
        owner: null,
        statuses: [{ status: 'waiting-customer', since: '2026-02-22' }],
        opened: '2026-02-20',
        updated: '2026-02-22',
      }),
      openCase(2, {
        title: '升级回退',
        branch: '天津分行',
        status: 'waiting-vendor',
        statuses: [{ status: 'waiting-vendor', since: '2026-02-10' }],
        opened: '2026-02-10',
        updated: '2026-03-01',
      }),
      openCase(3, { opened: '2026-03-02', severity: 'P3' }),
      openCase(4, {
        status: 'archived',
        closed: '2026-03-02',
        statuses: [
          { status: 'open', since: '2026-02-27' },
          { status: 'archived', since: '2026-03-02' },
        ],
      }),
    ]);

    expect(text.split('\n').filter((line) => !line.includes(' | '))).toEqual([
      '案例日报 · 2026-03-03 周二',
      '未结 3（较昨日持平）：处理中 1 · 等待客户 1 · 等待厂商 1；超过 7 天无进展 1',
      '',
      '按级别：P2 2 · P3 1；未指定负责人 1；最早一例已 21 天',
      '',
      '未结案例近 30 天：从 0 到 3，最多 3；主要原因：尚未确定原因 4',
      '-----------|------|------------|-----------',
      '',
      '需要跟进',
      'CAS-00002-A1B2C3 P2 天津分行 升级回退 · 等待厂商 21 天 · 负责人 谭工 → 建议升级给厂商接口人',
      'CAS-00001-A1B2C3 P2 湖北分行 补丁安装失败 · 等待客户日志 9 天 · 负责人 未指定 → 建议今日电话催收',
      '',
      '其余 1 个按计划进行（回复“未结案例”查看全部）',
      '',
      '昨日',
      '新开 1，归档 1（见明细）。',
      '',
      '明细（2 条）：',
      '  - 新开 CAS-00003-A1B2C3 P3 湖北分行 补丁安装失败',
      '  - 归档 CAS-00004-A1B2C3 P2 湖北分行 补丁安装失败',
    ]);
  });

  it('names the owner so that a face can mention him', async () => {
    const reply = await compose(
      await deskWith([openCase(1, { updated: '2026-02-01', opened: '2026-02-01' })]),
    );

    expect(linesOf(reply).map(({ owner }) => owner)).toEqual([
      { name: '谭工', ids: ['slack/U0000001', 'teams/22222222-2222-2222-2222-222222222222'] },
    ]);
  });

  it('names nobody who is not one of the configured engineers', async () => {
    const text = await digestOf([openCase(1, { owner: '某某' })]);

    expect(text).not.toContain('某某');
    expect(text).toContain('负责人 未指定 → 请指定负责人');
  });

  it('says in one line that there is nothing', async () => {
    expect(await digestOf([])).toBe('案例日报 · 2026-03-03 周二\n今天没有未结案例，也没有新动态。');
  });

  it('never counts the built-in cases', async () => {
    expect(await digestOf([openCase(1, { source: 'builtin' })])).toContain('没有未结案例');
  });

  it('is short when nothing needs anybody', async () => {
    const text = await digestOf([openCase(1)]);

    expect(text).toContain('没有到期需要催办的案例');
    expect(text).not.toContain('需要跟进\n');
    expect(text).not.toContain('近 30 天');
  });

  it('cuts a long list, the most severe and oldest first, and says how to see the rest', async () => {
    const severities = ['P3', 'P1', 'P2', null] as const;
    const cases = Array.from({ length: 24 }, (_, index) =>
      openCase(index + 1, {
        owner: null,
        severity: severities[index % 4] ?? null,
        statuses: [{ status: 'open', since: index < 12 ? '2026-02-28' : '2026-02-27' }],
      }),
    );

    const reply = await compose(await deskWith(cases));

    const lines = linesOf(reply);
    expect(lines).toHaveLength(10);
    expect(lines.map(({ severity }) => severity)).toEqual([
      ...Array.from({ length: 6 }, () => 'P1'),
      ...Array.from({ length: 4 }, () => 'P2'),
    ]);
    expect(lines.slice(0, 6).map((line) => line.case)).toEqual(
      [14, 18, 22, 2, 6, 10].map(caseNumber),
    );
    expect(renderText(reply)).toContain('…另有 14 个需要跟进（回复“未结案例”查看全部）');
  });

  it('gives the same words for the same data, in whatever order it was stored', async () => {
    const cases = Array.from({ length: 12 }, (_, index) =>
      openCase(index + 1, { owner: null, signatures: ['filter-driver-denies-file'] }),
    );

    const [first, second] = [await digestOf(cases), await digestOf(cases.toReversed())];

    expect(second).toBe(first);
  });

  it('tells a day of the past as it was', async () => {
    const cases = [
      openCase(1, {
        opened: '2026-02-03',
        status: 'archived',
        closed: '2026-02-20',
        updated: '2026-02-20',
        statuses: [
          { status: 'waiting-customer', since: '2026-02-04' },
          { status: 'open', since: '2026-02-18' },
          { status: 'archived', since: '2026-02-20' },
        ],
      }),
      openCase(2),
    ];

    const text = await digestOf(cases, { date: '2026-02-12', previous: undefined });

    expect(text).toContain('案例日报 · 2026-02-12 周四');
    expect(text).toContain('未结 1（较昨日持平）：等待客户 1；超过 7 天无进展 1');
    expect(text).toContain('等待客户 8 天');
    expect(text).not.toContain('CAS-00002');
  });

  it.each<[string, Parts]>([
    ['opened tomorrow', { opened: '2099-01-01', updated: '2099-01-01', owner: null }],
    ['with a day that is none', { opened: '0000-00-00', updated: '9999-99-99', owner: null }],
    ['archived before it was opened', { opened: '2026-03-02', closed: '2020-01-01', owner: null }],
    [
      'with statuses of tomorrow',
      { statuses: [{ status: 'open', since: '2099-01-01' }], owner: null },
    ],
    ['without a title', { title: '', owner: null }],
    ['with a long title', { title: '长'.repeat(300), owner: null }],
    ['with a title of many lines', { title: 'a\n\n\t# b\r\n', owner: null }],
    ['with half a character', { title: '补丁\ud83d', owner: null }],
    ['without anything known', { severity: null, branch: null, customer: '', owner: null }],
  ])('is not broken by a case %s', async (_, parts) => {
    const text = await digestOf([openCase(1, parts)]);

    expect(text).toContain('未结 1');
    expect(text).toContain('CAS-00001-A1B2C3');
    expect(text).not.toMatch(/NaN|undefined|null|Invalid/);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  it('keeps the summary of the notification short', async () => {
    const reply = await compose(await deskWith([openCase(1, { owner: null })]));

    expect(reply.summary).toBe('案例日报 2026-03-03：未结 1（较昨日持平），需要跟进 1');
  });
});

describe('the picture of the daily summary', () => {
  const drawn: Parameters<DrawChart>[0][] = [];
  const drawChart: DrawChart = async (chart) => {
    drawn.push(chart);
    return { name: 'x.png', mediaType: 'image/png', bytes: new Uint8Array([1]) };
  };

  it('shows 30 days and the causes of what was open in them', async () => {
    const deps = await deskWith([
      openCase(1, { opened: '2026-03-02', signatures: ['filter-driver-denies-file'] }),
      openCase(2),
    ]);

    const reply = await compose({ ...deps, drawChart });

    expect(drawn[0]?.days.labels).toHaveLength(30);
    expect(drawn[0]?.days.labels.at(-1)).toBe('03-03');
    expect(drawn[0]?.days.values.slice(-6)).toEqual([0, 1, 1, 1, 2, 2]);
    expect(drawn[0]?.top.labels).toEqual(['安全软件或过滤驱动拒绝访问', '尚未确定原因']);
    expect(reply.blocks.find(({ kind }) => kind === 'chart')).toMatchObject({
      picture: { name: '案例日报-2026-03-03.png' },
      rows: { length: 6 },
    });
  });

  it('is left out when nothing changed since the last summary', async () => {
    const before = drawn.length;

    await compose({ ...(await deskWith([openCase(1)])), drawChart });

    expect(drawn).toHaveLength(before);
  });

  it('is replaced by its table when it cannot be drawn', async () => {
    const deps = await deskWith([openCase(1, { opened: '2026-03-02' })]);
    const fails: DrawChart = async () => {
      throw new Error('no font');
    };

    const reply = await compose({ ...deps, drawChart: fails });

    const chart = reply.blocks.find(({ kind }) => kind === 'chart');
    expect(chart).not.toHaveProperty('picture');
    expect(chart).toMatchObject({ rows: { length: 6 } });
  });
});

describe('common causes', () => {
  const signature = 'filter-driver-denies-file';
  const seen = (index: number, branch: string | null, parts: Parts = {}) =>
    openCase(index, { branch, signatures: [signature], ...parts });

  it.each<[string, Case[], string | undefined]>([
    [
      'counted exactly when every case says how many',
      [
        seen(1, '湖北分行', { machines: { least: 8, most: 8 } }),
        seen(2, '苏州分行', { machines: { least: 3, most: 3 }, opened: '2026-02-26' }),
      ],
      '近 7 天 2 个分行（湖北分行、苏州分行）11 台，首次出现 2026-02-26。CAS-00002-A1B2C3、CAS-00001-A1B2C3',
    ],
    [
      'at least, when one does not',
      [seen(1, '湖北分行', { machines: { least: 5, most: 6 } }), seen(2, '苏州分行')],
      '近 7 天 2 个分行（湖北分行、苏州分行）至少 6 台',
    ],
    ['not in one branch alone', [seen(1, '湖北分行'), seen(2, '湖北分行')], undefined],
    ['not without a branch', [seen(1, '湖北分行'), seen(2, null)], undefined],
    [
      'not older than seven days',
      [seen(1, '湖北分行'), seen(2, '苏州分行', { opened: '2026-02-24' })],
      undefined,
    ],
    [
      'also when it is solved already',
      [seen(1, '湖北分行'), seen(2, '苏州分行', { status: 'archived', closed: '2026-03-01' })],
      '近 7 天 2 个分行（湖北分行、苏州分行）',
    ],
    [
      'with the customer where there are several',
      [seen(1, '湖北分行'), seen(2, '湖北分行', { customer: '农业银行' })],
      '近 7 天 2 个分行（农业银行 湖北分行、工商银行 湖北分行）',
    ],
  ])('are told %s', async (_, cases, expected) => {
    const text = await digestOf(cases);

    if (expected === undefined) {
      expect(text).not.toContain('疑似共性问题');
    } else {
      expect(text).toContain(`疑似共性问题\n- `);
      expect(text).toContain(expected);
    }
  });

  it('come from questions too, each conversation once and none that its case counts', async () => {
    const deps = await deskWith([seen(1, '湖北分行')]);
    const named = verdict('identified', signature);
    const questions = [
      { branch: '苏州分行', conversation: 'a', diagnosis: named },
      { branch: '苏州分行', conversation: 'a', diagnosis: named },
      { branch: '山西分行', conversation: 'b', diagnosis: verdict('likely', signature) },
      { branch: '天津分行', conversation: 'c', diagnosis: verdict('clue', signature) },
      { branch: '江西分行', conversation: 'd', diagnosis: named, at: morning - 8 * 86_400_000 },
      { branch: '湖北分行', conversation: 'e', diagnosis: named, case: caseNumber(1) },
    ];
    for (const one of questions) {
      const inquiry = asked({ customer: '工商银行', ...one });
      await deps.store.saveInquiry(inquiry);
      if (one.case) {
        await deps.store.fileInquiry(inquiry.id, one.case);
      }
    }

    const text = renderText(await compose(deps));

    expect(text).toContain(
      `标题 ${signature}：近 7 天 3 个分行（山西分行、湖北分行、苏州分行）至少 3 台，首次出现 2026-02-27。CAS-00001-A1B2C3；另有 2 次提问未归入案例`,
    );
  });
});

describe('questions without an answer', () => {
  it('are counted by conversation, and shown to the desk', async () => {
    const deps = await deskWith([]);
    const unknown = verdict('unknown');
    const questions: Partial<StoredInquiry>[] = [
      { question: '蓝屏了怎么办', diagnosis: unknown, conversation: 'a', branch: '湖北分行' },
      { question: '补充一下', diagnosis: unknown, conversation: 'a' },
      { question: '后来答上了', diagnosis: unknown, conversation: 'b' },
      { question: '0x80070005', diagnosis: verdict('identified', 'x'), conversation: 'b' },
      { question: '谢谢！', diagnosis: unknown },
      { question: '？？？', diagnosis: unknown },
      { question: '昨天的日报前问的', diagnosis: unknown, at: yesterday.at - 1 },
      { question: '还没诊断' },
    ];
    for (const one of questions) {
      await deps.store.saveInquiry(asked(one));
    }

    const text = renderText(await compose(deps));

    expect(text).toContain('新开 0，归档 0；1 个提问未能识别（见明细）。');
    expect(text).toContain('  - 未识别 03-03 08:59 “补充一下”');
    expect(text).not.toMatch(/谢谢|后来|日报前/);
  });

  it('are only counted where a customer listens, and only his', async () => {
    const deps = await deskWith([]);
    for (const customer of ['工商银行', '工商银行', '农业银行', undefined]) {
      await deps.store.saveInquiry(asked({ customer, diagnosis: verdict('unknown') }));
    }

    const reply = await compose(deps, { scope: { role: 'branch', customer: '工商银行' } });

    expect(renderText(reply)).toContain('2 个提问未能识别。');
    expect(JSON.stringify(reply)).not.toContain('补丁装不上');
  });
});

describe('who may see what', () => {
  const cases = [
    openCase(1, { title: '甲一', owner: null, signatures: ['filter-driver-denies-file'] }),
    openCase(2, { title: '甲二', owner: null, branch: '山西分行' }),
    openCase(3, {
      title: '乙一',
      customer: '农业银行',
      branch: '深圳分行',
      owner: null,
      opened: '2026-03-02',
      signatures: ['filter-driver-denies-file'],
    }),
  ];

  it.each([
    ['operator', { role: 'operator' }, ['甲一', '甲二', '乙一']],
    [
      'an engineer where customer A listens',
      { role: 'staff', customer: '工商银行' },
      ['甲一', '甲二'],
    ],
    ['customer A', { role: 'branch', customer: '工商银行' }, ['甲一', '甲二']],
    ['a branch of A', { role: 'branch', customer: '工商银行', branch: '山西分行' }, ['甲二']],
    ['customer B', { role: 'branch', customer: '农业银行' }, ['乙一']],
    ['nobody', { role: 'stranger' }, []],
  ] as const)('%s reads of his own cases only', async (_, scope, expected) => {
    const waiting = cases.map((one) => ({ ...one, status: 'waiting-customer' as const }));

    const reply = await compose(await deskWith(waiting), { scope });

    const words = JSON.stringify(reply);
    expect(['甲一', '甲二', '乙一'].filter((title) => words.includes(title))).toEqual(expected);
    const foreign = cases.filter(({ title }) => !expected.some((own) => own === title));
    expect(foreign.filter((one) => words.includes(one.case))).toEqual([]);
    expect(words.includes('农业银行')).toBe(expected.some((title) => title === '乙一'));
  });
});
