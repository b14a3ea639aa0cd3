import { replyOf, shortSummary } from './command.ts';
import { type Draft, draftNotice, type Part } from './drafts/draft.ts';
import { htmlOf } from './drafts/html.ts';
import { markdownOf } from './drafts/markdown.ts';
import { textOf } from './drafts/text.ts';
import type { Action, Attachment, Block, Reply } from './reply.ts';

/** How a draft is written to a file. The HTML opens in Word. */
const writers = {
  txt: { mediaType: 'text/plain', write: textOf },
  md: { mediaType: 'text/markdown', write: markdownOf },
  html: { mediaType: 'text/html', write: htmlOf },
} as const;

export type DraftFile = keyof typeof writers;

/** The draft in the chat, and as files to go on with. */
export function replyOfDraft(
  draft: Draft,
  files: readonly DraftFile[],
  actions: readonly Action[] = [],
): Reply {
  const title = `草稿 · ${draft.title}`;
  return {
    ...replyOf(
      [
        { kind: 'heading', text: title },
        { kind: 'notice', tone: 'warning', text: draftNotice },
        ...draft.parts.map(toBlock),
      ],
      shortSummary(title),
    ),
    actions,
    files: files.map((kind) => attach(draft, kind)),
  };
}

function toBlock(part: Part): Block {
  switch (part.kind) {
    case 'heading':
      return part;
    case 'text':
      return { kind: 'paragraph', text: part.text };
    case 'list':
      return { kind: 'list', ordered: true, items: part.items };
    case 'log':
      return { kind: 'code', text: part.lines.join('\n') };
    case 'table':
      return part;
    default:
      return part satisfies never;
  }
}

const anyBreak = /\r?\n/gu;

function attach(draft: Draft, kind: DraftFile): Attachment {
  const { mediaType, write } = writers[kind];
  // Notepad of older Windows takes a file without a mark for GBK.
  const mark = kind === 'html' ? '' : '\ufeff';
  const bytes = Buffer.from(mark + write(draft).replace(anyBreak, '\r\n'), 'utf8');
  return { name: `${draft.file}.${kind}`, mediaType, bytes };
}
