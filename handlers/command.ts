import type { Audience } from './access.ts';
import type { AnswerDeps } from './answer.ts';
import type { Asker } from './inquiry.ts';
import type { Reply } from './reply.ts';

/** Somebody who says or presses something in a conversation. */
export interface Speaking extends AnswerDeps {
  asker: Asker;
  /** Opaque; a command such as 起草回复 speaks of the last question in it. */
  conversation: string;
}

export interface CommandContext extends Speaking {
  /** What stands behind the command's name. */
  text: string;
  /** All there are, for help. */
  commands: readonly Command[];
}

/** Everything a command says about itself: routing and help read this. */
export interface Command {
  /** As it is typed in a chat, Chinese first. */
  name: string;
  /** English aliases, lower case; longer ones before those they begin with. */
  aliases: readonly string[];
  /** What stands behind the name, for help; empty when nothing does. */
  usage: string;
  /** One line of Chinese, shown in help. */
  summary: string;
  /** Who is answered at all; without it nobody who is mapped to no customer. */
  audience?: Audience;
  /** False when the text behind the name is not for this command: it is then a question. */
  takes?(text: string): boolean;
  /** `undefined` when the text behind the name is not for this command: it is then a question. */
  run(context: CommandContext): Promise<Reply | undefined>;
}

export function replyOf(blocks: Reply['blocks'], summary: string): Reply {
  return { blocks, actions: [], images: [], files: [], summary };
}

/** One sentence, which is the notification as well. */
export function say(text: string, tone: 'info' | 'warning' = 'info'): Reply {
  return replyOf([{ kind: 'notice', tone, text }], shortSummary(text));
}

const longestSummary = 150;

export function shortSummary(text: string): string {
  return text.slice(0, longestSummary).toWellFormed();
}

/** The same sentence whatever was asked, so that it tells nothing of what there is. */
export function refuse({ role }: Pick<Asker, 'role'>, name: string): Reply {
  return say(
    role === 'stranger'
      ? '您还没有登记到任何客户，这里看不到案例。请联系支持团队登记；粘贴日志或上传文件可以直接得到诊断。'
      : `“${name}”由支持工程师操作。要补充情况，请用“更新案例 CAS-… 内容”。`,
  );
}
