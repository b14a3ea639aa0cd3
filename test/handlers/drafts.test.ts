import { describe, expect, it } from 'vitest';
import { draftClosing } from '../../handlers/drafts/closing.ts';
import { draftComparison } from '../../handlers/drafts/comparison.ts';
import type { Draft, Part } from '../../handlers/drafts/draft.ts';
import { htmlOf } from '../../handlers/drafts/html.ts';
import { markdownOf } from '../../handlers/drafts/markdown.ts';
import { shareWith } from '../../handlers/drafts/share.ts';
import { textOf } from '../../handlers/drafts/text.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import { CaseIndex } from '../../knowledge/search/case-index.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { openDesk, textsOf } from '../support/conversation.ts';
import { causeOf, diagnosisOf, similarOf } from '../support/diagnosis.ts';
import { findings } from '../support/findings.ts';

const { deps, say } = await openDesk();
const engineer: Asker = { face: 'test', id: 'u1', role: 'staff', name: '谭工' };
const log = findings[0]?.lines.join('\n') ?? '';

function fileOf({ files }: Reply, ending: string): string {
  const file = files.find(({ name }) => name.endsWith(ending));
  return Buffer.from(file?.bytes ?? []).toString('utf8');
}

const whole = caseOf({
  case: caseNumber(1),
  title: '苏州分行补丁安装失败',
  symptom: '安装 KB4561621 报 8024200d',
  machines: { least: 5, most: 6 },
  progress: '脱管后已正常安装',
  findings: [
    {
      where: '苏州分行',
      seen: 'WpdMtp.dll 被拒绝访问',
      causeClasses: [],
      done: '脱管',
      helped: true,
    },
  ],
  resolution: 'TMS 限制导致安装失败',
  verified: true,
  logs: ['2020-08-03 10:24:58, Error SP Error in apply of WpdMtp.dll. GLE [5]'],
});
const empty = caseOf({ case: caseNumber(2), title: '不明', customer: '农业银行' });

describe('the closing mail', () => {
  it('has the parts of the desk in their order, filled from the case', () => {
    const text = textOf(draftClosing(whole));

    const places = [
      `[案例号: ${whole.case} ] % |P2|工商银行|苏州分行补丁安装失败 % 案例归档`,
      '案例描述：',
      '安装 KB4561621 报 8024200d\n受影响数量：5-6 台',
      '案例进展：\n\n脱管后已正常安装',
      '案例分析：',
      '苏州分行：WpdMtp.dll 被拒绝访问\n处理：脱管（有效）',
      'GLE [5]',
      '问题总结：\n\nTMS 限制导致安装失败（已验证）',
    ].map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places[0]).toBeGreaterThan(0);
  });

  it('marks what the case does not hold, and says nothing in its place', () => {
    const text = textOf(draftClosing(empty));

    const marks = text.match(/【待补充：[^】]+】/gu);
    expect(marks).toEqual(
      expect.arrayContaining([
        '【待补充：问题现象和报错】',
        '【待补充：台数】',
        '【待补充：处理到哪一步，结果如何】',
        '【待补充：分析结论】',
        '【待补充：证明分析的日志行】',
        '【待补充：最终原因和解决办法】',
        '【待补充：署名和服务电话】',
      ]),
    );
    expect(text).not.toMatch(/电话沟通|经您的同意/u);
  });

  it('does not call verified what nobody verified', () => {
    expect(textOf(draftClosing({ ...whole, verified: false }))).toContain(
      '【待补充：是否已验证有效】',
    );
  });
});

