import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CallReport } from '../../../../handlers/model/gate/call.ts';
import { createEmbeddingGate } from '../../../../handlers/model/gate/embedding-gate.ts';
import { type Embedder, type FailureKind, ModelFailure } from '../../../../handlers/model/model.ts';
import { openSqlite } from '../../../../knowledge/store/sqlite.ts';
import type { Store } from '../../../../knowledge/store/store.ts';
import { temporaryFolder } from '../../../support/answering.ts';

const home = temporaryFolder();
const never = new AbortController().signal;

let store: Store;
let time: number;
let reports: CallReport[];
let batches: number;
let behave: Embedder['embed'];
let embedder: Embedder;

beforeEach(() => {
  store = openSqlite(mkdtempSync(path.join(home, 'embedding-')));
  time = 1_700_000_000_000;
  reports = [];
  batches = 0;
  behave = async (texts) => texts.map(() => Float32Array.of(1));
  embedder = createEmbeddingGate({
    embedder: {
      name: 'bge-m3',
      embed: (texts, signal) => {
        batches += 1;
        return behave(texts, signal);
      },
    },
    store,
    now: () => time,
    report: (report) => reports.push(report),
  });
});
afterEach(() => store.close());

function fail(kind: FailureKind, options?: ConstructorParameters<typeof ModelFailure>[1]) {
  behave = () => Promise.reject(new ModelFailure(kind, options));
}

it('passes the vectors on and notes that they were made, without the text and outside all budgets', async () => {
  const vectors = await embedder.embed(['安装失败', '蓝屏'], never);

  expect(vectors).toEqual([Float32Array.of(1), Float32Array.of(1)]);
  const [entry, ...others] = await store.listAudit({ limit: 9 });
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ what: 'embedding', who: 'caselens/likeness', at: time });
  expect(entry?.call).toMatchObject({ model: 'bge-m3', outcome: 'answered', sent: 5, received: 0 });
  expect(JSON.stringify(entry)).not.toContain('蓝屏');
  expect(await store.countTokens({ since: 0 })).toBe(0);
  expect(reports).toMatchObject([{ purpose: 'embedding', outcome: 'answered' }]);
});

it('throws what the embedder throws, and notes it', async () => {
  fail('rejected');

  await expect(embedder.embed(['a'], never)).rejects.toMatchObject({ kind: 'rejected' });

  expect((await store.listAudit({ limit: 1 }))[0]?.call?.outcome).toBe('rejected');
});

it.each<[FailureKind, number]>([
  ['unreachable', 3],
  ['late', 3],
  ['rejected', 6],
  ['invalid', 6],
])('asks a server that fails six times with %s so often: %d', async (kind, expected) => {
  fail(kind);

  for (let index = 0; index < 6; index += 1) {
    await expect(embedder.embed(['a'], never)).rejects.toBeInstanceOf(ModelFailure);
  }

  expect(batches).toBe(expected);
});

it('asks again after a minute', async () => {
  const well = behave;
  fail('unreachable');
  for (let index = 0; index < 3; index += 1) {
    await embedder.embed(['a'], never).catch(() => undefined);
  }
  behave = well;
  await expect(embedder.embed(['a'], never)).rejects.toMatchObject({ kind: 'busy' });

  time += 60_000;

  expect(await embedder.embed(['a'], never)).toHaveLength(1);
});

it('ends with whoever does not want it any more', async () => {
  const ending = new AbortController();
  behave = () => {
    ending.abort();
    return new Promise(() => undefined);
  };

  await expect(embedder.embed(['a'], ending.signal)).rejects.toMatchObject({ kind: 'cancelled' });
});
