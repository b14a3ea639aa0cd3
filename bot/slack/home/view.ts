import { createHash } from 'node:crypto';
import type { webApi } from '@slack/bolt';
import type { Reply } from '../../../handlers/reply.ts';
import type { Pictures } from '../blocks/blocks.ts';
import { renderMessage } from '../blocks/message.ts';
import { errorCode } from '../errors.ts';
import type { SlackBlock } from '../limits.ts';
import { sendWhenReady, uploadPictures } from '../pictures.ts';

/** Buttons of a home begin with it, so that they are told from those of messages: there is no channel behind them. */
export const homeButton = /^home:\d+:/;

const mostKept = 100;

export interface HomeView {
  /** Resolves when it is shown; its picture may follow. */
  show(web: webApi.WebClient, user: string, reply: Reply): Promise<void>;
}

export function createHomeView(): HomeView {
  // Somebody opens his home often, and its picture changes once a day.
  const kept = new Map<string, Pictures>();
  const picturesOf = async (web: webApi.WebClient, reply: Reply): Promise<Pictures> => {
    const key = fingerprint(reply);
    const known = kept.get(key);
    if (known) {
      return known;
    }
    const uploaded = await uploadPictures(web, reply);
    if (uploaded.size > 0) {
      kept.set(key, uploaded);
      forgetSome(kept);
    }
    return uploaded;
  };
  return {
    async show(web, user, reply) {
      const shown = await web.views.publish({ user_id: user, view: viewOf(reply, new Map()) });
      // Nobody waits for a picture to be uploaded and processed; until then its table says the same.
      const pictures = await picturesOf(web, reply);
      if (pictures.size > 0) {
        await replace(web, user, reply, pictures, shown.view?.hash);
      }
    },
  };
}

/** Unless something newer is shown by now. */
async function replace(
  web: webApi.WebClient,
  user: string,
  reply: Reply,
  pictures: Pictures,
  hash: string | undefined,
): Promise<void> {
  try {
    await sendWhenReady(true, async (isReady) => {
      const view = viewOf(reply, isReady ? pictures : new Map());
      return web.views.publish({ user_id: user, view, ...(hash !== undefined && { hash }) });
    });
  } catch (error) {
    if (errorCode(error) !== 'hash_conflict') {
      throw error;
    }
  }
}

function viewOf(reply: Reply, pictures: Pictures) {
  const blocks = renderMessage(reply, pictures).blocks.map(markButtons);
  return { type: 'home' as const, blocks: blocks as never };
}

function markButtons(block: SlackBlock): SlackBlock {
  return block.type === 'actions'
    ? {
        ...block,
        elements: block.elements.map((one) => ({ ...one, action_id: `home:${one.action_id}` })),
      }
    : block;
}

function fingerprint({ blocks }: Reply): string {
  const hash = createHash('sha256');
  for (const block of blocks) {
    if (block.kind === 'chart' && block.picture) {
      hash.update(block.picture.name).update(block.picture.bytes);
    }
  }
  return hash.digest('hex');
}

function forgetSome(kept: Map<string, Pictures>): void {
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) {
    kept.delete(oldest);
  }
}
