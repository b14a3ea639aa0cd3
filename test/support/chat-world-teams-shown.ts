import { TeamsCard } from '../../bot/teams/card/limits.ts';
import type { Shown, ShownForm } from './chat-world.ts';
import { type CardButton, drawCard } from './chat-world-teams-card.ts';
import type { TeamsWorld } from './teams-world.ts';

const cardType = 'application/vnd.microsoft.card.adaptive';

type Message = TeamsWorld['service']['messages'][number];
/** How a card is found again. */
export type Filled = Readonly<Record<string, string>>;
export type Pressed = [message: string, conversation: string, buttons: CardButton[]];

export function isCard({ shown }: Message): boolean {
  return shown.at(-1)?.attachments?.[0]?.contentType === cardType;
}

export function shownOf({ id, conversation, shown }: Message): Shown {
  const card = shown.at(-1)?.attachments?.[0]?.content;
  const { error } = TeamsCard.safeParse(card);
  if (error) {
    throw new Error(`Teams would not draw this: ${error.message}`);
  }
  const { text, markup, buttons } = drawCard(card);
  const raw: Pressed = [id, conversation, buttons];
  return { id, text, buttons: buttons.map(({ title }) => title), markup, raw: [...raw, card] };
}

export function formOf({ raw }: Shown): ShownForm | undefined {
  const [message, conversation, buttons, card] = raw as [...Pressed, unknown];
  const { fields, title } = drawCard(card);
  const submit = buttons.slice(0, 1);
  return Object.keys(fields).length === 0
    ? undefined
    : { title, fields, raw: [message, conversation, submit, fields] };
}
