import { type Case, standsSince } from '../../knowledge/cases/case.ts';
import type { Desk } from '../desk.ts';
import type { Asker } from '../inquiry.ts';
import type { CaseLine } from '../reply.ts';
import { describeMachines, describeStanding, ownerOf } from './words.ts';

/** Built-in cases serve retrieval only and never count. */
export function isOpen({ status, source }: Case): boolean {
  return status !== 'archived' && source !== 'builtin';
}

/** The most severe first, of these whoever stands still the longest. */
export function compareUrgency(left: Case, right: Case): number {
  return (
    compareText(left.severity ?? 'P9', right.severity ?? 'P9') ||
    compareText(standsSince(left), standsSince(right)) ||
    compareText(left.case, right.case)
  );
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

export interface Seen {
  asker: Asker;
  desk: Desk;
  /** `YYYY-MM-DD`. */
  today: string;
}

/** `customer` is told only to whoever sees several. */
export function lineOf(one: Case, { asker, desk, today }: Seen): CaseLine {
  const facts = [
    asker.customer === undefined ? one.customer : '',
    one.branch,
    describeStanding(one, today),
    describeMachines(one.machines),
  ];
  const owner = ownerOf(one, desk);
  return {
    case: one.case,
    severity: one.severity,
    title: one.title,
    facts: facts.filter((fact): fact is string => Boolean(fact)),
    owner: owner ? { name: owner.name, ids: owner.ids } : null,
  };
}
