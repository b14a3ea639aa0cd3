import type { Answered } from './answer.ts';
import { say } from './command.ts';
import type { Asker, Inquiry } from './inquiry.ts';
import type { Reply } from './reply.ts';

/** Why an answer is given up: whoever asked does not want it any more. */
export class Cancelled extends Error {}

interface One {
  inquiry: Inquiry;
  stop: AbortController;
}

/** The questions that this process is answering right now, those that wait for their turn included. */
export class RunningAnswers {
  private readonly all = new Set<One>();

  /** `work` is to end soon after its signal is aborted. `outer` is of whoever waits for the answer. */
  async run(
    inquiry: Inquiry,
    outer: AbortSignal | undefined,
    work: (signal: AbortSignal) => Promise<Answered>,
  ): Promise<Answered> {
    const one: One = { inquiry, stop: new AbortController() };
    const signal = outer ? AbortSignal.any([one.stop.signal, outer]) : one.stop.signal;
    this.all.add(one);
    try {
      return await work(signal);
    } catch (error) {
      if (signal.reason instanceof Cancelled) {
        return { id: inquiry.id ?? '', reply: cancelledReply() };
      }
      throw error;
    } finally {
      this.all.delete(one);
    }
  }

  /** Gives up what somebody asked in a conversation; how many there were. */
  cancel(asker: Asker, conversation: string): number {
    const own = [...this.all].filter(
      ({ inquiry }) => inquiry.conversation === conversation && isSame(inquiry.asker, asker),
    );
    for (const { stop } of own) {
      stop.abort(new Cancelled());
    }
    return own.length;
  }

  /** Gives up one question; false when it is not being answered, or is none of his. */
  cancelOne(id: string, asker: Asker): boolean {
    const one = [...this.all].find(({ inquiry }) => inquiry.id === id);
    const may = one && (isSame(one.inquiry.asker, asker) || asker.role === 'operator');
    if (!may) {
      return false;
    }
    one.stop.abort(new Cancelled());
    return true;
  }
}

function isSame(left: Asker, right: Asker): boolean {
  return left.face === right.face && left.id === right.id;
}

export function cancelledReply(): Reply {
  return say('已取消，没有得出结果。需要时请重新发送。');
}
