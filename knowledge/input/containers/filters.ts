/**
 * What makes programs pack better, undone; sizes stay as they are. https://www.7-zip.org/sdk.html, and chapter 5.3 of
 * https://tukaani.org/xz/xz-file-format.txt for delta.
 */
export interface Filter {
  /**
   * Changes what it can of the bytes from the front, in place; how many of them are done. The others come again,
   * with more behind them.
   */
  undo(bytes: Buffer): number;
}

/** In blocks that are worth a call. */
export async function* unfilter(
  input: AsyncIterable<Uint8Array>,
  filter: Filter,
): AsyncGenerator<Uint8Array> {
  let rest = Buffer.alloc(0);
  for await (const chunk of input) {
    const bytes = Buffer.concat([rest, chunk]);
    const done = filter.undo(bytes);
    rest = bytes.subarray(done);
    if (done > 0) {
      yield bytes.subarray(0, done);
    }
  }
  if (rest.length > 0) {
    yield rest;
  }
}

/** Each byte was stored as its difference from the one so far before it, 1 to 256. */
export function createDelta(distance: number): Filter {
  const before = new Uint8Array(distance);
  let at = 0;
  return {
    undo(bytes) {
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = ((bytes[index] ?? 0) + (before[at] ?? 0)) & 0xff;
        bytes[index] = byte;
        before[at] = byte;
        at = at + 1 === distance ? 0 : at + 1;
      }
      return bytes.length;
    },
  };
}

/** Bytes in groups of two or four, turned around. */
export function createSwap(width: 2 | 4): Filter {
  return {
    undo(bytes) {
      const whole = bytes.subarray(0, bytes.length - (bytes.length % width));
      if (width === 2) {
        whole.swap16();
      } else {
        whole.swap32();
      }
      return whole.length;
    },
  };
}

const branch = 0x94000000;
const branchMask = 0xfc000000;
const page = 0x90000000;
const pageMask = 0x9f000000;
/** Only within half a gigabyte in each direction. */
const pageReach = 0x20000;

/** `BL` and `ADRP` were given absolute addresses. */
export function createArm64(start = 0): Filter {
  let at = start;
  return {
    undo(bytes) {
      const done = bytes.length - (bytes.length % 4);
      for (let index = 0; index < done; index += 4) {
        const code = bytes.readUInt32LE(index);
        const changed = undoArm64(code, at + index);
        if (changed !== code) {
          bytes.writeUInt32LE(changed, index);
        }
      }
      at = (at + done) >>> 0;
      return done;
    },
  };
}

function undoArm64(code: number, at: number): number {
  if ((code & branchMask) >>> 0 === branch) {
    return (branch | ((code - (at >>> 2)) & 0x03ffffff)) >>> 0;
  }
  if ((code & pageMask) >>> 0 !== page) {
    return code;
  }
  const told = ((code >>> 29) & 3) | ((code >>> 3) & 0x1ffffc);
  if (((told + pageReach) & 0x1c0000) !== 0) {
    return code;
  }
  const pages = told - (at >>> 12);
  const sign = -(pages & pageReach) & 0xe00000;
  return ((code & 0x9000001f) | ((pages & 3) << 29) | ((pages & 0x3fffc) << 3) | sign) >>> 0;
}
