import { permits } from './access.ts';
import { type Command, refuse } from './command.ts';
import { archiveCase } from './commands/archive-case.ts';
import { cancel } from './commands/cancel.ts';
import { collectLogs } from './commands/collect-logs.ts';
import { compareCases } from './commands/compare-cases.ts';
import { digest } from './commands/digest.ts';
import { draftReply } from './commands/draft-reply.ts';
import { explainCode } from './commands/explain-code.ts';
import { firstResponse } from './commands/first-response.ts';
import { help } from './commands/help.ts';
import { linkCaseCommand } from './commands/link-case.ts';
import { myCases } from './commands/my-cases.ts';
import { newCase } from './commands/new-case.ts';
import { openCases } from './commands/open-cases.ts';
import { requestAllowList } from './commands/request-allow-list.ts';
import { searchCases } from './commands/search-cases.ts';
import { showCase } from './commands/show-case.ts';
import { updateCase } from './commands/update-case.ts';

/** In the order of help. Longer names before those that begin alike. */
export const commands: readonly Command[] = [
  explainCode,
  searchCases,
  showCase,
  compareCases,
  openCases,
  myCases,
  newCase,
  updateCase,
  linkCaseCommand,
  archiveCase,
  firstResponse,
  draftReply,
  requestAllowList,
  digest,
  collectLogs,
  cancel,
  help,
].map(guard);

/** Who is not meant by a command gets one sentence, the same whatever he asked. */
function guard(command: Command): Command {
  const { audience = 'customers' } = command;
  return {
    ...command,
    run: async (context) =>
      permits(context.asker, audience) ? command.run(context) : refuse(context.asker, command.name),
  };
}

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
      const said = rest.replace(separator, '').trim();
      if (
        text.slice(0, name.length).toLowerCase() === name &&
        (rest === '' || separator.test(rest)) &&
        command.takes?.(said) !== false
      ) {
        return { command, text: said };
      }
    }
  }
  return undefined;
}
