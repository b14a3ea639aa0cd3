import { parseArgs } from 'node:util';
import { replyOf } from '../../../handlers/command.ts';
import { describeCase, statusWords } from '../../../handlers/commands/show-case.ts';
import { importThreads } from '../../../handlers/import-threads.ts';
import type { Case } from '../../../knowledge/cases/case.ts';
import { assembleAnswering } from '../../assemble.ts';
import { renderText } from '../../text.ts';
import { type CliCommand, type CliContext, type ExitCode, UsageError } from '../command.ts';
import { findUploads } from '../paths.ts';

const usage =
  'caselens case list [--builtin] | show CAS号 | import 路径... [--dry-run]，都可加 --json';

interface Options {
  words: string[];
  json: boolean;
  builtin: boolean;
  dryRun: boolean;
}

export const caseCommand: CliCommand = {
  name: 'case',
  usage,
  async run(context) {
    const [action = '', ...rest] = context.args;
    const actions: Record<string, (context: CliContext, options: Options) => Promise<ExitCode>> = {
      list: listCases,
      show: showCase,
      import: importCases,
    };
    const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
    if (!run) {
      throw new UsageError(`没有 case ${action} 这个用法。\n用法：${usage}`);
    }
    return run(context, parseOptions(rest));
  },
};

async function listCases(
  { config, out, err }: CliContext,
  { json, builtin }: Options,
): Promise<ExitCode> {
  const { store, knowledge } = await assembleAnswering(config);
  const cases = builtin ? [...knowledge.builtinCases] : await store.listCases();
  await store.close();
  if (json) {
    out(JSON.stringify(cases.map(listed), null, 2));
    return 0;
  }
  if (cases.length === 0) {
    err(
      `还没有导入案例。用 caselens case import 导入；内置的 ${knowledge.builtinCases.length} 个案例只用于检索，可用 --builtin 列出。\n`,
    );
    return 0;
  }
  for (const one of cases) {
    out(
      [
        one.case,
        statusWords[one.status],
        one.severity ?? '—',
        one.customer,
        one.branch ?? '—',
        one.updated,
        one.title,
      ].join('  '),
    );
  }
  return 0;
}

/** The contract's columns; nobody owns a case before the desk says so. */
function listed(one: Case) {
  const { title, status, severity, customer, branch, opened, updated } = one;
  return {
    case: one.case,
    title,
    status,
    severity,
    customer,
    branch,
    owner: null,
    opened,
    updated,
  };
}

async function showCase(
  { config, out, err }: CliContext,
  { words, json }: Options,
): Promise<ExitCode> {
  const number = words[0]?.toUpperCase();
  if (!number) {
    throw new UsageError(`请给出案例号。\n用法：${usage}`);
  }
  const { library, store } = await assembleAnswering(config);
  const found = (await library.refresh()).get(number);
  await store.close();
  if (!found) {
    err(`没有找到案例 ${number}。请核对案例号。\n`);
    return 3;
  }
  out(json ? JSON.stringify(found, null, 2) : renderText(replyOf(describeCase(found), '')));
  return 0;
}

const outcomeWords = { new: '新增', updated: '更新', unchanged: '无变化' } as const;

async function importCases(
  { config, out, err, stdin }: CliContext,
  options: Options,
): Promise<ExitCode> {
  if (options.words.length === 0) {
    throw new UsageError(`请给出邮件导出文件或文件夹。\n用法：${usage}`);
  }
  const found = await findUploads(options.words, stdin);
  const { store } = await assembleAnswering(config);
  const report = await importThreads(found.uploads, {
    store,
    customers: config.customers,
    dryRun: options.dryRun,
  });
  await store.close();
  const failed = [
    ...found.missing.map((file) => ({ file, reason: '找不到或没有权限读取。请核对路径。' })),
    ...report.failed,
  ];
  if (options.json) {
    out(JSON.stringify({ dryRun: options.dryRun, cases: report.cases, failed }, null, 2));
  } else {
    for (const { case: number, title, outcome, conflicts } of report.cases) {
      out(`${options.dryRun ? '（试运行）' : ''}${outcomeWords[outcome]}  ${number}  ${title}`);
      conflicts.forEach((conflict) => {
        out(`  ${conflict}`);
      });
    }
    failed.forEach(({ file, reason }) => {
      err(`${file}：${reason}\n`);
    });
  }
  return failed.length > 0 ? 3 : 0;
}

function parseOptions(args: readonly string[]): Options {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        builtin: { type: 'boolean', default: false },
        'dry-run': { type: 'boolean', default: false },
      },
    });
    return {
      words: positionals,
      json: values.json,
      builtin: values.builtin,
      dryRun: values['dry-run'],
    };
  } catch {
    throw new UsageError(`参数有误。\n用法：${usage}`);
  }
}
