import { findVisible } from '../../../handlers/cases/find.ts';
import { compareUrgency, isOpen } from '../../../handlers/cases/lines.ts';
import { ownerOf, statusWords } from '../../../handlers/cases/words.ts';
import { replyOf } from '../../../handlers/command.ts';
import { describeCase } from '../../../handlers/commands/show-case.ts';
import type { Desk } from '../../../handlers/desk.ts';
import type { Case } from '../../../knowledge/cases/case.ts';
import { wallDay } from '../../../knowledge/wall-time.ts';
import { renderText } from '../../text.ts';
import type { CliContext, ExitCode } from '../command.ts';
import { atDesk, auditView } from './case-desk.ts';
import { type CaseOptions, numberOf } from './case-words.ts';

export function listCases(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  const { out, err } = context;
  return atDesk(context, async (speaking) => {
    const { knowledge, store, desk } = speaking;
    const stored = options.builtin ? [...knowledge.builtinCases] : await store.listCases();
    const cases = options.open ? stored.filter(isOpen).toSorted(compareUrgency) : stored;
    await auditView(speaking);
    if (options.json) {
      out(JSON.stringify(cases.map(listed(desk)), null, 2));
    } else if (stored.length === 0) {
      err(
        `还没有导入案例。用 caselens case import 导入；内置的 ${knowledge.builtinCases.length} 个案例只用于检索，可用 --builtin 列出。\n`,
      );
    } else if (cases.length === 0) {
      err('没有未结案例。\n');
    }
    if (!options.json) {
      cases.forEach((one) => {
        out(lineOf(one, desk));
      });
    }
    return 0;
  });
}

function lineOf(one: Case, desk: Desk): string {
  return [
    one.case,
    statusWords[one.status],
    one.severity ?? '—',
    one.customer,
    one.branch ?? '—',
    ownerOf(one, desk)?.name ?? '—',
    one.updated,
    one.title,
  ].join('  ');
}

/** The contract's columns. Only who is configured is named. */
function listed(desk: Desk) {
  return (one: Case) => {
    const { title, status, severity, customer, branch, opened, updated } = one;
    const owner = ownerOf(one, desk)?.name ?? null;
    return { case: one.case, title, status, severity, customer, branch, owner, opened, updated };
  };
}

export function showCase(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  const number = numberOf(options);
  return atDesk(context, async (speaking) => {
    const found = await findVisible(number, speaking);
    if (!found) {
      context.err(sayMissing(number));
      return 3;
    }
    await auditView(speaking, found.case);
    const blocks = describeCase(found, speaking.desk, wallDay(speaking.now()));
    context.out(options.json ? JSON.stringify(found, null, 2) : renderText(replyOf(blocks, '')));
    return 0;
  });
}

export function sayMissing(number: string): string {
  return `没有找到案例 ${number}。请核对案例号。\n`;
}
