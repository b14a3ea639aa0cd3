import type { Case } from '../knowledge/cases/case.ts';
import { readCrm } from '../knowledge/cases/crm.ts';
import { looksLikeExport } from '../knowledge/cases/crm-columns.ts';
import { peekCsv, readCsv, readXlsx } from '../knowledge/cases/crm-table.ts';
import { isMail, readMail } from '../knowledge/cases/mail.ts';
import { largestMail, type MailFile } from '../knowledge/cases/mail-file.ts';
import { type HeadedThread, readThread } from '../knowledge/cases/thread.ts';
import { pictureFormat } from '../knowledge/format.ts';
import type { Budget } from '../knowledge/input/budget.ts';
import type { Container, Found } from '../knowledge/input/container.ts';
import { describeFlaw, lossWords, problemWords } from '../knowledge/input/container-words.ts';
import { zip } from '../knowledge/input/containers/zip.ts';
import { findContainer } from '../knowledge/input/containers.ts';
import { ContainerDamage } from '../knowledge/input/damage.ts';
import { decodeText } from '../knowledge/input/decode-text.ts';
import { sniff } from '../knowledge/input/sniff.ts';
import { createSource } from '../knowledge/input/source.ts';
import { type Peeked, peek } from '../knowledge/input/stream.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import type { Bytes } from '../knowledge/input/zip-bytes.ts';
import type { AnswerDeps } from './answer.ts';
import { createBudget, findWorkbook, spend } from './import-archives.ts';

export type SourceDeps = Pick<AnswerDeps, 'desk' | 'limits' | 'spoolFolder'>;

/** What a file turned out to be. */
export type Source =
  | {
      kind: 'cases';
      cases: Case[];
      notes: string[];
      /** The mails that they were read from; absent for an export of the CRM. */
      threads?: HeadedThread[];
    }
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
/** Of the upload, and how many containers are around it. */
interface Place {
  deps: SourceDeps;
  budget: Budget;
  depth: number;
}

const unreadable = '文件读不出来。请核对路径和权限后重试。';

/** Recognised by content, never by name; an archive gives one source for each file in it. */
export async function* readSources(upload: Upload, deps: SourceDeps): AsyncGenerator<NamedSource> {
  yield* readAt(upload, { deps, budget: createBudget(deps.limits), depth: 0 });
}

async function* readAt(upload: Upload, place: Place): AsyncGenerator<NamedSource> {
  const file = upload.name;
  let peeked: Peeked | undefined;
  try {
    peeked = await peek(upload.open(), headLength);
    const { head } = peeked;
    const container = isMail(head) ? undefined : findContainer(head);
    if (container) {
      yield* readArchive(upload, peeked, container, place);
    } else {
      yield { file, source: await readOne(peeked, place.deps) };
    }
  } catch (error) {
    yield failed(
      file,
      error instanceof ContainerDamage ? `${lossWords[error.kind]}。` : unreadable,
    );
  } finally {
    await peeked?.close();
  }
}

async function* readArchive(
  upload: Upload,
  { head, all }: Peeked,
  container: Container,
  place: Place,
): AsyncGenerator<NamedSource> {
  const { deps, budget, depth } = place;
  const { spoolFolder } = deps;
  const source = createSource({ head, stream: all, file: upload.path, spoolFolder });
  try {
    const workbook = container === zip ? await findWorkbook(source, budget) : undefined;
    if (workbook) {
      yield { file: upload.name, source: await readWorkbook(workbook, deps) };
    } else if (depth >= budget.allowed.depth) {
      yield failed(upload.name, '压缩包套得太深。请解开后重新打包导入。');
    } else {
      for await (const found of container.list(source, budget)) {
        yield* readFound(upload.name, found, place);
      }
    }
  } finally {
    await source.close();
  }
}

async function* readFound(outer: string, found: Found, place: Place): AsyncGenerator<NamedSource> {
  if (found.kind === 'flaw') {
    yield failed(outer, `${describeFlaw(found.flaw).words}。`);
    return;
  }
  const name = found.name === '' ? outer : `${outer}/${found.name}`;
  if (found.kind === 'unread') {
    yield failed(name, `${problemWords[found.problem]}。`);
    return;
  }
  const open = () => spend(found.open(), place.budget);
  yield* readAt({ name, open }, { ...place, depth: place.depth + 1 });
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
  if (kind.kind === 'file' && kind.format.name === pictureFormat) {
    return { kind: 'failed', reason: '是图片，案例不能从图片导入。请发送邮件或导出的文件。' };
  }
  const text = await decodeText(all, largestText);
  return text === undefined
    ? { kind: 'failed', reason: '文件超过 50 MB，不像邮件导出，也不像案例导出。请核对文件。' }
    : readText(text, deps);
}

function readText(text: string, deps: SourceDeps): Source {
  if (!looksLikeExport(peekCsv(text), deps.desk.crm.columns)) {
    const reading = readThread(text, names(deps));
    return reading.kind === 'read'
      ? { ...reading, kind: 'cases' }
      : { kind: 'failed', reason: reading.reason };
  }
  const reading = readCrm(readCsv(text), crmOptions(deps));
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
