import { TextDecoder } from 'node:util';

export type Wide = 'utf-16le' | 'utf-16be';

/** By byte-order mark, else by where the NUL bytes of Latin text stand. */
export function sniffWide(bytes: Uint8Array): Wide | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return 'utf-16le';
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return 'utf-16be';
  }
  const length = Math.min(bytes.length & ~1, 4096);
  let even = 0;
  let odd = 0;
  for (let at = 0; at < length; at += 2) {
    even += bytes[at] === 0 ? 1 : 0;
    odd += bytes[at + 1] === 0 ? 1 : 0;
  }
  const units = length / 2;
  if (units >= 2 && odd > units * 0.4 && even < units * 0.1) {
    return 'utf-16le';
  }
  return units >= 2 && even > units * 0.4 && odd < units * 0.1 ? 'utf-16be' : undefined;
}

/** Share of the units that must be Latin text, line ends above all: in words and figures alone nothing tells the order. */
const leastLatin = 0.04;
/** Share of the units that may be neither Latin nor Chinese text. */
const mostOther = 0.05;

/**
 * The same for text that is mostly Chinese, which `sfc` on a Chinese PC writes into a file without a mark. Narrow text
 * holds no NUL, so line ends of two bytes tell it apart.
 */
export function sniffWideChinese(bytes: Uint8Array): Wide | undefined {
  const length = Math.min(bytes.length & ~1, 4096);
  let [little, big] = [0, 0];
  let [littleLatin, bigLatin] = [0, 0];
  for (let at = 0; at < length; at += 2) {
    const first = bytes[at] ?? 0;
    const second = bytes[at + 1] ?? 0;
    littleLatin += isLatin(second, first) ? 1 : 0;
    bigLatin += isLatin(first, second) ? 1 : 0;
    little += isHan(second, first) ? 1 : 0;
    big += isHan(first, second) ? 1 : 0;
  }
  const units = length / 2;
  const fits = (latin: number, han: number) =>
    latin >= Math.max(1, units * leastLatin) && latin + han >= units * (1 - mostOther);
  if (fits(littleLatin, little)) {
    return 'utf-16le';
  }
  return fits(bigLatin, big) ? 'utf-16be' : undefined;
}

/** True for a line that is nothing but Latin and Chinese in little-endian UTF-16; looks no further than its first doubt. */
export function isWideChinese(line: Uint8Array): boolean {
  for (let at = 0; at + 1 < line.length; at += 2) {
    const low = line[at] ?? 0;
    const high = line[at + 1] ?? 0;
    if (!isLatin(high, low) && !isHan(high, low)) {
      return false;
    }
  }
  return true;
}

function isLatin(high: number, low: number): boolean {
  return high === 0 && ((low >= 0x20 && low < 0x7f) || (low >= 0x09 && low <= 0x0d));
}

/** Ideographs, and the punctuation and wide forms that stand among them. */
function isHan(high: number, low: number): boolean {
  return (
    (high >= 0x4e && high <= 0x9f) ||
    (high === 0x30 && low <= 0x1f) ||
    high === 0xff ||
    (high === 0x20 && low >= 0x10 && low <= 0x26)
  );
}

/**
 * Characters of two bytes in UTF-8 that nobody here writes: between the letters of Europe stand rare ones, marks and
 * the scripts of the Near East. Common Chinese words in the ANSI code page read like them: 状态, 系统, 目录.
 */
const unlikely = /[\u013f\u0140\u0149\u0180-\u0385\u03d0-\u03ff\u0460-\u07ff]/u;
const threeBytes = /[\u0800-\uffff]/u;

/** True when some line of what is valid UTF-8 may be Chinese of the ANSI code page. */
export function holdsUnlikely(text: string): boolean {
  return unlikely.test(text);
}

/** True when the line may be. */
export function isChineseInDisguise(line: string): boolean {
  return unlikely.test(line) && !threeBytes.test(line);
}

const strictChinese = new TextDecoder('gb18030', { fatal: true });

/**
 * "Decodes as GB18030" proves nothing: so does most of Latin-1 and Big5. The characters must mostly be
 * common ones, which GB2312 keeps in rows 0xB0 to 0xD7 and punctuation in 0xA1 to 0xA3.
 */
export function decodeChinese(line: Buffer): string | undefined {
  let pairs = 0;
  let common = 0;
  for (let at = 0; at < line.length; at += 1) {
    const lead = line[at] ?? 0;
    if (lead < 0x80) {
      continue;
    }
    const trail = line[at + 1] ?? 0;
    pairs += 1;
    common +=
      trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)) ? 1 : 0;
    at += 1;
  }
  if (common * 2 <= pairs) {
    return undefined;
  }
  try {
    return strictChinese.decode(line);
  } catch {
    return undefined;
  }
}
