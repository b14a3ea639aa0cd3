import { writeFile } from 'node:fs/promises';
import { caseNumbersIn } from '../../../handlers/cases/find.ts';
import { compare } from '../../../handlers/commands/compare-cases.ts';
import { htmlOf } from '../../../handlers/drafts/html.ts';
import { markdownOf } from '../../../handlers/drafts/markdown.ts';
import { replyOfDraft } from '../../../handlers/drafts.ts';
import { renderText } from '../../text.ts';
import { type CliContext, type ExitCode, UsageError } from '../command.ts';
import { atDesk } from './case-desk.ts';
import { type CaseOptions, usage } from './case-words.ts';

export function compareSome(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  const { out, err } = context;
  return atDesk(context, async (speaking) => {
    const compared = await compare(caseNumbersIn(options.words.join(' ')), speaking);
    if ('reply' in compared) {
      if (!compared.missing) {
        throw new UsageError(`${compared.reply.summary}\n用法：${usage}`);
      }
      err(`${compared.reply.summary}\n`);
      return 3;
    }
    if (options.html !== undefined) {
      await writeFile(options.html, htmlOf(compared.draft));
      err(`已写入 ${options.html}。\n`);
    } else if (options.markdown) {
      out(markdownOf(compared.draft).trimEnd());
    } else {
      out(renderText(replyOfDraft(compared.draft, [])));
    }
    return 0;
  });
}
