import { z } from 'zod';
import { isWellFormed } from '../plain.ts';

/**
 * What Slack accepts, as far as we use it: limits from docs.slack.dev/reference/block-kit and the JSDoc of
 * @slack/types 3.2. The sum over all blocks is not documented; messages fail with `msg_blocks_too_long` at about
 * 13,200 characters (github.com/slackapi/bolt-js/issues/2509).
 */
export const mostBlocks = 50;
export const mostCharacters = 12_000;
const mostElements = 25;

const shortText = (longest: number) => z.string().min(1).max(longest);
const PlainText = (longest: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: shortText(longest),
    emoji: z.literal(false).optional(),
  });

const Style = z.strictObject({
  bold: z.literal(true).optional(),
  italic: z.literal(true).optional(),
  code: z.literal(true).optional(),
});
const TextElement = z.strictObject({
  type: z.literal('text'),
  text: shortText(3000),
  style: Style.optional(),
});
const UserElement = z.strictObject({
  type: z.literal('user'),
  user_id: z.string().regex(/^[UW][A-Z0-9]{1,20}$/),
});
const Section = z.strictObject({
  type: z.literal('rich_text_section'),
  elements: z.array(z.union([TextElement, UserElement])).min(1),
});
const List = z.strictObject({
  type: z.literal('rich_text_list'),
  style: z.enum(['bullet', 'ordered']),
  indent: z.int().min(0).max(8).optional(),
  elements: z.array(Section).min(1),
});
const Preformatted = z.strictObject({
  type: z.literal('rich_text_preformatted'),
  elements: z.array(TextElement).min(1),
});
const Quote = z.strictObject({
  type: z.literal('rich_text_quote'),
  elements: Section.shape.elements,
});

const Header = z.strictObject({ type: z.literal('header'), text: PlainText(150) });
const RichText = z.strictObject({
  type: z.literal('rich_text'),
  elements: z.array(z.union([Section, List, Preformatted, Quote])).min(1),
});
const Divider = z.strictObject({ type: z.literal('divider') });
const Context = z.strictObject({
  type: z.literal('context'),
  elements: z.array(PlainText(2000)).min(1).max(10),
});
const Picture = z.strictObject({
  type: z.literal('image'),
  slack_file: z.strictObject({ id: shortText(40) }),
  alt_text: shortText(2000),
});
const Button = z.strictObject({
  type: z.literal('button'),
  action_id: shortText(255),
  text: PlainText(75),
  value: shortText(2000),
  style: z.enum(['primary', 'danger']).optional(),
});
const Actions = z.strictObject({
  type: z.literal('actions'),
  elements: z.array(Button).min(1).max(mostElements),
});
const Option = z.strictObject({ text: PlainText(75), value: shortText(150) });
const Input = z.strictObject({
  type: z.literal('input'),
  block_id: shortText(255),
  label: PlainText(2000),
  optional: z.boolean(),
  element: z.union([
    z.strictObject({
      type: z.literal('plain_text_input'),
      action_id: shortText(255),
      multiline: z.boolean(),
      max_length: z.int().min(1).max(3000),
      initial_value: z.string().max(3000).optional(),
    }),
    z.strictObject({
      type: z.literal('static_select'),
      action_id: shortText(255),
      options: z.array(Option).min(1).max(100),
      initial_option: Option.optional(),
    }),
  ]),
});

export const SlackBlock = z.union([Header, RichText, Divider, Context, Picture, Actions, Input]);
export type SlackBlock = z.infer<typeof SlackBlock>;
export type RichElement = z.infer<typeof RichText>['elements'][number];
export type InlineElement = z.infer<typeof Section>['elements'][number];
export type InputBlock = z.infer<typeof Input>;

export const SlackBlocks = z
  .array(SlackBlock)
  .min(1)
  .max(mostBlocks)
  .refine((blocks) => countCharacters(blocks) <= mostCharacters, 'too many characters')
  .refine(isWellFormed, 'half a character');

/** Every character that people will see, and the values behind buttons. */
export function countCharacters(value: unknown): number {
  if (typeof value === 'string') {
    return value.length;
  }
  if (Array.isArray(value)) {
    return value.reduce((sum: number, one) => sum + countCharacters(one), 0);
  }
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (structural.has(key) ? 0 : countCharacters(one)),
    0,
  );
}

const structural = new Set(['type', 'style', 'action_id', 'block_id']);

export const SlackModal = z.strictObject({
  type: z.literal('modal'),
  callback_id: shortText(255),
  private_metadata: z.string().max(3000),
  title: PlainText(24),
  submit: PlainText(24),
  close: PlainText(24),
  blocks: z.array(SlackBlock).min(1).max(100),
});
export type SlackModal = z.infer<typeof SlackModal>;
