import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createModelDesk } from '../../bot/assemble.ts';
import { loadConfig } from '../../bot/config.ts';
import { createLog } from '../../bot/log.ts';
import { createMetrics, type Metrics } from '../../bot/metrics.ts';
import type { OpenedDesk } from '../../bot/model-desk.ts';
import type { FailureKind } from '../../handlers/model/model.ts';
import { createCaseLibrary } from '../../knowledge/search/cases.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import type { Store } from '../../knowledge/store/store.ts';
import { temporaryFolder } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { type ModelServer, type Play, plays, startModelServer } from '../support/model-server.ts';

const home = temporaryFolder();
const key = 'sk-test-0123456789';
const Said = z.object({ sentences: z.array(z.string()) });
const said = { sentences: ['写入被驱动拒绝'] };

let server: ModelServer;
let store: Store;
let metrics: Metrics;
let logged: string[];

beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  store = openSqlite(mkdtempSync(path.join(home, 'desk-')));
  metrics = createMetrics();
  logged = [];
  server.calls.length = 0;
});
afterEach(() => store.close());

async function openDesk(
  env: Record<string, string> = {},
  model: { seconds?: number; send?: 'redacted' | 'features' | 'off' } = {},
): Promise<OpenedDesk | undefined> {
  const config = await loadConfig({
    OPENAI_MODEL: 'qwen',
    OPENAI_API_KEY: key,
    OPENAI_BASE_URL: server.baseUrl,
    ...env,
  });
  return createModelDesk(
    { ...config, model: { ...config.model, ...model } },
    {
      store,
      library: createCaseLibrary([], store),
      now: Date.now,
      log: createLog('debug', { write: (line) => logged.push(line) }),
      metrics: metrics.model,
    },
  );
}

async function askThrough(desk: OpenedDesk | undefined, data = '{"question":"geheim"}') {
  return desk?.gate.ask({
    prompt: desk.prompts.explain,
    data,
    schema: Said,
    mostTokens: 300,
    asker: { face: 'web', id: 'local' },
    conversation: 'c-1',
    inquiry: 'i-1',
  });
}

const lastOutcome = async () => (await store.listAudit({ limit: 1 }))[0]?.call?.outcome;

describe('what a server does', () => {
  it.each<[string, Play]>([
    ['answers', plays.answer(said)],
    ['answers after a while', plays.slow(50, plays.answer(said))],
    ['streams', plays.streamed(said)],
    ['streams without a role', plays.streamed(said, { role: false })],
    ['knows no schemas', plays.withoutSchema(plays.answer(said))],
    ['calls it plain text', plays.wrongType(said)],
  ])('gives the answer when it %s', async (_, play) => {
    const desk = await openDesk();
    server.play(play);

    expect(await askThrough(desk)).toEqual(said);
    expect(await lastOutcome()).toBe('answered');
    expect(await store.countTokens({ since: 0 })).toBe(120);
  });

  it.each<[string, Play, FailureKind]>([
    ['refuses', plays.refusing(), 'refused'],
    ['says no JSON', plays.answer('对不起'), 'invalid'],
    ['violates the schema', plays.answer({ sentences: 'x' }), 'invalid'],
    ['is cut', plays.cut(said), 'cut'],
    ['says too much', plays.answer({ sentences: ['长'.repeat(1 << 20)] }), 'invalid'],
    ['is busy', plays.busy(), 'busy'],
    ['is broken', plays.status(500), 'unreachable'],
    ['does not know the key', plays.status(401, `Incorrect API key provided: ${key}`), 'rejected'],
    ['hangs', plays.hanging(), 'late'],
    ['stalls', plays.stalled(), 'late'],
    ['is slow', plays.slow(5000, plays.answer(said)), 'late'],
    ['closes the connection', plays.closing(), 'unreachable'],
    ['sends elsewhere', plays.redirecting('http://127.0.0.1:9/'), 'rejected'],
    ['shows a login page', plays.loginPage(), 'invalid'],
    ['does not end', plays.huge(8 << 20), 'invalid'],
  ])('gives none when it %s, and tells nobody what was said', async (_, play, outcome) => {
    const desk = await openDesk({}, { seconds: 0.4 });
    await desk?.warmUp();
    server.play(play);

    expect(await askThrough(desk)).toBeUndefined();

    expect(await lastOutcome()).toBe(outcome);
    const { body } = await metrics.render();
    expect(body).toContain(`caselens_model_calls_total{purpose="explain",outcome="${outcome}"} 1`);
    expect(logged.join('')).toContain(outcome);
    expect(logged.join('') + JSON.stringify(await store.listAudit({ limit: 9 }))).not.toMatch(
      /sk-test|geheim|对不起|写入/u,
    );
  });

  it('gives none when nobody listens', async () => {
    const gone = await startModelServer();
    await gone.stop();

    expect(await askThrough(await openDesk({ OPENAI_BASE_URL: gone.baseUrl }))).toBeUndefined();
    expect(await lastOutcome()).toBe('unreachable');
  });
});

