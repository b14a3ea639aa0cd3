import { decodeChinese } from '../input/encoding.ts';
import { unescapeText } from './lines.ts';

const longestText = 2000;
const mostBytes = 8192;
const shownBytes = 32;
const pairs = /[0-9a-f]{2}/giu;
const unclean = /[\p{Cc}\s]+/gu;
const hexPrefix = /^hex(?:\(([0-9a-f]{1,8})\))?:/iu;
const dword = /^dword:\s?([0-9a-f]{1,8})$/iu;
const numbers = new Set(['REG_DWORD', 'REG_QWORD', 'REG_DWORD_BIG_ENDIAN']);

/** Numbers as https://learn.microsoft.com/windows/win32/sysinfo/registry-value-types gives them. */
const types: Readonly<Record<string, string>> = {
  '0': 'REG_NONE',
  '1': 'REG_SZ',
  '2': 'REG_EXPAND_SZ',
  '3': 'REG_BINARY',
  '4': 'REG_DWORD',
  '7': 'REG_MULTI_SZ',
  b: 'REG_QWORD',
};

/**
 * What stands behind `=` in a `.reg` file, in words: numbers decimal, strings as they are, bytes in hexadecimal.
 * `undefined` for a value that the file deletes, or that is none. `wide`: strings in hexadecimal are UTF-16, as in
 * version 5; REGEDIT4 writes them in the code page of the PC.
 */
export function readExported(text: string, wide: boolean): string | undefined {
  const number = dword.exec(text)?.[1];
  if (number) {
    return String(Number.parseInt(number, 16));
  }
  if (text.startsWith('"')) {
    return clean(unescapeText(text.slice(1).replace(closing, '')));
  }
  const prefix = hexPrefix.exec(text);
  return prefix ? readHex(text.slice(prefix[0].length), prefix[1]?.toLowerCase(), wide) : undefined;
}

const closing = /"\s*$/u;

/** What `reg query` prints behind the type. */
export function readPrinted(type: string, text: string): string {
  if (numbers.has(type)) {
    const value = Number(text.trim());
    return Number.isSafeInteger(value) ? String(value) : clean(text);
  }
  return clean(type === 'REG_MULTI_SZ' ? text.replaceAll('\\0', ' | ') : text);
}

function readHex(text: string, type = '3', wide: boolean): string {
  const bytes = Buffer.from((text.match(pairs) ?? []).slice(0, mostBytes).join(''), 'hex');
  switch (types[type]) {
    case 'REG_SZ':
    case 'REG_EXPAND_SZ':
      return clean(decode(bytes, wide).replaceAll('\0', ''));
    case 'REG_MULTI_SZ':
      return clean(decode(bytes, wide).replaceAll('\0', ' | '));
    case 'REG_DWORD':
      return bytes.length >= 4 ? String(bytes.readUInt32LE(0)) : '';
    case 'REG_QWORD':
      return bytes.length >= 8 ? String(bytes.readBigUInt64LE(0)) : '';
    default:
      return `hex:${bytes.subarray(0, shownBytes).toString('hex')}${bytes.length > shownBytes ? '…' : ''}`;
  }
}

function decode(bytes: Buffer, wide: boolean): string {
  return wide
    ? bytes.subarray(0, bytes.length & ~1).toString('utf16le')
    : (decodeChinese(bytes) ?? bytes.toString('latin1'));
}

function clean(text: string): string {
  return text.slice(0, longestText).replace(unclean, ' ').replace(emptyEnds, '').trim();
}

const emptyEnds = /(?: \| ?){1,4}$/u;
