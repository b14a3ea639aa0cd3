import type { Command } from './command.ts';
import { collectLogs } from './commands/collect-logs.ts';
import { explainCode } from './commands/explain-code.ts';
import { help } from './commands/help.ts';
import { searchCases } from './commands/search-cases.ts';
import { showCase } from './commands/show-case.ts';

/** Longer names before those that begin alike. */
export const commands: readonly Command[] = [explainCode, searchCases, showCase, collectLogs, help];

const slash = /^\//u;
const separator = /^[\s:：,，]+/u;

export interface Called {
  command: Command;
  text: string;
}

/** The command a message begins with; `undefined` for a plain question or a log. */
export function findCommand(message: string): Called | undefined {
  const text = message.trim().replace(slash, '');
  for (const command of commands) {
    for (const name of [command.name, ...command.aliases]) {
      const rest = text.slice(name.length);
      if (
        text.slice(0, name.length).toLowerCase() === name &&
        (rest === '' || separator.test(rest))
      ) {
        return { command, text: rest.replace(separator, '').trim() };
      }
    }
  }
  return undefined;
}
