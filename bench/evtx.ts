import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readEventLog } from '../knowledge/evtx/read.ts';
import { scanEvtx } from '../knowledge/evtx/scan.ts';
import { loadKnowledge } from '../knowledge/knowledge.ts';
import { buildEvtx, type EvtxEvent } from '../test/support/evtx.ts';
import { evtxValue } from '../test/support/evtx-values.ts';

/**
 * `node_modules/.bin/node bench/evtx.ts [FOLDER [REFERENCE]]`: events a second, median of 5, over the `.evtx` files of
 * a folder (public ones: github:omerbenamram/evtx, samples/), or over logs written here. `read` makes the text of
 * every event, `scan` also looks for what all signatures seek. REFERENCE is a folder with an installed
 * `@ts-evtx/core`, which is timed in turn with ours; it takes minutes for the logs of CAPI2, so both leave them out.
 */
const [folder, reference] = process.argv.slice(2);
const runs = 5;
const copies = 20;

function ownLog(): Buffer {
  const events: EvtxEvent[] = Array.from({ length: 5000 }, (_, index) => ({
    provider: index % 4 === 0 ? 'Microsoft-Windows-WindowsUpdateClient' : 'Example-Provider',
    id: index % 4 === 0 ? 19 : index % 60,
    data: [
      ['updateTitle', evtxValue.text(`2026-01 Cumulative Update (KB50${index})`)],
      ['updateGuid', evtxValue.guid('{945a8954-c147-4acd-923f-40c45405a658}')],
      ['updateRevisionNumber', evtxValue.uint32(index)],
    ],
  }));
  return buildEvtx(events, { eventsPerChunk: 120 });
}

async function loadFiles(): Promise<Buffer[]> {
  if (!folder) {
    return [ownLog()];
  }
  const names = (await readdir(folder)).filter(
    (name) => name.endsWith('.evtx') && !(reference && name.includes('CAPI2')),
  );
  return Promise.all(names.map((name) => readFile(path.join(folder, name))));
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** What we use of it: one object an event, as its documentation shows. */
interface Reference {
  evtx(file: string): { forEach(found: (event: unknown) => void): Promise<void> };
}

async function loadReference(): Promise<Reference | undefined> {
  if (!reference) {
    return undefined;
  }
  const base = pathToFileURL(path.join(path.resolve(reference), 'index.js'));
  const found = createRequire(base).resolve('@ts-evtx/core');
  return (await import(pathToFileURL(found).href)) as Reference;
}

/** It reads files by their path only. */
async function countByReference({ evtx }: Reference, paths: readonly string[]): Promise<number> {
  let events = 0;
  for (const file of paths) {
    await evtx(file).forEach(() => {
      events += 1;
    });
  }
  return events;
}

/** Those that the reference reads: it refuses logs that were copied while open. */
async function takenBy(theirs: Reference, all: readonly string[]): Promise<Set<string>> {
  const taken = new Set<string>();
  for (const file of all) {
    try {
      await countByReference(theirs, [file]);
      taken.add(file);
    } catch {
      process.stdout.write(`reference refuses file ${path.basename(file)}: left out\n`);
    }
  }
  return taken;
}

const { engine } = await loadKnowledge();
const theirs = await loadReference();
const temporary = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
const loaded = await Promise.all(
  (await loadFiles()).map(async (bytes, index) => {
    const file = path.join(temporary, `${index}.evtx`);
    await writeFile(file, bytes);
    return { file, bytes };
  }),
);
const taken =
  theirs &&
  (await takenBy(
    theirs,
    loaded.map(({ file }) => file),
  ));
const kept = loaded.filter(({ file }) => taken?.has(file) ?? true);
const files = kept.map(({ bytes: content }) => content);
const paths = kept.map(({ file }) => file);

/** Each counts the events of all files once. */
const ways: Record<string, () => Promise<number>> = {
  ...(theirs && { reference: () => countByReference(theirs, paths) }),
  read: async () => {
    let events = 0;
    for (const file of files) {
      events += (await readEventLog(whole(file), () => undefined)).events;
    }
    return events;
  },
  scan: async () => {
    let events = 0;
    for (const file of files) {
      const found = () => undefined;
      const request = { input: 'log.evtx', bytes: whole(file), filter: engine.filter, found };
      events += (await scanEvtx(request)).lines;
    }
    return events;
  },
};

const bytes = files.reduce((sum, file) => sum + file.length, 0);
const times = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
const counts = new Map<string, number>();
for (let run = -2; run < runs; run += 1) {
  for (const [name, count] of Object.entries(ways)) {
    // Slow as it is, it needs no warming up.
    if (run < 0 && name === 'reference') {
      continue;
    }
    const started = performance.now();
    counts.set(name, await count());
    if (run >= 0) {
      times.get(name)?.push(performance.now() - started);
    }
  }
}
for (const [name, list] of times) {
  const median = list.sort((left, right) => left - right)[Math.floor(runs / 2)] ?? 0;
  const events = counts.get(name) ?? 0;
  process.stdout.write(
    `${name}: ${events} events in ${median.toFixed(1)} ms median of ${runs}, ${((events / median) * 1000).toFixed(0)} events/s, ${(bytes / 1000 / median).toFixed(0)} MB/s\n`,
  );
}

await rm(temporary, { recursive: true });

/** A log of any length goes through one buffer: the peak must not grow with it. */
const [largest = Buffer.alloc(0)] = [...files].sort((left, right) => right.length - left.length);
for (const times of [copies, copies * 10]) {
  async function* repeated(): AsyncGenerator<Uint8Array> {
    yield largest.subarray(0, 4096);
    for (let copy = 0; copy < times; copy += 1) {
      yield largest.subarray(4096);
    }
  }
  const { bytes: read } = await readEventLog(repeated(), () => undefined);
  const megabyte = 1 << 20;
  process.stdout.write(
    `${(read / megabyte).toFixed(0)} MB: RSS ${(process.memoryUsage.rss() / megabyte).toFixed(0)} MB\n`,
  );
}
