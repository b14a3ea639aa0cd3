import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { compose } from '../../../handlers/compose.ts';
import { diagnoseOnce } from '../../../handlers/diagnosing.ts';
import { redactName } from '../../../knowledge/cases/redact-name.ts';
import type { Diagnosis } from '../../../knowledge/diagnosis.ts';
import type { Explanation } from '../../../knowledge/match/match.ts';
import { assembleAnswering } from '../../assemble.ts';
import { renderText } from '../../text.ts';
import { cliAsker } from '../asker.ts';
import { type CliCommand, type CliContext, type ExitCode, UsageError } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { findUploads } from '../paths.ts';
import { createProgress } from '../progress.ts';

const usage =
  'caselens diagnose [路径|-]... [--question 文字] [--customer 名称] [--json] [--explain] [--no-store]';

export const diagnoseCommand: CliCommand = {
  name: 'diagnose',
  usage,
  run: (context) => interruptible((signal) => diagnosePaths(context, signal)),
};

async function diagnosePaths(context: CliContext, signal: AbortSignal): Promise<ExitCode> {
  const options = parseOptions(context.args);
  const found = await findUploads(options.paths, context.stdin);
  for (const missing of found.missing) {
    context.err(`${missing}：找不到或没有权限读取。请核对路径。\n`);
  }
  if (found.missing.length > 0 && found.uploads.length === 0) {
    return 3;
  }
  const deps = await assembleAnswering(context.config);
  const asker = cliAsker(context.config, options.customer);
  const explanations: Explanation[] = [];
  const progress = createProgress(context);
  const diagnosis = await diagnoseOnce(
    {
      asker,
      texts: [],
      question: options.question,
      files: found.uploads,
      signal,
      ...(options.explain && { explain: (one: Explanation) => explanations.push(one) }),
    },
    deps,
    progress.tell,
  ).finally(progress.end);
  const reply = compose(diagnosis);
  context.out(options.json ? JSON.stringify(diagnosis, null, 2) : renderText(reply));
  explanations.forEach((one) => {
    context.err(`${explainLine(one)}\n`);
  });
  if (options.store) {
    await deps.store.saveInquiry({
      id: randomUUID(),
      face: 'cli',
      conversation: randomUUID(),
      asker: asker.id,
      customer: asker.customer,
      at: deps.now(),
      question: redactName(
        options.question ?? found.uploads.map(({ name }) => name).join('、'),
      ).slice(0, 200),
      sent: [],
      diagnosis,
      reply: JSON.stringify(reply),
    });
  }
  await deps.store.close();
  return found.missing.length > 0 || nothingRead(diagnosis) ? 3 : 0;
}

function parseOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        question: { type: 'string' },
        customer: { type: 'string' },
        json: { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        'no-store': { type: 'boolean', default: false },
      },
    });
    const { question, customer, json, explain } = values;
    if (positionals.length === 0 && !question) {
      throw new UsageError(
        `请给出日志文件、文件夹或 -（标准输入），或用 --question 提问。\n用法：${usage}`,
      );
    }
    return { paths: positionals, question, customer, json, explain, store: !values['no-store'] };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`参数有误。\n用法：${usage}`);
  }
}

/** An input of which nothing at all could be read. */
function nothingRead(diagnosis: Diagnosis): boolean {
  return (
    diagnosis.inputs.length > 0 && diagnosis.inputs.every(({ status }) => status === 'skipped')
  );
}

/** English: it is for the one who writes signatures. */
function explainLine({
  signature,
  machine,
  certainty,
  condition,
  checks,
  rejected,
}: Explanation): string {
  const keys = checks.map(({ key, holds }) => `${holds ? '+' : '-'} ${key}`).join('; ');
  const where = machine ? ` on ${machine}` : '';
  return `${signature} ${certainty}[${condition}]${where}: ${keys}${rejected ? ` (${rejected})` : ''}`;
}
