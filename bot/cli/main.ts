#!/usr/bin/env node
import '../compile-cache.ts';
import { loadConfig, loadDotEnv } from '../config.ts';
import { type CliCommand, type ExitCode, UsageError } from './command.ts';

/** Loaded when called, so that a short command starts fast. */
const commands: Record<string, () => Promise<CliCommand>> = {
  diagnose: async () => (await import('./commands/diagnose.ts')).diagnoseCommand,
  batch: async () => (await import('./commands/batch.ts')).batchCommand,
  search: async () => (await import('./commands/search.ts')).searchCommand,
  code: async () => (await import('./commands/code.ts')).codeCommand,
  signatures: async () => (await import('./commands/signatures.ts')).signaturesCommand,
  case: async () => (await import('./commands/case.ts')).caseCommand,
  digest: async () => (await import('./commands/digest.ts')).digestCommand,
  eval: async () => (await import('./commands/eval.ts')).evalCommand,
};

const usage = `用法：
  caselens diagnose [路径|-]... [--question 文字] [--customer 名称] [--json | --ai] [--explain] [--no-store]
  caselens batch                                  从标准输入逐行读 JSON，逐行输出诊断
  caselens search 文字 [--customer 名称] [--limit N] [--json]
  caselens code 代码... [--json]
  caselens case list [--open] [--builtin] | show CAS号 | import 路径... [--dry-run]   可加 --json
  caselens case open 标题 [--customer 客户] | update CAS号 内容   可加 --json
  caselens case archive CAS号 [--yes] | compare CAS号 CAS号... [--html 文件 | --markdown] | forget CAS号 [--yes]
  caselens case reread [CAS号] 邮件文件... | reread CAS号 --accept 1,3
  caselens digest [--date YYYY-MM-DD] [--customer 名称] [--json]
  caselens signatures check [路径...] | new [日志...] | promote ID CAS号 | stats | draft CAS号 [--from 日志]
  caselens eval [--model 名称] 文件夹               给回答或模型打分，可加 --json
`;

const stopped: ExitCode = 130;

/** Returns the exit status. */
export async function runCli(argv: readonly string[]): Promise<ExitCode> {
  const [name = '', ...args] = argv;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    const help = ['', 'help', '--help', '-h'].includes(name);
    process[help && name !== '' ? 'stdout' : 'stderr'].write(
      help ? usage : `没有 ${name} 这个命令。\n${usage}`,
    );
    return help && name !== '' ? 0 : 2;
  }
  try {
    process.umask(0o077);
    loadDotEnv();
    const config = await loadConfig();
    const command = await load();
    return await command.run({
      args,
      config,
      out: (text) => process.stdout.write(`${text}\n`),
      err: (text) => process.stderr.write(text),
      stdin: process.stdin,
      interactive: process.stderr.isTTY === true,
    });
  } catch (error) {
    if (error instanceof UsageError || (error instanceof Error && error.name === 'ConfigError')) {
      process.stderr.write(`${error.message}\n`);
      return 2;
    }
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`没有完成：${message}\n`);
    return 1;
  }
}

if (import.meta.main) {
  process.stdout.on('error', () => process.exit(0));
  const status = await runCli(process.argv.slice(2));
  process.exitCode = status;
  if (status === stopped) {
    // What was interrupted may still wait for its standard input.
    process.exit();
  }
}