describe('the comparison', () => {
  it('has the columns of the desk and the log lines of each case below', async () => {
    const { reply } = await say('对比 CAS-02564-J6C0B1 CAS-02695-W0F0D7 CAS-02713-B6R8B4');

    const table = reply.blocks.find((block) => block.kind === 'table');
    expect(table?.header).toEqual([
      '序号',
      'CAS号',
      '分类',
      '案例名称',
      '案例现象',
      '建议操作',
      '案例分析',
      '进展/结果',
    ]);
    expect(table?.rows.map(([index, number, category]) => [index, number, category])).toEqual([
      ['1', 'CAS-02564-J6C0B1', 'Windows升级失败'],
      ['2', 'CAS-02695-W0F0D7', 'Windows升级失败'],
      ['3', 'CAS-02713-B6R8B4', 'Windows更新'],
    ]);
    expect(table?.rows[2]?.[4]).toContain('影响范围：5-6 台');
    expect(textsOf({ reply }, 'heading')).toEqual([
      expect.stringMatching(/^草稿 · 案例对比/u),
      'Log信息',
    ]);
    expect(reply.files.map(({ name }) => name)).toEqual([
      '案例对比-CAS-02564_CAS-02695_CAS-02713.html',
      '案例对比-CAS-02564_CAS-02695_CAS-02713.md',
    ]);
    expect(fileOf(reply, '.html')).toMatch(/^<!DOCTYPE html>[\s\S]*进展\/结果[\s\S]*<\/html>\s*$/u);
    expect(fileOf(reply, '.md')).toContain('| 序号 | CAS号 | 分类 |');
  });

  it('warns when it holds cases of several customers', () => {
    expect(textOf(draftComparison([whole, empty]))).toContain('仅供内部：含 2 个客户的案例');
    expect(textOf(draftComparison([whole, { ...whole, case: caseNumber(3) }]))).not.toContain(
      '仅供内部',
    );
  });

  it.each([1, 7])('of %d cases is refused', async (count) => {
    const numbers = Array.from({ length: count }, (_, index) => caseNumber(index + 1));

    const { reply } = await say(`对比 ${numbers.join(' ')}`);

    expect(reply.summary).toContain('2 到 6 个案例号');
  });
});

