import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Rows of a table beside this file, without the headings. */
export function readTable(file: string): string[][] {
  const [, ...rows] = readFileSync(path.join(import.meta.dirname, file), 'utf8').split('\n');
  return rows.filter(Boolean).map((row) => row.split('\t'));
}

const table = readTable('error-codes.tsv');
const knownCodes = new Set(table.map(([code = '']) => code));
const families = new Set(
  readTable('upgrade-phases.tsv').flatMap(([kind, code = '']) =>
    kind === 'result-family' ? [code] : [],
  ),
);

/** Win32 names of codes that CBS prints with their COM name, and names that newer builds replaced. */
const otherNames: [string, string][] = [
  ['S_OK', '0x00000000'],
  ['STATUS_SUCCESS', '0x00000000'],
  ['ERROR_ACCESS_DENIED', '0x80070005'],
  ['ERROR_INVALID_HANDLE', '0x80070006'],
  ['ERROR_OUTOFMEMORY', '0x8007000e'],
  ['ERROR_INVALID_PARAMETER', '0x80070057'],
  ['CBS_E_CANNOT_REMOVE', '0x800f0825'],
  ['CBS_E_INVALID_WINDOWS_UPDATE_COUNT', '0x800f0950'],
  ['CBS_E_INVALID_WINDOWS_UPDATE_COUNT_WSUS', '0x800f0954'],
];
/** A name without `_` is not a symbol but the component, where Microsoft published none. */
const symbols = new Map([
  ...table.flatMap(([code = '', name = '']) => (name.includes('_') ? [[name, code] as const] : [])),
  ...otherNames,
]);

