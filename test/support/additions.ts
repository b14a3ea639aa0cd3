import { createModelDesk } from '../../bot/assemble.ts';
import type { Config } from '../../bot/config.ts';
import type { Answer } from '../../bot/face.ts';
import type { AnswerDeps } from '../../handlers/answer.ts';

/** Passes answers on, and knows when nothing comes behind them any more. */
export function watchAdditions(answer: Answer): { answer: Answer; added(): Promise<void> } {
  const open = new Set<Promise<unknown>>();
  return {
    async answer(inquiry, tell, signal) {
      const { later, ...answered } = await answer(inquiry, tell, signal);
      if (!later) {
        return answered;
      }
      return {
        ...answered,
        later: (ending) => {
          const coming = later(ending).finally(() => open.delete(coming));
          open.add(coming);
          return coming;
        },
      };
    },
    async added() {
      while (open.size > 0) {
        await Promise.all(open);
      }
    },
  };
}

/** From now on this model is asked, as one of which nobody has asked anything before; none at all without an address. */
export async function useModel(
  baseUrl: string | undefined,
  seconds: number,
  { answering, config }: { answering: AnswerDeps; config: Config },
): Promise<void> {
  const { store, library, now } = answering;
  const desk =
    baseUrl === undefined
      ? undefined
      : await createModelDesk(
          {
            ...config,
            openai: { model: 'scripted', baseUrl },
            model: {
              ...config.model,
              seconds,
              tokensPerDay: 10_000_000,
              tokensPerPerson: 1_000_000,
            },
          },
          { store, library, now },
        );
  if (desk) {
    answering.model = desk;
  } else {
    delete answering.model;
  }
}
