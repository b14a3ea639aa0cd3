import { parentPort } from 'node:worker_threads';
import type { Said } from '../../../../knowledge/input/parallel/message.ts';

/** Makes a thread that reads like the real one and dies instead of telling for so many times that it found something. */
export async function dieAt(most: number): Promise<void> {
  let messages = 0;
  const send = parentPort?.postMessage.bind(parentPort);
  if (parentPort && send) {
    parentPort.postMessage = (said: Said) => {
      messages += said.kind === 'records' ? 1 : 0;
      if (messages === most) {
        process.exit(1);
      }
      send(said);
    };
  }
  await import('../../../../knowledge/input/parallel/worker.ts');
}
