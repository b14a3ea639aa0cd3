/** The exclusive or of all numbers of four bytes, over the data and then over what stands in its header. */
export function blockChecksum(head: Buffer, data: Buffer): number {
  return (foldBytes(data) ^ foldBytes(head)) >>> 0;
}

function foldBytes(bytes: Buffer): number {
  const whole = bytes.length & ~3;
  const view = new DataView(bytes.buffer, bytes.byteOffset, whole);
  let sum = 0;
  for (let at = 0; at < whole; at += 4) {
    sum ^= view.getInt32(at, true);
  }
  // The bytes that are left count the other way round.
  let rest = 0;
  for (let at = whole; at < bytes.length; at += 1) {
    rest = (rest << 8) | (bytes[at] ?? 0);
  }
  return sum ^ rest;
}
