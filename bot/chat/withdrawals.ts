import { Cancelled } from '../../handlers/running.ts';
import type { PostedMessage } from '../face.ts';
import type { Hold, Worker } from '../jobs/worker.ts';

/** An answer that is being worked on. */
interface Underway {
  /** The message that asks for it. */
  question: string;
  /** The message that it is edited into. */
  place: string | undefined;
  isPlaceGone: boolean;
  stop: AbortController;
}

/** Messages that were deleted before anybody began with them; no more are remembered than wait at any time. */
const mostGone = 1000;

/** Gives an answer up when the message that asks for it is deleted, or the one that holds its place. */
export class Withdrawals {
  private readonly underway = new Set<Underway>();
  private readonly gone = new Set<string>();

  /** `message`: by the name that jobs have for it. */
  withdraw(message: string): void {
    this.gone.add(message);
    const [oldest] = this.gone;
    if (this.gone.size > mostGone && oldest !== undefined) {
      this.gone.delete(oldest);
    }
    for (const one of this.underway) {
      this.look(one);
    }
  }

  /** `nameOf` gives an answer the name that `withdraw` is told. What others see of a deleted place is of no use. */
  watch(worker: Worker, nameOf: (posted: PostedMessage) => string): Worker {
    return {
      ...worker,
      work: async (job, hold) => {
        const place = job.posted ? nameOf(JSON.parse(job.posted)) : undefined;
        if (this.gone.has(place ?? job.message)) {
          return;
        }
        const stop = new AbortController();
        const one: Underway = { question: job.message, place, isPlaceGone: false, stop };
        this.underway.add(one);
        this.look(one);
        const watched: Hold = {
          signal: AbortSignal.any([hold.signal, stop.signal]),
          check: () => hold.check(),
          note: async (posted) => {
            await hold.note(posted);
            one.place = nameOf(JSON.parse(posted));
            this.look(one);
          },
        };
        try {
          await worker.work(job, watched);
        } catch (error) {
          if (!one.isPlaceGone) {
            throw error;
          }
        } finally {
          this.underway.delete(one);
        }
      },
    };
  }

  private look(one: Underway): void {
    one.isPlaceGone ||= one.place !== undefined && this.gone.has(one.place);
    if (one.isPlaceGone || this.gone.has(one.question)) {
      one.stop.abort(new Cancelled());
    }
  }
}
