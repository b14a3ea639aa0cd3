import type { Action, Block, Field, Form, Reply } from '../../../handlers/reply.ts';
import { type AdaptiveCard, buildCard, createIds } from '../../adaptive-card.ts';
import { plainLine } from '../../plain.ts';
import { shrink } from '../../shrink.ts';
import { renderText } from '../../text.ts';
import { longestProofLine, mostProofLines, teamsDialect } from './dialect.ts';
import { fitsTeams, longestInput, mostPrimary, TeamsCard } from './limits.ts';
import { createMentions } from './mentions.ts';
import { compactPicture } from './picture.ts';

export interface TeamsMessage {
  /** Valid and small enough, whatever the reply holds. */
  card: AdaptiveCard;
  /** For the notification; Teams shows nothing of a card there. */
  summary: string;
  /** The whole answer as text, when something of it is not in the card; else undefined. */
  rest: string | undefined;
}

/** `restHint` ends the sentence that says something was left out: where the whole can be had. */
export function renderTeamsMessage(reply: Reply, restHint = ''): TeamsMessage {
  const summary = plainLine(reply.summary) || 'CaseLens';
  for (const { reply: smaller, omitted } of shrink(prepare(reply))) {
    const card = draw(smaller, omitted, restHint);
    if (fitsTeams(JSON.stringify(card)) && TeamsCard.safeParse(card).success) {
      const isWhole = omitted === 0 && !reply.blocks.some(isCut);
      return { card, summary, rest: isWhole ? undefined : textOf(reply) };
    }
  }
  throw new Error('The smallest form of a reply does not fit');
}

function draw(reply: Reply, omitted: number, restHint: string): AdaptiveCard {
  const mentions = createMentions();
  const card = buildCard(reply, omitted, teamsDialect(createIds('part'), mentions), restHint);
  const entities = mentions.entities();
  return {
    ...card,
    actions: card.actions.map((action, index) =>
      index < mostPrimary ? action : { ...action, mode: 'secondary' },
    ),
    msteams: { width: 'Full', ...(entities.length > 0 ? { entities } : {}) },
  };
}

/** What stands in it as text only. */
function textOf({ form: _, ...reply }: Reply): string {
  return renderText(reply);
}

/** Shown shorter than it is, though nothing was left out for its size. */
function isCut(block: Block): boolean {
  switch (block.kind) {
    case 'proof':
      return (
        block.evidence.length > mostProofLines ||
        block.evidence.some(({ text }) => text.length > longestProofLine)
      );
    case 'coverage':
      return block.inputs.length > inputsShown;
    case 'details':
      return block.blocks.some(isCut);
    default:
      return false;
  }
}

const inputsShown = 100;
const mostButtons = 20;
const longestId = 500;
const longestValue = 1000;

function prepare(reply: Reply): Reply {
  const { form, ...rest } = reply;
  return {
    ...rest,
    blocks: reply.blocks.map(withCompactPicture),
    images: reply.images.map(compactPicture),
    actions: reply.actions.filter(canBeSent).slice(0, mostButtons),
    ...(form && canBeSent({ id: form.id, value: '' }) ? { form: bound(form) } : {}),
  };
}

/** Ids come back as they were sent, or not at all: a shortened one would name something else. */
function canBeSent({ id, value }: Pick<Action, 'id' | 'value'>): boolean {
  return (
    id !== '' &&
    id.length <= longestId &&
    value.length <= longestValue &&
    `${id}${value}`.isWellFormed()
  );
}

function bound(form: Form): Form {
  return { ...form, fields: form.fields.map(boundField) };
}

function boundField(field: Field): Field {
  return field.kind === 'text' && field.value !== undefined
    ? { ...field, value: field.value.slice(0, longestInput).toWellFormed() }
    : field;
}

function withCompactPicture(block: Block): Block {
  return block.kind === 'chart' && block.picture
    ? { ...block, picture: compactPicture(block.picture) }
    : block;
}
