import { isBomb } from '../budget.ts';
import type { Container } from '../container.ts';
import { ContainerDamage } from '../damage.ts';
import type { Progress } from '../zip-inflate.ts';

type Unpack = (input: AsyncIterable<Uint8Array>, progress: Progress) => AsyncIterable<Uint8Array>;

/** One packed file, which goes by the name that it was sent under; how large it becomes is known at its end. */
export function createLoneFile(
  format: string,
  recognises: Container['recognises'],
  unpack: Unpack,
): Container {
  return {
    format,
    recognises,
    async *list(source, budget) {
      budget.entries -= 1;
      async function* open() {
        const progress = { consumed: 0 };
        let length = 0;
        for await (const chunk of unpack(source.stream, progress)) {
          budget.throwIfAborted();
          length += chunk.length;
          if (isBomb(budget, length, progress.consumed)) {
            throw new ContainerDamage('over-ratio');
          }
          yield chunk;
        }
      }
      yield { kind: 'file', name: '', size: 0, unsafeName: false, open };
    },
  };
}
