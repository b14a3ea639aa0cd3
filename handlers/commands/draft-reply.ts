import { audit } from '../audit.ts';
import { type Asked, findLastAsked } from '../cases/asked.ts';
import { findVisible } from '../cases/find.ts';
import { wordsOf } from '../cases/found.ts';
import { type Command, type Speaking, say } from '../command.ts';
import { draftReplyMail } from '../drafts/reply-mail.ts';
import { shareWith } from '../drafts/share.ts';
import { replyOfDraft } from '../drafts.ts';
import type { Reply } from '../reply.ts';

export const draftReply: Command = {
  name: '起草回复',
  aliases: ['draft'],
  usage: '',
  summary: '把本对话最近的回答写成给分行的邮件',
  audience: 'desk',
  takes: (text) => text === '',
  async run(context) {
    const asked = await findLastAsked(context);
    return asked
      ? draftAnswer(asked, context)
      : say('本对话里还没有可以起草的回答。请先粘贴日志或提问。');
  },
};

/** Written for the customer who asked: cases of others are not in it, though the desk sees them. */
export async function draftAnswer(asked: Asked, context: Speaking): Promise<Reply> {
  const one = asked.case === undefined ? undefined : await findVisible(asked.case, context);
  const recipient = one
    ? { customer: one.customer, branch: one.branch ?? undefined }
    : { customer: asked.customer, branch: asked.branch };
  const diagnosis = shareWith(asked.diagnosis, recipient, await context.library.refresh());
  await audit(context, 'draft', one?.case);
  return replyOfDraft(draftReplyMail({ one, question: wordsOf(asked), diagnosis }), [
    'txt',
    'html',
  ]);
}
