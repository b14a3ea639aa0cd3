import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { AnswerDeps } from '../../../handlers/answer.ts';
import { replyOf } from '../../../handlers/command.ts';
import { compose } from '../../../handlers/compose.ts';
import { diagnoseOnce } from '../../../handlers/diagnosing.ts';
import type { Asker, Inquiry } from '../../../handlers/inquiry.ts';
import { additionOf, noAddition } from '../../../handlers/model/addition.ts';
import { type Enriching, planAddition } from '../../../handlers/model/enrich.ts';
import type { AnsweredInquiry } from '../../../handlers/model/posed.ts';
import type { Reply } from '../../../handlers/reply.ts';
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
  'caselens diagnose [路径|-]... [--question 文字] [--customer 名称] [--json | --ai] [--explain] [--no-store]';

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
  const asking = { ...options, asker, found, signal };
  const { diagnosis, explanations } = await diagnoseAndExplain(asking, context, deps);
  const reply = compose(diagnosis);
  context.out(options.json ? JSON.stringify(diagnosis, null, 2) : renderText(reply));
  for (const one of explanations) {
    context.err(`${explainLine(one)}\n`);
  }
  const { question: text = '' } = options;
  const conversation = randomUUID();
  const inquiry: Inquiry = { asker, conversation, text, files: found.uploads, language: 'zh' };
  const stored = storedOf(inquiry, diagnosis, reply, deps.now());
  if (options.store) {
    await deps.store.saveInquiry(stored);
  }
  if (!options.json) {
    const said = { inquiry, stored, reply, answered: undefined, words: text };
    await addLater({ ...said, explains: options.ai, isKept: options.store }, context, deps, signal);
  }
  await deps.store.close();
  if (signal.aborted) {
    return 130;
  }
  return found.missing.length > 0 || nothingRead(diagnosis) ? 3 : 0;
}

interface Asking {
  asker: Asker;
  question: string | undefined;
  found: Awaited<ReturnType<typeof findUploads>>;
  explain: boolean;
  signal: AbortSignal;
}

async function diagnoseAndExplain(
  { asker, question, found, explain, signal }: Asking,
  context: CliContext,
  deps: AnswerDeps,
): Promise<{ diagnosis: Diagnosis; explanations: readonly Explanation[] }> {
  const explanations: Explanation[] = [];
  const progress = createProgress(context);
  const diagnosis = await diagnoseOnce(
    {
      asker,
      texts: [],
      question,
      files: found.uploads,
      signal,
      ...(explain && { explain: (one: Explanation) => explanations.push(one) }),
    },
    deps,
    progress.tell,
  ).finally(progress.end);
  return { diagnosis, explanations };
}

function storedOf(
  { asker, conversation, text, files }: Inquiry,
  diagnosis: Diagnosis,
  reply: Reply,
  at: number,
): AnsweredInquiry {
  const words = text || files.map(({ name }) => name).join('、');
  return {
    id: randomUUID(),
    face: 'cli',
    conversation,
    asker: asker.id,
    customer: asker.customer,
    at,
    question: redactName(words).slice(0, 200),
    sent: [],
    diagnosis,
    reply: JSON.stringify(reply),
  };
}

/** Behind an answer that is printed already. */
async function addLater(
  one: Enriching,
  { out, err, interactive }: CliContext,
  deps: AnswerDeps,
  signal: AbortSignal,
): Promise<void> {
  const later = planAddition(one, deps);
  if (later && interactive) {
    err('正在等待 AI 生成的内容，可按 Ctrl-C 结束。\n');
  }
  const reply = await later?.(signal);
  const addition = reply && additionOf(reply);
  if (addition) {
    out(`\n${renderText(replyOf(addition, ''))}`);
  } else if (one.explains && !signal.aborted) {
    err(`${noAddition}\n`);
  }
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
        ai: { type: 'boolean', default: false },
        'no-store': { type: 'boolean', default: false },
      },
    });
    const { question, customer, json, explain, ai } = values;
    if (json && ai) {
      throw new UsageError(`--json 只输出诊断结果，不能与 --ai 同用。\n用法：${usage}`);
    }
    if (positionals.length === 0 && !question) {
      throw new UsageError(
        `请给出日志文件、文件夹或 -（标准输入），或用 --question 提问。\n用法：${usage}`,
      );
    }
    return {
      paths: positionals,
      question,
      customer,
      json,
      explain,
      ai,
      store: !values['no-store'],
    };
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
