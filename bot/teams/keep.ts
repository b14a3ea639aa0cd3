import { createHash } from 'node:crypto';
import { type Act, asksModel } from '../../handlers/act.ts';
import type { Asker, MissingFile } from '../../handlers/inquiry.ts';
import type { Store } from '../../knowledge/store/store.ts';
import type { Config } from '../config.ts';
import type { Jobs } from '../jobs.ts';
import type { Log } from '../log.ts';
import type { Activity } from './activity.ts';
import type { SentFile } from './attachments.ts';
import { type Place, placeOfActivity } from './place.ts';

export interface ReceiveParts {
  config: Config;
  jobs: Pick<Jobs, 'receive'>;
  store: Store;
  log: Log;
  hasModel?: boolean;
  now(): number;
  /** A message was deleted, named as jobs name it. */
  withdraw(message: string): void;
}

/** Where Microsoft Graph has the message, with the files that Teams does not hand over. */
export interface MessageAddress {
  message: string;
  /** The message that began the thread, in a channel. */
  root: string | undefined;
  room: string;
  team: { id: string; group: string | undefined } | undefined;
  tenant: string;
}

/** What is kept of a message until it is answered. */
export interface KeptQuestion {
  kind: 'question';
  asker: Asker;
  place: Place;
  conversation: string;
  /** When it was written, milliseconds since the epoch. */
  said: number;
  text: string;
  files: SentFile[];
  missing: MissingFile[];
  /** Present when files came along that have to be fetched elsewhere. */
  elsewhere?: MessageAddress;
}

/** A pressed button or a sent form. */
export interface KeptAct {
  kind: 'act';
  act: Act;
  place: Place;
  /** The message of the form that was sent: what comes of it stands in its place. */
  form?: string;
}

/** Somebody took a file that was offered, or did not want it. */
export interface KeptConsent {
  kind: 'consent';
  place: Place;
  /** The message that offered it. */
  offer: string | undefined;
  file: string;
  upload: { url: string; name: string; contentUrl: string; id: string; type: string } | undefined;
}

export type Kept = KeptQuestion | KeptAct | KeptConsent;

const root = /;messageid=(\d{1,30})/;

export function rootOf(conversation: string): string | undefined {
  return root.exec(conversation)?.[1];
}

export function addressOf(activity: Activity, id = activity.id): MessageAddress {
  const { conversation, room = conversation, team, tenant } = activity;
  return { message: id, root: rootOf(conversation), room, team, tenant };
}

type Asked = Pick<KeptQuestion, 'asker' | 'text' | 'files' | 'missing' | 'elsewhere'>;

/** `place` is where the answer goes, when it is not where the question came from. */
export async function keepQuestion(
  activity: Activity,
  asked: Asked,
  parts: ReceiveParts,
  place: Place = placeOfActivity(activity),
): Promise<void> {
  const said = activity.at ?? parts.now();
  const { conversation } = place;
  await keep(activity, { kind: 'question', place, conversation, said, ...asked }, parts);
}

export async function keepAct(activity: Activity, act: Act, parts: ReceiveParts): Promise<void> {
  const isForm = Object.keys(act.fields).length > 0;
  const form = isForm && activity.replyTo !== undefined ? { form: activity.replyTo } : {};
  await keep(activity, { kind: 'act', act, place: placeOfActivity(activity), ...form }, parts);
}

export function messageName(conversation: string, id: string): string {
  return `teams/${conversation}/${id}`;
}

/** The same activity delivered again is the same job. */
export async function keep(
  activity: Activity,
  kept: Kept,
  { jobs }: Pick<ReceiveParts, 'jobs'>,
): Promise<void> {
  const id = messageName(activity.conversation, activity.id || digestOf(activity));
  await jobs.receive({
    face: 'teams',
    event: id,
    message: id,
    // Jobs of one conversation wait for each other.
    conversation: `teams/${kept.place.conversation}${takesLong(kept) ? '/model' : ''}`,
    payload: JSON.stringify(kept),
  });
}

function takesLong(kept: Kept): boolean {
  return kept.kind === 'act' && asksModel(kept.act.action);
}

function digestOf({ person, at, text, value }: Activity): string {
  const whole = JSON.stringify([person, at, text, value]);
  return createHash('sha256').update(whole).digest('hex').slice(0, 32);
}
