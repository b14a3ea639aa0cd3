import { enableCompileCache } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Equipment, Order, Said } from './message.ts';

const { engine, compiled } = workerData as Equipment;
if (compiled !== undefined) {
  enableCompileCache(compiled);
}
const { sieveOf } = await import('../../match/plain-engine.ts');
const { Outbox } = await import('./outbox.ts');
const { readJob } = await import('./read-job.ts');

const sieve = sieveOf(engine);
const say = (said: Said) => parentPort?.postMessage(said);
let current: { outbox: InstanceType<typeof Outbox>; stop: AbortController } | undefined;

say({ kind: 'ready' });

/** One job after the other: the next is given when this one was answered. */
parentPort?.on('message', (order: Order) => {
  if (order.kind === 'read') {
    void read(order);
  } else if (order.kind === 'heard') {
    current?.outbox.heard(order.weight);
  } else {
    current?.stop.abort();
  }
});

async function read({ job, mostWaiting }: Extract<Order, { kind: 'read' }>): Promise<void> {
  const stop = new AbortController();
  const outbox = new Outbox(say, mostWaiting);
  current = { outbox, stop };
  const { signal } = stop;
  const progress = (read: number, packed: number) => say({ kind: 'progress', read, packed });
  const said = await readJob(job, { sieve, outbox, signal, progress }).then(
    (outcome): Said => ({ kind: 'done', outcome }),
    (): Said => ({ kind: 'failed' }),
  );
  current = undefined;
  say(said);
}
