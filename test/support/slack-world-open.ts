import { rmSync } from 'node:fs';
import { afterAll, afterEach, expect } from 'vitest';
import { openWorkspace, type SlackWorkspace } from './slack-world.ts';
import { type SlackBot, type SlackBotParts, startSlackBot } from './slack-world-bot.ts';
import { createPeople, type SlackPeople } from './slack-world-people.ts';

export interface SlackWorld {
  workspace: SlackWorkspace;
  people: SlackPeople;
  bot(): SlackBot;
  /** The process ends and comes back on the same store. */
  restart(parts?: SlackBotParts): Promise<void>;
}

/** A workspace, the bot in it and its people, for all tests of a file; whatever the bot draws has to be valid. */
export async function openSlackWorld(parts: SlackBotParts = {}): Promise<SlackWorld> {
  const workspace = await openWorkspace();
  let bot = await startSlackBot(workspace, parts);
  afterEach(() => {
    workspace.proxy.calm();
    expect(workspace.proxy.invalid).toEqual([]);
    expect(bot.logged.join('')).not.toMatch(/xoxb|xoxp/);
  });
  afterAll(async () => {
    await bot.stop();
    await workspace.close();
    rmSync(bot.folder, { recursive: true, force: true });
  });
  return {
    workspace,
    people: createPeople({ workspace, bot: () => bot }),
    bot: () => bot,
    async restart(changed = {}) {
      const { folder } = bot;
      await bot.stop();
      bot = await startSlackBot(workspace, { ...parts, ...changed, folder });
    },
  };
}

/** What setup writes when a file in the image may not be written: identified, with like cases. */
export const deniedLines = [
  '2026-03-02 10:24:58, Error      [0x0808fe] MIG    Plugin {65cbf70b-1d78-4cac-8400-9acd65ced94a}: CreateFile(s) failed for Global\\CDROM. GLE = 5',
  '2026-03-02 10:24:58, Error                 SP     Error WRITE, 0x00000005 while gathering/applying object: File, C:\\Windows\\WinSxS\\amd64_x\\WpdMtp.dll. Will return 0[gle=0x00000005]',
].join('\n');
