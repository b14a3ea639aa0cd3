import type { Asked } from '../cases/asked.ts';
import type { Speaking } from '../command.ts';
import type { Block, Reply } from '../reply.ts';
import { explain, keptExplanation } from './explain.ts';
import { keepAddition, mayBeShown } from './keep-addition.ts';
import { posedOf } from './posed.ts';

/**
 * Of a cause that was named before; undefined whenever there is no text, whatever the reason. It is kept with the
 * answer of whoever asked it, and not made twice. Somebody else gets one of his own: what is restored for him is his.
 */
export async function explainAsked(
  asked: Asked,
  context: Speaking,
): Promise<readonly Block[] | undefined> {
  const { model, asker } = context;
  if (!model) {
    return undefined;
  }
  const isOwn = asked.face === asker.face && asked.asker === asker.id;
  try {
    const kept = isOwn ? keptExplanation(JSON.parse(asked.reply) as Reply) : undefined;
    const blocks = kept ?? (await explain(await posedOf(asked, asker, context, model), model));
    if (!(blocks && (await mayBeShown(blocks, context)))) {
      return undefined;
    }
    if (isOwn && !kept) {
      await keepAddition(asked, blocks, context);
    }
    return blocks;
  } catch {
    return undefined;
  }
}
