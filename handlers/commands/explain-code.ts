import type { CodeDetail, Codes } from '../../knowledge/codes/codes.ts';
import { type ExtendCode, parseExtendCodes } from '../../knowledge/codes/extend-code.ts';
import { findCodes } from '../../knowledge/codes/find-codes.ts';
import { parseCode } from '../../knowledge/codes/parse-code.ts';
import { type Suggestion, suggestCodes } from '../../knowledge/codes/suggest-code.ts';
import { type Command, replyOf } from '../command.ts';
import type { Block } from '../reply.ts';

const mostCodes = 10;
/** More are told in one line each. */
const mostDetailed = 3;
const blank = /[\s,，、;；]+/u;
const shownLogs = 3;

/** Said when nothing in the text is a code. */
export const noCode =
  '没有认出错误代码。请写成 0x80070005、8024200d 或 0xC1900101 - 0x30018 这样的形式。';

export const explainCode: Command = {
  name: '错误码',
  aliases: ['code', '错误代码'],
  usage: '0x…',
  summary: '解释错误代码和升级扩展代码，可一次给多个',
  audience: 'anyone',
  async run({ text, knowledge }) {
    const blocks = explainCodes(text, knowledge.codes);
    return blocks.length > 0
      ? replyOf(blocks, '错误代码含义')
      : replyOf([{ kind: 'paragraph', text: noCode }], '没有认出错误代码');
  },
};

/** A few codes at length, many in one line each; the pair of an upgrade is told as a pair. */
export function explainCodes(text: string, codes: Codes): Block[] {
  const details = readDetails(text, codes).slice(0, mostCodes);
  return [
    ...parseExtendCodes(text).slice(0, mostDetailed).map(describePair),
    ...suggestCodes(text)
      .slice(0, mostDetailed)
      .map((suggestion) => describeSuggestion(suggestion, codes)),
    ...(details.length > mostDetailed
      ? [{ kind: 'list', ordered: false, items: details.map(inOneLine) } satisfies Block]
      : details.flatMap(atLength)),
  ];
}

/** What is known of each code in the text, in order of appearance. */
export function readDetails(text: string, codes: Codes): CodeDetail[] {
  return readCodes(text).flatMap((code) => codes.detail(code) ?? []);
}

/** Codes in free text; words that are called codes are read as such, `1603` too. */
function readCodes(text: string): string[] {
  const found = findCodes(text);
  return found.length > 0
    ? found
    : [...new Set([text, ...text.split(blank)].flatMap((word) => parseCode(word) ?? []))];
}

function inOneLine(detail: CodeDetail): string {
  const step = detail.step ? `先${verb(detail.step)}` : '';
  return `${titleOf(detail, '（', '）')}：${sentences(detail.meaning, step)}`;
}

/** `先运行 …` reads well, `先先…` does not. */
function verb(step: string): string {
  return step.startsWith('先') ? step.slice(1) : `做：${step}`;
}

function atLength(detail: CodeDetail): Block[] {
  return [
    { kind: 'heading', text: titleOf(detail, ' ', '') },
    { kind: 'paragraph', text: meaningOf(detail) },
    ...listOf([
      ['常见原因', detail.cause],
      ['第一步', detail.step],
      ['看哪里', detail.logs.slice(0, shownLogs).map(onSystemDrive).join('、')],
      ...detail.disputes.map(
        ({ source, other, why }) => [`另有说法（${source}）`, `${other}。${why}`] as const,
      ),
    ]),
  ];
}

function titleOf({ code, name }: CodeDetail, before: string, after: string): string {
  return name.includes('_') ? `${code}${before}${name}${after}` : code;
}

function meaningOf({ meaning, familyTitle, standsFor, alsoWin32, structure }: CodeDetail): string {
  return sentences(
    meaning,
    standsFor ? `与 ${standsFor} 是同一个错误的两种写法` : '',
    alsoWin32 ? `若不是蓝屏，而是 Win32 错误号，则是 ${alsoWin32.name}：${alsoWin32.meaning}` : '',
    familyTitle && !meaning.startsWith(familyTitle) ? `属于${spaced(familyTitle)}` : '',
    structure ? `从代码本身能读出：${structure}` : '',
  );
}

/** The tables leave out the drive; on nearly every PC it is this one. */
function onSystemDrive(path: string): string {
  return `C:\\${path}`;
}

const latinFirst = /^[A-Z]/u;

function spaced(title: string): string {
  return latinFirst.test(title) ? ` ${title}` : title;
}

function sentences(...parts: string[]): string {
  return parts
    .filter(Boolean)
    .map((part) => `${part}。`)
    .join('');
}

function listOf(rows: (readonly [label: string, text: string])[]): Block[] {
  const items = rows.filter(([, text]) => text).map(([label, text]) => `${label}：${text}。`);
  return items.length > 0 ? [{ kind: 'list', ordered: false, items }] : [];
}

function describeSuggestion({ written, codes: likely }: Suggestion, codes: Codes): Block {
  const named = likely.map((code) => `${code}（${codes.describe(code)}）`).join('，还是 ');
  return {
    kind: 'paragraph',
    text: `${written} 的位数不对，不能确定是哪个代码。是否想问 ${named}？请核对后再发一次。`,
  };
}

function describePair(pair: ExtendCode): Block {
  const { resultCode, extendCode, phaseName, operationName, hint, logs } = pair;
  const head = resultCode ? `${resultCode} - ${extendCode}` : extendCode;
  const when = `${head}：失败发生在${spaced(phaseName)}，当时的操作：${operationName}`;
  return {
    kind: 'paragraph',
    text: sentences(
      when,
      hint,
      logs ? `请看 ${logs.split('、').map(onSystemDrive).join('、')}` : '',
    ),
  };
}
