import { crc32 } from 'node:zlib';
import { ContainerDamage } from '../damage.ts';
import { StreamReader } from '../stream-reader.ts';
import type { Progress } from '../zip-inflate.ts';
import { problemOfCoders, unpackCoder } from './coders.ts';
import { unpackLzma2 } from './lzma-stream.ts';
import type { SizedCoder } from './seven-zip-streams.ts';
import { type Check, createCheck } from './xz-checks.ts';

export const xzBeginning = Buffer.from('fd377a585a00', 'hex');
const headerLength = 12;
const footerLength = 12;
const lzma2Id = '21';
const endless = Number.POSITIVE_INFINITY;
/** More blocks than a file of any size that is read here. */
const mostBlocks = 1 << 24;

/** All streams. Throws `ContainerDamage` after what could be read. https://tukaani.org/xz/xz-file-format.txt */
export async function* unpackXz(
  input: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const reader = new StreamReader(input);
  for (let streams = 0; ; streams += 1) {
    const kind = await readStart(reader, streams > 0);
    if (kind === undefined) {
      return;
    }
    for (;;) {
      const size = await takeByte(reader);
      if (size === 0) {
        break;
      }
      const coders = await readBlockHeader(reader, size);
      yield* unpackBlock(reader, coders, createCheck(kind), progress);
    }
    await passIndex(reader);
  }
}

/** How its blocks are checked; `undefined` at the end, before which zeros may stand. */
async function readStart(reader: StreamReader, isLater: boolean): Promise<number | undefined> {
  let first = await reader.take(4);
  while (isLater && first.length === 4 && first.readUInt32LE() === 0) {
    first = await reader.take(4);
  }
  if (isLater && first.length === 0) {
    return undefined;
  }
  const header = Buffer.concat([first, await reader.take(headerLength - first.length)]);
  if (!xzBeginning.equals(header.subarray(0, xzBeginning.length))) {
    throw new ContainerDamage(isLater ? 'trailing' : 'damaged');
  }
  if (header.length < headerLength) {
    throw new ContainerDamage('truncated');
  }
  if (crc32(header.subarray(6, 8)) !== header.readUInt32LE(8)) {
    throw new ContainerDamage('damaged');
  }
  return (header[7] ?? 0) & 0x0f;
}

/** The coders in the order in which they unpack. */
async function readBlockHeader(reader: StreamReader, told: number): Promise<SizedCoder[]> {
  const rest = await reader.take(told * 4 + 3);
  if (rest.length < told * 4 + 3) {
    throw new ContainerDamage('truncated');
  }
  const end = rest.length - 4;
  if (crc32(rest.subarray(0, end), crc32(Uint8Array.of(told))) !== rest.readUInt32LE(end)) {
    throw new ContainerDamage('damaged');
  }
  const fields = new StreamReader(only(rest.subarray(0, end)));
  const flags = await takeByte(fields);
  for (const flag of [0x40, 0x80]) {
    if (flags & flag) {
      await takeNumber(fields);
    }
  }
  const coders: SizedCoder[] = [];
  for (let filter = 0; filter <= (flags & 3); filter += 1) {
    const id = (await takeNumber(fields)).toString(16).padStart(2, '0');
    coders.unshift({ id, properties: await fields.take(await takeNumber(fields)), size: 0 });
  }
  if (coders[0]?.id !== lzma2Id || problemOfCoders(coders)) {
    throw new ContainerDamage('damaged');
  }
  return coders;
}

async function* unpackBlock(
  reader: StreamReader,
  [packer, ...filters]: readonly SizedCoder[],
  check: Check,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  const start = reader.taken;
  const properties = packer?.properties ?? Buffer.alloc(0);
  const stream = filters.reduce<AsyncIterable<Uint8Array>>(
    (content, filter) => unpackCoder(content, filter, { consumed: 0 }),
    unpackLzma2(reader, properties, endless, progress),
  );
  for await (const chunk of stream) {
    check.add(chunk);
    yield chunk;
  }
  await reader.skip((4 - ((reader.taken - start) % 4)) % 4);
  const told = await reader.take(check.size);
  if (told.length < check.size) {
    throw new ContainerDamage('truncated');
  }
  if (check.result()?.equals(told) === false) {
    throw new ContainerDamage('wrong-checksum');
  }
}

/** Where the blocks lie, for those who seek. */
async function passIndex(reader: StreamReader): Promise<void> {
  const start = reader.taken - 1;
  const blocks = await takeNumber(reader);
  if (blocks > mostBlocks) {
    throw new ContainerDamage('damaged');
  }
  for (let number = 0; number < blocks * 2; number += 1) {
    await takeNumber(reader);
  }
  await reader.skip((4 - ((reader.taken - start) % 4)) % 4);
  await reader.skip(4);
  const footer = await reader.take(footerLength);
  if (footer.length < footerLength) {
    throw new ContainerDamage('truncated');
  }
}

async function takeByte(reader: StreamReader): Promise<number> {
  const [byte] = await reader.take(1);
  if (byte === undefined) {
    throw new ContainerDamage('truncated');
  }
  return byte;
}

/** Seven bits in each byte, the lowest first, as long as the highest bit is set. */
async function takeNumber(reader: StreamReader): Promise<number> {
  let value = 0;
  for (let place = 0; place < 9; place += 1) {
    const byte = await takeByte(reader);
    value += (byte & 0x7f) * 2 ** (7 * place);
    if (byte < 0x80) {
      return value;
    }
  }
  throw new ContainerDamage('damaged');
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
