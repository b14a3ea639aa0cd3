import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleAnswering } from '../bot/assemble.ts';
import { loadConfig } from '../bot/config.ts';
import { answer } from '../handlers/answer.ts';

/** `node_modules/.bin/node bench/snippet.ts`: one pasted snippet, asked and stored like in the console, after start-up. */
const runs = 200;
const snippet = [
  '2026-02-08 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\WinSxS\\amd64_dual_wpdmtp.inf_31bf3856ad364e35_10.0.19041.1_none_1\\WpdMtp.dll. GLE [5]',
  '2026-02-08 10:25:01, Error                 SP     CApplyWIM: Failure while applying image 1 for C:\\$WINDOWS.~BT\\Sources\\Install.wim. Error 0x80070005[gle=0x00000005]',
  '2026-02-08 10:25:01, Error                 SP     Operation failed: Apply WIM file PathForNewOSFile (compact), index 1 to C:\\$WINDOWS.~BT\\NewOS. Error: 0x80070005[gle=0x000000b7]',
].join('\n');

const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
const started = performance.now();
const deps = await assembleAnswering(await loadConfig({ CASELENS_DATA: folder }));
const loaded = performance.now() - started;
const spent: number[] = [];
for (let run = 0; run < runs; run += 1) {
  const from = performance.now();
  await answer(
    {
      asker: { face: 'bench', id: 'bench', role: 'operator' },
      conversation: `bench-${run}`,
      text: snippet,
      files: [],
      language: 'zh',
    },
    deps,
    () => undefined,
  );
  spent.push(performance.now() - from);
}
await deps.store.close();
await rm(folder, { recursive: true, force: true });
const first = spent[0] ?? 0;
spent.sort((left, right) => left - right);
const at = (share: number) => (spent[Math.floor(share * (runs - 1))] ?? 0).toFixed(1);
process.stdout.write(
  `knowledge and store loaded in ${loaded.toFixed(0)} ms; first answer ${first.toFixed(1)} ms; then median ${at(0.5)} ms, p99 ${at(0.99)} ms of ${runs}\n`,
);
