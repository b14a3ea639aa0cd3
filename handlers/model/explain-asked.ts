import type { Asked } from '../cases/asked.ts';
import type { Speaking } from '../command.ts';
import type { Block } from '../reply.ts';
import { explain } from './explain.ts';
import { posedOf } from './posed.ts';

/** Of a cause that was named before; undefined whenever there is no text, whatever the reason. */
export async function explainAsked(asked: Asked, context: Speaking): Promise<Block[] | undefined> {
  const { model, asker } = context;
  try {
    return model && (await explain(await posedOf(asked, asker, context, model), model));
  } catch {
    return undefined;
  }
}
