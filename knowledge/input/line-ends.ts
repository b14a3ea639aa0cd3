export const lineFeed = 10;
export const carriageReturn = 13;

/** Behind the last line feed; a UTF-16 line feed keeps its NUL. */
export function lastLineEnd(block: Buffer): number {
  const found = block.lastIndexOf(lineFeed);
  if (found < 0) {
    return 0;
  }
  return block[found + 1] === 0 ? found + 2 : found + 1;
}

const wideLineFeed = Buffer.from([lineFeed, 0]);

/** Of little-endian UTF-16, wherever it begins; behind the block when there is none, so that nobody looks again. */
export function findWideEnd(block: Buffer, start: number): number {
  const found = block.indexOf(wideLineFeed, start);
  return found < 0 ? block.length : found;
}

export function withoutEnd(line: Buffer): Buffer {
  let end = line.length;
  while (end > 0 && (line[end - 1] === lineFeed || line[end - 1] === carriageReturn)) {
    end -= 1;
  }
  return line.subarray(0, end);
}

export function withoutReturn(line: string): string {
  let end = line.length;
  while (line.charCodeAt(end - 1) === carriageReturn) {
    end -= 1;
  }
  return end < line.length ? line.slice(0, end) : line;
}

const lineEnd = /[\r\n]{1,4}$/u;
const byteOrderMark = /^\uFEFF/u;

export function trimEnd(line: string): string {
  return line.replace(lineEnd, '').replace(byteOrderMark, '');
}

const smallestHole = 1024;

/** Behind what Windows had not written yet when the power went or the file was copied, which reads as zeros. */
export function pastHole(block: Buffer, start: number): number {
  let end = start;
  while (block[end] === 0) {
    end += 1;
  }
  return end - start >= smallestHole ? end : start;
}
