import type { Budget } from './budget.ts';
import type { BoundedStream } from './stream.ts';
import type { Bytes } from './zip-bytes.ts';

/**
 * What is read by seeking under the limits of a stream: reads nothing more when the time is over, nothing at all when
 * the file is larger than allowed. Throws when nobody wants it any more. `spends`: its size was not yet taken off.
 */
export function boundBytes(
  bytes: Bytes,
  budget: Budget,
  stream: BoundedStream,
  spends: boolean,
): Bytes {
  if (spends && bytes.size > budget.bytes) {
    stream.stopped = 'bytes';
    return { size: 0, read: async () => new Uint8Array() };
  }
  budget.bytes -= spends ? bytes.size : 0;
  return {
    size: bytes.size,
    async read(offset, length, into) {
      budget.throwIfCancelled();
      if (budget.isOutOfTime) {
        stream.stopped = 'time';
        return new Uint8Array();
      }
      return bytes.read(offset, length, into);
    },
  };
}
