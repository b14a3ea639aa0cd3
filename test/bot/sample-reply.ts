import type { Block, Reply } from '../../handlers/reply.ts';

const longLine = `SPWIMCallback: ${'部件'.repeat(200)} GLE [5]`;

/** One of every kind of block, as an answer about WpdMtp.dll would have them. */
export const everyBlock: readonly Block[] = [
  {
    kind: 'verdict',
    certainty: 'identified',
    title: '系统文件 WpdMtp.dll 写入被拒绝，升级在释放系统映像时中止',
    detail: '发生在升级第一阶段（旧系统内），尚未重启。',
  },
  {
    kind: 'verdict',
    certainty: 'likely',
    title: '由终端管控（TMS）的外设策略拦截',
    detail:
      'WpdMtp.dll 是便携设备（MTP）驱动。苏州、湖北两例解除管控后安装成功；本机是否如此，做第 1 步即可确认。',
  },
  { kind: 'heading', text: '依据' },
  {
    kind: 'proof',
    evidence: [
      {
        input: '粘贴文本',
        line: 1,
        text: '2020-07-08 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf_31bf3856ad364e35_10.0.17763.1_none_9744e57515d245dc\\WpdMtp.dll. GLE [5]',
        time: '2020-07-08T10:24:58',
        times: 1,
      },
      {
        input: '粘贴文本',
        line: 2,
        text: '2020-07-08 10:25:01, Error                 SP     CApplyWIM: Failure while applying image 1 for C:\\$WINDOWS.~BT\\Sources\\Install.wim. Error 0x80070005[gle=0x00000005]',
        time: '2020-07-08T10:25:01',
        times: 3,
      },
      { input: 'Panther.zip/setupact.log', line: 90_211, text: longLine, time: null, times: 1 },
    ],
  },
  { kind: 'paragraph', text: 'GLE [5] 与 0x80070005 都是“拒绝访问”。' },
  { kind: 'heading', text: '相似案例（同类 4 例，列出 2 例，最近一次 2022-10）' },
  {
    kind: 'cases',
    cases: [
      {
        case: 'CAS-02564-J6C0B1',
        title: '深圳分行升级失败（升级）',
        score: 0.83,
        because: ['WpdMtp.dll', '0x80070005', '同一阶段'],
        outcome: '关闭防病毒软件无效；改为仅保留个人文件后升级成功',
        verified: false,
        date: '2020-07-09',
      },
      {
        case: 'CAS-02713-B6R8B4',
        title: '苏州分行补丁安装失败（补丁）',
        score: 0.71,
        because: ['WpdMtp.dll'],
        outcome: 'TMS 脱管后安装成功',
        verified: true,
        date: null,
      },
    ],
  },
  { kind: 'heading', text: '下一步' },
  {
    kind: 'steps',
    steps: [
      {
        title: '对本机临时解除 TMS 管控',
        detail: '解除前后各运行一次 fltmc，确认驱动已卸载；重启后策略可能重新下发。约 10 分钟。',
        commands: ['fltmc', 'fltmc instances'],
        who: 'admin',
        risk: 'none',
        success: '第二次的输出里不再有 TMS 的驱动',
        undo: '重新下发管控策略',
      },
      {
        title: '清理后全新安装',
        detail: '',
        commands: [],
        who: 'branch',
        risk: 'destructive',
        success: '',
        undo: '',
      },
      {
        title: '请厂商加入白名单',
        detail: '升级涉及的目录和进程。',
        commands: [],
        who: 'vendor',
        risk: 'backup',
        success: '',
        undo: '',
      },
    ],
  },
  { kind: 'list', ordered: true, items: ['补丁编号（KB…）和报错代码', '系统版本（运行 winver）'] },
  { kind: 'list', ordered: false, items: ['CBS.log', 'setupact.log'] },
  { kind: 'code', text: 'fltmc > %USERPROFILE%\\Desktop\\fltmc.txt\n  缩进的一行' },
  {
    kind: 'table',
    header: ['案例', '分行', '结果'],
    rows: [
      ['CAS-02564-J6C0B1', '深圳', '已解决'],
      ['CAS-06686-V8Q9W1', '湖北', '已解决（已验证）'],
    ],
  },
  { kind: 'notice', tone: 'warning', text: '日志里有密码，已隐去。' },
  { kind: 'notice', tone: 'info', text: '同类问题曾在其他客户出现 2 次。' },
  {
    kind: 'details',
    title: '完整分析',
    blocks: [
      { kind: 'heading', text: '错误码' },
      { kind: 'paragraph', text: '0x80070005 E_ACCESSDENIED 拒绝访问' },
      { kind: 'details', title: '更多', blocks: [{ kind: 'paragraph', text: '最里面' }] },
    ],
  },
  {
    kind: 'case-lines',
    lines: [
      {
        case: 'CAS-07121-A1B2C3',
        severity: 'P2',
        title: '补丁安装失败',
        facts: ['湖北分行', '等待客户日志 9 天'],
        owner: null,
        action: '建议今日电话催收',
      },
      {
        case: 'CAS-07098-D4E5F6',
        severity: null,
        title: '升级回退',
        facts: ['天津分行', '等待厂商 21 天'],
        owner: { name: '谭工', ids: ['slack/U0000001'] },
      },
    ],
  },
  {
    kind: 'chart',
    alt: '未结案例 30 天',
    header: ['日期', '未结'],
    rows: [
      ['2026-03-01', '12'],
      ['2026-03-02', '14'],
    ],
  },
  {
    kind: 'coverage',
    inputs: [
      {
        name: '粘贴文本',
        format: 'setuperr',
        encoding: 'utf-8',
        lines: 14,
        bytes: 2048,
        from: null,
        to: null,
        status: 'read',
        reason: null,
      },
      {
        name: 'Panther.zip/CBS.log',
        format: 'cbs',
        encoding: 'utf-8',
        lines: 48_211,
        bytes: 9_000_000,
        from: '2026-03-02T10:02:00',
        to: '2026-03-02T10:31:00',
        status: 'partial',
        reason: '末尾不完整',
      },
      {
        name: 'CbsPersist_20260301.cab',
        format: 'unknown',
        encoding: 'binary',
        lines: 0,
        bytes: 12,
        from: null,
        to: null,
        status: 'skipped',
        reason: '文件不完整，请重新压缩上传',
      },
    ],
  },
];

export function sampleReply(
  blocks: readonly Block[] = everyBlock,
  rest: Partial<Reply> = {},
): Reply {
  return {
    blocks,
    actions: [
      { id: 'feedback-useful', label: '有用', value: 'i-1' },
      { id: 'feedback-wrong', label: '判断不对', value: 'i-1' },
      { id: 'draft-reply', label: '起草回复', value: 'i-1' },
    ],
    images: [],
    files: [],
    summary: '确定：WpdMtp.dll 写入被拒绝',
    ...rest,
  };
}
