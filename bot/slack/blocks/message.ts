import type { Action, Reply } from '../../../handlers/reply.ts';
import { middleCut, plain, plainLine } from '../../plain.ts';
import { shrink } from '../../shrink.ts';
import { renderText } from '../../text.ts';
import { formButton, longestFormValue, openFormId } from '../form-button.ts';
import { type SlackBlock, SlackBlocks } from '../limits.ts';
import { type Pictures, renderBlock } from './blocks.ts';
import { inline, richText, section } from './rich.ts';

export interface SlackMessage {
  blocks: SlackBlock[];
  /** For notifications and for readers of screens. */
  text: string;
  /** The whole answer as text, when it did not fit, or when something in it is folded and no button unfolds it. */
  rest: string | undefined;
}

const buttonsInRow = 5;
const mostButtons = 25;
const longestButton = 75;
/** Ids of ours; Slack takes 2000, but they count towards the whole. */
const longestValue = 500;
const longestFallback = 3000;

/** Always valid: what does not fit goes, the least important part first, and the rest is offered as a file. */
export function renderMessage(reply: Reply, pictures: Pictures = new Map()): SlackMessage {
  const folded = reply.blocks.some(({ kind }) => kind === 'details');
  for (const { reply: smaller, omitted } of shrink(reply)) {
    const blocks = build(smaller, omitted, pictures);
    if (SlackBlocks.safeParse(blocks).success) {
      const isHidden = folded && reply.actions.length === 0;
      const whole = omitted > 0 || isHidden ? renderText(reply) : undefined;
      return { blocks, text: fallbackText(reply.summary), rest: whole };
    }
  }
  throw new Error('The smallest form of a reply does not fit');
}

function build(
  { blocks, actions, form }: Reply,
  omitted: number,
  pictures: Pictures,
): SlackBlock[] {
  const notice =
    omitted > 0
      ? richText(
          section(inline(`内容较长，省略了 ${omitted} 部分，全文见本话题里的文件。`, 'italic')),
        )
      : [];
  return [
    ...joinRichText(blocks.flatMap((block) => renderBlock(block, pictures))),
    ...notice,
    ...renderActions([...(form ? [formButton(form)] : []), ...actions]),
  ];
}

/** Neighbours share a block: fifty are soon used up. */
function joinRichText(blocks: readonly SlackBlock[]): SlackBlock[] {
  const joined: SlackBlock[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (block.type === 'rich_text' && last?.type === 'rich_text') {
      joined[joined.length - 1] = { ...last, elements: [...last.elements, ...block.elements] };
    } else {
      joined.push(block);
    }
  }
  return joined;
}

export function renderActions(actions: readonly Action[]): SlackBlock[] {
  const buttons = actions.slice(0, mostButtons).flatMap(({ id, label, value }, index) =>
    value.length > (id === openFormId ? longestFormValue : longestValue)
      ? []
      : [
          {
            type: 'button' as const,
            // Ids within one block must differ, though two buttons may do the same.
            action_id: `${index}:${id}`.slice(0, 255),
            text: {
              type: 'plain_text' as const,
              text: middleCut(plainLine(label), longestButton - 3) || '—',
              emoji: false as const,
            },
            value: value || '-',
          },
        ],
  );
  const rows: SlackBlock[] = [];
  for (let at = 0; at < buttons.length; at += buttonsInRow) {
    rows.push({ type: 'actions', elements: buttons.slice(at, at + buttonsInRow) });
  }
  return rows;
}

const special = /[&<>]/g;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** For the places where Slack reads its own markup: nothing in `text` becomes a mention or a link. */
export function escapeText(text: string): string {
  return plain(text).replace(special, (character) => entities[character] ?? character);
}

function fallbackText(summary: string): string {
  return escapeText(middleCut(plainLine(summary), longestFallback)) || 'CaseLens';
}
