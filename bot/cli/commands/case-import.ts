import { type ImportedCase, importCases as importUploads } from '../../../handlers/import-cases.ts';
import { assembleAnswering } from '../../assemble.ts';
import { type CliContext, type ExitCode, UsageError } from '../command.ts';
import { findUploads } from '../paths.ts';

const usage = 'caselens case import 路径... [--dry-run] [--json]';
const outcomeWords = { new: '新增', updated: '更新', unchanged: '无变化' } as const;

export interface ImportWords {
  /** Files and folders; `-` is standard input. */
  words: readonly string[];
  json: boolean;
  dryRun: boolean;
}

export async function importCases(
  { config, out, err, stdin }: CliContext,
  { words, json, dryRun }: ImportWords,
): Promise<ExitCode> {
  if (words.length === 0) {
    throw new UsageError(`请给出邮件、CRM 导出文件或文件夹。\n用法：${usage}`);
  }
  const found = await findUploads(words, stdin);
  const answering = await assembleAnswering(config);
  const report = await importUploads(found.uploads, {
    ...answering,
    dryRun,
    who: 'cli/operator',
    where: 'cli/case-import',
  });
  await answering.store.close();
  const failed = [
    ...found.missing.map((file) => ({ file, reason: '找不到或没有权限读取。请核对路径。' })),
    ...report.failed,
  ];
  if (json) {
    const { cases, remarks } = report;
    out(JSON.stringify({ dryRun, cases, failed, remarks }, null, 2));
  } else {
    report.cases.forEach((one) => {
      out(describe(one, dryRun));
    });
    const told = [...report.remarks, ...failed.map(({ file, reason }) => ({ file, text: reason }))];
    told.forEach(({ file, text }) => {
      err(`${file}：${text}\n`);
    });
  }
  return failed.length > 0 ? 3 : 0;
}

function describe(one: ImportedCase, dryRun: boolean): string {
  const head = `${dryRun ? '（试运行）' : ''}${outcomeWords[one.outcome]}  ${one.case}  ${one.title}`;
  return [head, ...[...one.changes, ...one.conflicts].map((line) => `  ${line}`)].join('\n');
}
