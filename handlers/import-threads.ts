import { readThread } from '../knowledge/cases/thread.ts';
import { decodeText } from '../knowledge/input/decode-text.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import type { ImportResult, Store } from '../knowledge/store/store.ts';

export interface ImportReport {
  cases: {
    case: string;
    title: string;
    outcome: ImportResult['outcome'];
    conflicts: string[];
    notes: string[];
  }[];
  /** Files of which nothing could be imported, with what to do. */
  failed: { file: string; reason: string }[];
}

export interface ImportOptions {
  store: Store;
  customers: readonly { name: string; aliases: readonly string[] }[];
  /** Says what would change and changes nothing. */
  dryRun: boolean;
}

/** A thread is text that people wrote; more is no mail thread. */
const largestThread = 20 * 1024 * 1024;

/** Each file by itself: one that cannot be read never keeps the others out. */
export async function importThreads(
  uploads: readonly Upload[],
  options: ImportOptions,
): Promise<ImportReport> {
  const report: ImportReport = { cases: [], failed: [] };
  for (const upload of uploads) {
    await importThread(upload, options, report);
  }
  return report;
}

async function importThread(
  upload: Upload,
  options: ImportOptions,
  report: ImportReport,
): Promise<void> {
  const text = await decodeText(upload.open(), largestThread).catch(() => null);
  if (text === null) {
    report.failed.push({ file: upload.name, reason: '文件读不出来。请核对路径和权限后重试。' });
    return;
  }
  if (text === undefined) {
    report.failed.push({ file: upload.name, reason: '文件超过 20 MB，不像邮件导出。请核对文件。' });
    return;
  }
  const customers = options.customers.map(({ name, aliases }) => ({ name, aliases: [...aliases] }));
  const reading = readThread(text, { customers });
  if (reading.kind === 'unreadable') {
    report.failed.push({ file: upload.name, reason: reading.reason });
    return;
  }
  for (const read of reading.cases) {
    const result = await options.store.importCase(read, options.dryRun);
    report.cases.push({
      case: read.case,
      title: read.title,
      outcome: result.outcome,
      conflicts: result.conflicts,
      notes: reading.notes,
    });
  }
}
