import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEmbedder } from '../../../bot/openai/embedder.ts';
import { createSdk } from '../../../bot/openai.ts';
import {
  type ModelServer,
  type Play,
  plays,
  startModelServer,
} from '../../support/model-server.ts';

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
});
afterAll(() => server.stop());
beforeEach(() => {
  server.calls.length = 0;
});

function newEmbedder() {
  return createEmbedder('bge-m3', createSdk({ model: 'qwen', baseUrl: server.baseUrl }));
}

it('makes one vector of each text, ten texts to a request, as plain numbers', async () => {
  server.play(plays.embeddings(4));
  const texts = Array.from({ length: 23 }, (_, index) => `安装失败 ${index}`);

  const vectors = await newEmbedder().embed(texts, AbortSignal.timeout(20_000));

  expect(vectors).toHaveLength(23);
  expect(vectors.every((one) => one instanceof Float32Array && one.length === 4)).toBe(true);
  expect(server.calls.map(({ input }) => input.length)).toEqual([10, 10, 3]);
  expect(server.calls[0]?.path).toBe('/v1/embeddings');
  expect(JSON.parse(server.calls[0]?.body ?? '')).toEqual({
    model: 'bge-m3',
    input: texts.slice(0, 10),
    encoding_format: 'float',
  });
});

it('puts vectors that come in another order back into that of the texts', async () => {
  server.play(
    plays.json({
      data: [
        { index: 1, embedding: [0, 1] },
        { index: 0, embedding: [1, 0] },
      ],
    }),
  );

  const vectors = await newEmbedder().embed(['a', 'b'], AbortSignal.timeout(20_000));

  expect(vectors.map((one) => [...one])).toEqual([
    [1, 0],
    [0, 1],
  ]);
});

it('asks nothing of no text', async () => {
  expect(await newEmbedder().embed([], AbortSignal.timeout(20_000))).toEqual([]);
  expect(server.calls).toEqual([]);
});

it.each<[string, Play, string]>([
  ['too few', plays.json({ data: [{ index: 0, embedding: [1] }] }), 'invalid'],
  ['twice the same', vectorsOf([0, [1]], [0, [2]]), 'invalid'],
  ['of different lengths', vectorsOf([0, [1, 2]], [1, [1]]), 'invalid'],
  ['empty', vectorsOf([0, []], [1, []]), 'invalid'],
  ['beyond all numbers', vectorsOf([0, [1e300]], [1, [1]]), 'invalid'],
  ['too long', vectorsOf([0, new Array(9000).fill(0)], [1, []]), 'invalid'],
  ['base64 all the same', plays.json({ data: [{ embedding: 'AACAPw==' }] }), 'invalid'],
  ['none, but a login page', plays.loginPage(), 'invalid'],
  ['none: no such model', plays.status(404), 'rejected'],
  ['none: too busy', plays.busy(), 'busy'],
  ['none: too many bytes', plays.huge(16 << 20), 'invalid'],
  ['none: closed', plays.closing(), 'unreachable'],
])('fails when the vectors are %s', async (_, play, kind) => {
  server.play(play);

  const embedded = newEmbedder().embed(['a', 'b'], AbortSignal.timeout(20_000));

  await expect(embedded).rejects.toMatchObject({ name: 'Error', kind });
});

function vectorsOf(...vectors: [number, number[]][]): Play {
  return plays.json({ data: vectors.map(([index, embedding]) => ({ index, embedding })) });
}
