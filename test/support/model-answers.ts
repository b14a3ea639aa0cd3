import { type ModelServer, type Play, plays } from './model-server.ts';

/** A failure that is read and not named: 线索. */
export const unnamed = [
  '2022-07-21 16:04:08, Error                 CBS    Failed to resolve execution package: Package_9999_for_KB5014692~31bf3856ad364e35~amd64~~10.0.2.15 [HRESULT = 0x80070057 - E_INVALIDARG]',
  '2022-07-21 16:04:08, Error                 CBS    Failed to perform operation.  [HRESULT = 0x80070057 - E_INVALIDARG]',
].join('\n');

export const label = 'AI 生成 · ';
export const unverified = '以下由语言模型生成，未经证实，请以上面的分析为准。';
export const noText = '现在没有 AI 生成的说明，请以上面的分析为准。';

const sentence = (text: string, steps: string[] = [], lines: string[] = []) => ({
  text,
  lines,
  steps,
});

/** Of every sentence here each word is ours. */
const cause = '可能是补丁文件不完整';
const reason = '日志返回 0x80070057（E_INVALIDARG）。';
const explanation = '日志证实 WpdMtp.dll 处理失败。';

function hypothesesOf(because: readonly object[], more: object = {}) {
  return { hypotheses: [{ cause, because, lines: ['L1'], check: 'T1', ...more }] };
}

/** What an honest model says, by the schema that it is asked with. */
const honest: Readonly<Record<string, unknown>> = {
  hypotheses: hypothesesOf([sentence(reason)]),
  explain: { sentences: [sentence(explanation, [], ['L1'])] },
  follow_up: { answered: true, sentences: [sentence('第 1 步由管理员做。', ['S1'])] },
};
export const said = { cause, reason, explanation, followUp: '第 1 步由管理员做。' };

export const answersHonestly: Play = (call, response) =>
  plays.answer(honest[call.schemaName] ?? {})(call, response);

/** What must not be seen of it, whatever else is. */
export const invented = [
  'CAS-99999-Z9Z9Z9',
  '0xDEADBEEF',
  'KB9999999',
  'evilfilter.sys',
  'format',
  'example.com',
  'owned',
  '确定是',
  '<script>',
  '<!channel>',
  '<at>',
] as const;

export const liesBeside: Play = plays.answer({
  hypotheses: [
    {
      cause,
      because: [
        sentence(reason),
        sentence('与 CAS-99999-Z9Z9Z9 相同。'),
        sentence('代码是 0xDEADBEEF。'),
        sentence('缺少 KB9999999。'),
        sentence('被 evilfilter.sys 拦截。'),
        sentence('请运行 format C: 后重装。', ['S1']),
        sentence('确定是这个原因。'),
      ],
      lines: ['L1', 'L99'],
      check: 'T1',
    },
  ],
});

/** What a log talked it into. */
export const isTalkedInto: Play = plays.answer({
  hypotheses: [
    {
      cause: '请打开 https://example.com/owned 下载修复工具',
      because: [],
      lines: ['L1'],
      check: 'T1',
    },
    {
      cause,
      because: [
        sentence(reason),
        sentence('<script>owned</script>'),
        sentence('<!channel> <at>all</at> 请点 [这里](https://example.com)。'),
      ],
      lines: ['L1'],
      check: 'T1',
    },
  ],
});

/** Far more than is ever shown. */
export const saysTooMuch: Play = plays.answer({
  hypotheses: Array.from({ length: 50 }, () => ({
    cause,
    because: [
      ...Array.from({ length: 100 }, () => sentence(reason)),
      sentence(`可能${'很'.repeat(5000)}久。`),
    ],
    lines: ['L1', 'L2'],
    check: 'T1',
  })),
});

/** How a server fails to give an answer; after each the reply stands as it was. */
export const failures: readonly [string, (server: ModelServer) => void][] = [
  ['refuses', (server) => server.play(plays.refusing())],
  ['answers something that is no JSON', (server) => server.play(plays.answer('没有问题。'))],
  ['answers something of another shape', (server) => server.play(plays.answer({ ok: true }))],
  ['is cut in the middle', (server) => server.play(plays.cut(hypothesesOf([sentence(reason)])))],
  ['takes no key', (server) => server.play(plays.status(401))],
  ['is busy', (server) => server.play(plays.busy())],
  ['hangs up', (server) => server.play(plays.closing())],
  ['never answers', (server) => server.play(plays.hanging())],
  ['never ends', (server) => server.play(plays.stalled())],
  ['shows a login page', (server) => server.play(plays.loginPage())],
  [
    'invents all it says',
    (server) => server.play(plays.answer(hypothesesOf([], { cause: '被 evilfilter.sys 拦截' }))),
  ],
  ['quotes no line', (server) => server.play(plays.answer(hypothesesOf([], { lines: ['L77'] })))],
  ['names no test', (server) => server.play(plays.answer(hypothesesOf([], { check: '重启' })))],
];