const fullWidth = /[\uff01-\uff5e]/g;
const dash = /[\u2010-\u2015\u2212]/g;
const edges = /^[^\w-]+|\W+$/g;
const macro = /^(HRESULT_FROM_WIN32|NTSTATUS_FROM_WIN32|HRESULT_FROM_NT)\(\s{0,9}([-\w]{1,80})/i;
/** The letter O for zero is typed often; 64-bit logs print the sign of an HRESULT in front. */
const hexadecimal = /^[0o]x(?:f{8})?([0-9a-f]{1,8})l?$/i;
const bareHexadecimal = /^(?:80|87|c0|c1|d0|e0)[0-9a-f]{6}$/i;
const decimal = /^-?\d{1,10}$/;
const ntMacro = /^NTSTATUS/i;
const internetName = /^(?:WININET_E|ERROR_INTERNET)_/;

/**
 * Reads one code that somebody calls a code, in any of the forms people and logs use, and
 * returns it as `0x80070005`. `0xd0000022` stays as it is. `undefined` means it is not a code.
 */
export function parseCode(text: string): string | undefined {
  const word = narrow(text.slice(0, wordLimit)).replace(edges, '');
  return parseMacro(word) ?? parseHexadecimal(word) ?? parseDecimal(word) ?? parseSymbol(word);
}

/** Full-width letters, digits and dashes become ASCII; every character keeps its place. */
export function narrow(text: string): string {
  return text
    .replace(fullWidth, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(dash, '-');
}

function canonical(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}

function parseMacro(text: string): string | undefined {
  const [, name = '', argument = ''] = macro.exec(text) ?? [];
  const inner = parseHexadecimal(argument) ?? (argument ? parseNumber(argument) : undefined);
  if (!inner) {
    return parseSymbol(argument);
  }
  const value = Number(inner);
  if (name.toUpperCase() === 'HRESULT_FROM_NT') {
    return canonical(value | 0x10000000);
  }
  const facility = ntMacro.test(name) ? 0xc0070000 : 0x80070000;
  return value === 0 || value > 0xffff ? inner : canonical(facility | value);
}

function parseHexadecimal(word: string): string | undefined {
  const [, digits] = hexadecimal.exec(word) ?? [];
  if (digits) {
    return canonical(Number.parseInt(digits, 16));
  }
  const code = `0x${word.toLowerCase()}`;
  return (bareHexadecimal.test(word) && isFamiliar(code)) || knownCodes.has(code)
    ? code
    : undefined;
}

function parseNumber(word: string): string | undefined {
  const value = Number(word);
  return decimal.test(word) && value >= -0x80000000 && value <= 0xffffffff
    ? canonical(value)
    : undefined;
}

/** A Win32 number, or an HRESULT printed as a number; other numbers are no codes. */
function parseDecimal(word: string): string | undefined {
  const code = parseNumber(word);
  return code && (code.startsWith('0x0000') || isFamiliar(code)) ? code : undefined;
}

function parseSymbol(word: string): string | undefined {
  const name = word.toUpperCase();
  return symbols.get(name) ?? symbols.get(name.replace(internetName, 'ERROR_WINHTTP_'));
}

/** False for numbers that only look like codes: their first digits belong to nothing we know. */
function isFamiliar(code: string): boolean {
  return knownCodes.has(code) || (code[2] !== '0' && families.has(code.slice(0, 6)));
}

const words = /\w+/g;
const endsInWord = /\w$/;
const wordLimit = 100;
const windowSize = 24;
const prefixed = /(?:^|_)([0o]x(?:f{8})?[0-9a-f]{8}l?)(?:_|$)/i;
/** No Win32 error is above 0x3fff; longer short forms are extend codes and source lines. */
const short = /^0x(?:[0-9a-f]{1,3}|[0-3][0-9a-f]{3})$/i;
const glued = /^(?:error|err|code|errorcode|hr|hresult)((?:0x)?[0-9a-f]{8})$/i;
/** Eight decimal digits are also a phone number; only what Windows Update and Win32 use counts. */
const unlikelyNumber = /[a-f]|^0x80(?:07|24)/;
const severe = /^0x(?:8|c|e|d0)/;
const errorBefore =
  /(?:error|err|code|status|gle|hr|hresult|stop|bugcheck|return|错误|代码|错误码|返回|失败|蓝屏|停止|故障|状态|报)[^0-9a-z\n]{0,12}$/i;
/** `Code=5 (0x0005)` and `Flags = 102 (0x00000066)` say a number twice, not an error. */
const restated = /\d \($/;
const phoneBefore =
  /(?:电话|手机|座机|分机|传真|热线|联系|拨|致电|tel|phone|mobile|fax|qq|\b0\d{2,3}[- )]|\+86)[^\n0-9]{0,10}$/i;
/** A GUID, path, address, version or CSI record goes on to the left. */
const goesOnBefore = /(?:[\\~@#&+{]|[0-9a-z][-.]|CSI {1,20})$/i;
const afterSlash = /(?:^|\W)[0-9a-f]{8}\/$/i;
const goesOnAfter = /^(?:[\\@#&~}]|\.[0-9a-z]|-(?!(?:0x)?[0-6]00[0-9a-f]{2}\b)[0-9a-z])/i;

/** Codes in free text, in order of appearance, each once. Linear in the length of the text. */
export function findCodes(text: string): string[] {
  const plain = narrow(text);
  const found = new Set<string>();
  for (const { 0: word, index } of plain.matchAll(words)) {
    const code = word.length <= wordLimit && judge(word, plain, index);
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
    const code = parseHexadecimal(marked);
    return code && isMeant(code, before) ? code : undefined;
  }
  if (bareHexadecimal.test(word)) {
    const code = standsAlone(before, after) ? parseHexadecimal(word) : undefined;
    return code && (knownCodes.has(code) || unlikelyNumber.test(code)) ? code : undefined;
  }
  if (decimal.test(word)) {
    return judgeDecimal(word, before, after);
  }
  const [, spelled] = glued.exec(word) ?? [];
  return spelled
    ? parseHexadecimal(spelled)
    : (symbols.get(word) ?? parseMacro(text.slice(start, end + wordLimit)));
}

/** With `0x` in front almost everything is a code, but small numbers and addresses need a reason. */
function isMeant(code: string, before: string): boolean {
  if (!code.startsWith('0x0000')) {
    return severe.test(code) || knownCodes.has(code);
  }
  return errorBefore.test(before) || (knownCodes.has(code) && !restated.test(before));
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
  if (word.length < (isNegative ? 9 : 10) || !standsAlone(lead, after) || endsInWord.test(lead)) {
    return undefined;
  }
  const code = parseNumber(isNegative ? `-${word}` : word);
  return code && isFamiliar(code) ? code : undefined;
}
