import { crc32 } from 'node:zlib';
import { type Budget, isBomb } from '../budget.ts';
import type { Container } from '../container.ts';
import { ContainerDamage } from '../damage.ts';
import { type Bytes, numbersIn, pieces } from '../zip-bytes.ts';
import { inflateRange, isBadData } from '../zip-inflate.ts';

const fixedHeader = 10;
const trailer = 8;
/** A name or a comment that does not end within this is no name. */
const longestText = 4096;
const longestHeader = fixedHeader + 2 + 0xffff + 2 * longestText + 4;
const flags = { headerChecksum: 2, extra: 4, name: 8, comment: 16 } as const;
const deflate = 8;

/**
 * One packed file, in one or several members as rotating writers append them, RFC 1952. It goes by the name
 * that it was sent under; the name in its header is often missing and never needed.
 */
export const gzip: Container = {
  format: 'gzip',
  recognises: (head) => isMember(head),
  async *list(source, budget) {
    const bytes = await source.bytes();
    budget.entries -= 1;
    const size = numbersIn(await bytes.read(bytes.size - 4, 4)).u32(0);
    yield {
      kind: 'file',
      name: '',
      size,
      isBomb: isBomb(budget, size, bytes.size),
      unsafeName: false,
      open: () => unpack(bytes, budget),
    };
  },
};

function isMember(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && head[2] === deflate && (head[3] ?? 0) < 0x20;
}

interface Totals {
  length: number;
  consumed: number;
}

async function* unpack(bytes: Bytes, budget: Budget): AsyncGenerator<Uint8Array> {
  const totals: Totals = { length: 0, consumed: 0 };
  for (let at = 0; at < bytes.size; ) {
    budget.throwIfAborted();
    const start = await findData(bytes, at);
    if (start === undefined) {
      await judgeRest(bytes, at, budget);
      return;
    }
    at = yield* unpackMember(bytes, start, totals, budget);
  }
}

/** Returns where the next member begins. */
async function* unpackMember(
  bytes: Bytes,
  start: number,
  totals: Totals,
  budget: Budget,
): AsyncGenerator<Uint8Array, number> {
  const progress = { consumed: 0 };
  const before = totals.consumed;
  let length = 0;
  let checksum = 0;
  try {
    for await (const chunk of inflateRange(bytes, start, bytes.size, progress)) {
      budget.throwIfAborted();
      length += chunk.length;
      totals.length += chunk.length;
      totals.consumed = before + progress.consumed;
      if (isBomb(budget, totals.length, totals.consumed)) {
        throw new ContainerDamage('over-ratio');
      }
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    throw isBadData(error) ? new ContainerDamage('damaged', error) : error;
  }
  totals.consumed = before + progress.consumed;
  const end = start + progress.consumed;
  judge(numbersIn(await bytes.read(end, trailer)), length, checksum);
  return end + trailer;
}

function judge(end: ReturnType<typeof numbersIn>, length: number, checksum: number): void {
  if (end.length < trailer) {
    throw new ContainerDamage('truncated');
  }
  if (end.u32(0) !== checksum) {
    throw new ContainerDamage('wrong-checksum');
  }
  if (end.u32(4) !== length % 2 ** 32) {
    throw new ContainerDamage('wrong-size');
  }
}

/** `undefined` where no member begins. */
async function findData(bytes: Bytes, offset: number): Promise<number | undefined> {
  const fixed = await bytes.read(offset, fixedHeader + 1);
  if (fixed.length <= fixedHeader || !isMember(fixed)) {
    return undefined;
  }
  const set = fixed[3] ?? 0;
  const header = set === 0 ? fixed : await bytes.read(offset, longestHeader);
  let at: number = fixedHeader;
  if (set & flags.extra) {
    at += 2 + numbersIn(header).u16(at);
  }
  for (const flag of [flags.name, flags.comment]) {
    if (set & flag) {
      const end = header.indexOf(0, at);
      at = end < 0 ? header.length : end + 1;
    }
  }
  at += set & flags.headerChecksum ? 2 : 0;
  return at < header.length ? offset + at : undefined;
}

/** A member that was cut off in its header, the zeros that tapes and devices are filled up with, or something else. */
async function judgeRest(bytes: Bytes, at: number, budget: Budget): Promise<void> {
  if (isMember(await bytes.read(at, fixedHeader))) {
    throw new ContainerDamage('truncated');
  }
  if (!(await isZero(bytes, at, budget))) {
    throw new ContainerDamage('trailing');
  }
}

async function isZero(bytes: Bytes, start: number, budget: Budget): Promise<boolean> {
  for await (const piece of pieces(bytes, start, bytes.size)) {
    budget.throwIfAborted();
    if (piece.some((byte) => byte !== 0)) {
      return false;
    }
  }
  return true;
}
