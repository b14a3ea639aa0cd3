import { describeOutcome } from '../../../handlers/cases/changing.ts';
import { caseNumbersIn, findVisible, withoutNumbers } from '../../../handlers/cases/find.ts';
import {
  acceptReading,
  describeDifference,
  describeQuote,
  findReading,
  type Numbered,
} from '../../../handlers/cases/reading.ts';
import type { Speaking } from '../../../handlers/command.ts';
import { type RereadCase, rereadMails } from '../../../handlers/reread.ts';
import { renderText } from '../../text.ts';
import { type CliContext, type ExitCode, UsageError } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { findUploads } from '../paths.ts';
import { atDesk } from './case-desk.ts';
import { sayMissing } from './case-list.ts';
import { type CaseOptions, usage } from './case-words.ts';
import { noReply, requireModel } from './model-words.ts';

/** Lists what a second reading of mails finds; with `--accept` takes in what was listed before. */
export function rereadSome(context: CliContext, options: CaseOptions): Promise<ExitCode> {
  const [first = '', ...rest] = options.words;
  // A file of mails is most often named after its case.
  const [number] = withoutNumbers(first).trim() === '' ? caseNumbersIn(first) : [];
  const files = number === undefined ? options.words : rest;
  return interruptible((signal) =>
    atDesk(context, (speaking) => {
      if (options.accept !== undefined) {
        return accept(number, options.accept, context, speaking);
      }
      return files.length === 0
        ? showSaved(number, context, speaking)
        : readAgain(files, number, { context, speaking, signal });
    }),
  );
}

async function readAgain(
  files: readonly string[],
  number: string | undefined,
  { context, speaking, signal }: { context: CliContext; speaking: Speaking; signal: AbortSignal },
): Promise<ExitCode> {
  const model = requireModel(speaking.model, context.config);
  const found = await findUploads(files, context.stdin);
  const { cases, failed } = await rereadMails(found.uploads, number, model, speaking, signal);
  const missing = found.missing.map((file) => ({
    file,
    reason: '找不到或没有权限读取。请核对路径。',
  }));
  for (const one of cases) {
    describe(one, context);
  }
  for (const { file, reason } of [...missing, ...failed]) {
    context.err(`${file}：${reason}\n`);
  }
  const isWhole = missing.length + failed.length === 0;
  return !isWhole ? 3 : cases.some(({ kind }) => kind !== 'read') ? 1 : 0;
}

function describe(one: RereadCase, context: CliContext): void {
  switch (one.kind) {
    case 'unknown':
      context.err(`${one.number} 还没有导入。请先用 caselens case import 导入，再重读。\n`);
      return;
    case 'silent':
      context.err(
        `${one.case.case} 现在没有 AI 生成的结果：${noReply}。案例没有改动，可以稍后重试。\n`,
      );
      return;
    case 'read':
      list(one.case.case, one.case.status, one.differences, context);
      if (one.unread > 0) {
        context.err(`邮件太多，最早的 ${one.unread} 封没有重读。\n`);
      }
      return;
    default:
      one satisfies never;
  }
}

function list(
  number: string,
  status: Parameters<typeof describeDifference>[1],
  differences: readonly Numbered[],
  { out }: CliContext,
): void {
  if (differences.length === 0) {
    out(`${number}：重读邮件没有新的发现。`);
    return;
  }
  out(`${number}：AI 生成 · 重读邮件的差异，未经核对，案例没有改动。`);
  for (const one of differences) {
    out(`${one.number}. ${describeDifference(one, status)}\n   ${describeQuote(one)}`);
  }
  const numbers = differences.map((one) => one.number).join(',');
  out(`核对后采纳：caselens case reread ${number} --accept ${numbers}`);
}

async function showSaved(
  number: string | undefined,
  context: CliContext,
  speaking: Speaking,
): Promise<ExitCode> {
  if (number === undefined) {
    throw new UsageError(`请给出邮件文件，或已重读过的案例号。\n用法：${usage}`);
  }
  const one = await findVisible(number, speaking);
  if (!one) {
    context.err(sayMissing(number));
    return 3;
  }
  const reading = await findReading(one.case, speaking);
  if (!reading) {
    context.err(
      `${one.case} 还没有重读过。邮件原文没有保存，请给出邮件文件：caselens case reread ${one.case} 文件...\n`,
    );
    return 3;
  }
  list(one.case, reading.status, reading.differences, context);
  return 0;
}

const separators = /[\s,，、]+/u;

async function accept(
  number: string | undefined,
  accepted: string,
  context: CliContext,
  speaking: Speaking,
): Promise<ExitCode> {
  const words = accepted.split(separators).filter(Boolean);
  const numbers = words.map(Number);
  if (number === undefined || numbers.length === 0 || !numbers.every(Number.isSafeInteger)) {
    throw new UsageError(`请写案例号和要采纳的编号，例如 --accept 1,3。\n用法：${usage}`);
  }
  const outcome = await acceptReading(number, numbers, speaking);
  if (outcome.kind === 'none') {
    context.err(`${number} 没有待采纳的差异。请先重读邮件。没有改动。\n`);
    return 3;
  }
  if (outcome.kind === 'unknown') {
    context.err(`没有编号 ${outcome.numbers.join('、')}。没有改动。\n`);
    return 2;
  }
  const told = `${renderText(describeOutcome(number, outcome, speaking))}`;
  if (outcome.kind === 'changed' || outcome.kind === 'unchanged') {
    context.out(told);
    return 0;
  }
  context.err(`${told}\n`);
  return outcome.kind === 'missing' ? 3 : 1;
}
