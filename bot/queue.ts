import PQueue from 'p-queue';

/** Lets so many run at once and the others wait in the order they came. */
export interface Queue {
  /** Rejects with the reason of `signal` when it is aborted before its turn; after that `work` has to heed it. */
  run<Result>(work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

export function createQueue(atOnce: number): Queue {
  const queue = new PQueue({ concurrency: atOnce });
  return { run: (work, signal) => (signal ? withdrawable(queue, work, signal) : queue.add(work)) };
}

function withdrawable<Result>(
  queue: PQueue,
  work: () => Promise<Result>,
  signal: AbortSignal,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    void queue.add(async () => {
      signal.removeEventListener('abort', giveUp);
      if (signal.aborted) {
        giveUp();
        return;
      }
      await work().then(resolve, reject);
    });
  });
}
