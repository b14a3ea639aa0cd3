import type { Case } from '../knowledge/cases/case.ts';
import type { Asker } from './inquiry.ts';

/** Customers see their own cases; the operator and our support engineers see every customer's. */
export function mayRead(asker: Pick<Asker, 'role' | 'customer'>, one: Case): boolean {
  if (asker.role !== 'branch' && asker.customer === undefined) {
    return true;
  }
  return asker.customer !== undefined && one.customer === asker.customer;
}
