import type { Attachment, Block, Reply } from '../handlers/reply.ts';
import { renderBlock } from './card/blocks.ts';
import { consoleDialect } from './card/console.ts';
import type { Dialect } from './card/dialect.ts';
import { type Element, type NextId, textBlock } from './card/elements.ts';
import { renderActions, renderForm } from './card/form.ts';
import { plainLine } from './plain.ts';
import { shrink } from './shrink.ts';

/** Adaptive Card 1.5, as JSON. */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: string;
  version: '1.5';
  /** Two letters: more is an error to Microsoft's own parser. */
  lang: 'zh';
  fallbackText: string;
  body: readonly Element[];
  actions: readonly Element[];
  /** What only Teams reads. */
  msteams?: { width: 'Full'; entities?: readonly Element[] };
}

export interface CardOptions {
  /** Of the card as UTF-8 JSON. What does not fit is left out from the end, and the card says so. */
  maxBytes?: number;
  /** Makes element ids unique where several cards stand on one page. */
  idPrefix?: string;
  /** Where the rest can be seen; ends the sentence that says something was left out. */
  omittedHint?: string;
}

export function renderCard(reply: Reply, options: CardOptions = {}): AdaptiveCard {
  const { maxBytes = Number.POSITIVE_INFINITY, idPrefix = 'part', omittedHint = '' } = options;
  const draw = (smaller: Reply, omitted: number) =>
    buildCard(smaller, omitted, consoleDialect(createIds(idPrefix)), omittedHint);
  let card: AdaptiveCard | undefined;
  for (const { reply: smaller, omitted } of shrink(reply)) {
    card = draw(smaller, omitted);
    if (maxBytes === Number.POSITIVE_INFINITY || sizeOf(card) <= maxBytes) {
      return card;
    }
  }
  return card ?? draw(reply, 0);
}

export function sizeOf(card: AdaptiveCard): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/** A card of everything in `reply`; `omitted` counts what was left out before. */
export function buildCard(
  reply: Reply,
  omitted: number,
  dialect: Dialect,
  omittedHint: string,
): AdaptiveCard {
  const notice: Block[] =
    omitted > 0
      ? [{ kind: 'notice', tone: 'info', text: `内容较长，省略了 ${omitted} 部分。${omittedHint}` }]
      : [];
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: 'zh',
    fallbackText: plainLine(reply.summary),
    body: [
      ...[...reply.blocks, ...notice].flatMap((block) => renderBlock(block, dialect)),
      ...reply.images.map((picture) => renderImage(picture, dialect)),
      ...(reply.form ? renderForm(reply.form) : []),
    ],
    actions: renderActions(reply.actions, reply.form, dialect),
  };
}

export function createIds(prefix: string): NextId {
  let last = 0;
  return () => {
    last += 1;
    return `${prefix}-${last}`;
  };
}

function renderImage(picture: Attachment, dialect: Dialect): Element {
  return picture.mediaType.startsWith('image/')
    ? dialect.picture(picture, picture.name)
    : textBlock(`附件：${picture.name}`);
}
