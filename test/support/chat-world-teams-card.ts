/** What a client draws of an Adaptive Card, and what somebody can do with it. */
export interface DrawnCard {
  text: string;
  /** What would be read as Markdown, or calls somebody. */
  markup: string[];
  buttons: CardButton[];
  fields: Record<string, string>;
  /** Of the form; empty when there is none. */
  title: string;
}

export interface CardButton {
  title: string;
  verb: string;
  data: Record<string, unknown>;
}

interface Node {
  [name: string]: unknown;
}

export const fieldPrefix = 'field:';

export function drawCard(card: unknown): DrawnCard {
  const drawn: DrawnCard = { text: '', markup: [], buttons: [], fields: {}, title: '' };
  const { body, actions, msteams } = card as Node;
  draw(body, drawn);
  for (const action of (actions ?? []) as Node[]) {
    const { title, verb, data } = action;
    drawn.buttons.push({ title: String(title), verb: String(verb), data: data as Node });
  }
  const { entities = [] } = (msteams ?? {}) as { entities?: unknown[] };
  drawn.markup.push(...entities.map((entity) => JSON.stringify(entity)));
  drawn.text = drawn.text.replaceAll('\u200b', '').replaceAll('\u00a0', ' ');
  return drawn;
}

function draw(value: unknown, drawn: DrawnCard): void {
  if (Array.isArray(value)) {
    for (const one of value) {
      draw(one, drawn);
    }
    return;
  }
  if (typeof value !== 'object' || value === null) {
    return;
  }
  const node = value as Node;
  switch (node.type) {
    case 'TextBlock':
      drawn.text += `${readMarkdown(String(node.text), drawn.markup)}\n`;
      if (node.style === 'heading' && Object.keys(drawn.fields).length === 0) {
        drawn.title = String(node.text);
      }
      return;
    case 'RichTextBlock':
      drawn.text += `${(node.inlines as Node[]).map(({ text }) => text).join('')}\n`;
      return;
    case 'CodeBlock':
      drawn.text += `${node.codeSnippet}\n`;
      return;
    case 'Input.Text':
    case 'Input.ChoiceSet':
      drawn.text += `${node.label}\n`;
      drawn.fields[String(node.id).slice(fieldPrefix.length)] = String(node.value ?? '');
      return;
    default:
      for (const inner of [node.items, node.columns, node.rows, node.cells]) {
        draw(inner, drawn);
      }
  }
}

const called = /<at>[^<>]+<\/at>/g;
const escapes = /\\([^\p{L}\p{N}\s])/gu;
const special = /[`*_[\]<>{}|~&@]|:\/\/|\bwww\.|^[ \t]*[#+=-]|^[ \t]*\d{1,9}[.)]/m;
const held = '\ue000';

/** The text that is seen; what is not escaped and would be markup is told. */
function readMarkdown(text: string, markup: string[]): string {
  const bare = text.replace(called, '').replace(escapes, held);
  if (special.test(bare)) {
    markup.push(text);
  }
  return text.replace(escapes, '$1').replaceAll('\n\n', '\n');
}
