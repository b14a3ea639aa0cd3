import type { Problem } from '../container.ts';
import { StreamReader } from '../stream-reader.ts';
import { numbersIn } from '../zip-bytes.ts';
import { inflate, type Progress } from '../zip-inflate.ts';
import { unpackBzip2 } from './bzip2-stream.ts';
import { createX86 } from './filter-x86.ts';
import { createArm64, createDelta, createSwap, type Filter, unfilter } from './filters.ts';
import { reachOfLzma, reachOfLzma2, unpackLzma, unpackLzma2 } from './lzma-stream.ts';
import type { SizedCoder } from './seven-zip-streams.ts';
import { unpackZstd } from './zstd-stream.ts';

/** What 7-Zip itself chooses at its highest setting. */
const mostReach = 256 << 20;

/** How what one coder packed is unpacked. */
interface Method {
  unpack(
    input: AsyncIterable<Uint8Array>,
    coder: SizedCoder,
    progress: Progress,
  ): AsyncIterable<Uint8Array>;
  /** How far back it refers; `undefined` when its properties make no sense. */
  reach?(properties: Uint8Array): number | undefined;
}

export const deflateId = '040108';

/** https://github.com/ip7z/7zip/blob/main/DOC/Methods.txt */
const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['00', { unpack: (input, _, progress) => pass(input, progress) }],
  [
    '030101',
    {
      unpack: (input, { properties, size }, progress) =>
        unpackLzma(input, properties, size, progress),
      reach: reachOfLzma,
    },
  ],
  [
    '21',
    {
      unpack: (input, { properties, size }, progress) =>
        unpackLzma2(new StreamReader(input), properties, size, progress),
      reach: reachOfLzma2,
    },
  ],
  [deflateId, { unpack: (input, _, progress) => inflate(input, progress) }],
  ['040202', { unpack: (input, { size }, progress) => unpackBzip2(input, size, progress) }],
  // Of forks that are widespread: https://github.com/mcmilk/7-Zip-zstd
  ['04f71101', { unpack: (input, _, progress) => unpackZstd(input, progress) }],
  ['03', filtered(({ properties }) => createDelta((properties[0] ?? 0) + 1))],
  ['03030103', filtered(() => createX86())],
  ['04', filtered(() => createX86())],
  ['0a', filtered(({ properties }) => createArm64(numbersIn(properties).u32(0)))],
  ['020302', filtered(() => createSwap(2))],
  ['020304', filtered(() => createSwap(4))],
]);

const problems: ReadonlyMap<string, Problem> = new Map<string, Problem>([
  ['06f10701', 'encrypted'],
  ['030401', 'ppmd'],
  // Of programs for other processors, and the one for x86 that makes four streams.
  ['0303011b', 'program-filter'],
  ['03030205', 'program-filter'],
  ['03030401', 'program-filter'],
  ['03030501', 'program-filter'],
  ['03030701', 'program-filter'],
  ['03030805', 'program-filter'],
  ['05', 'program-filter'],
  ['06', 'program-filter'],
  ['07', 'program-filter'],
  ['08', 'program-filter'],
  ['09', 'program-filter'],
  ['0b', 'program-filter'],
]);

/** Why what these packed, in this order, cannot be read. */
export function problemOfCoders(coders: readonly SizedCoder[]): Problem | undefined {
  const told = coders.map(({ id }) => problems.get(id)).filter((one) => one !== undefined);
  if (told.includes('encrypted')) {
    return 'encrypted';
  }
  if (told[0]) {
    return told[0];
  }
  if (coders.length === 0 || coders.some(({ id }) => !methods.has(id))) {
    return 'unsupported-method';
  }
  const found = coders.map(problemOfReach);
  return found.find((one) => one !== undefined);
}

function problemOfReach({ id, properties, size }: SizedCoder): Problem | undefined {
  const method = methods.get(id);
  if (!method?.reach) {
    return undefined;
  }
  const reach = method.reach(properties);
  if (reach === undefined) {
    return 'damaged';
  }
  return Math.min(reach, size) > mostReach ? 'memory' : undefined;
}

export function unpackCoder(
  input: AsyncIterable<Uint8Array>,
  coder: SizedCoder,
  progress: Progress,
): AsyncIterable<Uint8Array> {
  return methods.get(coder.id)?.unpack(input, coder, progress) ?? input;
}

function filtered(create: (coder: SizedCoder) => Filter): Method {
  return { unpack: (input, coder, progress) => unfilter(pass(input, progress), create(coder)) };
}

async function* pass(
  input: AsyncIterable<Uint8Array>,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  for await (const piece of input) {
    progress.consumed += piece.length;
    yield piece;
  }
}
