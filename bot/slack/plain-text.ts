import { z } from 'zod';

const Inline = z.object({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  user_id: z.string().optional(),
  name: z.string().optional(),
  unicode: z.string().optional(),
});
const Part = z.object({ type: z.string(), elements: z.array(z.unknown()).default([]) });

const mostParts = 5000;
const deepest = 4;

/** What a message says, from its rich text; `undefined` when it has none, so that its markup has to be read. */
export function textOfBlocks(blocks: unknown, botUser: string): string | undefined {
  const parsed = z.array(Part.loose()).safeParse(blocks);
  const rich = parsed.data?.filter(({ type }) => type === 'rich_text') ?? [];
  if (rich.length === 0 || rich.length !== parsed.data?.length) {
    return undefined;
  }
  return rich.map(({ elements }) => textOfParts(elements, botUser, 0)).join('\n');
}

function textOfParts(elements: readonly unknown[], botUser: string, depth: number): string {
  return elements
    .slice(0, mostParts)
    .map((element) => {
      const part = Part.safeParse(element);
      if (!part.success || depth > deepest) {
        return '';
      }
      return part.data.type === 'rich_text_list'
        ? textOfParts(part.data.elements, botUser, depth + 1)
        : textOfInlines(part.data.elements, botUser);
    })
    .join('\n');
}

function textOfInlines(elements: readonly unknown[], botUser: string): string {
  return elements
    .slice(0, mostParts)
    .map((element) => textOfInline(Inline.safeParse(element).data, botUser))
    .join('');
}

function textOfInline(inline: z.infer<typeof Inline> | undefined, botUser: string): string {
  switch (inline?.type) {
    case 'link':
      return inline.text ?? inline.url ?? '';
    case 'user':
      return inline.user_id === botUser ? '' : '[人员]';
    case 'emoji':
      return '';
    default:
      return inline?.text ?? '';
  }
}

/** `<@U1>`, `<#C1|name>`, `<!here>`, `<https://example.com|text>`. */
const reference = /<([@#!]?)([^<>|\n]{1,3000})(?:\|([^<>\n]{0,3000}))?>/g;
const fence = /^```|```$/gm;
const quote = /^&gt; ?/gm;
const entity = /&(amp|lt|gt);/g;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

/** What a message says, from Slack's markup. */
export function textOfMarkup(markup: string, botUser: string): string {
  return markup
    .replace(reference, (_, kind: string, target: string, label: string | undefined) => {
      if (kind === '@') {
        return target === botUser ? '' : '[人员]';
      }
      return kind === '' ? (label ?? target) : '';
    })
    .replace(quote, '')
    .replace(fence, '')
    .replace(entity, (_, name: string) => entities[name] ?? '');
}
