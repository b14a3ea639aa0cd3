import { type ChatWorld, mustBe, type Saying, type Shown } from '../../support/chat-world.ts';
import { findings } from '../../support/findings.ts';

/** Of the past cases, by the name that `findings` gives it. */
export function linesOf(name: string): string {
  return mustBe(
    findings.find((one) => one.name === name),
    `finding ${name}`,
  ).lines.join('\n');
}

export const denied = linesOf('image apply denied, setuperr');
export const corrupt = linesOf('unreadable folder');

/** The one answer to something said. */
export async function ask(world: ChatWorld, said: Saying): Promise<Shown> {
  const shown = await world.shown(await world.say(said));
  if (shown.length !== 1) {
    throw new Error(`${shown.length} messages in place of one answer`);
  }
  return mustBe(shown[0], 'answer');
}

/** The newest message of the bot there. */
export async function lastShown(world: ChatWorld, said: Saying): Promise<Shown> {
  return mustBe((await world.shown(await world.say(said))).at(-1), 'answer');
}
