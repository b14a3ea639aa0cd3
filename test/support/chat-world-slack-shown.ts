import type { Shown, Spoken } from './chat-world.ts';
import type { SlackWorld } from './slack-world-open.ts';
import type { Spoken as SlackSpoken } from './slack-world-people.ts';

export async function listShown({ place }: Spoken, { people }: SlackWorld): Promise<Shown[]> {
  const spoken = JSON.parse(place) as SlackSpoken;
  const answers = await people.answers(spoken);
  const listed = await people.list(spoken);
  return answers
    .filter(({ text }) => text.trim() !== '')
    .map((answered) => ({
      id: answered.id,
      text: answered.text,
      buttons: answered.buttons.map(({ label }) => label),
      markup: markupIn(listed.find(({ ts }) => ts === answered.id)?.blocks),
      raw: answered,
    }));
}

const calling = new Set(['mrkdwn', 'user', 'usergroup', 'broadcast', 'channel', 'link', 'emoji']);
const address = /:\/\/|\bwww\./i;

function markupIn(value: unknown): string[] {
  if (Array.isArray(value)) {
    return value.flatMap(markupIn);
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  const { type, text, elements } = value as Record<string, unknown>;
  // Slack makes no links in lines to copy.
  if (type === 'rich_text_preformatted') {
    return markupIn(
      (elements as unknown[]).filter((one) => (one as { type?: string }).type !== 'text'),
    );
  }
  const isMarkup = calling.has(String(type)) || (type === 'text' && address.test(String(text)));
  return [...(isMarkup ? [JSON.stringify(value)] : []), ...Object.values(value).flatMap(markupIn)];
}
