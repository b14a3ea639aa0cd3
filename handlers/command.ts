import type { Knowledge } from '../knowledge/knowledge.ts';
import type { CaseLibrary } from '../knowledge/search/cases.ts';
import type { Store } from '../knowledge/store/store.ts';
import type { Asker } from './inquiry.ts';
import type { Reply } from './reply.ts';

export interface CommandContext {
  asker: Asker;
  /** What stands behind the command's name. */
  text: string;
  knowledge: Knowledge;
  library: CaseLibrary;
  store: Store;
  /** All there are, for help. */
  commands: readonly Command[];
}

/** Everything a command says about itself: routing and help read this. */
export interface Command {
  /** As it is typed in a chat, Chinese first. */
  name: string;
  /** English aliases, lower case. */
  aliases: readonly string[];
  /** What stands behind the name, for help; empty when nothing does. */
  usage: string;
  /** One line of Chinese, shown in help. */
  summary: string;
  /** `undefined` when the text behind the name is not for this command: it is then a question. */
  run(context: CommandContext): Promise<Reply | undefined>;
}

export function replyOf(blocks: Reply['blocks'], summary: string): Reply {
  return { blocks, actions: [], images: [], files: [], summary };
}
