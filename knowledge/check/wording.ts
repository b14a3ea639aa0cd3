import type { Step } from '../diagnosis.ts';
import type { Playbook, Signature } from '../signatures/signature.ts';
import type { Problem } from './check-signature.ts';
import { knownCommands, knownTerms } from './terms.ts';

/** How what a branch reads is worded: what can be told by rule. Chinese, for the one who wrote it. */
export function checkWording(signature: Signature): Problem[] {
  const { id, title, explanation, inference, raise, steps, collect } = signature;
  const sentences: Sentence[] = [
    { field: 'title', text: title, isTitle: true },
    { field: 'explanation', text: explanation },
    ...inferred('inference', inference),
    ...raise.flatMap((one, index) => [
      ...(one.title ? [{ field: `raise ${index + 1} title`, text: one.title, isTitle: true }] : []),
      ...(one.explanation
        ? [{ field: `raise ${index + 1} explanation`, text: one.explanation }]
        : []),
      ...inferred(`raise ${index + 1}`, one.inference),
    ]),
    ...collect.map(({ how }, index) => ({ field: `collect ${index + 1} how`, text: how })),
  ];
  const own = steps.filter((step): step is Step => !('playbook' in step));
  return [...sentences.flatMap(complainSentence), ...own.flatMap(complainStep)].map((message) => ({
    signature: id,
    message,
  }));
}

export function checkPlaybookWording({ id, title, steps }: Playbook): Problem[] {
  const messages = [
    ...complainSentence({ field: 'title', text: title, isTitle: true }),
    ...steps.flatMap(complainStep),
  ];
  return messages.map((message) => ({ signature: `playbooks/${id}`, message }));
}

interface Sentence {
  field: string;
  text: string;
  /** Ends without a full stop. */
  isTitle?: boolean;
}

function inferred(field: string, inference: Signature['inference']): Sentence[] {
  return inference
    ? [
        { field: `${field}.title`, text: inference.title, isTitle: true },
        { field: `${field}.explanation`, text: inference.explanation },
      ]
    : [];
}

const chinese = /[\u4e00-\u9fff]/u;
const halfWidth = /[\u4e00-\u9fff][,;:!?](?=[\u4e00-\u9fff])/u;
/** ANSWERS.md, "Words to use". */
const badWords: readonly (readonly [RegExp, string])[] = [
  [/[!！]/u, '不用感叹号'],
  [/亲(?!自|属|密)/u, '不用“亲”'],
  [/(?:关掉|关闭|停掉|卸掉)杀毒/u, '不写“关掉杀毒”，写“脱管”或“加入白名单”'],
  [/托管 ?TMS/u, '“托管 TMS”写成“脱管”'],
  [/应用镜像|释放镜像|镜像文件/u, '“镜像”只指行内母盘，系统的写“映像”'],
  [/(?<![A-Za-z])AI(?![A-Za-z])/u, '不提“AI”'],
];

function complainSentence({ field, text, isTitle }: Sentence): string[] {
  const problems = badWords.filter(([bad]) => bad.test(text)).map(([, words]) => words);
  if (!chinese.test(text) && !(field === 'undo' && isCommand(text))) {
    problems.push('没有中文');
  }
  if (halfWidth.test(text)) {
    problems.push('中文之间用全角标点');
  }
  if (isTitle && text.endsWith('。')) {
    problems.push('标题末尾不加句号');
  }
  if (!isTitle && field.endsWith('explanation') && !text.trimEnd().endsWith('。')) {
    problems.push('说明以句号结尾');
  }
  const unknown = unknownEnglish(text);
  if (unknown.length > 0) {
    problems.push(
      `英文 ${unknown.join('、')} 没有说明。请写成中文，或放进“”引号当作日志原文，或在后面用括号说明；通用名称加进 knowledge/check/terms.ts`,
    );
  }
  return problems.map((problem) => `${field}：${problem}`);
}

