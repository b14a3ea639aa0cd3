import PQueue from 'p-queue';

/** Lets so many run at once and the others wait in the order they came. */
export interface Queue {
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function createQueue(atOnce: number): Queue {
  const queue = new PQueue({ concurrency: atOnce });
  return { run: (work) => queue.add(work) };
}
