import { type Cause, type CodeMeaning, type Diagnosis, isNamed } from '../knowledge/diagnosis.ts';
import { isLogFormat, pictureFormat } from '../knowledge/format.ts';
import { pasteName } from '../knowledge/input/names.ts';
import { answerActions } from './answer-actions.ts';
import { describeChange } from './changes.ts';
import type { Role } from './inquiry.ts';
import type { Block, Reply } from './reply.ts';
import { certaintyWords } from './words.ts';

export interface Composing {
  /** What the conversation was answered before this, when this completes it. */
  before?: Diagnosis | undefined;
  /** What the conversation said before was left out: this is about something else. */
  anew?: boolean;
  /** What the addition tells about the advised steps, in place of what it changed. */
  outcome?: Block | undefined;
  /** Given to the feedback buttons; without it there are none. */
  inquiry?: string | undefined;
  /** Who may do more than say whether the answer helped is offered it. */
  role?: Role;
  /** Whether a model can be asked for an explanation. */
  hasModel?: boolean;
}

const longestSummary = 150;
/** A branch does these before it reads on. */
const stepsAtOnce = 4;

const newQuestion: Block = {
  kind: 'notice',
  tone: 'info',
  text: '按新的问题回答，没有合并之前的内容。如属同一台机器的同一次失败，请把两次的内容放在一条消息里重新发。',
};

/** verdict and cause → proof → like cases → next steps → what is still needed → what was read. */
export function compose(
  diagnosis: Diagnosis,
  { before, anew, inquiry, outcome, role, hasModel = false }: Composing = {},
): Reply {
  const blocks = [
    ...(before ? [outcome ?? describeChange(before, diagnosis)] : anew ? [newQuestion] : []),
    ...opening(diagnosis),
    ...gapsOf(diagnosis),
    ...picturesOf(diagnosis),
    ...proof(diagnosis),
    ...otherCauses(diagnosis),
    ...(diagnosis.verdict === 'unknown' ? [] : likeCases(diagnosis)),
    ...nextSteps(diagnosis),
    ...questions(diagnosis),
    // Who only asked a question needs the questions back before anything else.
    ...(diagnosis.verdict === 'unknown' ? likeCases(diagnosis) : []),
    ...logsNeeded(diagnosis),
    ...coverage(diagnosis),
  ];
  return {
    blocks,
    actions: inquiry ? answerActions(diagnosis, inquiry, { role, hasModel }) : [],
    images: [],
    files: [],
    summary: summary(diagnosis),
  };
}

function opening(diagnosis: Diagnosis): Block[] {
  const [cause] = diagnosis.causes;
  if (!cause) {
    return [unknownVerdict(diagnosis)];
  }
  return [
    { kind: 'verdict', certainty: cause.certainty, title: cause.title },
    ...inferenceOf(cause),
    ...machineOf(cause),
    { kind: 'paragraph', text: cause.explanation },
    ...(cause.certainty === 'clue' ? lastFailureOf(diagnosis) : laterFailureOf(diagnosis, cause)),
  ];
}

/** Where the logs of several machines were sent, each cause says whose it is. */
function machineOf({ machine }: Cause): Block[] {
  return machine ? [{ kind: 'paragraph', text: `所属：${machine}。` }] : [];
}

/** Where the logs do not reach the failure that is asked about. */
function gapsOf({ gaps = [] }: Diagnosis): Block[] {
  return gaps.map((text) => ({ kind: 'notice', tone: 'warning', text }));
}

/** What was recognised may be misread: said before it is used. */
function picturesOf({ inputs }: Diagnosis): Block[] {
  const text = '图片里的代码和编号由程序识别得到，可能认错，请与原图核对。认出的内容见“已读取”。';
  return inputs.some(({ format, note }) => format === pictureFormat && note)
    ? [{ kind: 'notice', tone: 'warning', text }]
    : [];
}

const day = 24 * 60 * 60_000;