const quotedText = /“[^”]{0,200}”|（[ -~]{1,80}）|`[^`]{0,200}`|'[^']{0,200}'/gu;
const placeholder = /\{[A-Za-z]\w{0,40}\}/gu;
const pathLike =
  /(?:[A-Za-z]:|%[A-Za-z]+%|\\|\$)[^\s，。；、（）：]{1,200}|[\w*$-]{1,80}(?:[\\/][\w.*$-]{1,80}){1,20}|[\w*-]{1,80}\.[A-Za-z]\w{1,11}\b/gu;
/** Codes, symbols in capitals, KB numbers, switches, names with digits or with capitals inside. */
const nameLike =
  /\b[A-Z][a-z]{1,20}-[A-Z]\w{1,40}|0x[0-9a-f]{1,16}|\b[A-Z]{2,20}[a-z]\w{0,40}|\bKB\w{0,9}|[A-Z][A-Z0-9]{1,40}(?:_[A-Za-z0-9]{1,40})+|(?<=^|[\s（])[-/][A-Za-z][\w:-]{0,40}|[A-Za-z]{1,40}\d[\w-]{0,40}|[A-Z]?[a-z]{1,40}[A-Z]\w{0,60}|\b[A-Z]{1,3}\b/gu;
/** A command and all that belongs to it. */
const asciiRun = /[!-~][ -~]{1,300}/gu;
const words = /[A-Za-z][A-Za-z-]{2,60}/gu;
const explained = /^\s{0,2}[（(]/u;

/** Words that are neither a name, a path, a code nor a quotation, and are not explained where they stand. */
function unknownEnglish(text: string): string[] {
  const blank = (found: string) => ' '.repeat(found.length);
  const quoted = [quotedText, placeholder].reduce((rest, one) => rest.replace(one, blank), text);
  const plain = quoted.replace(asciiRun, (run) => (isCommand(run) ? blank(run) : run));
  const prose = [pathLike, nameLike].reduce((rest, one) => rest.replace(one, blank), plain);
  const found = [...prose.matchAll(words)].filter(
    (match) =>
      !knownTerms.has(match[0]) &&
      !knownCommands.has(match[0].toLowerCase()) &&
      !explained.test(text.slice(match.index + match[0].length)),
  );
  return [...new Set(found.map(([word]) => word))];
}

const nothingToUndo = /^(?:无需|不用|不需要)/u;
const warned = /审批|备份|不可逆|先导出/u;
const shortest = 4;

function complainStep(step: Step): string[] {
  const { title, detail, success, undo, commands, risk } = step;
  const problems = [
    ...complainSentence({ field: 'title', text: title, isTitle: true }),
    ...complainSentence({ field: 'detail', text: detail }),
    ...complainSentence({ field: 'success', text: success }),
    ...complainSentence({ field: 'undo', text: undo }),
    ...commands.flatMap(complainCommand),
  ];
  if (success.trim().length < shortest) {
    problems.push('success：写明看到什么才算成功');
  }
  if (risk !== 'none' && nothingToUndo.test(undo)) {
    problems.push(`undo：risk 是 ${risk}，要写怎么撤销；不能撤销就写“不可逆”和事先备份什么`);
  }
  if (risk === 'destructive' && !warned.test(`${detail}${undo}`)) {
    problems.push('detail：不可逆的步骤要写明需审批、先备份什么');
  }
  return problems.map((problem) => `步骤“${title}” ${problem}`);
}

const wideCharacters = /[“”‘’，。；：（）　]/u;
const shellPrompt = /^\s*(?:[A-Za-z]:\\[^>]*>|PS [^>]*>|[$>#])\s/u;
const programEnding = /\.exe$/u;
const cmdlet = /^(?:[A-Z][a-z]+-[A-Z][A-Za-z]+|\(|\$)/u;
const firstWord =
  /^(?:"[^"]*\\([^"\\]+)"|(?:[A-Za-z]:|%\w+%)\\(?:[^\s\\]+\\)*([^\s\\]+)|([^\s]+))/u;
const quotedArgument = /"[^"]*[({][^"]*"/u;
const pairs: readonly (readonly [RegExp, RegExp])[] = [
  [/\(/gu, /\)/gu],
  [/\{/gu, /\}/gu],
];

/** The program that a command line begins with, in small letters. */
function programOf(command: string): string {
  const [, quoted, onDrive, plain] = firstWord.exec(command) ?? [];
  return (quoted ?? onDrive ?? plain ?? '').toLowerCase();
}

function isCommand(text: string): boolean {
  const name = programOf(text);
  return (
    cmdlet.test(text) ||
    knownCommands.has(name) ||
    knownCommands.has(name.replace(programEnding, ''))
  );
}

function complainCommand(command: string): string[] {
  const problems: string[] = [];
  if (!isCommand(command)) {
    problems.push(
      `不认识命令 ${programOf(command)}。请核对拼写；确有此命令就加进 knowledge/check/terms.ts`,
    );
  }
  if (wideCharacters.test(command) && !chinese.test(command)) {
    problems.push('有全角标点');
  }
  if (shellPrompt.test(command)) {
    problems.push('不要写命令提示符');
  }
  if (((command.match(/"/gu) ?? []).length & 1) === 1) {
    problems.push('双引号不成对');
  }
  if (
    !quotedArgument.test(command) &&
    pairs.some(
      ([open, close]) => (command.match(open) ?? []).length !== (command.match(close) ?? []).length,
    )
  ) {
    problems.push('括号不成对');
  }
  return problems.map((problem) => `commands “${command}”：${problem}`);
}
