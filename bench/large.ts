import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { assembleAnswering } from '../bot/assemble.ts';
import { loadConfig } from '../bot/config.ts';
import { diagnoseOnce } from '../handlers/diagnosing.ts';
import { uploadOfFile } from '../knowledge/input/read.ts';

/**
 * `node_modules/.bin/node bench/large.ts [MB...]`: time and peak memory of one answer over a CBS.log of each
 * size, default 20 and 200 MB. Memory is constant when the peaks are alike.
 */
const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const runs = 5;
const megabyte = 1 << 20;

async function writeLog(file: string, bytes: number): Promise<void> {
  const out = createWriteStream(file);
  let written = 0;
  for (let at = 0; written < bytes; at += 1) {
    const block = calmBlock(at);
    written += block.length;
    if (!out.write(block)) {
      await once(out, 'drain');
    }
  }
  out.end(
    "2026-02-08 23:59:58, Error                 CSI    0000000a (F) STATUS_ACCESS_DENIED #12# from Windows::Rtl::SystemImplementation::DirectFileSystemProvider::SysCreateFile(flags = 0, oa = @0x1->OBJECT_ATTRIBUTES {s:48; on:[60]'\\SystemRoot\\WinSxS\\amd64_x_1_none_2\\WpdMtp.dll'; a:(OBJ_CASE_INSENSITIVE)})\r\n[gle=0xd0000022]\r\n",
  );
  await finished(out);
}

/** A quarter of real CBS lines carries a harmless HRESULT; so does a quarter of these. */
function calmBlock(block: number): string {
  const lines = Array.from({ length: 2000 }, (_, index) => {
    const clock = new Date(Date.UTC(2026, 1, 8) + (block * 2000 + index) * 5)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' ');
    return index % 4 === 0
      ? `${clock}, Info                  CBS    Failed to internally open package. [HRESULT = 0x800f0805 - CBS_E_INVALID_PACKAGE]`
      : `${clock}, Info                  CBS    Session: 30${block}_${index} package applicability evaluated for Package_${index}_for_KB50${block % 99}, current: Installed`;
  });
  return `${lines.join('\r\n')}\r\n`;
}

const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
const deps = await assembleAnswering(
  await loadConfig({ CASELENS_DATA: path.join(folder, 'data') }),
);
try {
  for (const size of sizes.length > 0 ? sizes : [20, 200]) {
    const file = path.join(folder, `CBS-${size}.log`);
    await writeLog(file, size * megabyte);
    const seconds: number[] = [];
    let peak = 0;
    let verdict = '';
    for (let run = 0; run < runs; run += 1) {
      const watch = setInterval(() => {
        peak = Math.max(peak, process.memoryUsage.rss());
      }, 20);
      const started = performance.now();
      const asker = { face: 'bench', id: 'bench', role: 'operator' } as const;
      const diagnosis = await diagnoseOnce(
        { asker, texts: [], question: undefined, files: [uploadOfFile('CBS.log', file)] },
        deps,
        () => undefined,
      );
      seconds.push((performance.now() - started) / 1000);
      clearInterval(watch);
      verdict = `${diagnosis.verdict} ${diagnosis.causes[0]?.signature}`;
    }
    seconds.sort((left, right) => left - right);
    const median = seconds[Math.floor(runs / 2)] ?? 0;
    process.stdout.write(
      `${size} MB: ${median.toFixed(2)} s median of ${runs} (${(size / median).toFixed(0)} MB/s), peak RSS ${(peak / megabyte).toFixed(0)} MB, ${verdict}\n`,
    );
  }
} finally {
  await deps.store.close();
  await rm(folder, { recursive: true, force: true });
}