it('goes on asking for everyone when the questions of one are answered with no JSON', async () => {
  const desk = await openDesk();
  server.play(...Array.from({ length: 5 }, () => plays.answer('对不起')), plays.answer(said));
  for (const data of ['a', 'b', 'c', 'd', 'e']) {
    expect(await askThrough(desk, data)).toBeUndefined();
  }

  expect(await askThrough(desk, 'f')).toEqual(said);
});

it('counts tokens, seconds, sentences and rests', async () => {
  const desk = await openDesk();
  server.play(plays.answer(said), plays.status(500));
  await askThrough(desk, 'a');
  await askThrough(desk, 'a');
  desk?.count('explain', 2, ['code', 'code', 'link']);
  for (const data of ['b', 'c', 'd', 'e']) {
    await askThrough(desk, data);
  }

  const { body } = await metrics.render();

  expect(body.split('\n')).toEqual(
    expect.arrayContaining([
      'caselens_model_calls_total{purpose="explain",outcome="answered"} 1',
      'caselens_model_calls_total{purpose="explain",outcome="cached"} 1',
      'caselens_model_calls_total{purpose="explain",outcome="resting"} 1',
      'caselens_model_tokens_total{purpose="explain",direction="sent"} 100',
      'caselens_model_sentences_total{purpose="explain",result="kept"} 2',
      'caselens_model_sentences_total{purpose="explain",result="code"} 2',
      'caselens_model_sentences_total{purpose="explain",result="link"} 1',
      'caselens_model_resting 1',
    ]),
  );
  expect(logged.filter((line) => line.includes('left alone'))).toHaveLength(1);
});

it('warns once of a server that fails, and of what it failed', async () => {
  const desk = await openDesk();
  server.play(plays.status(500));
  for (const data of ['a', 'b', 'c', 'd']) {
    await askThrough(desk, data);
  }

  const lines = logged.map((line) => JSON.parse(line));

  expect(lines.map(({ level, outcome }) => [level, outcome])).toEqual([
    ['debug', 'unreachable'],
    ['debug', 'unreachable'],
    ['warn', undefined],
    ['warn', 'unreachable'],
    ['debug', 'resting'],
  ]);
  expect(lines[3]?.err.cause.message).toContain('500');
});

describe('a desk', () => {
  it('is opened where a model is configured, with or without a key', async () => {
    expect((await openDesk())?.gate.name).toBe('qwen');
    expect((await openDesk({ OPENAI_API_KEY: '' }))?.send).toBe('redacted');
    expect((await openDesk({}, { send: 'features' }))?.send).toBe('features');
  });

  it('is not opened without a model, or when nothing may be sent', async () => {
    expect(await openDesk({ OPENAI_MODEL: '' })).toBeUndefined();
    expect(await openDesk({}, { send: 'off' })).toBeUndefined();
    expect((await metrics.render()).body).not.toContain('caselens_model');
  });

  it('finds alike cases where an embedding model is configured, and notes each call', async () => {
    await store.importCase(caseOf({ case: caseNumber(1), symptom: '升级后蓝屏' }));
    server.play(plays.embeddings(16));
    const desk = await openDesk({ OPENAI_EMBEDDING_MODEL: 'bge-m3' });

    const kept = await desk?.likeness?.keepUp(AbortSignal.timeout(20_000));

    expect(kept).toEqual({ made: 1, left: 0 });
    expect((await openDesk())?.likeness).toBeUndefined();
    expect(await store.listAudit({ limit: 9 })).toMatchObject([
      {
        what: 'embedding',
        who: 'caselens/likeness',
        call: { model: 'bge-m3', outcome: 'answered' },
      },
    ]);
    expect(await store.countTokens({ since: 0 })).toBe(0);
  });
});

it('loads nothing of the SDK, and has no model, where none is configured', () => {
  const script = `
    import { registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context); } });
    const { loadConfig } = await import('./bot/config.ts');
    const { assembleAnswering } = await import('./bot/assemble.ts');
    await import('./bot/work.ts');
    await import('./bot/faces.ts');
    await import('./bot/cli/commands/diagnose.ts');
    const tell = async (env) => {
      const deps = await assembleAnswering(await loadConfig({ CASELENS_DATA: process.argv[1], ...env }));
      const has = 'model' in deps;
      await deps.store.close();
      return [has, loaded.filter((url) => url.includes('/node_modules/openai/')).length,
        loaded.filter((url) => url.endsWith('/bot/openai.ts')).length];
    };
    const without = await tell({});
    const idle = await tell({ OPENAI_MODEL: 'qwen', OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' });
    process.stdout.write(JSON.stringify([without, idle]));
  `;
  const folder = mkdtempSync(path.join(home, 'sdk-'));

  const told = execFileSync(process.execPath, ['--input-type=module', '--eval', script, folder], {
    encoding: 'utf8',
  });

  // A model that is configured is loaded when it is first asked.
  expect(JSON.parse(told)).toEqual([
    [false, 0, 0],
    [true, 0, 1],
  ]);
});
