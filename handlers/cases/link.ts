import { type Case, isTemporary } from '../../knowledge/cases/case.ts';
import { wallTime } from '../../knowledge/wall-time.ts';
import { mayRead } from '../access.ts';
import { audit } from '../audit.ts';
import type { Speaking } from '../command.ts';
import type { Asked } from './asked.ts';
import { changeCase } from './change.ts';
import { findAny, findVisible } from './find.ts';
import { foundIn } from './found.ts';

export type LinkedCase =
  /** `conflicts`: Chinese sentences, what the two said differently. */
  | { kind: 'linked' | 'filed' | 'unchanged'; case: Case; conflicts: string[] }
  /** There is no such case for the asker. */
  | { kind: 'missing'; number: string }
  /** A Chinese sentence: why not, and what to do. */
  | { kind: 'refused'; reason: string };

/** Gives a case that was opened with a temporary number the one of the CRM. */
export async function linkCase(from: string, to: string, context: Speaking): Promise<LinkedCase> {
  const one = await findVisible(from, context);
  if (!one || one.source === 'builtin') {
    return { kind: 'missing', number: from };
  }
  if (one.case === to) {
    return { kind: 'unchanged', case: one, conflicts: [] };
  }
  if (!isTemporary(one.case)) {
    return {
      kind: 'refused',
      reason: `${one.case} 已经是正式案例号，不能再改成另一个。没有改动。`,
    };
  }
  const other = await findAny(to, context);
  if (other && !mayRead(context.asker, other)) {
    return unusable;
  }
  if (other && other.customer !== one.customer) {
    return strange;
  }
  const linked = await context.store.linkCase(one.case, to, wallTime(context.now()));
  switch (linked.kind) {
    case 'missing':
      return { kind: 'missing', number: from };
    case 'refused':
      return mayRead(context.asker, linked.case) ? strange : unusable;
    case 'linked':
      await audit(context, 'link', linked.case.case);
      return linked;
    default:
      return linked satisfies never;
  }
}

const strange: LinkedCase = {
  kind: 'refused',
  reason: '两个案例属于不同的客户，不能关联。请核对案例号。没有改动。',
};

/** Where a customer listens, not even that there is such a case is told. */
const unusable: LinkedCase = {
  kind: 'refused',
  reason: '这个案例号不能在这里使用。请核对案例号，或在团队频道操作。没有改动。',
};

/** Files the question of a conversation under a case that is there already, with what was found. */
export async function fileUnder(asked: Asked, to: string, context: Speaking): Promise<LinkedCase> {
  const one = await findVisible(to, context);
  if (!one || one.source === 'builtin') {
    return { kind: 'missing', number: to };
  }
  if (asked.case === one.case) {
    return { kind: 'unchanged', case: one, conflicts: [] };
  }
  const outcome = await changeCase(
    one.case,
    { set: {}, found: foundIn(asked), note: `关联提问：${asked.question}`, what: 'link' },
    context,
  );
  if (outcome.kind !== 'changed' && outcome.kind !== 'unchanged') {
    return { kind: 'missing', number: to };
  }
  await context.store.fileInquiry(asked.id, one.case);
  return { kind: 'filed', case: outcome.case, conflicts: [] };
}
