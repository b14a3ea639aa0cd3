import { ContainerDamage } from '../damage.ts';
import { StreamReader } from '../stream-reader.ts';
import { numbersIn } from '../zip-bytes.ts';
import type { Progress } from '../zip-inflate.ts';
import { LzmaDecoder, parseProperties } from './lzma.ts';
import { LzmaWindow } from './lzma-window.ts';

type Bytes = AsyncIterable<Uint8Array>;

const outputSize = 1 << 20;
const inputSize = 1 << 18;
const smallestReach = 4096;
/** A match goes over the end of what was asked for by less than this. */
const overhang = 512;
const largestChunk = 2 << 20;

/** How far back the data may refer: what the decoder must hold, in bytes; `undefined` when it is not told. */
export function reachOfLzma(properties: Uint8Array): number | undefined {
  return properties.length < 5 ? undefined : Math.max(smallestReach, numbersIn(properties).u32(1));
}

export function reachOfLzma2(properties: Uint8Array): number | undefined {
  const [told] = properties;
  return told === undefined || told > 40 ? undefined : (2 + (told % 2)) * 2 ** ((told >> 1) + 11);
}

/** One stream of `size` bytes. Throws `ContainerDamage` after what could be read. */
export async function* unpackLzma(
  input: Bytes,
  properties: Uint8Array,
  size: number,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const reader = new StreamReader(input);
  const known = parseProperties(properties[0] ?? 255);
  const window = new LzmaWindow(
    Math.min(reachOfLzma(properties) ?? 0, size),
    outputSize + overhang,
  );
  if (!known) {
    throw new ContainerDamage('damaged');
  }
  const decoder = new LzmaDecoder(window, known);
  let fed = 0;
  const feed = async () => {
    const more = await reader.take(inputSize);
    fed += more.length;
    decoder.coder.feed(more);
    return more.length > 0;
  };
  await feed();
  if (!decoder.coder.start()) {
    throw new ContainerDamage('damaged');
  }
  let isLast = false;
  for (let given = 0; given < size; ) {
    const step = decoder.decode(Math.min(size, given + outputSize), isLast);
    if (step === 'wants-input' && !isLast) {
      isLast = !(await feed());
      continue;
    }
    const data = window.take().subarray(0, size - given);
    given += data.length;
    progress.consumed = fed - Math.max(0, decoder.coder.left);
    yield data;
    if (step !== 'full') {
      throw new ContainerDamage(step === 'wants-input' ? 'truncated' : 'damaged');
    }
  }
}

/** Chunks of LZMA or of plain data, each with its size in front, up to a zero or to `size` bytes. */
export async function* unpackLzma2(
  reader: StreamReader,
  properties: Uint8Array,
  size: number,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const reach = Math.min(reachOfLzma2(properties) ?? 0, size);
  const chunks = new ChunkReader(reader, new LzmaWindow(reach, largestChunk + overhang));
  for (let given = 0; given < size; ) {
    const { data, ending } = await chunks.next();
    given += data.length;
    progress.consumed = reader.taken;
    yield data;
    if (ending === 'end') {
      return;
    }
    if (ending) {
      throw new ContainerDamage(ending);
    }
  }
}

const controls = { end: 0, plainAfterReset: 1, plain: 2, packed: 0x80 } as const;

class ChunkReader {
  private readonly reader: StreamReader;
  private readonly window: LzmaWindow;
  private decoder: LzmaDecoder | undefined;

  constructor(reader: StreamReader, window: LzmaWindow) {
    this.reader = reader;
    this.window = window;
  }

  async next(): Promise<{ data: Buffer; ending?: 'truncated' | 'damaged' | 'end' }> {
    const [control] = await this.reader.take(1);
    if (control === undefined) {
      return { data: Buffer.alloc(0), ending: 'truncated' };
    }
    if (control >= controls.packed) {
      return this.readPacked(control);
    }
    if (control === controls.end) {
      return { data: Buffer.alloc(0), ending: 'end' };
    }
    if (control !== controls.plain && control !== controls.plainAfterReset) {
      return { data: Buffer.alloc(0), ending: 'damaged' };
    }
    if (control === controls.plainAfterReset) {
      this.window.forget();
    }
    const length = await this.readSize();
    const plain = await this.reader.take(length);
    this.window.write(plain);
    const data = this.window.take();
    return plain.length < length ? { data, ending: 'truncated' } : { data };
  }

  /** What is kept of the chunk before is said by two bits. */
  private async readPacked(control: number) {
    const size = (control & 0x1f) * 2 ** 16 + (await this.readSize());
    const packedSize = await this.readSize();
    const resets = (control >> 5) & 3;
    if (resets === 3) {
      this.window.forget();
    }
    if (resets >= 2) {
      const [told = 255] = await this.reader.take(1);
      const properties = parseProperties(told);
      this.decoder = properties && new LzmaDecoder(this.window, properties);
    } else if (resets === 1) {
      this.decoder?.reset();
    }
    const packed = await this.reader.take(packedSize);
    const isFine = this.decoder !== undefined && this.unpack(this.decoder, packed, size);
    const data = this.window.take();
    if (isFine) {
      return { data };
    }
    return {
      data,
      ending: packed.length < packedSize ? ('truncated' as const) : ('damaged' as const),
    };
  }

  private unpack(decoder: LzmaDecoder, packed: Uint8Array, size: number): boolean {
    const until = this.window.total + size;
    decoder.coder.load(packed);
    return (
      decoder.coder.start() && decoder.decode(until, true) === 'full' && this.window.total === until
    );
  }

  private async readSize(): Promise<number> {
    const bytes = await this.reader.take(2);
    return bytes.length < 2 ? 1 : bytes.readUInt16BE(0) + 1;
  }
}
