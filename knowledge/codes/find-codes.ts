import {
  bareHexadecimal,
  decimal,
  longestWord,
  narrow,
  parseHexadecimal,
  parseLastError,
  parseMacro,
  parseNumber,
  parseSplit,
} from './parse-code.ts';
import { errorCodes, symbols } from './table.ts';

const words = /\w+/gu;
const endsInWord = /\w$/u;
const windowSize = 24;
const prefixed = /(?:^|_)([0o]x(?:f{8})?[0-9a-fo]{8}l?)(?:_|$)/iu;
/** No Win32 error is above 0x3fff; longer short forms are extend codes and source lines. */
const short = /^0x(?:[0-9a-f]{1,3}|[0-3][0-9a-f]{3})$/iu;
const glued = /^(?:error|err|code|errorcode|hr|hresult)((?:0x)?[0-9a-f]{8})$/iu;
const hasLetter = /[a-f]/u;
/** Eight decimal digits are also a telephone number; these families are meant more often. */
const usual = /^0x80(?:07|24)/u;
const severe = /^0x(?:8|c|e|d0)/u;
const errorBefore =
  /(?:error|err|code|status|gle|hr|hresult|stop|bugcheck|return|错误|代码|错误码|返回|失败|蓝屏|停止|故障|状态|报)[^0-9a-z\n]{0,12}$/iu;
/** `Code=5 (0x0005)` and `Flags = 102 (0x00000066)` say a number twice, not an error. */
const restated = /\d \($/u;
const phoneBefore =
  /(?:电话|手机|座机|分机|传真|热线|联系|拨|致电|tel|phone|mobile|fax|qq|\b0\d{2,3}[- )]|\+86)[^\n0-9]{0,10}$/iu;
/** A GUID, path, address, version or CSI record goes on to the left. */
const goesOnBefore = /(?:[\\~@#&+{]|[0-9a-z][-.]|CSI {1,20})$/iu;
const afterSlash = /(?:^|\W)[0-9a-f]{8}\/$/iu;
const goesOnAfter = /^(?:[\\@#&~}]|\.[0-9a-z]|-(?!(?:0x)?[0-6]00[0-9a-f]{2}\b)[0-9a-z])/iu;
/** 3221225472 bytes are 3 GB, and no code. */
const unitAfter = /^\s{0,2}(?:bytes?\b|字节|[kmgt]i?b\b|ms\b|毫秒|秒|个|元|分)/iu;

const lastError = /^gle$/iu;
/** The word before has told the code already. */
const lastErrorBefore = /\bgle\s{0,2}[[=:(]{1,2}\s{0,2}$/iu;
const splitHead = /^[0o]x(?:[89cde][0-9a-fo]{3})?$/iu;
const splitTail = /^[0o]x\s{0,2}[0-9a-fo]{4,8}(?:\s[0-9a-fo]{4})?(?!\w)/iu;

/** Codes in free text, in order of appearance, each once. Linear in the length of the text. */
export function findCodes(text: string): string[] {
  const plain = narrow(text);
  const found = new Set<string>();
  for (const { 0: word, index } of plain.matchAll(words)) {
    const code = word.length <= longestWord && judge(word, plain, index);
    if (code && code !== '0x00000000') {
      found.add(code);
    }
  }
  return [...found];
}

function judge(word: string, text: string, start: number): string | undefined {
  const before = text.slice(Math.max(0, start - windowSize), start);
  const end = start + word.length;
  const after = text.slice(end, end + windowSize);
  const marked = prefixed.exec(word)?.[1] ?? (short.test(word) ? word : undefined);
  if (marked) {
    const code = lastErrorBefore.test(before) ? undefined : parseHexadecimal(marked);
    return code && isMeant(code, before) ? code : undefined;
  }
  if (bareHexadecimal.test(word)) {
    return judgeBare(word, before, after);
  }
  if (decimal.test(word)) {
    return judgeDecimal(word, before, after);
  }
  return judgeWord(word, text.slice(start, end + longestWord));
}

/** `text` goes on behind the word. */
function judgeWord(word: string, text: string): string | undefined {
  const [, spelled] = glued.exec(word) ?? [];
  if (spelled) {
    return parseHexadecimal(spelled);
  }
  if (lastError.test(word)) {
    return parseLastError(text);
  }
  if (splitHead.test(word)) {
    return parseSplit(splitTail.exec(text)?.[0] ?? '');
  }
  return symbols().get(word) ?? parseMacro(text);
}

/** With `0x` in front almost everything is a code, but small numbers and addresses need a reason. */
function isMeant(code: string, before: string): boolean {
  if (!code.startsWith('0x0000')) {
    return severe.test(code) || errorCodes().has(code);
  }
  return errorBefore.test(before) || (errorCodes().has(code) && !restated.test(before));
}

/** Digits alone may be a telephone number: they must be a usual code, or be called an error. */
function judgeBare(word: string, before: string, after: string): string | undefined {
  const code = standsAlone(before, after) ? parseHexadecimal(word) : undefined;
  if (!code || hasLetter.test(code) || (usual.test(code) && errorCodes().has(code))) {
    return code;
  }
  return errorBefore.test(before) ? code : undefined;
}

function standsAlone(before: string, after: string): boolean {
  return (
    !goesOnBefore.test(before) &&
    !goesOnAfter.test(after) &&
    !phoneBefore.test(before) &&
    (!before.endsWith('/') || afterSlash.test(before))
  );
}

/** Ten digits, or a minus in front: HRESULTs as event logs and scripts print them. */
function judgeDecimal(word: string, before: string, after: string): string | undefined {
  const isNegative = before.endsWith('-');
  const lead = isNegative ? before.slice(0, -1) : before;
  if (
    word.length < (isNegative ? 9 : 10) ||
    !standsAlone(lead, after) ||
    endsInWord.test(lead) ||
    unitAfter.test(after)
  ) {
    return undefined;
  }
  const code = parseNumber(isNegative ? `-${word}` : word);
  return code && errorCodes().has(code) ? code : undefined;
}
