import { isAscii, isUtf8 } from 'node:buffer';
import { type LineDecoder, longestLine } from '../line-decoder.ts';
import type { LogWindow } from './window.ts';

const lineFeed = 10;

/** Looks at one byte in so many; of lines that are too long only one end is looked for. */
export function countLongLines({ bytes, start }: LogWindow, to: number): number {
  let count = 0;
  for (let at = start; to - at > longestLine; ) {
    const last = bytes.lastIndexOf(lineFeed, at + longestLine);
    if (last < at) {
      count += 1;
      at = bytes.indexOf(lineFeed, at) + 1;
    } else {
      at = last + 1;
    }
  }
  return count;
}

/** Has lines decoded that are neither ASCII nor UTF-8, until the encoding that is looked for was met. */
export function noteEncodings({ bytes, start }: LogWindow, decoder: LineDecoder, to: number): void {
  const lines = bytes.subarray(start, to);
  if (decoder.encodings.has('gb18030') || isAscii(lines) || isUtf8(lines)) {
    return;
  }
  for (let at = start; at < to && !decoder.encodings.has('gb18030'); ) {
    const end = bytes.indexOf(lineFeed, at);
    decoder.decodeLine(bytes.subarray(at, end));
    at = end + 1;
  }
}
