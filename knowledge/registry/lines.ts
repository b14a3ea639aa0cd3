import { readKey } from './keys.ts';

/** A value as its first line has it. */
export interface ValueLine {
  name: string;
  /** `undefined` in a `.reg` file, which writes it into the data. */
  type: string | undefined;
  data: string;
}

export const registryHead = /^\uFEFF?\s*(?:Windows Registry Editor Version 5\.00|REGEDIT4)\s*$/u;

/** `"Name"=…` or `@=…`; https://support.microsoft.com/topic/how-to-add-modify-or-delete-registry-subkeys-and-values-by-using-a-reg-file */
const exported = /^\s{0,8}(?:"((?:[^"\\]|\\.){0,300})"|(@))\s?=\s?(.{0,60000})$/u;
const printed =
  /^\s{1,8}(\S.{0,250}?)\s{1,8}(REG_(?:SZ|EXPAND_SZ|MULTI_SZ|DWORD|DWORD_BIG_ENDIAN|QWORD|BINARY|NONE|LINK))(?:\s{1,8}(.{0,60000}))?$/u;
const otherLog = /^\s{0,4}\d{4}[-/]\d\d[-/]\d\d[ T]\d\d:\d\d:\d\d/u;
const escapes = /\\([\\"])/gu;
const longestTail = 200;

/** `undefined` for a line that begins no value. */
export function readValueLine(text: string): ValueLine | undefined {
  const [, quoted, standard, data] = exported.exec(text) ?? [];
  if (data !== undefined) {
    return { name: standard ? '(Default)' : unescapeText(quoted ?? ''), type: undefined, data };
  }
  const [, name, type, printedData = ''] = printed.exec(text) ?? [];
  return name && type ? { name, type, data: printedData } : undefined;
}

/** True for a line that no text of several lines goes on with. */
export function startsOther(text: string): boolean {
  return otherLog.test(text) || readKey(text) !== undefined || readValueLine(text) !== undefined;
}

/** A quotation mark at the end, and no odd number of backslashes before it. */
export function isClosed(data: string): boolean {
  const text = data.slice(-longestTail).trimEnd();
  let slashes = 0;
  while (text[text.length - 2 - slashes] === '\\') {
    slashes += 1;
  }
  return data.length > 1 && text.endsWith('"') && slashes % 2 === 0;
}

export function unescapeText(text: string): string {
  return text.replace(escapes, '$1');
}
