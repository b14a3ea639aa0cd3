import { isDeepStrictEqual } from 'node:util';
import type { Case } from '../../knowledge/cases/case.ts';
import type { CaseChange, Settable } from '../../knowledge/cases/change.ts';
import { wallTime } from '../../knowledge/wall-time.ts';
import { isDesk } from '../access.ts';
import { audit } from '../audit.ts';
import type { Speaking } from '../command.ts';
import { longestProgress } from './clean.ts';
import { findVisible } from './find.ts';
import { shareCase } from './share.ts';
import { describeMachines, statusWords } from './words.ts';

export interface Wish {
  set: Partial<Settable>;
  /** What the writer had before his eyes, when that was not just now. */
  seen?: Partial<Settable>;
  found?: CaseChange['found'];
  findings?: CaseChange['findings'];
  /** In place of a line that tells what was set. */
  note?: string;
  what?: 'change' | 'archive' | 'link';
}

export type Outcome =
  | { kind: 'changed' | 'unchanged'; case: Case; note: string }
  | { kind: 'conflict'; case: Case; conflicts: string[] }
  /** Not there, or not for the asker. */
  | { kind: 'missing' }
  /** Built-in cases serve retrieval only. */
  | { kind: 'builtin'; case: Case };

/** Changes what differs; the same wish again changes nothing. */
export async function changeCase(
  caseNumber: string,
  wish: Wish,
  context: Speaking,
): Promise<Outcome> {
  const visible = await findVisible(caseNumber, context);
  if (!visible) {
    return { kind: 'missing' };
  }
  // What is shown may be completed by what ships with the program; what is changed is what is stored.
  const one = await context.store.findCase(visible.case);
  if (!one) {
    return { kind: 'builtin', case: visible };
  }
  const set = differing(wish.set, wish.seen ?? one);
  const isNew = Object.entries(set).some(([field, value]) => !isSame(one, field, value));
  if (!isNew && wish.found === undefined && wish.findings === undefined) {
    return { kind: 'unchanged', case: visible, note: '' };
  }
  const note = (wish.note ?? describeSet(set)).slice(0, 2 * longestProgress).toWellFormed();
  const seen = wish.seen ?? pick(one, set);
  const changed = await context.store.changeCase({
    case: one.case,
    at: wallTime(context.now()),
    by: isDesk(context.asker) ? 'desk' : 'customer',
    set,
    seen,
    note,
    ...(wish.found && { found: wish.found }),
    ...(wish.findings && { findings: wish.findings }),
  });
  return settle(changed, { set, note, what: wish.what ?? 'change' }, context);
}

interface Done {
  set: Partial<Settable>;
  note: string;
  what: 'change' | 'archive' | 'link';
}

async function settle(
  changed: Awaited<ReturnType<Speaking['store']['changeCase']>>,
  { set, note, what }: Done,
  context: Speaking,
): Promise<Outcome> {
  if (changed.kind === 'missing') {
    return changed;
  }
  const shown = shareCase(changed.case, context.asker, await context.library.refresh());
  switch (changed.kind) {
    case 'conflict': {
      const conflicts = describeConflicts(changed.fields, shown, set);
      return { kind: 'conflict', case: shown, conflicts };
    }
    case 'changed':
      await audit(context, what, shown.case);
      return { kind: 'changed', case: shown, note };
    case 'unchanged':
      return { kind: 'unchanged', case: shown, note: '' };
    default:
      return changed satisfies never;
  }
}

/** A field that was left as it was shown says nothing, though it may be different by now. */
function differing(set: Partial<Settable>, seen: Partial<Settable>): Partial<Settable> {
  return Object.fromEntries(
    Object.entries(set).filter(([field, value]) => !isSame(seen, field, value)),
  );
}

function isSame(one: Partial<Settable>, field: string, value: unknown): boolean {
  return isDeepStrictEqual(one[field as keyof Settable], value);
}

function pick(one: Case, set: Partial<Settable>): Partial<Settable> {
  return Object.fromEntries(Object.keys(set).map((field) => [field, one[field as keyof Settable]]));
}

const fieldWords: Readonly<Record<keyof Settable, string>> = {
  title: '标题',
  severity: '严重级别',
  branch: '分行',
  status: '状态',
  waitingFor: '等待的内容',
  owner: '负责人',
  machines: '受影响台数',
  symptom: '现象',
  progress: '进展',
  resolution: '结果',
  verified: '验证',
};

/** `状态：等待客户；负责人：谭工`: a line of the timeline. A line of progress stands for itself. */
function describeSet(set: Partial<Settable>): string {
  const fields = Object.keys(set) as (keyof Settable)[];
  return fields
    .map((field) =>
      field === 'progress'
        ? (set.progress ?? '')
        : `${fieldWords[field]}：${showValue(field, set[field])}`,
    )
    .join('；');
}

function describeConflicts(
  fields: readonly (keyof Settable)[],
  now: Case,
  set: Partial<Settable>,
): string[] {
  return fields.map(
    (field) =>
      `${fieldWords[field]}已由别人改为“${showValue(field, now[field])}”，您要改成“${showValue(field, set[field])}”。`,
  );
}

function showValue(field: keyof Settable, value: unknown): string {
  if (value === null || value === undefined || value === '') {
    return '空';
  }
  if (field === 'status') {
    return statusWords[value as Case['status']];
  }
  if (field === 'machines') {
    return describeMachines(value as Case['machines']);
  }
  return field === 'verified' ? (value ? '已验证' : '未验证') : String(value);
}
