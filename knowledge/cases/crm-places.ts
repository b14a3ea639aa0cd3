import { type CustomerName, findCustomer } from './customers.ts';
import { findBranch } from './places.ts';
import { NOBODY } from './thread-own.ts';

const ORGANISATION = /银行|公司|集团|中心|局$|分行|支行|信用社|联社|保险|证券/;
const LONGEST = 60;

/** In its column a CRM may hold a person, so only an organisation passes unknown. */
export function customerOf(
  cell: string,
  inTitle: string | undefined,
  text: string,
  customers: readonly CustomerName[],
): string {
  const named = cell === '' ? undefined : findCustomer(cell, customers);
  const unknown = ORGANISATION.test(cell) ? cell.slice(0, LONGEST) : undefined;
  return named ?? inTitle ?? unknown ?? findCustomer(text, customers) ?? NOBODY;
}

/** The first text that names one. */
export function branchOf(texts: readonly string[]): string | null {
  return texts.map(findBranch).find((branch) => branch !== undefined) ?? null;
}
