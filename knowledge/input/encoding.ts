import { TextDecoder } from 'node:util';

export type Wide = 'utf-16le' | 'utf-16be';

/** By byte-order mark, else by where the NUL bytes of Latin text stand. */
export function sniffWide(bytes: Buffer): Wide | undefined {
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
