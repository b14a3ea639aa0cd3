import type { Attachment } from '../../../handlers/reply.ts';
import type { Evidence } from '../../../knowledge/diagnosis.ts';
import { consoleDialect, ownerWords, submitButton } from '../../card/console.ts';
import type { Button, Dialect } from '../../card/dialect.ts';
import {
  container,
  type Element,
  image,
  monospace,
  type NextId,
  richText,
  run,
} from '../../card/elements.ts';
import { escapeMarkdown, plainRun } from '../../card/markdown.ts';
import { middleCut, plainLine } from '../../plain.ts';
import { describeProof, type ProofParts } from '../../words.ts';
import type { Mentions } from './mentions.ts';

/** Of one log line, and how many of them: CodeBlock scrolls, but everything counts towards the size of the card. */
export const longestProofLine = 1000;
export const mostProofLines = 10;
const fallbackLine = 300;
const fallbackLines = 12;

/** As the console's, with what only Teams draws, and for older and mobile clients a fallback of what they draw. */
export function teamsDialect(nextId: NextId, mentions: Mentions): Dialect {
  return {
    ...consoleDialect(nextId),
    code: (text) => codeBlock(text, 1),
    proof: renderProof,
    caseFacts: (facts, owner, action) =>
      caseFacts(facts, owner && mentions.mention(owner), ownerWords(owner?.name), action),
    picture: renderPicture,
    button: executeButton,
  };
}

/** With the numbers of the log's own lines beside the code; lines that follow each other share a block. */
function renderProof(evidence: readonly Evidence[]): Element[] {
  const parts = describeProof(evidence.slice(0, mostProofLines));
  return groupNeighbours(evidence.slice(0, mostProofLines)).flatMap(([start, count]) => {
    const [first, ...others] = parts.slice(start, start + count);
    return first ? renderGroup(first, others, evidence[start]?.line ?? 1) : [];
  });
}

function renderGroup(first: ProofParts, others: readonly ProofParts[], line: number): Element[] {
  const only = others.length === 0;
  const until = only ? '' : `–${line + others.length}`;
  const caption = richText(
    [
      monospace(`${first.place}${until}`, { color: 'Accent' }),
      only && first.time ? monospace(` ${first.time}`, { isSubtle: true }) : undefined,
      only && first.times ? run(first.times, { isSubtle: true, size: 'Small' }) : undefined,
    ],
    { spacing: 'Small' },
  );
  const lines = only
    ? [first.text]
    : [first, ...others].map(({ time, text, times }) => [time, `${text}${times}`].join(' ').trim());
  const code = lines.map((text) => middleCut(text, longestProofLine)).join('\n');
  return [caption, { ...codeBlock(code, line), spacing: 'None' }];
}

/** Where each run of neighbouring lines of one input begins, and how many they are. */
function groupNeighbours(evidence: readonly Evidence[]): [start: number, count: number][] {
  const groups: [number, number][] = [];
  evidence.forEach(({ input, line }, index) => {
    const before = evidence[index - 1];
    const group = groups.at(-1);
    if (group && before?.input === input && before.line + 1 === line) {
      group[1] += 1;
    } else {
      groups.push([index, 1]);
    }
  });
  return groups;
}

function codeBlock(text: string, startLineNumber: number): Element {
  const snippet = plainRun(text);
  return {
    type: 'CodeBlock',
    codeSnippet: snippet || ' ',
    language: 'PlainText',
    ...(startLineNumber > 1 ? { startLineNumber } : {}),
    spacing: 'Small',
    fallback: codeFallback(snippet.split('\n')),
  };
}

const leadingSpaces = /^[ \t]+/;

function codeFallback(lines: readonly string[]): Element {
  const shown = lines.slice(0, fallbackLines).map((line) => middleCut(line, fallbackLine));
  const cut = lines.length > shown.length;
  const rows = [...shown, ...(cut ? [`……共 ${lines.length} 行，全文请在电脑上查看`] : [])];
  return container(
    rows.map((line, index) =>
      richText(
        [monospace(line.replace(leadingSpaces, (found) => '\u00a0'.repeat(found.length)) || ' ')],
        index === 0 ? {} : { spacing: 'None' },
      ),
    ),
    { style: 'emphasis', spacing: 'None' },
  );
}

/** A mention is only read in a TextBlock. */
function caseFacts(
  facts: string,
  mention: string | null | undefined,
  owner: string,
  action: string,
): Element {
  const before = facts && `${facts} · `;
  const behind = action && `→ ${action}`;
  if (!mention) {
    return richText([run(`${before}${owner}`, { isSubtle: true }), run(behind && ` ${behind}`)], {
      spacing: 'None',
    });
  }
  const text = `${escapeMarkdown(`${before}负责人`)} ${mention} ${escapeMarkdown(behind)}`.trim();
  return { type: 'TextBlock', text, wrap: true, spacing: 'None' };
}

function renderPicture(picture: Attachment, alt: string): Element {
  return { ...image(picture, alt), msteams: { allowExpand: true } };
}

const longestTitle = 60;
const longestVerb = 100;

/** Execute keeps the press in the card; where a client does not know it, Submit sends the same data as a message. */
function executeButton(button: Button): Element {
  const title = middleCut(plainLine(button.title), longestTitle) || '—';
  const submit = submitButton({ ...button, title });
  return {
    ...submit,
    type: 'Action.Execute',
    verb: verbOf(button.data.action),
    fallback: submit,
  };
}

/** Forms carry what they are about behind a colon. */
function verbOf(action: string): string {
  const [verb = ''] = action.split(':', 1);
  return verb.slice(0, longestVerb).toWellFormed() || 'act';
}
