import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';
import { numbersIn } from './zip-bytes.ts';

const utf8 = new TextDecoder();
const chinese = new TextDecoder('gb18030');
const utf8Flag = 0x0800;
const unicodePathField = 0x7075;
/** No path of Windows is longer; hostile directories hold names of 64 KiB each. */
const longestName = 2048;

/**
 * Windows in Chinese writes names in GBK and says nothing about it. The flag and Info-ZIP's
 * extra field are believed first; a name that is valid UTF-8 is hardly ever GBK.
 */
export function decodeName(raw: Uint8Array, flags: number, extra: Uint8Array): string {
  const field = findField(extra, unicodePathField);
  if (field && field[0] === 1 && numbersIn(field).u32(1) === crc32(raw)) {
    return utf8.decode(field.subarray(5, 5 + longestName));
  }
  const name = raw.subarray(0, longestName);
  return flags & utf8Flag || isUtf8(name) ? utf8.decode(name) : chinese.decode(name);
}

/** The data of an extra field; `undefined` when it is not there. */
export function findField(extra: Uint8Array, wanted: number): Uint8Array | undefined {
  const numbers = numbersIn(extra);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = numbers.u16(at + 2);
    if (numbers.u16(at) === wanted) {
      return extra.subarray(at + 4, at + 4 + length);
    }
    at += 4 + length;
  }
  return undefined;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: names of hostile archives hold them
const invisible = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const drive = /^(?:[a-z]:)+/i;
const trailingSlash = /[/\\]$/;
const separators = /[/\\]+/;

export interface SafeName {
  name: string;
  /** The name in the archive left its folder or hid something. */
  unsafeName: boolean;
}

/** A relative name with `/`, fit to be shown; never empty. */
export function makeSafe(name: string): SafeName {
  const visible = name.replace(invisible, '');
  const relative = visible.replace(drive, '');
  const parts = relative.split(separators);
  const kept = parts.filter((part) => part !== '' && part !== '.' && part !== '..');
  return {
    name: kept.join('/') || 'unnamed',
    unsafeName: visible !== name || relative !== visible || parts[0] === '' || parts.includes('..'),
  };
}

export function isFolderName(name: string): boolean {
  return trailingSlash.test(name);
}
