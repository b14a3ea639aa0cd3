import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readHead } from '../knowledge/pictures/head.ts';
import type { Recognised } from '../knowledge/pictures/reader.ts';
import { PictureReader } from '../knowledge/pictures/reader.ts';
import { type AgreedLine, reconcile } from '../knowledge/pictures/reconcile.ts';
import { type Dialog, dialogs, fileName, variants } from '../test/fixtures/pictures/dialogs.ts';

/**
 * `node_modules/.bin/node bench/pictures.ts [FOLDER]`: what is recognised of the dialogs that
 * `test/fixtures/pictures/make.ts` drew into FOLDER, or of those beside it, how long that takes and the memory of the
 * whole process. `settled` is used; `open` is shown as a possibility; `wrong` was settled and does not stand there. The
 * reference is what one model alone reads, told by the code as it is printed.
 */
const folder = process.argv[2] ?? path.join(import.meta.dirname, '../test/fixtures/pictures');
const patience = 120_000;

interface Count {
  pictures: number;
  shown: number;
  settled: number;
  open: number;
  wrong: number;
  /** Read letter by letter by one model. */
  zh: number;
  en: number;
  times: number[];
}

function emptyCount(): Count {
  return { pictures: 0, shown: 0, settled: 0, open: 0, wrong: 0, zh: 0, en: 0, times: [] };
}

function take(count: Count, dialog: Dialog, recognised: Recognised, time: number): void {
  const lines: AgreedLine[] = reconcile(recognised.readings);
  const settled = new Set(lines.flatMap((line) => line.settled));
  const open = new Set(lines.flatMap((line) => line.open).flatMap(({ values }) => values));
  const known = new Set([...dialog.shows, ...(dialog.alsoShows ?? [])]);
  count.pictures += 1;
  count.shown += dialog.shows.length;
  count.settled += dialog.shows.filter((one) => settled.has(one)).length;
  count.open += dialog.shows.filter((one) => !settled.has(one) && open.has(one)).length;
  count.wrong += [...settled].filter((one) => !known.has(one)).length;
  for (const { model, lines: read } of recognised.readings) {
    const text = read.map((line) => line.text.toLowerCase()).join('\n');
    count[model] += dialog.shows.filter((one) => text.includes(one.toLowerCase())).length;
  }
  count.times.push(time);
}

function print(name: string, count: Count): void {
  const { pictures, shown, settled, open, wrong, zh, en } = count;
  const times = count.times.sort((left, right) => left - right);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  process.stdout.write(
    `${name.padEnd(6)} ${pictures} pictures, ${shown} codes and KBs: settled ${settled}, open ${open}, wrong ${wrong}; one model alone: zh ${zh}, en ${en}; median ${median.toFixed(0)} ms, longest ${(times.at(-1) ?? 0).toFixed(0)} ms\n`,
  );
}

const rssBefore = process.memoryUsage().rss;
const reader = new PictureReader();
const total = emptyCount();
for (const variant of variants) {
  const count = emptyCount();
  for (const dialog of dialogs) {
    const file = path.join(folder, fileName(dialog, variant));
    const bytes = existsSync(file) ? await readFile(file) : undefined;
    const head = bytes && readHead(bytes);
    if (bytes && head) {
      const start = performance.now();
      const recognised = await reader.read({ bytes, head }, Date.now() + patience);
      const time = performance.now() - start;
      take(count, dialog, recognised, time);
      take(total, dialog, recognised, time);
    }
  }
  if (count.pictures > 0) {
    print(variant.id, count);
  }
}
print('all', total);
const rss = process.memoryUsage().rss;
const inMiB = (bytes: number) => (bytes / 1024 / 1024).toFixed(0);
await reader.close();
await new Promise((done) => setTimeout(done, 500));
process.stdout.write(
  `memory: ${inMiB(rssBefore)} MiB before, ${inMiB(rss)} MiB with the thread, ${inMiB(process.memoryUsage().rss)} MiB after it ended\n`,
);
