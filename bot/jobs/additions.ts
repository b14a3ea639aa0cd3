import { setTimeout as sleep } from 'node:timers/promises';
import type { Answered } from '../../handlers/answer.ts';
import type { Reply } from '../../handlers/reply.ts';
import type { Deps, Face, PostedMessage } from '../face.ts';
import type { Log } from '../log.ts';

type Later = NonNullable<Answered['later']>;

export interface AdditionParts {
  face: Pick<Face, 'edit'> & { follow?(posted: PostedMessage, reply: Reply): Promise<void> };
  /** Milliseconds; what takes longer is given up. */
  patience: number;
  /** Aborted when the process is asked to end. */
  signal: AbortSignal;
  log: Log;
}

interface Open {
  stop: AbortController;
  /** The edit that is on its way to the platform. */
  edit?: Promise<void>;
}

/** Milliseconds beyond the patience with the model: what it said is looked at and stored. */
const margin = 5000;

export function additionsOf({ config, signal, log }: Pick<Deps, 'config' | 'signal' | 'log'>) {
  return { patience: config.model.seconds * 1000 + margin, signal, log };
}

/** What is put into the same message next may wait this long for an edit that is on its way; milliseconds. */
const edge = 2000;

/**
 * What comes behind an answer that is shown already. Nothing waits for it, nothing fails with it, and it never comes
 * to stand over what was put into its message in the meantime.
 */
export class Additions {
  readonly #parts: AdditionParts;
  /** By message. */
  readonly #open = new Map<string, Open>();

  constructor(parts: AdditionParts) {
    this.#parts = parts;
  }

  /** Returns at once. */
  begin(posted: PostedMessage, later: Later): void {
    const one: Open = { stop: new AbortController() };
    const key = keyOf(posted);
    this.#open.get(key)?.stop.abort();
    this.#open.set(key, one);
    this.#add(posted, later, one)
      .catch((error: unknown) => {
        this.#parts.log.warn({ err: error }, 'What comes behind an answer was not shown');
      })
      .finally(() => {
        if (this.#open.get(key) === one) {
          this.#open.delete(key);
        }
      });
  }

  /** To be called before something else is put into a message. */
  async giveUp(posted: PostedMessage): Promise<void> {
    const one = this.#open.get(keyOf(posted));
    if (one) {
      this.#open.delete(keyOf(posted));
      one.stop.abort();
      await Promise.race([
        one.edit?.catch(() => undefined),
        sleep(edge, undefined, { ref: false }),
      ]);
    }
  }

  async #add(posted: PostedMessage, later: Later, one: Open): Promise<void> {
    const { face, patience, signal: ending } = this.#parts;
    const signal = AbortSignal.any([one.stop.signal, ending, AbortSignal.timeout(patience)]);
    const reply = await unlessAborted(later(signal), signal);
    if (reply && !signal.aborted) {
      one.edit = face.edit(posted, reply);
      await one.edit;
      // Its own files stand there already; what it is too long for may be new.
      await face.follow?.(posted, { ...reply, files: [] });
    }
  }
}

function keyOf({ target, id }: PostedMessage): string {
  return JSON.stringify([target, id]);
}

/** Undefined as soon as the signal is aborted, whether the work heeds it or not. */
async function unlessAborted<Result>(
  work: Promise<Result | undefined>,
  signal: AbortSignal,
): Promise<Result | undefined> {
  if (signal.aborted) {
    return undefined;
  }
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const giveUp = () => resolve(undefined);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
