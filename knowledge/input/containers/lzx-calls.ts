const call = 0xe8;
const untouchedEnd = 10;

/**
 * Encoders replace the relative addresses of calls in programs by absolute ones, which are more alike. `start`: where
 * the frame begins in its folder; `size`: of the program, as its encoder told it, 0 for none.
 */
export function restoreCalls(data: Buffer, start: number, size: number): void {
  if (size === 0) {
    return;
  }
  const end = data.length - untouchedEnd;
  for (let at = data.indexOf(call); at >= 0 && at < end; at = data.indexOf(call, at + 5)) {
    const position = start + at;
    const absolute = data.readInt32LE(at + 1);
    if (absolute >= -position && absolute < size) {
      const relative = absolute >= 0 ? absolute - position : absolute + size;
      data.writeInt32LE(relative | 0, at + 1);
    }
  }
}
