import { wallDay } from '../../knowledge/wall-time.ts';
import type { AnswerDeps } from '../answer.ts';
import type { Asker } from '../inquiry.ts';
import type { Block } from '../reply.ts';
import { certaintyWords } from '../words.ts';

const shown = 5;
const longest = 60;
const day = 24 * 60 * 60_000;
const days = 30;

/** His own last questions with what came out, the newest first. */
export async function listOwnQuestions(
  asker: Asker,
  { store, now, desk }: Pick<AnswerDeps, 'store' | 'now' | 'desk'>,
): Promise<Block[]> {
  const asked = await store.listAsked(now() - days * day, now() + 1);
  const own = asked.filter(
    (one) =>
      one.face === asker.face &&
      one.asker === asker.id &&
      // What he asked when he belonged to somebody else is not told any more.
      (asker.customer === undefined || one.customer === asker.customer),
  );
  if (own.length === 0) {
    return [];
  }
  const items = own
    .slice(-shown)
    .toReversed()
    .map(({ at, verdict, question, title }) => {
      const outcome = [verdict && certaintyWords[verdict], title].filter(Boolean).join(' · ');
      const asking = `${wallDay(at, desk.zone).slice(5)}：${shorten(question)}`;
      return outcome ? `${asking} → ${outcome}` : asking;
    });
  return [
    { kind: 'heading', text: '最近的提问' },
    { kind: 'list', ordered: false, items },
  ];
}

const blanks = /\s+/g;

function shorten(question: string): string {
  const words = question.replace(blanks, ' ');
  return words.length > longest ? `${words.slice(0, longest).toWellFormed()}…` : words;
}
