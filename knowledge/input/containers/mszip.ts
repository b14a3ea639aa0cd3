import { constants, inflateRawSync } from 'node:zlib';
import { RawInflater } from './raw-inflater.ts';

/** What a block may become, and how far back the next one may refer. */
const windowSize = 32_768;
const signature = 0x4b43;
/** Room beyond the largest block spares zlib a second buffer. */
const outputSize = windowSize + 64;

interface Inflated {
  data: Buffer;
  /** False when `data` ends at a spot that is bad. */
  isWhole: boolean;
}

/** Room for so many blocks at a time. */
const blocksAtOnce = 32;
const storedHeader = 5;

/** One folder of a cabinet, block for block. */
export class MszipDecoder {
  private inflater = RawInflater.create();
  /** Blocks one behind the other, each with what it may refer to right before it. */
  private output: Buffer = Buffer.alloc(0);
  private at = 0;
  /** Up to the last 32 KiB that were unpacked. */
  private history = 0;
  private readonly input = Buffer.alloc(storedHeader + windowSize + 0xffff);

  decode(block: Buffer, _size: number, isCut: boolean): Inflated {
    this.makeRoom();
    const length = isCut || !isSigned(block) ? undefined : this.inflateFast(block.subarray(2));
    if (length === undefined || length > windowSize) {
      return this.inflateSlowly(block, isCut);
    }
    const data = this.output.subarray(this.at, this.at + length);
    this.advance(length);
    return { data, isWhole: true };
  }

  close(): void {
    this.inflater?.close();
    this.inflater = undefined;
  }

  /** What came before goes in as data that is not packed: then it need not be told to zlib as a dictionary. */
  private inflateFast(packed: Buffer): number | undefined {
    const { inflater, input, output, at, history } = this;
    let length = 0;
    if (history > 0) {
      input[0] = 0;
      input.writeUInt16LE(history, 1);
      input.writeUInt16LE(history ^ 0xffff, 3);
      output.copy(input, storedHeader, at - history, at);
      length = storedHeader + history;
    }
    length += packed.copy(input, length);
    const made = inflater?.unpack(input, length, output, at - history);
    return made === undefined || made < history ? undefined : made - history;
  }

  private inflateSlowly(block: Buffer, isCut: boolean): Inflated {
    const { at, history } = this;
    this.close();
    const inflated = inflateBlock(block, this.output.subarray(at - history, at), isCut);
    inflated.data.copy(this.output, at);
    this.advance(inflated.data.length);
    return inflated;
  }

  private makeRoom(): void {
    if (this.at + windowSize < this.output.length) {
      return;
    }
    // What was handed out stays as it is.
    const output = Buffer.allocUnsafeSlow((blocksAtOnce + 1) * windowSize + 1);
    this.output.copy(output, 0, this.at - this.history, this.at);
    this.output = output;
    this.at = this.history;
  }

  private advance(length: number): void {
    this.at += length;
    this.history = Math.min(windowSize, this.history + length);
  }
}

function isSigned(block: Buffer): boolean {
  return block.length >= 2 && block.readUInt16LE(0) === signature;
}

/**
 * One block: `CK` and a deflate stream of its own, which may refer to what was unpacked before.
 * https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-mci, 3.1
 */
function inflateBlock(block: Buffer, history: Buffer, isCut: boolean): Inflated {
  if (!isSigned(block)) {
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
