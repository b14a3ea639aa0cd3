import { z } from 'zod';
import { type Embedder, ModelFailure } from '../../handlers/model/model.ts';
import type { Sdk } from '../openai.ts';
import { failureOf } from './failure.ts';

/** DashScope takes no more in one request, https://help.aliyun.com/zh/model-studio/text-embedding-synchronous-api */
const textsAtOnce = 10;
const longestVector = 8192;

const Vectors = z.object({
  data: z.array(
    z.object({
      index: z.int().nonnegative().optional(),
      embedding: z.array(z.number()).min(1).max(longestVector),
    }),
  ),
});

export function createEmbedder(name: string, load: () => Promise<Sdk>): Embedder {
  return {
    name,
    embed: async (texts, signal) => {
      try {
        const { client } = await load();
        const vectors: Float32Array[] = [];
        for (let from = 0; from < texts.length; from += textsAtOnce) {
          const input = texts.slice(from, from + textsAtOnce);
          // The default is base64, which many servers do not know.
          const request = { model: name, input, encoding_format: 'float' } as const;
          const response = await client.embeddings.create(request, { signal }).asResponse();
          vectors.push(...parseVectors(await response.text(), input.length));
        }
        return checkLengths(vectors);
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
  };
}

function parseVectors(body: string, expected: number): Float32Array[] {
  const data = Vectors.safeParse(parseJson(body)).data?.data;
  if (data?.length !== expected) {
    throw new ModelFailure('invalid');
  }
  const ordered = data.map((one, at) => ({ ...one, index: one.index ?? at }));
  ordered.sort((one, other) => one.index - other.index);
  if (ordered.some(({ index }, at) => index !== at)) {
    throw new ModelFailure('invalid');
  }
  return ordered.map(({ embedding }) => Float32Array.from(embedding));
}

/** Vectors of different lengths cannot be compared, nor can those whose numbers a float cannot hold. */
function checkLengths(vectors: Float32Array[]): Float32Array[] {
  const length = vectors[0]?.length;
  if (vectors.some((one) => one.length !== length || !one.every(Number.isFinite))) {
    throw new ModelFailure('invalid');
  }
  return vectors;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
