import { ContainerDamage, type DamageKind } from '../damage.ts';
import { StreamReader } from '../stream-reader.ts';
import type { Progress } from '../zip-inflate.ts';
import { BitsFromTop } from './bits-from-top.ts';
import { readBlock, type SortedBlock } from './bzip2-block.ts';

const outputSize = 1 << 20;
const longestRun = 255;
const levelSize = 100_000;
/** No block takes more: 900,000 symbols of at most 20 bits, and its codes. */
const largestBlock = 2_400_000;
const inputSize = 1 << 20;
const marks = { block: 0x314159265359, end: 0x177245385090 } as const;

/** The polynomial of Ethernet, from the highest bit down, unlike that of zlib. */
const checksums = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) {
    value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  }
  return value;
});

/**
 * One stream or several behind each other, up to `size` bytes. Throws `ContainerDamage` after what could be read.
 * https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf
 */
export async function* unpackBzip2(
  input: AsyncIterable<Uint8Array>,
  size: number,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const source = new BlockSource(input);
  for (let given = 0; given < size; ) {
    const block = await source.next();
    if (!block) {
      return;
    }
    for (const chunk of restore(block.sorted, block.checksum)) {
      progress.consumed = source.consumed;
      const data = chunk.subarray(0, size - given);
      given += data.length;
      yield data;
    }
  }
}

class BlockSource {
  private readonly reader: StreamReader;
  private readonly bits = new BitsFromTop();
  private chain: Uint32Array = new Uint32Array();
  private isLast = false;
  private isInside = false;
  private streams = 0;

  constructor(input: AsyncIterable<Uint8Array>) {
    this.reader = new StreamReader(input);
  }

  get consumed(): number {
    return this.reader.taken - Math.max(0, this.bits.left);
  }

  /** `undefined` at the end. */
  async next(): Promise<{ sorted: SortedBlock; checksum: number } | undefined> {
    for (;;) {
      await this.fill();
      if (!(this.isInside || this.begin())) {
        return undefined;
      }
      const mark = this.bits.take(24) * 2 ** 24 + this.bits.take(24);
      const checksum = this.bits.take(16) * 2 ** 16 + this.bits.take(16);
      if (mark === marks.block) {
        const sorted = readBlock(this.bits, this.chain);
        if (sorted && this.bits.left >= 0) {
          return { sorted, checksum };
        }
      }
      if (mark !== marks.end || this.bits.left < 0) {
        throw new ContainerDamage(this.badEnd());
      }
      this.isInside = false;
      this.bits.align();
    }
  }

  /** Reads the head of a stream; false at the end. */
  private begin(): boolean {
    if (this.bits.left <= 0 && this.streams > 0) {
      return false;
    }
    const level = this.bits.take(24) === 0x425a68 ? this.bits.take(8) - 0x30 : 0;
    if (level < 1 || level > 9) {
      throw new ContainerDamage(this.streams > 0 ? 'trailing' : this.badEnd());
    }
    if (this.chain.length !== level * levelSize) {
      this.chain = new Uint32Array(level * levelSize);
    }
    this.streams += 1;
    this.isInside = true;
    return true;
  }

  private badEnd(): DamageKind {
    return this.isLast && this.bits.left < 0 ? 'truncated' : 'damaged';
  }

  private async fill(): Promise<void> {
    while (!this.isLast && this.bits.left < largestBlock) {
      const more = await this.reader.take(inputSize);
      this.isLast = more.length < inputSize;
      this.bits.feed(more);
    }
  }
}

/** Undoes the sorting, and the runs: four equal bytes are followed by how many more there are. */
function* restore(block: SortedBlock, told: number): Generator<Uint8Array> {
  const walk: Walk = {
    entry: block.chain[block.first] ?? 0,
    left: block.length,
    last: -1,
    same: 0,
  };
  let checksum = -1;
  while (walk.left > 0) {
    const output = Buffer.allocUnsafe(outputSize);
    const data = output.subarray(0, go(block.chain, walk, output));
    checksum = addToChecksum(data, checksum);
    yield data;
  }
  if (~checksum >>> 0 !== told) {
    throw new ContainerDamage('wrong-checksum');
  }
}

/** How far the chain has been followed. */
interface Walk {
  entry: number;
  left: number;
  last: number;
  /** So many times the last byte has come. */
  same: number;
}

/** How much was put into the output. */
function go(chain: Uint32Array, walk: Walk, output: Uint8Array): number {
  const room = output.length - longestRun;
  let { entry, left, last, same } = walk;
  let filled = 0;
  for (; left > 0 && filled <= room; left -= 1) {
    entry = chain[entry >>> 8] ?? 0;
    const byte = entry & 0xff;
    if (same === 4) {
      output.fill(last, filled, filled + byte);
      filled += byte;
      same = 0;
      last = -1;
    } else {
      output[filled] = byte;
      filled += 1;
      same = byte === last ? same + 1 : 1;
      last = byte;
    }
  }
  Object.assign(walk, { entry, left, last, same });
  return filled;
}

function addToChecksum(bytes: Uint8Array, before: number): number {
  let checksum = before;
  for (let at = 0; at < bytes.length; at += 1) {
    checksum = (checksum << 8) ^ (checksums[(checksum >>> 24) ^ (bytes[at] ?? 0)] ?? 0);
  }
  return checksum;
}
