import type { Store } from '../../../knowledge/store/store.ts';

/** One empty database of which any number of connections can be opened. */
export interface Database {
  open(): Promise<Store>;
}
