import { parseArgs } from 'node:util';
import { diagnoseOnce } from '../../../handlers/diagnosing.ts';
import { judgeModel } from '../../../handlers/eval/judge-model.ts';
import { createRecordingGate } from '../../../handlers/eval/recording-gate.ts';
import { describeModel, describeScore, reportOf } from '../../../handlers/eval/report.ts';
import { type Labelled, readLabelled } from '../../../handlers/eval/rows.ts';
import { scoreAnswers } from '../../../handlers/eval/score.ts';
import type { Prices } from '../../../handlers/eval/sum-up.ts';
import { type Assembled, assembleAnswering } from '../../assemble.ts';
import { createLanguageModel, createSdk } from '../../openai.ts';
import { renderText } from '../../text.ts';
import { cliAsker } from '../asker.ts';
import { type CliCommand, type CliContext, type ExitCode, UsageError } from '../command.ts';
import { interruptible } from '../interrupt.ts';

const usage = `caselens eval [--model 名称] 文件夹 [--limit 数量] [--most-tokens 数量] [--price-in 单价] [--price-out 单价] [--json]
  文件夹里是自己的标注数据：incidents.jsonl、negatives.jsonl、retrieval-queries.jsonl，至少一个。
  --model 名称    向这个模型提问并打分，写 - 用 OPENAI_MODEL；脱敏后的日志会发给 OPENAI_BASE_URL，请只用自己有权外发的数据
                  不写则给不用模型的回答打分，什么也不发出
  --limit         每个文件只用前几行
  --most-tokens   一共最多用多少 token（默认 200000）；不占用每天的限额
  --price-in、--price-out  每百万 token 的单价，用来算费用`;

export const evalCommand: CliCommand = {
  name: 'eval',
  usage,
  run: (context) => interruptible((signal) => evaluate(context, signal)),
};

async function evaluate(context: CliContext, signal: AbortSignal): Promise<ExitCode> {
  const options = parseOptions(context.args);
  const rows = limit(await readLabelled(options.folder), options.limit);
  if (options.model === undefined) {
    return scoreAlone(rows, options, context, signal);
  }
  requireModel(context.config);
  const deps = await assembleAnswering(context.config);
  try {
    return await scoreModel(rows, options, { deps, context, signal });
  } finally {
    await deps.store.close();
  }
}

type Options = ReturnType<typeof parseOptions>;

async function scoreAlone(
  rows: Labelled,
  { json }: Options,
  { config, out }: CliContext,
  signal: AbortSignal,
): Promise<ExitCode> {
  const deps = await assembleAnswering(config);
  const asker = cliAsker(config, undefined);
  const score = await scoreAnswers(
    rows,
    (text, question) => {
      const texts = text === undefined ? [] : [text];
      return diagnoseOnce({ asker, texts, question, files: [], signal }, deps, () => undefined);
    },
    deps.knowledge.causeClasses,
  );
  await deps.store.close();
  out(json ? JSON.stringify(score, null, 2) : renderText(describeScore(score)));
  return 0;
}

function requireModel({ openai, model }: CliContext['config']): void {
  if (!openai) {
    throw new UsageError(
      '没有配置语言模型，不能给模型打分。请设置 OPENAI_BASE_URL 和 OPENAI_MODEL。',
    );
  }
  if (model.send === 'off') {
    throw new UsageError('配置里 model.send 是 off，什么也不能发给模型，所以不能给模型打分。');
  }
}

interface Means {
  deps: Assembled;
  context: CliContext;
  signal: AbortSignal;
}

async function scoreModel(
  rows: Labelled,
  { model: asked, mostTokens, prices, json }: Options,
  { deps, context, signal }: Means,
): Promise<ExitCode> {
  const { openai, model: settings } = context.config;
  if (!(openai && deps.model)) {
    return 1;
  }
  const name = asked === '-' || asked === undefined ? openai.model : asked;
  const gate = createRecordingGate({
    model: createLanguageModel(name, createSdk(openai)),
    store: deps.store,
    seconds: settings.seconds,
    mostTokens,
    now: deps.now,
  });
  const { prompts, send } = deps.model;
  const progress = (done: number, all: number) => {
    if (context.interactive) {
      context.err(`\r${done}/${all}${done === all ? '\n' : ''}`);
    }
  };
  const judged = await judgeModel(rows, { deps, gate, prompts, send, signal, progress });
  const report = reportOf(name, judged, !gate.isSpent, prices);
  context.out(json ? JSON.stringify(report, null, 2) : renderText(describeModel(report)));
  if (report.all.calls > 0 && report.all.answered === 0) {
    context.err('模型一次也没有回答。请核对 OPENAI_BASE_URL、密钥和模型名称。\n');
    return 1;
  }
  return 0;
}

function limit({ incidents, negatives, queries }: Labelled, most: number): Labelled {
  return {
    incidents: incidents.slice(0, most),
    negatives: negatives.slice(0, most),
    queries: queries.slice(0, most),
  };
}

const defaultTokens = 200_000;

function parseOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        model: { type: 'string' },
        limit: { type: 'string' },
        'most-tokens': { type: 'string' },
        'price-in': { type: 'string' },
        'price-out': { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [folder, ...more] = positionals;
    if (!folder || more.length > 0) {
      throw new UsageError();
    }
    return {
      folder,
      model: values.model,
      json: values.json,
      limit: numberOf(values.limit, Number.POSITIVE_INFINITY),
      mostTokens: numberOf(values['most-tokens'], defaultTokens),
      prices: pricesOf(values['price-in'], values['price-out']),
    };
  } catch {
    throw new UsageError(`参数有误。\n用法：${usage}`);
  }
}

function pricesOf(sent: string | undefined, received: string | undefined): Prices | undefined {
  return sent === undefined && received === undefined
    ? undefined
    : { in: numberOf(sent, 0), out: numberOf(received, 0) };
}

/** @throws UsageError for what is no number of zero or more. */
function numberOf(text: string | undefined, fallback: number): number {
  const number = text === undefined ? fallback : Number(text);
  if (!(number >= 0) || text?.trim() === '') {
    throw new UsageError();
  }
  return number;
}
