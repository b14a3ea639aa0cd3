import { randomUUID } from 'node:crypto';
import { type AnswerDeps, type Answered, answer } from '../../handlers/answer.ts';
import type { Asker, Inquiry } from '../../handlers/inquiry.ts';
import type { Upload } from '../../knowledge/input/upload.ts';
import { createAnswering, operator } from './answering.ts';

export const icbcBranch: Asker = {
  face: 'test',
  id: 'branch-1',
  role: 'branch',
  customer: '工商银行',
  branch: '深圳分行',
};
export const otherBranch: Asker = {
  face: 'test',
  id: 'branch-2',
  role: 'branch',
  customer: '农业银行',
};
export const hour = 60 * 60_000;

export interface Desk {
  deps: AnswerDeps;
  /** Moves the clock. */
  pass(milliseconds: number): void;
  /** Says one thing in a conversation; what is not told is a conversation of its own. */
  say(text: string, more?: Partial<Inquiry>): Promise<Answered>;
  /** Says several things one after the other in one conversation and returns the last answer. */
  saySeveral(...said: readonly (string | Upload)[]): Promise<Answered>;
}

/** Everything behind a face, with a clock that stands still until it is moved. */
export async function openDesk(): Promise<Desk> {
  let now = Date.UTC(2026, 2, 2, 9, 0, 0);
  const deps = await createAnswering(() => now);
  const say: Desk['say'] = (text, more) => {
    const inquiry: Inquiry = {
      asker: operator,
      conversation: randomUUID(),
      text,
      files: [],
      language: 'zh',
      ...more,
    };
    return answer(inquiry, deps, () => undefined);
  };
  return {
    deps,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    say,
    async saySeveral(...said) {
      const conversation = randomUUID();
      const answers: Answered[] = [];
      for (const one of said) {
        const sent = typeof one === 'string' ? { conversation } : { conversation, files: [one] };
        answers.push(await say(typeof one === 'string' ? one : '', sent));
        now += 60_000;
      }
      const last = answers.at(-1);
      if (!last) {
        throw new Error('nothing was said');
      }
      return last;
    },
  };
}

/** All words of a reply, for looking whether something is said anywhere. */
export function wordsOf({ reply }: Pick<Answered, 'reply'>): string {
  return JSON.stringify(reply);
}

/** The texts of blocks of one kind that have a text. */
export function textsOf(
  { reply }: Pick<Answered, 'reply'>,
  kind: 'notice' | 'heading' | 'paragraph',
): string[] {
  return reply.blocks.flatMap((block) => (block.kind === kind ? [block.text] : []));
}
