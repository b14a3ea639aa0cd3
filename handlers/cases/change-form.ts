import type { Case, CaseStatus } from '../../knowledge/cases/case.ts';
import type { Settable } from '../../knowledge/cases/change.ts';
import { parseMachines } from '../../knowledge/cases/machines.ts';
import { isDesk } from '../access.ts';
import type { Speaking } from '../command.ts';
import type { Field, Form } from '../reply.ts';
import type { Wish } from './change.ts';
import { cleanLine, cleanText, longestProgress, longestWaitingFor } from './clean.ts';
import { describeMachines, ownerOf, statusWords } from './words.ts';

/** A choice that is left as it is. */
const keep = 'keep';
const nobody = 'nobody';
const severities = ['P1', 'P2', 'P3', 'P4'] as const;
const settable: readonly CaseStatus[] = ['open', 'waiting-customer', 'waiting-vendor'];
/** What platforms take as the id of a form. */
const longestId = 190;

/** Its id carries what the writer sees, so that what others change meanwhile is a conflict. */
export function changeForm(one: Case, { asker, desk }: Pick<Speaking, 'asker' | 'desk'>): Form {
  const progress: Field = {
    kind: 'text',
    id: 'progress',
    label: '进展（一句话）',
    multiline: true,
    value: '',
  };
  return {
    id: formId(one),
    title: '更新案例',
    submit: '提交',
    fields: isDesk(asker) ? [progress, ...deskFields(one, desk)] : [progress],
  };
}

function deskFields(one: Case, desk: Speaking['desk']): Field[] {
  const machines = describeMachines(one.machines);
  return [
    choice('status', '状态', statusWords[one.status], [
      ...settable.map((value) => ({ value, label: statusWords[value] })),
    ]),
    {
      kind: 'text',
      id: 'waitingFor',
      label: '等待什么',
      multiline: false,
      value: one.waitingFor ?? '',
    },
    choice('owner', '负责人', ownerOf(one, desk)?.name ?? '未指定', [
      ...desk.staff.map(({ name }) => ({ value: name, label: name })),
      { value: nobody, label: '未指定' },
    ]),
    choice('severity', '严重级别', one.severity ?? '未定', [
      ...severities.map((value) => ({ value, label: value })),
    ]),
    { kind: 'text', id: 'machines', label: '受影响台数', multiline: false, value: machines },
  ];
}

function choice(
  id: string,
  label: string,
  current: string,
  choices: readonly { value: string; label: string }[],
): Field {
  return {
    kind: 'choice',
    id,
    label,
    choices: [{ value: keep, label: `不变（${current}）` }, ...choices],
  };
}

type Shown = [CaseStatus, Case['severity'], string | null, string, string | null];

function formId(one: Case): string {
  const { status, severity, owner, machines, waitingFor } = one;
  const shown: Shown = [status, severity, owner, describeMachines(machines), waitingFor];
  const id = `update-case:${one.case} ${JSON.stringify(shown)}`;
  return id.length <= longestId ? id : `update-case:${one.case}`;
}

/** What the writer saw; without it what stands there now. Nothing is believed but its form. */
export function readShown(subject: string): { number: string; seen?: Partial<Settable> } {
  const [number = ''] = subject.split(' ', 1);
  try {
    const [status, severity, owner, machines, waitingFor] = JSON.parse(
      subject.slice(number.length),
    ) as Shown;
    return {
      number,
      seen: { status, severity, owner, waitingFor, machines: parseMachines(machines) ?? null },
    };
  } catch {
    return { number };
  }
}

/** What the form of 更新案例 brings; a field that was left as it was shown changes nothing. */
export function readChangeForm(
  fields: Readonly<Record<string, string>>,
  seen: Partial<Settable> | undefined,
  { asker, desk }: Pick<Speaking, 'asker' | 'desk'>,
): Wish {
  const progress = cleanText(fields.progress ?? '', longestProgress, desk);
  const set: Partial<Settable> = {
    ...(isDesk(asker) && readDeskFields(fields, desk)),
    ...(progress !== '' && { progress }),
  };
  // The progress is no correction of what somebody else wrote: it is the next line.
  return seen ? { set, seen } : { set };
}

function readDeskFields(
  fields: Readonly<Record<string, string>>,
  desk: Speaking['desk'],
): Partial<Settable> {
  const { waitingFor, owner, machines } = fields;
  const status = settable.find((one) => one === fields.status);
  const severity = severities.find((one) => one === fields.severity);
  const named = desk.staff.find(({ name }) => name === owner)?.name;
  return {
    ...(status && { status }),
    ...(severity && { severity }),
    ...(named && { owner: named }),
    ...(owner === nobody && { owner: null }),
    ...(machines !== undefined && { machines: parseMachines(machines) ?? null }),
    ...(waitingFor !== undefined &&
      status !== 'open' && { waitingFor: cleanLine(waitingFor, longestWaitingFor, desk) || null }),
  };
}