/** Logs reach back for weeks: a cause that is proved need not be that of the failure asked about. */
function laterFailureOf({ lastFailure, codes }: Diagnosis, { evidence }: Cause): Block[] {
  const proved = evidence
    .map(({ time }) => time ?? '')
    .sort()
    .at(-1);
  if (!proved || !lastFailure?.time || Date.parse(lastFailure.time) - Date.parse(proved) < day) {
    return [];
  }
  const meaning = codes.find(({ code }) => code === lastFailure.code);
  const text = `以上是 ${proved.slice(0, 10)} 的失败。最后一次失败在 ${lastFailure.time.slice(0, 10)}，返回 ${lastFailure.code}${inBrackets(meaning)}，还没有对应到原因；若问的是这一次，请把当天的日志单独发来。`;
  return [{ kind: 'notice', tone: 'warning', text }];
}

function inferenceOf({ inference }: Cause): Block[] {
  return inference
    ? [
        {
          kind: 'verdict',
          certainty: inference.certainty,
          title: inference.title,
          detail: inference.explanation,
        },
      ]
    : [];
}

/** Says why nothing is named, and never more than is known. */
function unknownVerdict({ ask, collect, inputs }: Diagnosis): Block {
  const certainty = 'unknown';
  const logs = inputs.filter((input) => isLogFormat(input.format) && input.lines > 0);
  if (logs.length > 0) {
    const detail = inputs.some((input) => input.status !== 'read')
      ? '有文件没有读全，失败记录可能在没有读到的部分。'
      : '失败记录可能已经滚动到别的日志里，或者失败发生在这些日志的时间之外。';
    return { kind: 'verdict', certainty, title: '读到的日志里没有已知的失败记录', detail };
  }
  if (inputs.length > 0 && inputs.every((input) => input.status === 'skipped')) {
    return { kind: 'verdict', certainty, title: '发来的文件没有一个能读，见下面“已读取”' };
  }
  if (ask.length === 0 && collect.length === 0) {
    return {
      kind: 'verdict',
      certainty,
      title: '没有看到 Windows 升级或补丁的内容',
      detail: '请粘贴日志、报错代码或 KB 编号，或者上传日志文件。回复“帮助”可看到能做的事。',
    };
  }
  return ask.length > 0
    ? { kind: 'verdict', certainty, title: '还不能判断原因，请先告诉我下面几项' }
    : { kind: 'verdict', certainty, title: '还不能判断原因，请把日志发来' };
}

function lastFailureOf({ lastFailure, codes }: Diagnosis): Block[] {
  if (!lastFailure) {
    return [];
  }
  const meaning = codes.find(({ code }) => code === lastFailure.code);
  const when = lastFailure.time ? `${lastFailure.time.replace('T', ' ')}，` : '';
  const what = lastFailure.what ? `${lastFailure.what} ` : '';
  return [
    {
      kind: 'paragraph',
      text: `最后一次失败：${when}${what}返回 ${lastFailure.code}${inBrackets(meaning)}。`,
    },
  ];
}

function inBrackets(meaning: CodeMeaning | undefined): string {
  return meaning ? `（${[meaning.name, meaning.meaning].filter(Boolean).join('，')}）` : '';
}

function proof({ causes, codes }: Diagnosis): Block[] {
  const [cause] = causes;
  const meaningList: Block[] =
    codes.length > 0
      ? [
          {
            kind: 'list',
            ordered: false,
            items: codes.map(
              (code) => `${code.code}${code.name ? `（${code.name}）` : ''}：${code.meaning}`,
            ),
          },
        ]
      : [];
  if (!cause) {
    return meaningList.length > 0 ? [{ kind: 'heading', text: '代码含义' }, ...meaningList] : [];
  }
  return [
    { kind: 'heading', text: cause.certainty === 'clue' ? '可疑记录' : '依据' },
    { kind: 'proof', evidence: cause.evidence },
    ...meaningList,
  ];
}

