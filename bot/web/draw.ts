import type { Reply } from '../../handlers/reply.ts';
import { type AdaptiveCard, renderCard } from '../adaptive-card.ts';
import { renderText } from '../text.ts';

/** A reply as the page gets it. */
export interface Drawn {
  card: AdaptiveCard;
  /** For 复制为文本. */
  text: string;
  /** To be saved; small ones only. */
  files: { name: string; mediaType: string; base64: string }[];
}

export function draw(reply: Reply, idPrefix: string): Drawn {
  return {
    card: renderCard(reply, { idPrefix }),
    text: renderText(reply),
    files: reply.files.map(({ name, mediaType, bytes }) => ({
      name,
      mediaType,
      base64: Buffer.from(bytes).toString('base64'),
    })),
  };
}
