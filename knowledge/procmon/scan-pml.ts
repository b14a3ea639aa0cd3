import { describeTraceZone } from '../evtx/describe.ts';
import { localTime } from '../evtx/event-line.ts';
import { assumedZone } from '../evtx/zone.ts';
import type { LogRecord } from '../input/record.ts';
import type { Coverage, ScanRequest } from '../input/scan.ts';
import { type Bytes, bufferBytes } from '../input/zip-bytes.ts';
import { Denials } from './denials.ts';
import { type PmlFlaw, readHeader } from './pml-bytes.ts';
import { PmlReader } from './pml-reader.ts';
import { readTables } from './pml-tables.ts';
import { procmonFormat } from './trace-event.ts';

/** Chinese, without a full stop: what could not be read, and what to do. */
const flawWords: Readonly<Record<PmlFlaw, string>> = {
  version: '是这里不认识的 PML 版本，没有读。请在 Process Monitor 中另存为 CSV 后上传',
  unfinished:
    '抓取没有正常停止，PML 里缺少索引。请在原电脑上用 Process Monitor 打开它，另存一份后上传',
  cut: 'PML 文件不完整，可能没有传完，没有读。请压缩后重新上传',
  damaged: 'PML 文件已损坏，没有读。请重新保存后上传',
};

/** Like `scanLines`, for a Process Monitor log as it is saved: one record for each file or key that was denied. */
export async function scanPml(request: ScanRequest): Promise<Coverage> {
  const bytes = request.seek ? await request.seek() : await hold(request.bytes);
  const header = await readHeader(bytes);
  if (typeof header === 'string') {
    return coverageOf(bytes, 0, [], [flawWords[header]]);
  }
  request.computer?.(header.computer);
  const denials = new Denials();
  const reader = new PmlReader(bytes, header, await readTables(bytes, header), denials);
  await reader.read(assumedZone.offset, request.progress);
  const records = denials.records(request.input, reader.seen, Math.max(1, reader.seen));
  for (const record of records) {
    const patterns: number[] = [];
    request.filter.match(record.text, patterns);
    if (patterns.length > 0) {
      request.found(record, patterns);
    }
  }
  const gaps =
    reader.damaged > 0
      ? [`PML 里有 ${reader.damaged} 条记录损坏或缺失，没有读到。请压缩后重新上传`]
      : [];
  return {
    ...coverageOf(bytes, reader.seen, records, gaps),
    from: localTime(reader.first, assumedZone.offset),
    to: localTime(reader.last, assumedZone.offset),
    notes: reader.seen > 0 ? [describeTraceZone(assumedZone)] : [],
  };
}

function coverageOf(
  bytes: Bytes,
  lines: number,
  records: readonly LogRecord[],
  gaps: readonly string[],
): Coverage {
  return {
    bytes: bytes.size,
    lines,
    encoding: 'utf-16le',
    from: undefined,
    to: undefined,
    formats: new Map([[procmonFormat, Math.max(1, lines, records.length)]]),
    cutLines: 0,
    gaps,
  };
}

/** For a caller that cannot seek. */
async function hold(stream: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return bufferBytes(Buffer.concat(chunks));
}
