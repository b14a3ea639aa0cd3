import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Assembled, assembleAnswering, createModelDesk } from '../bot/assemble.ts';
import { type Config, loadConfig } from '../bot/config.ts';
import { answer } from '../handlers/answer.ts';
import { type ModelServer, plays, startModelServer } from '../test/support/model-server.ts';

/**
 * `node_modules/.bin/node bench/model.ts [runs]`: milliseconds to the answer to an unnamed failure, without a language
 * model and with one whose server is stopped, slow, hanging or wrong. The kinds take turns. `alone` is the first
 * answer; `beside` the next one of another conversation, while the model is being asked about the first. Every run has
 * a gate of its own, so that its breaker is never open: each calls the server.
 */
const runs = Number(process.argv[2]) || 60;
const kinds = ['none', 'again none', 'stopped', 'slow', 'hanging', 'wrong', 'good'] as const;
type Kind = (typeof kinds)[number];

const log = [
  '2026-02-08 10:24:58, Info                  CBS    Exec: Processing started.  Client: WindowsUpdateAgent, Session: 31000001_1000001',
  '2026-02-08 10:25:01, Error                 CBS    Failed to stage the frobnication table. [HRESULT = 0x8abc0123]',
  '2026-02-08 10:25:02, Error                 CBS    Exec: Processing failed with an unexpected state. [HRESULT = 0x8abc0123]',
].join('\n');

interface Spent {
  alone: number[];
  beside: number[];
}

async function startServers(): Promise<Map<Kind, ModelServer>> {
  const said = { hypotheses: [] };
  const played = {
    stopped: plays.hanging(),
    slow: plays.slow(2000, plays.answer(said)),
    hanging: plays.hanging(),
    wrong: plays.answer('我认为是驱动问题'),
    good: plays.answer(said),
  };
  const servers = new Map<Kind, ModelServer>();
  for (const [kind, play] of Object.entries(played)) {
    const server = await startModelServer();
    server.play(play);
    servers.set(kind as Kind, server);
  }
  await servers.get('stopped')?.stop();
  return servers;
}

async function withModel(deps: Assembled, config: Config, server: ModelServer | undefined) {
  if (!server) {
    return deps;
  }
  const openai = { model: 'scripted', baseUrl: server.baseUrl };
  const generous = { tokensPerDay: 1e9, tokensPerPerson: 1e9, tokensPerQuestion: 1e9 };
  const model = await createModelDesk(
    { ...config, openai, model: { ...config.model, ...generous } },
    { store: deps.store, library: deps.library, now: Date.now },
  );
  await model?.warmUp();
  return { ...deps, ...(model && { model }) };
}

async function ask(deps: Assembled, conversation: string) {
  const started = performance.now();
  const answered = await answer(
    {
      asker: { face: 'bench', id: 'bench', role: 'operator' },
      conversation,
      // Else the next answer of the model would come from its cache.
      text: `${log}\n${conversation}`,
      files: [],
      language: 'zh',
    },
    deps,
    () => undefined,
  );
  return { milliseconds: performance.now() - started, later: answered.later };
}

async function measure(deps: Assembled, name: string, spent: Spent): Promise<void> {
  const ending = new AbortController();
  const first = await ask(deps, `${name} first`);
  const adding = first.later?.(ending.signal);
  const second = await ask(deps, `${name} second`);
  if (deps.model && !adding) {
    throw new Error('No model is asked about this question');
  }
  spent.alone.push(first.milliseconds);
  spent.beside.push(second.milliseconds);
  // Long enough for a server that answers; the others are not waited for.
  await Promise.race([adding, new Promise((resolve) => setTimeout(resolve, 100))]);
  ending.abort();
  await adding;
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
const config = await loadConfig({ CASELENS_DATA: folder });
const deps = await assembleAnswering(config);
const servers = await startServers();
const all = new Map<Kind, Spent>(kinds.map((kind) => [kind, { alone: [], beside: [] }]));
try {
  await measure(deps, 'warm', { alone: [], beside: [] });
  for (let run = 0; run < runs; run += 1) {
    for (const [kind, spent] of all) {
      await measure(await withModel(deps, config, servers.get(kind)), `${kind} ${run}`, spent);
    }
  }
  const none = all.get('none');
  for (const [kind, { alone, beside }] of all) {
    const more = (key: 'alone' | 'beside', values: readonly number[]) =>
      (at(values, 0.5) - at(none?.[key] ?? [], 0.5)).toFixed(1);
    process.stdout.write(
      `${kind}: alone median ${at(alone, 0.5).toFixed(1)} ms (${more('alone', alone)} more), p90 ${at(alone, 0.9).toFixed(1)}; beside median ${at(beside, 0.5).toFixed(1)} ms (${more('beside', beside)} more), p90 ${at(beside, 0.9).toFixed(1)}; ${servers.get(kind)?.calls.length ?? 0} requests, ${runs} runs\n`,
    );
  }
} finally {
  await deps.store.close();
  await Promise.all([...servers.values()].map((server) => server.stop().catch(() => undefined)));
  await rm(folder, { recursive: true, force: true });
}
