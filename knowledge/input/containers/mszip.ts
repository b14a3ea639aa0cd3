import { constants, inflateRawSync } from 'node:zlib';

/** What a block may become, and how far back the next one may refer. */
export const windowSize = 32_768;
const signature = 0x4b43;
/** Room beyond the largest block spares zlib a second buffer. */
const outputSize = windowSize + 64;

export type Inflated =
  | { isWhole: true; data: Buffer }
  /** What stood before the spot that is bad. */
  | { isWhole: false; data: Buffer };

/**
 * One block: `CK` and a deflate stream of its own, which may refer to what was unpacked before.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-mci, 3.1
 */
export function inflateBlock(block: Buffer, history: Buffer, isCut: boolean): Inflated {
  if (block.length < 2 || block.readUInt16LE(0) !== signature) {
    return { isWhole: false, data: Buffer.alloc(0) };
  }
  const packed = block.subarray(2);
  try {
    return { isWhole: !isCut, data: inflate(packed, history, isCut) };
  } catch {
    return { isWhole: false, data: inflateBeginning(packed, history) };
  }
}

function inflate(packed: Buffer, history: Buffer, isCut: boolean): Buffer {
  return inflateRawSync(packed, {
    chunkSize: outputSize,
    maxOutputLength: windowSize,
    finishFlush: isCut ? constants.Z_SYNC_FLUSH : constants.Z_FINISH,
    ...(history.length > 0 && { dictionary: history }),
  });
}

/** zlib keeps nothing of a bad block, so the longest beginning without the bad spot is looked for. */
function inflateBeginning(packed: Buffer, history: Buffer): Buffer {
  let best: Buffer = Buffer.alloc(0);
  for (let low = 0, high = packed.length; low < high; ) {
    const middle = Math.ceil((low + high) / 2);
    try {
      best = inflate(packed.subarray(0, middle), history, true);
      low = middle;
    } catch {
      high = middle - 1;
    }
  }
  return best;
}
