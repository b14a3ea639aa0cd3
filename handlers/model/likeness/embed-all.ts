import { type Embedder, ModelFailure } from '../model.ts';

/** As long as the smallest models read. */
const shortest = 400;

/**
 * One vector for each text; undefined for a text that the server does not take, also when it is shortened. One such
 * text does not spoil the others.
 * @throws ModelFailure when there is no vector at all, or the server cannot be asked.
 */
export async function embedAll(
  texts: readonly string[],
  embedder: Embedder,
  signal: AbortSignal,
): Promise<(Float32Array | undefined)[]> {
  try {
    return check(await embedder.embed(texts, signal), texts.length);
  } catch (error) {
    if (!isAboutText(error) || texts.length === 0) {
      throw error;
    }
    return embedParts(texts, embedder, signal, error);
  }
}

async function embedParts(
  texts: readonly string[],
  embedder: Embedder,
  signal: AbortSignal,
  cause: ModelFailure,
): Promise<(Float32Array | undefined)[]> {
  const vectors: (Float32Array | undefined)[] = [];
  for (const text of texts) {
    vectors.push(await embedShortened(text, embedder, signal));
    // A server that takes none of the first few takes none at all: the key or the model is wrong.
    if (vectors.length >= mostTrials && vectors.every((one) => one === undefined)) {
      break;
    }
  }
  if (vectors.every((one) => one === undefined)) {
    throw cause;
  }
  return vectors;
}

const mostTrials = 3;

async function embedShortened(
  text: string,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<Float32Array | undefined> {
  try {
    return check(await embedder.embed([text.slice(0, shortest)], signal), 1)[0];
  } catch (error) {
    if (isAboutText(error)) {
      return undefined;
    }
    throw error;
  }
}

/** The request was understood, and not liked. */
function isAboutText(error: unknown): error is ModelFailure {
  return error instanceof ModelFailure && (error.kind === 'rejected' || error.kind === 'invalid');
}

/** Undefined for what is no vector: a number that is none, nothing but zeros, another length than the rest. */
function check(vectors: readonly Float32Array[], wanted: number): (Float32Array | undefined)[] {
  if (vectors.length !== wanted) {
    throw new ModelFailure('invalid');
  }
  const dimension = vectors.find(isVector)?.length;
  return vectors.map((one) => (isVector(one) && one.length === dimension ? one : undefined));
}

function isVector(vector: Float32Array): boolean {
  return vector.every(Number.isFinite) && vector.some((value) => value !== 0);
}
