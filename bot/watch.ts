import { watch } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { createWorkbench, type ImportFile } from './watch/workbench.ts';

export interface WatchDeps {
  /** Absolute. */
  folder: string;
  importFile: ImportFile;
  log: Log;
  signal: AbortSignal;
  /** How often it is looked at when nothing tells of a change; milliseconds. */
  pollEvery?: number;
  /** How long a file must stay as it is before it counts as complete; milliseconds. */
  settleFor?: number;
  /** How long another process may be silent before its files are taken over; milliseconds. */
  abandonedAfter?: number;
}

const defaults = { pollEvery: 5000, settleFor: 2000, abandonedAfter: 60_000 };

/**
 * Imports what is dropped into a folder, until the signal is given. Resolves when the last file in work is done.
 * Changes on a network drive come without an event, so the folder is looked at every few seconds as well.
 */
export async function startWatching(deps: WatchDeps): Promise<void> {
  const { folder, signal, log } = deps;
  const settings = { ...defaults, ...deps };
  const bench = createWorkbench(settings);
  while (!signal.aborted) {
    await bench.look().catch((error: unknown) => {
      log.error({ err: error }, 'Watch folder was not worked through');
    });
    await nextChange(folder, settings.pollEvery, signal);
  }
  await bench.leave();
}

/** A change in the folder, or the end of the pause; never sooner than the events of one copy come. */
async function nextChange(folder: string, pause: number, signal: AbortSignal): Promise<void> {
  const woken = new AbortController();
  const end = AbortSignal.any([signal, woken.signal]);
  const watcher = watchQuietly(folder, () => woken.abort());
  await sleep(pause, undefined, { signal: end }).catch(() => undefined);
  watcher?.close();
  await sleep(Math.min(shortest, pause), undefined, { signal }).catch(() => undefined);
}

const shortest = 500;

/** Without events the pause alone counts. */
function watchQuietly(folder: string, changed: () => void) {
  try {
    const watcher = watch(folder, { persistent: false }, changed);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
