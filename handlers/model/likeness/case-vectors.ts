import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Case } from '../../../knowledge/cases/case.ts';
import type { CaseIndex } from '../../../knowledge/search/case-index.ts';
import { hashOf, type Meaning } from '../../../knowledge/search/meaning.ts';
import { type Near, VectorIndex } from '../../../knowledge/search/vectors.ts';
import type { CaseVector, Store } from '../../../knowledge/store/store.ts';

export interface Told {
  text: string;
  hash: string;
}

const rowsAtOnce = 500;

/** The vectors of one model as they lie in the store, kept up with what any process makes. */
export class CaseVectors {
  private readonly index = new VectorIndex();
  /** Of the texts that the vectors in the index were made of. */
  private readonly hashes = new Map<string, string>();
  private readonly told = new WeakMap<Case, Told>();
  /** Hashes of texts of which no vector can be made. */
  private readonly refused = new Set<string>();
  private sequence = 0;
  private isSuspect = false;
  private readonly model: string;
  private readonly store: Pick<Store, 'listVectors'>;
  private readonly meaning: Meaning;

  constructor(model: string, store: Pick<Store, 'listVectors'>, meaning: Meaning) {
    this.model = model;
    this.store = store;
    this.meaning = meaning;
  }

  get size(): number {
    return this.index.size;
  }

  /** What any process has made since the last time. */
  async load(): Promise<void> {
    for (;;) {
      const page = await this.store.listVectors(this.model, this.sequence, rowsAtOnce);
      page.vectors.forEach((one) => {
        this.put(one);
      });
      this.sequence = Math.max(this.sequence, page.sequence);
      if (page.vectors.length < rowsAtOnce) {
        return;
      }
      await nextTurn();
    }
  }

  put({ case: number, hash, vector }: CaseVector): void {
    if (vector.length > 0 && this.index.dimension > 0 && vector.length !== this.index.dimension) {
      // Another model answers to the same name by now: what was made before it cannot be compared.
      this.index.clear();
      this.hashes.clear();
    }
    if (this.index.put(number, vector)) {
      this.hashes.set(number, hash);
    } else {
      this.hashes.delete(number);
    }
  }

  /** Of cases whose text is still the one that the vector was made of; most alike first. */
  rank(vector: Float32Array, cases: CaseIndex): readonly Near[] {
    this.isSuspect ||= vector.length !== this.index.dimension;
    return this.index.rank(vector).filter(({ key }) => this.isFresh(cases.get(key)));
  }

  tell(one: Case): Told {
    const known = this.told.get(one);
    if (known) {
      return known;
    }
    const text = this.meaning.ofCase(one);
    const told = { text, hash: hashOf(text) };
    this.told.set(one, told);
    return told;
  }

  isDone(one: Case): boolean {
    const { text, hash } = this.tell(one);
    return text === '' || this.refused.has(hash) || this.isFresh(one);
  }

  refuse(one: Case): void {
    this.refused.add(this.tell(one).hash);
  }

  /**
   * Forgets those whose case is gone. Where the server has answered with another dimension, one vector is to be made
   * again: it tells whether all must be.
   */
  tidy(cases: CaseIndex): void {
    for (const number of [...this.hashes.keys()].filter((one) => !cases.get(one))) {
      this.hashes.delete(number);
      this.index.remove(number);
    }
    if (this.isSuspect) {
      const [number = ''] = this.hashes.keys();
      this.hashes.delete(number);
      this.isSuspect = false;
    }
  }

  private isFresh(one: Case | undefined): boolean {
    return one !== undefined && this.hashes.get(one.case) === this.tell(one).hash;
  }
}
