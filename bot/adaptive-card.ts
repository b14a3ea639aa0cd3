import type { Attachment, Block, Reply } from '../handlers/reply.ts';
import { renderBlock } from './card/blocks.ts';
import { type Element, image, type NextId, textBlock } from './card/elements.ts';
import { renderActions, renderForm } from './card/form.ts';
import { plainLine } from './plain.ts';
import { shrink } from './shrink.ts';

/** Adaptive Card 1.5, as JSON. */
export interface AdaptiveCard {
  type: 'AdaptiveCard';
  $schema: string;
  version: '1.5';
  lang: 'zh-CN';
  fallbackText: string;
  body: readonly Element[];
  actions: readonly Element[];
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
  const { maxBytes = Number.POSITIVE_INFINITY } = options;
  let card: AdaptiveCard | undefined;
  for (const { reply: smaller, omitted } of shrink(reply)) {
    card = build(smaller, omitted, options);
    if (maxBytes === Number.POSITIVE_INFINITY || sizeOf(card) <= maxBytes) {
      return card;
    }
  }
  return card ?? build(reply, 0, options);
}

function sizeOf(card: AdaptiveCard): number {
  return Buffer.byteLength(JSON.stringify(card));
}

function build(reply: Reply, omitted: number, options: CardOptions): AdaptiveCard {
  const nextId = createIds(options.idPrefix ?? 'part');
  const { omittedHint = '' } = options;
  const notice: Block[] =
    omitted > 0
      ? [{ kind: 'notice', tone: 'info', text: `内容较长，省略了 ${omitted} 部分。${omittedHint}` }]
      : [];
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    lang: 'zh-CN',
    fallbackText: plainLine(reply.summary),
    body: [
      ...[...reply.blocks, ...notice].flatMap((block) => renderBlock(block, nextId)),
      ...reply.images.map(renderImage),
      ...(reply.form ? renderForm(reply.form) : []),
    ],
    actions: renderActions(reply.actions, reply.form),
  };
}

function createIds(prefix: string): NextId {
  let last = 0;
  return () => {
    last += 1;
    return `${prefix}-${last}`;
  };
}

function renderImage(picture: Attachment): Element {
  return picture.mediaType.startsWith('image/')
    ? image(picture, picture.name)
    : textBlock(`附件：${picture.name}`);
}