describe('files', () => {
  const hostile =
    '<script>alert(1)</script> [x](javascript:alert(1)) ![p](http://example.com/p.png) | a `b` # c';
  const parts: Part[] = [
    { kind: 'heading', text: hostile },
    { kind: 'text', text: `${hostile}\n# 一\n1. 二` },
    { kind: 'list', items: [hostile] },
    { kind: 'log', lines: [hostile, '``````', '</pre><img src=x>'] },
    { kind: 'table', header: ['列'], rows: [[`${hostile}\n行`]] },
  ];
  const draft: Draft = { title: hostile, file: 'x', parts };

  it('in HTML hold no markup but ours, and fetch nothing', () => {
    const html = htmlOf(draft);

    expect(html).not.toMatch(/<(?:script|img|a|link|iframe)\b/iu);
    expect(html).not.toMatch(/(?:src|href|url)\s*[=(]\s*["']?(?!x&gt;)http/iu);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html.match(/<table>/gu)).toHaveLength(1);
  });

  it('in Markdown hold no markup but ours', () => {
    const markdown = markdownOf(draft);

    const [before = '', fenced = '', behind = ''] = markdown.split('```````');
    expect(fenced).toContain('</pre><img src=x>');
    expect(before + behind).not.toMatch(/(?<!\\)<script|(?<!\\)\]\(|(?<!\\)`/u);
    expect((before + behind).split('\n').filter((line) => /^#|^1\. 二/u.test(line))).toHaveLength(
      2,
    );
    expect(behind.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(3);
  });

  it('in text open in an old Notepad, and say that they are drafts', async () => {
    const { reply } = await say('放行申请', { asker: engineer });

    const text = fileOf(reply, '.txt');
    expect(text).toMatch(/^\ufeff【草稿，发送前请核对/u);
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
    expect(fileOf(reply, '.html')).toContain('草稿，发送前请核对');
  });
});

describe('起草回复', () => {
  it('is a mail of the answer: verdict, proof, steps and what is needed', async () => {
    const conversation = 'c-reply';
    await say(`湖北分行 升级失败\n${log}`, { asker: engineer, conversation });

    const { reply } = await say('起草回复', { asker: engineer, conversation });

    const text = fileOf(reply, '.txt');
    expect(textsOf({ reply }, 'heading')).toEqual([
      '草稿 · 回复邮件',
      '一、结论',
      '二、依据',
      '三、建议操作',
      '四、还请补充',
    ]);
    expect(text).toContain('关于您反馈的问题（湖北分行 升级失败）');
    expect(text).toContain('日志确认：系统文件 WpdMtp.dll 被拒绝访问。');
    expect(text).toContain('推测（尚未验证）');
    expect(text).toMatch(/粘贴文本:\d+ .*GLE \[5\]/u);
    // Who gets it is not known, so no case of anybody is in it.
    expect(text).not.toMatch(/CAS-\d|苏州|湖北两例/u);
  });

  it('names like cases of the customer that it goes to, and of no other', () => {
    const index = new CaseIndex();
    index.put(whole);
    index.put(empty);
    const diagnosis = diagnosisOf({
      similarCases: [similarOf({ case: whole.case }), similarOf({ case: empty.case })],
      elsewhere: 3,
      causes: [
        causeOf({
          cases: [whole.case, empty.case],
          inference: {
            certainty: 'likely',
            title: '由管控拦截',
            explanation: '两家都是这样',
            because: [whole.case, empty.case],
          },
        }),
      ],
    });

    const shared = shareWith(diagnosis, { customer: '工商银行', branch: undefined }, index);
    const unknown = shareWith(diagnosis, { customer: undefined, branch: undefined }, index);

    expect(shared).toMatchObject({ elsewhere: 0, similarCases: [{ case: whole.case }] });
    expect(shared.causes[0]).toMatchObject({
      cases: [whole.case],
      inference: { because: [whole.case] },
    });
    expect(JSON.stringify(shared)).not.toContain('两家都是这样');
    expect(JSON.stringify(unknown)).not.toMatch(/CAS-\d|两家都是这样/u);
  });
});

describe('初次响应', () => {
  it('defines problem and scope and says what to collect and how', async () => {
    await deps.store.importCase({ ...whole, case: caseNumber(9) });

    const { reply } = await say(`初次响应 ${caseNumber(9)}`, { asker: engineer });

    expect(textsOf({ reply }, 'heading')).toEqual([
      `草稿 · 初次响应 ${caseNumber(9)}`,
      '问题定义',
      '问题范围',
      '数据收集',
      '数据上传',
    ]);
    const text = fileOf(reply, '.txt');
    expect(text).toContain('安装 KB4561621 报 8024200d');
    expect(text).toContain('CBS.log');
    expect(text).toContain('不要写在邮件里');
  });

  it('speaks of the question of the conversation when there is no case', async () => {
    const conversation = 'c-first';
    await say('升级到 30% 回退', { asker: engineer, conversation });

    const { reply } = await say('初次响应', { asker: engineer, conversation });

    expect(fileOf(reply, '.txt')).toMatch(/升级到 30% 回退[\s\S]*Panther/u);
  });
});

describe('放行申请', () => {
  it.each([
    [
      '放行申请 升级',
      ['C:\\$WINDOWS.~BT', 'SetupHost.exe', 'SetupPrep.exe', 'setup.exe'],
      ['wusa.exe'],
    ],
    [
      '放行申请 补丁',
      ['wusa.exe', 'UsoClient.exe', 'MoUsoCoreWorker.exe'],
      ['C:\\$WINDOWS.~BT\\', 'SetupHost.exe'],
    ],
    ['放行申请', ['wusa.exe', 'SetupHost.exe'], []],
  ])('%s names what is written to and by what', async (text, named, others) => {
    const { reply } = await say(text, { asker: engineer });

    const words = fileOf(reply, '.txt');
    const always = [
      'C:\\Windows\\SoftwareDistribution',
      'C:\\Windows\\WinSxS',
      'C:\\Windows\\servicing',
      'CatRoot2',
      'TiWorker.exe',
      'TrustedInstaller.exe',
      'dism.exe',
      'dismhost.exe',
      'wuauserv',
    ];
    expect([...always, ...named].filter((word) => !words.includes(word))).toEqual([]);
    expect(others.filter((word) => words.includes(word))).toEqual([]);
    expect(words).toContain('起止时间：【待补充');
  });

  it('quotes what was denied in the last question, and only that', async () => {
    const conversation = 'c-allow';
    await say(log, { asker: engineer, conversation });

    const { reply } = await say('放行申请', { asker: engineer, conversation });
    const other = await say('放行申请', { asker: engineer, conversation: 'c-elsewhere' });

    expect(fileOf(reply, '.txt')).toMatch(/本次被拒绝的记录：[\s\S]*GLE \[5\]/u);
    expect(fileOf(other.reply, '.txt')).toContain('【待补充：被拒绝的文件全路径');
  });

  it('is there for a branch too', async () => {
    const branch: Asker = { face: 'test', id: 'b', role: 'branch', customer: '农业银行' };

    const { reply } = await say('放行申请', { asker: branch });

    expect(fileOf(reply, '.txt')).not.toMatch(/CAS-\d/u);
    expect(reply.files).toHaveLength(2);
  });
});
