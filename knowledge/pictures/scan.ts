import { pictureFormat } from '../format.ts';
import { type LogRecord, type RecordPart, recordLimit } from '../input/record.ts';
import type { Coverage, ScanRequest } from '../input/scan.ts';
import { readHead } from './head.ts';
import { paragraphsOf } from './paragraphs.ts';
import { PictureReader } from './reader.ts';
import { type AgreedLine, reconcile } from './reconcile.ts';
import { describe, describeMany, reasons } from './words.ts';

const mostBytes = 25 * 1024 * 1024;
/** By the header, before anything is decoded: two screens of 4K beside each other, and most telephones. */
const mostPixels = 25_000_000;
/** Smaller pictures are icons. */
const leastSide = 16;
/** A page of small print has a hundred. */
const mostLines = 400;
/** Of one picture, waiting for others included. */
const mostSeconds = 20;

const reader = new PictureReader();

/** Text in a picture: one record a paragraph. Never throws for what is wrong with the picture. */
export async function scanPicture(request: ScanRequest): Promise<Coverage> {
  const { pictures } = request;
  const bytes = await collect(request.bytes);
  const head = bytes && readHead(bytes);
  if (pictures?.most === 0) {
    return unread(bytes, reasons.off);
  }
  if (!bytes || (head && head.width * head.height > mostPixels)) {
    return unread(bytes, reasons.big);
  }
  if (!head || Math.min(head.width, head.height) < leastSide) {
    return unread(bytes, head ? reasons.empty : reasons.broken);
  }
  if (pictures?.take() === false) {
    return unread(bytes, describeMany(pictures.most));
  }
  const until = Math.min(
    Date.now() + mostSeconds * 1000,
    pictures?.deadline ?? Number.POSITIVE_INFINITY,
  );
  const { readings, stopped } = await reader.read({ bytes, head }, until, pictures?.signal);
  const lines = reconcile(readings).slice(0, mostLines);
  if (lines.length === 0) {
    return unread(bytes, reasons[stopped ?? 'empty']);
  }
  handOut(lines, request);
  return {
    ...blank(bytes),
    lines: lines.length,
    notes: [describe(lines, readings.length === 1)],
  };
}

/** `undefined` when it is too much. */
async function collect(bytes: AsyncIterable<Uint8Array>): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > mostBytes) {
      return undefined;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function blank(bytes: Buffer | undefined): Coverage {
  return {
    bytes: bytes?.length ?? 0,
    lines: 0,
    encoding: '',
    from: undefined,
    to: undefined,
    formats: new Map([[pictureFormat, 1]]),
    cutLines: 0,
  };
}

function unread(bytes: Buffer | undefined, reason: string): Coverage {
  return { ...blank(bytes), unread: reason };
}

/** Versions of Windows. The rest of a window is its frame: menus and buttons say nothing of the failure. */
const version = /(?<![0-9A-Z])(?:2[0-9]H[12]|20H2|1[5-9]0[379])(?![0-9A-Z])/gu;

function handOut(lines: readonly AgreedLine[], { input, filter, found, shown }: ScanRequest): void {
  const numbers = new Map(lines.map((line, index) => [line, index + 1]));
  const told = lines.flatMap(({ settled, text }) => [...settled, ...(text.match(version) ?? [])]);
  shown?.([...new Set(told)].join(' '));
  for (const paragraph of paragraphsOf(lines)) {
    const record = recordOf(input, paragraph, numbers);
    const patterns: number[] = [];
    filter.match(record.text, patterns);
    if (patterns.length > 0) {
      found(record, patterns);
    }
  }
}

const endsInHan = /\p{Script=Han}$/u;
const beginsWithHan = /^\p{Script=Han}/u;

function recordOf(
  input: string,
  lines: readonly AgreedLine[],
  numbers: ReadonlyMap<AgreedLine, number>,
): LogRecord {
  const parts: RecordPart[] = [];
  let text = '';
  for (const line of lines) {
    const isOneWord = endsInHan.test(text) && beginsWithHan.test(line.text);
    text += text === '' || isOneWord ? '' : ' ';
    parts.push({ line: numbers.get(line) ?? 1, raw: line.text, start: text.length });
    text += line.text;
  }
  return {
    input,
    format: pictureFormat,
    time: undefined,
    component: '',
    text: text.slice(0, recordLimit),
    variant: undefined,
    parts,
  };
}
