import { audit } from '../../../handlers/audit.ts';
import { findVisible } from '../../../handlers/cases/find.ts';
import type { Speaking } from '../../../handlers/command.ts';
import { confirmArchiving, draftArchiving } from '../../../handlers/commands/archive-case.ts';
import type { Case } from '../../../knowledge/cases/case.ts';
import { renderText } from '../../text.ts';
import type { CliContext, ExitCode } from '../command.ts';
import { atDesk } from './case-desk.ts';
import { sayMissing } from './case-list.ts';
import { type CaseOptions, numberOf } from './case-words.ts';

/** Prints the closing mail and archives; a person at the terminal is asked first. */
export function archiveOne(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  return withStored(context, options, async (one, speaking) => {
    const draft = await draftArchiving(one.case, speaking);
    context.out(renderText({ ...draft, files: [] }));
    if (one.status === 'archived') {
      context.err(`${one.case} 已经归档。\n`);
      return 0;
    }
    if (!(await isConfirmed(context, options, `归档 ${one.case}`))) {
      return 0;
    }
    context.out(renderText(await confirmArchiving(one.case, one.status, speaking)));
    const after = await speaking.store.findCase(one.case);
    return after?.status === 'archived' ? 0 : 1;
  });
}

/** Removes a case wholly. It cannot be undone, so a person at the terminal is asked first. */
export function forgetOne(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  return withStored(context, options, async (one, speaking) => {
    context.out(`${one.case}  ${one.title}`);
    if (!(await isConfirmed(context, options, `彻底删除 ${one.case}（不可恢复）`))) {
      return 0;
    }
    await speaking.store.forgetCase(one.case);
    await audit(speaking, 'forget', one.case);
    context.out(`已彻底删除 ${one.case}。`);
    return 0;
  });
}

function withStored(
  context: CliContext,
  options: CaseOptions,
  work: (one: Case, speaking: Speaking) => Promise<ExitCode>,
): Promise<ExitCode> {
  const number = numberOf(options);
  return atDesk(context, async (speaking) => {
    const visible = await findVisible(number, speaking);
    const stored = visible && (await speaking.store.findCase(visible.case));
    if (stored) {
      return work(stored, speaking);
    }
    context.err(
      visible ? `${visible.case} 是内置的历史案例，只用于检索，不能更改。\n` : sayMissing(number),
    );
    return 3;
  });
}

const yes = /^\s*(?:y|yes|是|确认)\s*$/iu;

async function isConfirmed(
  { stdin, err, interactive }: CliContext,
  options: CaseOptions,
  what: string,
): Promise<boolean> {
  // A program that calls a command means it.
  if (options.yes || !interactive) {
    return true;
  }
  err(`${what}？输入 y 确认：`);
  for await (const chunk of stdin) {
    const [answer = ''] = Buffer.from(chunk).toString('utf8').split('\n', 1);
    if (yes.test(answer)) {
      return true;
    }
    break;
  }
  err('没有执行。\n');
  return false;
}
