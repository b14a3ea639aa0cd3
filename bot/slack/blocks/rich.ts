import { plain } from '../../plain.ts';
import type { InlineElement, RichElement, SlackBlock } from '../limits.ts';

const longestText = 3000;

/**
 * Text that Slack reads no markup in: what comes out of a log is drawn as it is, no mention, no emoji. Bold is a style
 * of its own, since `*…*` beside a Chinese character is shown with its stars.
 */
export function inline(text: string, style?: 'bold' | 'code' | 'italic'): InlineElement[] {
  const shown = unlinked(plain(text));
  return cut(shown).map((part) => ({
    type: 'text',
    text: part,
    ...(style && { style: { [style]: true } as const }),
  }));
}

const scheme = /:(?=\/\/)/g;
const host = /\bwww\./gi;

/** An address in a log must not become something to click on. */
function unlinked(text: string): string {
  return text.replace(scheme, ':\u200b').replace(host, (found) => `${found.slice(0, -1)}\u200b.`);
}

/** In parts that Slack accepts, never within a character. */
function cut(text: string): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > longestText) {
    const at = isLowSurrogate(rest.charCodeAt(longestText)) ? longestText - 1 : longestText;
    parts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return rest === '' ? parts : [...parts, rest];
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc_00 && code <= 0xdf_ff;
}

const nothing: InlineElement = { type: 'text', text: ' ' };

export function section(...parts: readonly InlineElement[][]): RichElement {
  const elements = parts.flat();
  return { type: 'rich_text_section', elements: elements.length > 0 ? elements : [nothing] };
}

export function list(
  style: 'bullet' | 'ordered',
  items: readonly InlineElement[][],
): RichElement[] {
  const elements = items.map((item) => ({
    type: 'rich_text_section' as const,
    elements: item.length > 0 ? item : [nothing],
  }));
  return elements.length > 0 ? [{ type: 'rich_text_list', style, elements }] : [];
}

export function preformatted(text: string): RichElement {
  const elements = cut(plain(text)).map((part) => ({ type: 'text' as const, text: part }));
  return {
    type: 'rich_text_preformatted',
    elements: elements.length > 0 ? elements : [{ type: 'text', text: ' ' }],
  };
}

export function richText(...elements: readonly RichElement[]): SlackBlock[] {
  return elements.length > 0 ? [{ type: 'rich_text', elements: [...elements] }] : [];
}
