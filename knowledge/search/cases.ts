import type { Case } from '../cases/case.ts';
import { mergeCase } from '../cases/merge.ts';
import type { Store } from '../store/store.ts';
import { CaseIndex } from './case-index.ts';

/** The built-in cases and those of the store, ready to be searched. */
export interface CaseLibrary {
  /** Takes in what any process has written since the last call, then hands out the index. */
  refresh(): Promise<CaseIndex>;
}

/** Without a store the built-in cases alone. */
export function createCaseLibrary(builtin: readonly Case[], store?: Store): CaseLibrary {
  const index = new CaseIndex();
  const own = new Map(builtin.map((one) => [one.case, one]));
  let sequence = 0;
  for (const one of builtin) {
    index.put(one);
  }
  return {
    async refresh() {
      const changes = await store?.changes(sequence);
      for (const one of changes?.saved ?? []) {
        const ours = own.get(one.case);
        index.put(ours ? mergeCase(ours, one).case : one);
      }
      for (const removed of changes?.removed ?? []) {
        const ours = own.get(removed);
        if (ours) {
          index.put(ours);
        } else {
          index.remove(removed);
        }
      }
      sequence = changes?.sequence ?? sequence;
      return index;
    },
  };
}
