import type { Scope } from '../handlers/digest/facts.ts';
import { composeDigest, type DigestDeps } from '../handlers/digest.ts';
import type { Job } from '../knowledge/store/job.ts';
import type { PostedDigest } from '../knowledge/store/store.ts';
import { addDays } from '../knowledge/wall-time.ts';
import type { Config } from './config.ts';
import { findReader, listReaders } from './digests/personal.ts';
import type { Face, Target } from './face.ts';
import { postOnce } from './jobs/posting.ts';
import { attempt, type Hold, type Worker } from './jobs/worker.ts';
import type { Delivery, Jobs } from './jobs.ts';
import type { Log } from './log.ts';
import { type Calendar, lastDue, type Schedule } from './schedule.ts';
import { everyone } from './web/feed.ts';

/** What a job of the daily summary has for its face. */
export const digestFace = 'digest';
export const consoleChannel = 'web/console';

export interface DigestParts {
  config: Pick<Config, 'channels' | 'customers' | 'people' | 'summary' | 'tenants'>;
  faces: readonly Face[];
  answering: DigestDeps;
  calendar: Calendar;
  log: Log;
}

type Digest = Pick<PostedDigest, 'date' | 'channel'>;

interface Place {
  face: Face;
  target: Target;
  scope: Scope;
}

/**
 * From now on every channel, and everybody who switched it on for himself, gets a job on each working day. The
 * job is kept once for each date and channel, whichever process hears the hour strike first and however often.
 */
export function startDigests(
  parts: DigestParts,
  { schedule, jobs }: { schedule: Schedule; jobs: Pick<Jobs, 'receive'> },
): { stop(): void } {
  const channels = wantedChannels(parts.config);
  for (const channel of channels.filter((one) => !findPlace(one, parts))) {
    parts.log.warn({ channel }, 'Channel of the daily summary cannot be reached');
  }
  const { at, zone } = parts.config.summary;
  return schedule.daily(at, zone, async (date) => {
    for (const channel of channels) {
      await jobs.receive(deliveryOf({ date, channel }));
    }
    for (const channel of await listReaders(parts.answering.store)) {
      await jobs.receive(deliveryOf({ date, channel }));
    }
  });
}

function deliveryOf(digest: Digest): Delivery {
  const key = keyOf(digest);
  // A conversation of its own, so that a channel that cannot be reached holds up nothing.
  return {
    face: digestFace,
    event: key,
    message: key,
    conversation: key,
    payload: JSON.stringify(digest),
  };
}

function keyOf({ date, channel }: Digest): string {
  return `digest/${date}/${channel}`;
}

/** Composes and posts what the jobs of the schedule ask for. */
export function createDigestWorker(parts: DigestParts): Worker {
  return { work: (job, hold) => postDigest(job, hold, parts) };
}

async function postDigest(job: Job, hold: Hold, parts: DigestParts): Promise<void> {
  const { store, now } = parts.answering;
  const digest: Digest = JSON.parse(job.payload);
  const { date, channel } = digest;
  const previous = await store.lastDigest(channel, addDays(date, 1));
  if (previous?.date === date) {
    return;
  }
  const place = findPlace(channel, parts) ?? (await findReader(channel, { ...parts, store }));
  if (!job.posted && (!place || isOvertaken(date, now(), parts))) {
    // The next one tells of everything since the last one that was posted.
    parts.log.warn({ date, channel }, 'Daily summary is not posted any more');
    return;
  }
  if (channel === consoleChannel && !(await hasCases(parts))) {
    return;
  }
  if (!job.posted && place) {
    const { face, target, scope } = place;
    const reply = await attempt('Answering failed', () =>
      composeDigest({ date, scope, previous }, parts.answering),
    );
    await postOnce({ face, job, hold, target, key: keyOf(digest) }, reply);
  }
  await store.claimDigest({ date, channel, at: now() });
  await store.audit({ at: now(), who: 'bot/schedule', what: 'digest', case: '', where: channel });
  parts.log.info({ date, channel }, 'Daily summary posted');
}

/** Who uses the console for single logs keeps no cases, and has no use for a summary of them. */
async function hasCases({ answering }: DigestParts): Promise<boolean> {
  const cases = await answering.library.refresh();
  return cases.all().some(({ source }) => source !== 'builtin');
}

function isOvertaken(date: string, now: number, { config, calendar }: DigestParts): boolean {
  const due = lastDue(now, config.summary.at, config.summary.zone, calendar);
  return due !== undefined && due > date;
}

/** The console always has one. */
function wantedChannels({ channels }: DigestParts['config']): string[] {
  const configured = Object.entries(channels).filter(([, { summary }]) => summary);
  return [consoleChannel, ...configured.map(([channel]) => channel)];
}

/** Undefined when the face is not there, or the configuration says no more who may hear what. */
function findPlace(channel: string, { config, faces }: DigestParts): Place | undefined {
  const slash = channel.indexOf('/');
  const face = faces.find(({ name }) => name === channel.slice(0, slash));
  if (channel === consoleChannel) {
    return face && { face, target: everyone, scope: { role: 'operator' } };
  }
  const settings = config.channels[channel];
  const scope = settings?.summary ? scopeOf(settings, config) : undefined;
  const target = face?.channelTarget?.(channel.slice(slash + 1));
  return face && scope && target !== undefined ? { face, target, scope } : undefined;
}

/** What a channel that belongs to a customer may hear is that customer's; everybody in it can read it. */
function scopeOf(
  { customer, branch }: Config['channels'][string],
  { customers }: Pick<Config, 'customers'>,
): Scope | undefined {
  if (customer === undefined) {
    // A branch of nobody would otherwise hear everything.
    return branch === undefined ? { role: 'staff' } : undefined;
  }
  const name = customers.find(({ id }) => id === customer)?.name;
  return name === undefined
    ? undefined
    : { role: 'branch', customer: name, ...(branch && { branch }) };
}
