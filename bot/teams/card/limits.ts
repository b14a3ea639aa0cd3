import { z } from 'zod';
import { isWellFormed } from '../../plain.ts';

/**
 * What Teams accepts in an Adaptive Card 1.5, as far as we use it. A message of a bot may have 100 KB, counted as
 * UTF-16, and Microsoft advises to stay below 80 (learn.microsoft.com, format-your-bot-messages); webhooks, Graph
 * and connectors take cards of 28 KB, so everything but pictures stays below that.
 */
export const mostBytes = 25_000;
/** Of the whole card as UTF-16; what is left of 80 KB is for the activity around it. */
export const mostWideBytes = 72_000;
/** More go to the overflow menu (learn.microsoft.com, cards-actions). */
export const mostPrimary = 6;
export const longestInput = 3000;

const spacing = z.enum(['None', 'Small', 'Default', 'Medium', 'Large']).optional();
const size = z.enum(['Small', 'Default', 'Medium', 'Large']).optional();
const color = z.enum(['Default', 'Accent', 'Good', 'Warning', 'Attention']).optional();
const weight = z.literal('Bolder').optional();
const isSubtle = z.boolean().optional();
const id = z.string().min(1).max(200);

const TextBlock = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string(),
  wrap: z.boolean(),
  style: z.literal('heading').optional(),
  spacing,
  size,
  color,
  weight,
  isSubtle,
});
const TextRun = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string(),
  size,
  color,
  weight,
  isSubtle,
  fontType: z.literal('Monospace').optional(),
});
const RichTextBlock = z.strictObject({
  type: z.literal('RichTextBlock'),
  inlines: z.array(TextRun),
  spacing,
});
const Picture = z.strictObject({
  type: z.literal('Image'),
  url: z.string().regex(/^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/]+={0,2}$/),
  altText: z.string(),
  size: z.literal('Stretch'),
  msteams: z.strictObject({ allowExpand: z.literal(true) }),
});

const data = z.strictObject({ action: z.string().min(1).max(500), value: z.string().max(1000) });
const button = {
  title: z.string().min(1).max(80),
  style: z.literal('positive').optional(),
  associatedInputs: z.literal('none').optional(),
  mode: z.literal('secondary').optional(),
  data,
};
const Submit = z.strictObject({ type: z.literal('Action.Submit'), ...button });
const Execute = z.strictObject({
  type: z.literal('Action.Execute'),
  verb: z.string().min(1).max(100),
  ...button,
  fallback: Submit,
});
const Toggle = z.strictObject({
  type: z.literal('Action.ToggleVisibility'),
  title: z.string().min(1),
  targetElements: z.array(id).min(1),
});
const ActionSet = z.strictObject({
  type: z.literal('ActionSet'),
  id,
  isVisible: z.boolean(),
  spacing,
  actions: z.array(Toggle).min(1).max(mostPrimary),
});

const InputText = z.strictObject({
  type: z.literal('Input.Text'),
  id,
  label: z.string().min(1),
  isMultiline: z.boolean(),
  value: z.string().max(longestInput).optional(),
});
const InputChoice = z.strictObject({
  type: z.literal('Input.ChoiceSet'),
  id,
  label: z.string().min(1),
  style: z.literal('compact'),
  value: z.string(),
  choices: z.array(z.strictObject({ title: z.string().min(1), value: z.string() })).min(1),
});

const items = z.lazy(() => z.array(Element));
const Container = z.strictObject({
  type: z.literal('Container'),
  items,
  id: id.optional(),
  isVisible: z.boolean().optional(),
  style: z.enum(['good', 'accent', 'warning', 'emphasis']).optional(),
  spacing,
});
const ColumnSet = z.strictObject({
  type: z.literal('ColumnSet'),
  spacing,
  columns: z.array(
    z.strictObject({ type: z.literal('Column'), width: z.enum(['auto', 'stretch']), items }),
  ),
});
const Cell = z.strictObject({ type: z.literal('TableCell'), items });
const Table = z.strictObject({
  type: z.literal('Table'),
  firstRowAsHeader: z.literal(true),
  columns: z.array(z.strictObject({ width: z.number().positive() })).min(1),
  rows: z.array(z.strictObject({ type: z.literal('TableRow'), cells: z.array(Cell) })).min(1),
});
const CodeBlock = z.strictObject({
  type: z.literal('CodeBlock'),
  codeSnippet: z.string().min(1),
  language: z.literal('PlainText'),
  startLineNumber: z.int().min(1).optional(),
  spacing,
  fallback: Container,
});

const Element: z.ZodType = z.discriminatedUnion('type', [
  TextBlock,
  RichTextBlock,
  Picture,
  ActionSet,
  InputText,
  InputChoice,
  Container,
  ColumnSet,
  Table,
  CodeBlock,
]);

const Entity = z.strictObject({
  type: z.literal('mention'),
  text: z.string().regex(/^<at>[^<>]+<\/at>$/),
  mentioned: z.strictObject({ id: z.string().min(1), name: z.string().min(1) }),
});

const Shape = z.strictObject({
  type: z.literal('AdaptiveCard'),
  $schema: z.url(),
  version: z.literal('1.5'),
  lang: z.literal('zh'),
  fallbackText: z.string(),
  msteams: z.strictObject({ width: z.literal('Full'), entities: z.array(Entity).optional() }),
  body: z.array(Element),
  actions: z
    .array(Execute)
    .refine((all) => all.filter(({ mode }) => !mode).length <= mostPrimary, 'too many buttons'),
});

/** Every object in a card that names itself or what it acts on. */
function* nodesOf(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) {
    return;
  }
  if (!Array.isArray(value)) {
    yield value as Record<string, unknown>;
  }
  for (const inner of Object.values(value)) {
    yield* nodesOf(inner);
  }
}

function hasOwnIds(card: unknown): boolean {
  const nodes = [...nodesOf(card)];
  const ids = nodes.flatMap((node) => ('id' in node && 'type' in node ? [node.id] : []));
  const targets = nodes.flatMap(({ targetElements }) => targetElements ?? []);
  return new Set(ids).size === ids.length && targets.every((target) => ids.includes(target));
}

const pictures = /"data:image\/[^"]+"/g;

export function fitsTeams(json: string): boolean {
  return (
    json.length * 2 <= mostWideBytes && Buffer.byteLength(json.replace(pictures, '""')) <= mostBytes
  );
}

export const TeamsCard = Shape.refine(hasOwnIds, 'an id stands twice, or is aimed at and missing')
  .refine(isWellFormed, 'half a character')
  .refine((card) => fitsTeams(JSON.stringify(card)), 'too large');
