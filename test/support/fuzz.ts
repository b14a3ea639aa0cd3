import type { InputReport } from '../../knowledge/diagnosis.ts';
import { type ReadLimits, readInputs } from '../../knowledge/input/read.ts';
import { scanBytes } from '../../knowledge/input/scan-bytes.ts';
import { Collector } from '../../knowledge/match/collector.ts';
import type { Engine } from '../../knowledge/match/compile.ts';
import { createRandom } from './random.ts';

/** Small, so that whoever does not keep to them is seen. */
export const fuzzLimits: ReadLimits = {
  uploadMiB: 32,
  archiveEntries: 200,
  archiveRatio: 50,
  archiveDepth: 3,
  answerSeconds: 20,
  // Recognising text takes seconds for each, in a thread with limits of its own.
  pictures: 0,
};

const extremes = [0, 1, 0x7f, 0x80, 0xff];
const words = [0, 1, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
const headLength = 200;
const mostChanges = 8;

/** Bytes changed, mostly where they hurt, taken out, doubled and put in; the same for the same seed. */
export function mutate(sample: Uint8Array, others: readonly Uint8Array[], seed: number): Buffer {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  let bytes: Buffer = Buffer.from(sample);
  for (let left = 1 + below(mostChanges); left > 0 && bytes.length > 0; left -= 1) {
    const at = below(random() < 0.4 ? Math.min(headLength, bytes.length) : bytes.length);
    bytes = changes[below(changes.length)]?.(bytes, at, below, others) ?? bytes;
  }
  return bytes;
}

type Change = (
  bytes: Buffer,
  at: number,
  below: (limit: number) => number,
  others: readonly Uint8Array[],
) => Buffer;

const changes: readonly Change[] = [
  (bytes, at, below) => {
    bytes[at] = below(256);
    return bytes;
  },
  (bytes, at, below) => {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
    return bytes;
  },
  (bytes, at, below) =>
    bytes.fill(
      extremes[below(extremes.length)] ?? 0,
      at,
      Math.min(bytes.length, at + 1 + below(8)),
    ),
  (bytes, at, below) => {
    const value = words[below(words.length)] ?? 0;
    if (at + 4 <= bytes.length) {
      bytes.writeUInt32LE(value, at);
    }
    return bytes;
  },
  (bytes, at, below) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(64))]),
  (bytes, at, below) => {
    const piece = bytes.subarray(at, at + 1 + below(300));
    return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  },
  (bytes, at, below) => (below(3) === 0 ? bytes.subarray(0, at) : bytes),
  (bytes, at, below, others) => {
    const other = others[below(others.length)] ?? bytes;
    const from = below(other.length);
    const piece = other.subarray(from, from + below(2000));
    return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  },
];

/** Reads one input as an answer does, and returns what is wrong with how it went: `undefined` for nothing. */
export async function findMisreading(
  bytes: Buffer,
  engine: Engine,
  spoolFolder: string,
): Promise<string | undefined> {
  const collector = new Collector(engine);
  let reports: InputReport[];
  try {
    reports = await readInputs({
      uploads: [{ name: 'input', open: () => inSteps(bytes) }],
      limits: fuzzLimits,
      spoolFolder,
      scan: scanBytes,
      filter: engine.filter,
      found: (record, patterns) => collector.take(record, patterns),
      cleanName: (name) => name,
    });
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : String(error)}`;
  }
  if (!reports.some(({ name }) => name === 'input' || name.startsWith('input/'))) {
    return 'was not reported';
  }
  const silent = reports.find(({ status, reason }) => status !== 'read' && !reason?.endsWith('。'));
  return silent && `gave no reason for ${silent.name}`;
}

const step = 20_000;

async function* inSteps(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    yield bytes.subarray(at, at + step);
  }
}
