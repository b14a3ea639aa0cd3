import type { Attachment } from '../../handlers/reply.ts';
import { plainLine } from '../plain.ts';
import { escapeMarkdown, plainRun } from './markdown.ts';

/** A part of an Adaptive Card as it goes over the wire. */
export interface Element {
  type: string;
  [property: string]: unknown;
}

/** Gives every element that is named a name of its own. */
export type NextId = () => string;

export function textBlock(text: string, style: Record<string, unknown> = {}): Element {
  return { type: 'TextBlock', text: escapeMarkdown(text), wrap: true, ...style };
}

export function heading(text: string): Element {
  const style = { style: 'heading', size: 'Default', weight: 'Bolder', spacing: 'Large' };
  return textBlock(text, style);
}

/** Runs read no Markdown in any host, so they carry whatever comes out of a log. */
export function richText(
  runs: readonly (Element | undefined)[],
  style: Record<string, unknown> = {},
): Element {
  return { type: 'RichTextBlock', inlines: runs.filter((run) => run !== undefined), ...style };
}

export function run(text: string, style: Record<string, unknown> = {}): Element {
  return { type: 'TextRun', text: plainRun(text), ...style };
}

export function monospace(text: string, style: Record<string, unknown> = {}): Element {
  return run(text, { fontType: 'Monospace', size: 'Small', ...style });
}

export function container(items: readonly Element[], style: Record<string, unknown> = {}): Element {
  return { type: 'Container', items, ...style };
}

/** A marker on the left, the rest set in beside it. */
export function hanging(markerText: string, items: readonly Element[], spacing = 'Small'): Element {
  return {
    type: 'ColumnSet',
    spacing,
    columns: [
      { type: 'Column', width: 'auto', items: [textBlock(markerText, { wrap: false })] },
      { type: 'Column', width: 'stretch', items },
    ],
  };
}

const leadingSpaces = /^[ \t]+/;

/** Lines to copy, in a box. Its id ends in `-code`, by which the console finds it. */
export function codeBox(text: string, nextId: NextId): Element {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const rows = lines.map((line, index) =>
    richText(
      [monospace(line.replace(leadingSpaces, (spaces) => '\u00a0'.repeat(spaces.length)) || ' ')],
      index === 0 ? {} : { spacing: 'None' },
    ),
  );
  return container(rows, { id: `${nextId()}-code`, style: 'emphasis', spacing: 'Small' });
}

/** A button that shows `items`, and once they are shown, one that hides them again. */
export function fold(
  title: string,
  items: readonly Element[],
  nextId: NextId,
  hiddenMeanwhile: readonly string[] = [],
): Element[] {
  const [open, close, body] = [nextId(), nextId(), nextId()];
  const targetElements = [open, close, body, ...hiddenMeanwhile];
  const button = (id: string, label: string, isVisible: boolean): Element => ({
    type: 'ActionSet',
    id,
    isVisible,
    spacing: 'Small',
    actions: [{ type: 'Action.ToggleVisibility', title: label, targetElements }],
  });
  return [
    button(open, `展开：${title}`, true),
    button(close, `收起：${title}`, false),
    container(items, { id: body, isVisible: false, spacing: 'Small' }),
  ];
}

export function image({ mediaType, bytes }: Attachment, alt: string): Element {
  const data = Buffer.from(bytes).toString('base64');
  return {
    type: 'Image',
    url: `data:${mediaType};base64,${data}`,
    altText: plainLine(alt),
    size: 'Stretch',
  };
}
