/** From here on a call into the engine is faster than a loop. */
const longCopy = 64;

/** Copies byte by byte from the front: bytes that the copying itself makes are copied too. */
export function copyForward(bytes: Uint8Array, from: number, to: number, length: number): void {
  const distance = to - from;
  if (length < longCopy || (distance > 1 && distance < length)) {
    for (let index = 0; index < length; index += 1) {
      bytes[to + index] = bytes[from + index] ?? 0;
    }
  } else if (distance === 1) {
    bytes.fill(bytes[from] ?? 0, to, to + length);
  } else {
    bytes.copyWithin(to, from, from + length);
  }
}
