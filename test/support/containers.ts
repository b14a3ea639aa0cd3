import { Budget } from '../../knowledge/input/budget.ts';
import type { Flaw } from '../../knowledge/input/container.ts';
import { findContainer } from '../../knowledge/input/containers.ts';
import { ContainerDamage } from '../../knowledge/input/damage.ts';
import { createSource } from '../../knowledge/input/source.ts';
import { limits } from './answering.ts';

export interface Unpacked {
  /** Name, text, and `whole`, what was wrong with the content, or why there is none. */
  files: [name: string, text: string, ending: string][];
  flaws: Flaw[];
}

export interface UnpackOptions {
  entries?: number;
  bytes?: number;
  ratio?: number;
  deadline?: number;
  signal?: AbortSignal;
  /** How many bytes of the stream come at a time. */
  step?: number;
}

export function budgetOf(options: UnpackOptions = {}): Budget {
  return new Budget({
    entries: options.entries ?? limits.archiveEntries,
    bytes: options.bytes ?? 2 ** 30,
    ratio: options.ratio ?? limits.archiveRatio,
    depth: limits.archiveDepth,
    deadline: options.deadline ?? Date.now() + 60_000,
    signal: options.signal,
  });
}

export function openContainer(bytes: Uint8Array, options: UnpackOptions = {}) {
  const source = createSource({
    head: bytes.subarray(0, 65_536),
    stream: inSteps(bytes, options.step ?? 2 ** 20),
    file: undefined,
    spoolFolder: '/nowhere',
  });
  return { container: findContainer(bytes), source, budget: budgetOf(options) };
}

/** Everything that can be got out of a container. */
export async function unpack(bytes: Uint8Array, options: UnpackOptions = {}): Promise<Unpacked> {
  const { container, source, budget } = openContainer(bytes, options);
  if (!container) {
    throw new Error('no container');
  }
  const unpacked: Unpacked = { files: [], flaws: [] };
  for await (const found of container.list(source, budget)) {
    if (found.kind === 'flaw') {
      unpacked.flaws.push(found.flaw);
    } else if (found.kind === 'unread') {
      unpacked.files.push([found.name, '', found.problem]);
    } else {
      const { text, ending } = await drain(found.open());
      unpacked.files.push([found.name, text, ending]);
    }
  }
  await source.close();
  return unpacked;
}

async function drain(stream: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = [];
  let ending = 'whole';
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
    }
  } catch (error) {
    if (!(error instanceof ContainerDamage)) {
      throw error;
    }
    ending = error.kind;
  }
  return { text: Buffer.concat(chunks).toString(), ending };
}

async function* inSteps(bytes: Uint8Array, step: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) {
    yield bytes.subarray(at, at + step);
  }
}
