import { expect, vi } from 'vitest';
import { type ChatWorld, mustBe, type Shown, type Spoken } from '../../support/chat-world.ts';
import { label, unnamed } from '../../support/model-answers.ts';

export const pasted = { where: 'asked', mention: true, text: unnamed } as const;

/** The one answer there, once nothing comes behind it any more. */
export async function wholeAnswer(world: ChatWorld, spoken: Spoken): Promise<Shown> {
  await world.shown(spoken);
  await world.added();
  const shown = await world.shown(spoken);
  expect(shown).toHaveLength(1);
  return mustBe(shown[0], 'answer');
}

/** The answer once its addition is there. */
export async function addedTo(world: ChatWorld, spoken: Spoken, at = 0): Promise<Shown> {
  return vi.waitFor(
    async () => {
      const shown = mustBe((await world.shown(spoken))[at], 'answer');
      expect(shown.text).toContain(label);
      return shown;
    },
    { timeout: 5000 },
  );
}

/** Without the buttons, which some chats read out, too. */
export function wordsOf({ text, buttons }: Shown): string {
  return text
    .split('\n')
    .filter((line) => line !== '' && !buttons.includes(line))
    .join('\n');
}
