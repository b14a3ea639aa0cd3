import { errorCodes, prefixes, symbols } from './table.ts';

const fullWidth = /[\uff01-\uff5e]/gu;
const dash = /[\u2010-\u2015\u2212]/gu;
const edges = /^[^\w-]+|\W+$/gu;
/** Longer words are no codes. */
export const longestWord = 100;

/**
 * Reads one code that somebody calls a code, in any of the forms people and logs use, and
 * returns it as `0x80070005`. `0xd0000022` stays as it is. `undefined` means it is not a code.
 */
export function parseCode(text: string): string | undefined {
  const word = narrow(text.slice(0, longestWord)).replace(edges, '');
  return (
    parseMacro(word) ??
    parseLastError(word) ??
    parseHexadecimal(word) ??
    parseSplit(word) ??
    parseDecimal(word) ??
    parseSymbol(word)
  );
}

/** Full-width letters, digits and dashes become ASCII; every character keeps its place. */
export function narrow(text: string): string {
  return text
    .replace(fullWidth, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
    .replace(dash, '-');
}

const macro =
  /^_{0,2}(HRESULT_FROM_WIN32|NTSTATUS_FROM_WIN32|HRESULT_FROM_NT|WIN32)\(\s{0,9}([-\w]{1,80})/iu;
const win32Base = 0x80070000;
const ntWin32Base = 0xc0070000;
const ntBit = 0x10000000;

/** `HRESULT_FROM_WIN32(5)`, `NTSTATUS_FROM_WIN32(ERROR_ACCESS_DENIED)`, `WIN32(5)` and the like. */
export function parseMacro(text: string): string | undefined {
  const [, name = '', argument = ''] = macro.exec(text) ?? [];
  const inner = argument
    ? (parseHexadecimal(argument) ?? parseNumber(argument) ?? parseSymbol(argument))
    : undefined;
  if (!inner) {
    return undefined;
  }
  const kind = name.toUpperCase();
  if (kind === 'HRESULT_FROM_NT') {
    return canonical(Number(inner) | ntBit);
  }
  return fromWin32(inner, kind === 'NTSTATUS_FROM_WIN32' ? ntWin32Base : win32Base);
}

/** What is no Win32 number, and success, stays as it is. */
function fromWin32(code: string, base: number): string {
  const value = Number(code);
  const number = code.startsWith('0x8007') ? value & 0xffff : value;
  return number === 0 || number > 0xffff ? code : canonical(base + number);
}

const lastErrorOf = /^gle\s{0,2}[[=:(]{1,2}\s{0,2}(0x[0-9a-f]{1,8}|\d{1,10})/iu;

/** `GLE [5]` and `gle=0x5`: a Win32 number, never a stop code. */
export function parseLastError(text: string): string | undefined {
  const [, argument] = lastErrorOf.exec(text) ?? [];
  const code = argument && (parseHexadecimal(argument) ?? parseNumber(argument));
  return code ? fromWin32(code, win32Base) : undefined;
}

export function canonical(value: number): string {
  return `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
}

/** The letter O for zero is typed often; 64-bit logs print the sign of an HRESULT in front. */
const hexadecimal = /^[0o]x(?:f{8})?([0-9a-f]{1,8})l?$/iu;
/** Between a short number and a whole code lies what was copied or typed badly. */
const shortDigits = 4;
const wholeDigits = 8;
const withLetterO = /^(?:[0o]x)?(?=[0-9a-f]{0,7}o)([0-9a-fo]{8})l?$/iu;
const letterO = /o/giu;
export const bareHexadecimal = /^(?:80|87|c0|c1|d0|e0)[0-9a-f]{6}$/iu;

export function parseHexadecimal(word: string): string | undefined {
  const [, digits] = hexadecimal.exec(word) ?? [];
  if (digits) {
    const code = canonical(Number.parseInt(digits, 16));
    const isWhole = digits.length <= shortDigits || digits.length === wholeDigits;
    return isWhole || errorCodes().has(code) ? code : undefined;
  }
  const [, letters] = withLetterO.exec(word) ?? [];
  if (letters) {
    const code = `0x${letters.toLowerCase().replace(letterO, '0')}`;
    return errorCodes().has(code) ? code : undefined;
  }
  const code = `0x${word.toLowerCase()}`;
  return (bareHexadecimal.test(word) && isFamiliar(code)) || errorCodes().has(code)
    ? code
    : undefined;
}

const split = /^(?:[0o]x)?\s{0,2}([0-9a-fo]{4})\s{0,2}([0-9a-fo]{4})$/iu;

/** `0x8007 0005` and `0x 80070005`, as chats and scans break them. Only codes of the table. */
export function parseSplit(word: string): string | undefined {
  const [, high = '', low = ''] = split.exec(word) ?? [];
  const code = `0x${`${high}${low}`.toLowerCase().replace(letterO, '0')}`;
  return errorCodes().has(code) && !code.startsWith('0x0') ? code : undefined;
}

export const decimal = /^-?\d{1,10}$/u;

export function parseNumber(word: string): string | undefined {
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

const internetName = /^(?:WININET_E|ERROR_INTERNET)_/u;

function parseSymbol(word: string): string | undefined {
  const name = word.toUpperCase();
  return symbols().get(name) ?? symbols().get(name.replace(internetName, 'ERROR_WINHTTP_'));
}

/** False for numbers that only look like codes: their first digits belong to nothing we know. */
function isFamiliar(code: string): boolean {
  return errorCodes().has(code) || (code[2] !== '0' && prefixes().has(code.slice(0, 6)));
}