/** Beside a named cause only others that are named; among clues the next ones, folded. */
function otherCauses({ causes }: Diagnosis): Block[] {
  const [first, ...others] = causes;
  const named = others.filter(({ certainty }) => certainty !== 'clue');
  const clues = first?.certainty === 'clue' ? others.slice(0, 2) : [];
  return [
    ...named.flatMap((cause): Block[] => [
      { kind: 'heading', text: '同时发现' },
      { kind: 'verdict', certainty: cause.certainty, title: cause.title },
      ...inferenceOf(cause),
      ...machineOf(cause),
      { kind: 'paragraph', text: cause.explanation },
      { kind: 'proof', evidence: cause.evidence },
    ]),
    ...clues.map(
      (cause): Block => ({
        kind: 'details',
        title: `另一条线索：${cause.title}`,
        blocks: [
          ...machineOf(cause),
          { kind: 'paragraph', text: cause.explanation },
          { kind: 'proof', evidence: cause.evidence },
        ],
      }),
    ),
  ];
}

function likeCases({ similarCases, elsewhere, causes }: Diagnosis): Block[] {
  const seen = causes[0]?.seen;
  const month = seen?.last.slice(0, 7);
  const more = seen && seen.count > similarCases.length;
  const heading = more
    ? `相似案例（同类 ${seen.count} 例，列出 ${similarCases.length} 例，最近一次 ${month}）`
    : '相似案例';
  const other: Block[] =
    elsewhere > 0
      ? [{ kind: 'paragraph', text: `同类问题曾在其他客户出现 ${elsewhere} 次。` }]
      : [];
  return [
    { kind: 'heading', text: heading },
    similarCases.length > 0
      ? { kind: 'cases', cases: similarCases }
      : { kind: 'paragraph', text: '没有相似的历史案例。' },
    ...other,
  ];
}

function nextSteps({ nextSteps: steps }: Diagnosis): Block[] {
  const later = steps.slice(stepsAtOnce);
  const folded: Block[] =
    later.length > 0
      ? [
          {
            kind: 'details',
            title: `以上都无效时（另 ${later.length} 步）`,
            blocks: [{ kind: 'steps', steps: later }],
          },
        ]
      : [];
  return steps.length > 0
    ? [
        { kind: 'heading', text: '下一步' },
        { kind: 'steps', steps: steps.slice(0, stepsAtOnce) },
        ...folded,
      ]
    : [];
}

function questions({ ask, verdict }: Diagnosis): Block[] {
  return ask.length > 0
    ? [
        ...(verdict === 'unknown' ? [] : [{ kind: 'heading' as const, text: '请告诉我' }]),
        { kind: 'list', ordered: true, items: ask },
      ]
    : [];
}

function logsNeeded({ ask, collect, verdict }: Diagnosis): Block[] {
  const text = isNamed({ verdict }) ? '仍失败请补充' : ask.length > 0 ? '直接发日志更快' : '请补充';
  return collect.length > 0
    ? [
        { kind: 'heading', text },
        { kind: 'list', ordered: false, items: collect.map(({ what, how }) => `${what}：${how}`) },
      ]
    : [];
}

/** A question in the asker's own words is no log: it is not told that it was read. */
function coverage({ inputs, causes }: Diagnosis): Block[] {
  const proving = new Set(causes.flatMap(({ evidence }) => evidence.map(({ input }) => input)));
  const logs = inputs.filter(
    ({ name, format, status }) =>
      !(name.startsWith(pasteName) && format === 'text' && status === 'read') || proving.has(name),
  );
  return logs.length > 0 ? [{ kind: 'coverage', inputs: logs }] : [];
}

function summary({ verdict, causes }: Diagnosis): string {
  const title = causes[0]?.title ?? '还不能判断原因';
  return `${certaintyWords[verdict]} · ${title}`.slice(0, longestSummary);
}
