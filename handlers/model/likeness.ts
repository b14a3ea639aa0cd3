import type { Case } from '../../knowledge/cases/case.ts';
import { createRedactor } from '../../knowledge/cases/redact.ts';
import { redactWords } from '../../knowledge/cases/redact-name.ts';
import type { CaseLibrary } from '../../knowledge/search/cases.ts';
import { createMeaning } from '../../knowledge/search/meaning.ts';
import type { Near } from '../../knowledge/search/vectors.ts';
import type { CaseVector, Store } from '../../knowledge/store/store.ts';
import type { Likeness } from './desk.ts';
import { CaseVectors } from './likeness/case-vectors.ts';
import { embedAll } from './likeness/embed-all.ts';
import { type Embedder, ModelFailure } from './model.ts';

export interface LikenessParts {
  embedder: Embedder;
  store: Pick<Store, 'saveVectors' | 'listVectors' | 'keepVectorsOf'>;
  library: CaseLibrary;
  /** Names of people and customers of the configuration: never sent. */
  unsaid: readonly string[];
  /** 0 to below 1. Two processes that begin at once begin in different places. */
  random?(): number;
}

export interface KeptLikeness extends Likeness {
  /**
   * Makes the vectors that are missing or that were made of another text, a bounded number of them: what is `left`
   * is for the next time. Rejects with what the embedder throws; what was made until then is kept.
   */
  keepUp(signal: AbortSignal): Promise<{ made: number; left: number }>;
}

const textsAtOnce = 32;
const batchesAtMost = 100;

export function createLikeness(parts: LikenessParts): KeptLikeness {
  const { embedder, store } = parts;
  const meaning = createMeaning(parts.unsaid);
  const vectors = new CaseVectors(embedder.name, store, meaning);
  let isTidy = false;
  return {
    async find(text, cases, signal) {
      const question = meaning.ofText(redactWords(createRedactor().redact(text)));
      await vectors.load();
      if (question === '' || vectors.size === 0) {
        return [];
      }
      const vector = await embedOne(question, embedder, signal);
      const ranked = vector ? vectors.rank(vector, cases) : [];
      return aboveFloor(ranked).map(({ key, score }) => ({ case: key, score }));
    },
    async keepUp(signal) {
      const cases = await parts.library.refresh();
      await vectors.load();
      vectors.tidy(cases);
      const waiting = rotate(cases.all(), parts.random ?? Math.random);
      const made = await makeMissing(waiting, vectors, parts, signal);
      const left = waiting.filter((one) => !vectors.isDone(one)).length;
      if (left === 0 && !isTidy) {
        await store.keepVectorsOf(embedder.name);
        // Once: beside a process with another model the two would delete each other's for ever.
        isTidy = true;
      }
      return { made, left };
    },
  };
}

async function embedOne(
  text: string,
  embedder: Embedder,
  signal: AbortSignal,
): Promise<Float32Array | undefined> {
  try {
    return (await embedAll([text], embedder, signal))[0];
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ModelFailure) {
      return undefined;
    }
    throw error;
  }
}

async function makeMissing(
  waiting: readonly Case[],
  vectors: CaseVectors,
  parts: LikenessParts,
  signal: AbortSignal,
): Promise<number> {
  let made = 0;
  for (let batch = 0; batch < batchesAtMost; batch += 1) {
    signal.throwIfAborted();
    // Another process may be at it too.
    await vectors.load();
    const next = waiting.filter((one) => !vectors.isDone(one)).slice(0, textsAtOnce);
    if (next.length === 0) {
      break;
    }
    made += await makeSome(next, vectors, parts, signal);
  }
  return made;
}

async function makeSome(
  next: readonly Case[],
  vectors: CaseVectors,
  { embedder, store }: LikenessParts,
  signal: AbortSignal,
): Promise<number> {
  const told = next.map((one) => vectors.tell(one));
  const made = await embedAll(
    told.map(({ text }) => text),
    embedder,
    signal,
  );
  const rows: CaseVector[] = [];
  next.forEach((one, index) => {
    const vector = made[index];
    if (vector) {
      rows.push({ case: one.case, model: embedder.name, hash: told[index]?.hash ?? '', vector });
    } else {
      vectors.refuse(one);
    }
  });
  await store.saveVectors(rows);
  // Also what the store does not keep: a case of the program's own whose stored part was forgotten.
  rows.forEach((one) => {
    vectors.put(one);
  });
  return rows.length;
}

function rotate(all: Case[], random: () => number): Case[] {
  const start = Math.floor(random() * all.length);
  return [...all.slice(start), ...all.slice(0, start)];
}

/** Below it a case is not worth showing, whatever the model. */
const leastScore = 0.35;
/** Of the way from the usual score to the highest there is. */
const aboveUsual = 0.25;
/** Where there are too few cases to know what is usual. */
const fewCases = 8;
const scoreAmongFew = 0.6;

/**
 * Models differ in how alike they find what has nothing in common: some never fall below 0.5. What counts is how
 * far a case stands out from the others.
 */
function aboveFloor(ranked: readonly Near[]): readonly Near[] {
  const usual = ranked[Math.floor(ranked.length / 2)]?.score ?? 0;
  const floor =
    ranked.length < fewCases
      ? scoreAmongFew
      : Math.max(leastScore, usual + aboveUsual * (1 - usual));
  return ranked.filter(({ score }) => score >= floor);
}
