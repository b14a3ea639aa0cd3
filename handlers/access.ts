import type { Case } from '../knowledge/cases/case.ts';
import type { StoredInquiry } from '../knowledge/store/store.ts';
import type { Asker } from './inquiry.ts';

/** What the configuration says of a tenant, a channel or a person. */
export interface Mapping {
  /** Our own support engineers: they see every customer. */
  staff?: true | undefined;
  /** The customer's key in the configuration. */
  customer?: string | undefined;
  branch?: string | undefined;
  /** Staff only. */
  name?: string | undefined;
}

/** Keys are `face/id`. */
export interface AccessRules {
  customers: readonly { id: string; name: string }[];
  tenants: Readonly<Record<string, Mapping>>;
  channels: Readonly<Record<string, Mapping>>;
  people: Readonly<Record<string, Mapping>>;
}

export interface Speaker {
  face: string;
  tenant: string;
  /** Absent in a direct message. */
  channel?: string;
  person: string;
}

/**
 * Who somebody is to us. A person's own entry comes before his tenant's; a channel that belongs to a customer
 * narrows what is told there to that customer, whoever asks, since everybody in it can read the answer.
 */
export function identify({ face, tenant, channel, person }: Speaker, rules: AccessRules): Asker {
  const own = rules.people[`${face}/${person}`] ?? rules.tenants[`${face}/${tenant}`];
  const room = channel === undefined ? undefined : rules.channels[`${face}/${channel}`];
  const asker = askerOf(face, person, own, rules);
  const customer = nameOf(room?.customer, rules);
  if (customer === undefined || asker.role === 'stranger') {
    return asker;
  }
  if (asker.customer !== undefined && asker.customer !== customer) {
    return { face, id: person, role: 'stranger' };
  }
  const branch = room?.branch ?? asker.branch;
  if (asker.branch !== undefined && branch !== asker.branch) {
    return { face, id: person, role: 'stranger' };
  }
  return { ...asker, customer, ...(branch !== undefined && { branch }) };
}

function askerOf(
  face: string,
  id: string,
  mapping: Mapping | undefined,
  rules: AccessRules,
): Asker {
  if (mapping?.staff) {
    return { face, id, role: 'staff', ...(mapping.name && { name: mapping.name }) };
  }
  const customer = nameOf(mapping?.customer, rules);
  return customer === undefined
    ? { face, id, role: 'stranger' }
    : { face, id, role: 'branch', customer, ...(mapping?.branch && { branch: mapping.branch }) };
}

function nameOf(id: string | undefined, { customers }: AccessRules): string | undefined {
  return customers.find((one) => one.id === id)?.name;
}

type Scope = Pick<Asker, 'role' | 'customer' | 'branch'>;

/**
 * The one rule for everything that carries a CAS number or the text of a case. Customers see their own cases,
 * or those of their branch alone where the configuration names one; the operator and our support engineers see
 * all, unless they speak where a customer listens.
 */
export function mayRead({ role, customer, branch }: Scope, one: Case): boolean {
  if (role === 'stranger') {
    return false;
  }
  if (customer === undefined) {
    return role !== 'branch';
  }
  return one.customer === customer && (branch === undefined || one.branch === branch);
}

/** The desk changes cases; customers may open one and add to their own. */
export function isDesk({ role }: Pick<Asker, 'role'>): boolean {
  return role === 'operator' || role === 'staff';
}

/** Whom a command or a button is for: everybody, whoever belongs to a customer or to the desk, the desk alone. */
export type Audience = 'anyone' | 'customers' | 'desk';

export function permits({ role }: Pick<Asker, 'role'>, audience: Audience): boolean {
  switch (audience) {
    case 'anyone':
      return true;
    case 'customers':
      return role !== 'stranger';
    case 'desk':
      return isDesk({ role });
    default:
      return audience satisfies never;
  }
}

/** Whether what was asked before is of the same talk: of one side of it, as far as the asker can tell. */
export function isOfTalk(
  { role, face, id, customer, branch }: Asker,
  asked: Pick<StoredInquiry, 'face' | 'asker' | 'customer' | 'branch'>,
): boolean {
  return (
    asked.face === face &&
    asked.customer === customer &&
    asked.branch === branch &&
    // Neither engineers nor strangers have a customer, and one must not go on with what the other asked.
    (role !== 'stranger' || asked.asker === id)
  );
}

/**
 * Whether a question that was asked before may be spoken of again. Its answer may hold what only its asker was
 * allowed to see: who sees less now, or speaks elsewhere, must ask himself.
 */
export function mayUse(
  { role, face, customer, branch }: Asker,
  conversation: string,
  asked: Pick<StoredInquiry, 'face' | 'conversation' | 'customer' | 'branch'>,
): boolean {
  if (role === 'stranger' || asked.face !== face || asked.conversation !== conversation) {
    return false;
  }
  if (customer === undefined) {
    return role !== 'branch';
  }
  return asked.customer === customer && (branch === undefined || asked.branch === branch);
}
