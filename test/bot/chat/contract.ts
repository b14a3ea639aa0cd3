import { describe } from 'vitest';
import type { ChatWorld } from '../../support/chat-world.ts';
import { describeAsking } from './contract-asking.ts';
import { describeCommands } from './contract-commands.ts';
import { describeContinuing } from './contract-continuing.ts';
import { describeDesk } from './contract-desk.ts';
import { describeFiles } from './contract-files.ts';
import { describeReliability } from './contract-reliability.ts';
import { describeTaking } from './contract-taking-back.ts';
import { describeTrust } from './contract-trust.ts';

/** The conversations that every chat has to carry, whatever its messages look like. */
export async function describeChat(name: string, open: () => Promise<ChatWorld>): Promise<void> {
  const world = await open();
  describe(name, () => {
    describeAsking(world);
    describeContinuing(world);
    describeCommands(world);
    describeFiles(world);
    describeDesk(world);
    describeTrust(world);
    describeTaking(world);
    describeReliability(world);
  });
}
