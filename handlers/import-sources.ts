import type { Case } from '../knowledge/cases/case.ts';
import { readCrm } from '../knowledge/cases/crm.ts';
import { looksLikeExport } from '../knowledge/cases/crm-columns.ts';
import { peekCsv, readCsv, readXlsx } from '../knowledge/cases/crm-table.ts';
import { isMail, readMail } from '../knowledge/cases/mail.ts';
import { largestMail, type MailFile } from '../knowledge/cases/mail-file.ts';
import { readThread } from '../knowledge/cases/thread.ts';
import { decodeText } from '../knowledge/input/decode-text.ts';
import { sniff } from '../knowledge/input/sniff.ts';
import { type Peeked, peek } from '../knowledge/input/stream.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import { readZip, type ZipEntry } from '../knowledge/input/zip.ts';
import { type Bytes, bufferBytes, fileBytes } from '../knowledge/input/zip-bytes.ts';
import type { AnswerDeps } from './answer.ts';

export type SourceDeps = Pick<AnswerDeps, 'desk' | 'limits'>;

/** What a file turned out to be. */
export type Source =
  | { kind: 'cases'; cases: Case[]; notes: string[] }
  | { kind: 'mail'; mail: MailFile }
  /** A Chinese sentence with what to do. */
  | { kind: 'failed'; reason: string };

export interface NamedSource {
  /** As the user named it, with its place inside an archive. */
  file: string;
  source: Source;
}

const headLength = 64 * 1024;
const mebibyte = 1024 * 1024;
const largestText = 50 * mebibyte;
const largestSheet = 20 * mebibyte;
const largestArchive = 256 * mebibyte;
const deepestArchive = 2;
const unreadable = '文件读不出来。请核对路径和权限后重试。';

/** Recognised by content, never by name; an archive gives one source for each file in it. */
export async function* readSources(
  upload: Upload,
  deps: SourceDeps,
  depth = 0,
): AsyncGenerator<NamedSource> {
  const file = upload.name;
  let peeked: Peeked | undefined;
  try {
    peeked = await peek(upload.open(), headLength);
    if (sniff(peeked.head).kind === 'zip') {
      yield* readArchive(upload, peeked, deps, depth);
    } else {
      yield { file, source: await readOne(peeked, deps) };
    }
  } catch {
    yield failed(file, unreadable);
  } finally {
    await peeked?.close();
  }
}

function failed(file: string, reason: string): NamedSource {
  return { file, source: { kind: 'failed', reason } };
}

async function readOne({ head, all }: Peeked, deps: SourceDeps): Promise<Source> {
  if (isMail(head)) {
    const bytes = await collect(all, largestMail);
    const reason = '邮件超过 64 MB。请把附件另存为日志单独上传，再导入不带附件的邮件。';
    const reading = bytes ? await readMail(bytes) : { kind: 'unreadable' as const, reason };
    return reading.kind === 'mail' ? reading : { kind: 'failed', reason: reading.reason };
  }
  const kind = sniff(head);
  if (kind.kind === 'unreadable') {
    return { kind: 'failed', reason: `${kind.advice}。` };
  }
  const text = await decodeText(all, largestText);
  return text === undefined
    ? { kind: 'failed', reason: '文件超过 50 MB，不像邮件导出，也不像案例导出。请核对文件。' }
    : readText(text, deps);
}

function readText(text: string, deps: SourceDeps): Source {
  const { desk } = deps;
  const isExport = looksLikeExport(peekCsv(text), desk.crm.columns);
  const reading = isExport
    ? readCrm(readCsv(text), crmOptions(deps))
    : readThread(text, names(deps));
  return reading.kind === 'read'
    ? { kind: 'cases', cases: reading.cases, notes: reading.notes }
    : { kind: 'failed', reason: reading.reason };
}

/** Whom the readers may name, and how customers are called. */
export function names({ desk }: Pick<SourceDeps, 'desk'>) {
  return { customers: desk.customers, staff: desk.staff.map(({ name }) => name) };
}

function crmOptions(deps: SourceDeps) {
  return { ...names(deps), ...deps.desk.crm };
}

/** `undefined` when there is more than `most`. */
async function collect(
  bytes: AsyncIterable<Uint8Array>,
  most: number,
): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > most) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function* readArchive(
  upload: Upload,
  { all }: Peeked,
  deps: SourceDeps,
  depth: number,
): AsyncGenerator<NamedSource> {
  const opened = upload.path ? await fileBytes(upload.path) : undefined;
  try {
    const held = opened ? undefined : await collect(all, largestArchive);
    const bytes = opened ?? (held && bufferBytes(held));
    if (!bytes) {
      yield failed(upload.name, '压缩包超过 256 MB。请分成几个压缩包导入。');
      return;
    }
    yield* readEntries(upload.name, bytes, deps, depth);
  } finally {
    await opened?.close();
  }
}

async function* readEntries(
  file: string,
  bytes: Bytes,
  deps: SourceDeps,
  depth: number,
): AsyncGenerator<NamedSource> {
  const { archiveEntries, archiveRatio, uploadMiB } = deps.limits;
  const zip = await readZip(bytes, {
    entries: archiveEntries,
    ratio: archiveRatio,
    totalBytes: uploadMiB * mebibyte,
  });
  if (zip.kind === 'unreadable') {
    yield failed(file, '压缩包是空的、已损坏或文件太多。请重新打包后导入。');
  } else if (isWorkbook(zip.entries)) {
    yield { file, source: await readWorkbook(bytes, deps) };
  } else if (depth >= deepestArchive) {
    yield failed(file, '压缩包套得太深。请解开后重新打包导入。');
  } else {
    for (const entry of zip.entries.filter(({ problem }) => problem !== 'directory')) {
      yield* readEntry(`${file}/${entry.name}`, entry, deps, depth);
    }
  }
}

function readEntry(
  name: string,
  entry: ZipEntry,
  deps: SourceDeps,
  depth: number,
): AsyncGenerator<NamedSource> {
  return readSources(
    {
      name,
      open() {
        if (entry.problem !== undefined) {
          throw new Error(entry.problem);
        }
        return entry.open();
      },
    },
    deps,
    depth + 1,
  );
}

function isWorkbook(entries: readonly ZipEntry[]): boolean {
  const known = new Set(entries.map(({ name }) => name));
  return known.has('[Content_Types].xml') && known.has('xl/workbook.xml');
}

async function readWorkbook(bytes: Bytes, deps: SourceDeps): Promise<Source> {
  if (bytes.size > largestSheet) {
    return { kind: 'failed', reason: 'Excel 文件超过 20 MB。请只导出需要的案例和列后重新导入。' };
  }
  const table = await readXlsx(await bytes.read(0, bytes.size));
  const reading = readCrm(table, crmOptions(deps));
  return reading.kind === 'read'
    ? { kind: 'cases', cases: reading.cases, notes: reading.notes }
    : { kind: 'failed', reason: reading.reason };
}
