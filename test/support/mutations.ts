import { readFileSync } from 'node:fs';
import path from 'node:path';
import { recognise } from '../../knowledge/formats.ts';
import { gbk } from './zip.ts';

/** The same failure as another PC, another build or another way of sending it would show it. */
export type Mutation = (text: string, random: () => number) => string | Uint8Array;

const dated = /(?<![\d.])(20\d\d)(?=[-/.]\d{1,2}[-/.]\d{1,2}[ T:])/gu;
const americanYear = /(?<=(?<!\d)\d{1,2}\/\d{1,2}\/)20\d\d(?= \d)/gu;
const kb = /(?<=\bKB)\d{6,7}\b/giu;
/** The last two parts of a version and its build; the first two say which Windows it is. */
const version = /(?<=\b10\.0\.)\d{5}\.\d{1,5}(?:\.\d{1,5})?\b|(?<=~)\d{5}\.\d{4}(?=\.1\.\d)/gu;
const session = /(?<=\b[Ss]ession: ?)\d{1,12}_\d{1,12}/gu;
const processIds = /(?<=\b[PT]ID[=:] ?)\d{1,6}\b/gu;
const chain = /#\d{2,10}#/gu;
const guid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/giu;
const hash = /\b[0-9a-f]{16,64}\b/giu;
const drive = /(?<![A-Za-z])C:(?=\\)/gu;
const hexadecimal = /(?<=\b0x)[0-9a-f]{8}\b/giu;

/** Each different value becomes another one, the same everywhere. */
function renew(text: string, pattern: RegExp, make: (old: string) => string): string {
  const known = new Map<string, string>();
  return text.replace(pattern, (old) => {
    const key = old.toLowerCase();
    const fresh = known.get(key) ?? make(old);
    known.set(key, fresh);
    return fresh;
  });
}

function below(limit: number, random: () => number): number {
  return Math.floor(random() * limit);
}

function digitsLike(old: string, random: () => number): string {
  return old.replace(/\d/gu, (_, at: number) =>
    String(at === 0 ? 1 + below(9, random) : below(10, random)),
  );
}

function hexLike(old: string, random: () => number): string {
  return old.replace(/[0-9a-f]/giu, () => '0123456789abcdef'.charAt(below(16, random)));
}

function wrap(line: string, width: number): string[] {
  const rows = [];
  for (let at = 0; at < line.length || at === 0; at += width) {
    rows.push(line.slice(at, at + width));
  }
  return rows;
}

/** What Windows prints in the language of the PC; `net helpmsg` tells them. */
const localized: readonly (readonly [RegExp, string])[] = [
  [/Access is denied\.?/gu, '拒绝访问。'],
  [/The system cannot find the file specified\.?/gu, '系统找不到指定的文件。'],
  [/The system cannot find the path specified\.?/gu, '系统找不到指定的路径。'],
  [/There is not enough space on the disk\.?/gu, '磁盘空间不足。'],
  [/The data is invalid\.?/gu, '数据无效。'],
  [/Element not found\.?/gu, '找不到元素。'],
  [/The parameter is incorrect\.?/gu, '参数错误。'],
  [/The file or directory is corrupted and unreadable\.?/gu, '文件或目录损坏且无法读取。'],
];

/** Years ago, and mended since. */
const otherFailure = [
  '2017-03-04 08:00:01, Error                 CBS    Failed to stage execution package: Package_2_for_KB4999001~31bf3856ad364e35~amd64~~10.0.1.1 [HRESULT = 0x80070070 - ERROR_DISK_FULL]',
  '2017-03-04 08:00:02, Error                 CBS    Failed to process single phase execution. [HRESULT = 0x80070070 - ERROR_DISK_FULL]',
].join('\n');

const otherSuccess =
  '2031-12-30 08:00:01, Info                  CBS    Exec: Processing complete.  Session: 31100000_1, Package: Package_for_KB4999002~31bf3856ad364e35~amd64~~10.0.1.1 [HRESULT = 0x00000000 - S_OK]';

const healthyFolder = path.join(import.meta.dirname, '../healthy');
const stamped = /^\uFEFF?\d{4}-\d\d-\d\d \d\d:\d\d:\d\d, /u;
/** What begins or ends a run would cut the failing one in two. */
const ofRun =
  /initialized by client|Exec: |\[SR\]|Repair|finalized\.|SetupHost::Initialize|Executing command line|SetupResult/u;

/** What healthy machines log, without its time. */
const calmLines = ['CBS.log', 'dism.log', 'setupact.log']
  .flatMap((name) => readFileSync(path.join(healthyFolder, name), 'utf8').split(/\r?\n/u))
  .filter((line) => stamped.test(line) && !ofRun.test(line))
  .map((line) => line.replace(stamped, ''));

function calm(from: number, count: number, stamp: string): string[] {
  return Array.from({ length: count }, (_, index) => {
    const text = calmLines[(from + index) % calmLines.length] ?? '';
    return `${stamp}, ${text}`;
  });
}

const headTime = /^\s*(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/u;

/** Healthy lines of the same second before each record, never inside one. */
function interleave(text: string, total: number): string {
  const lines = text.split('\n');
  const share = Math.max(1, Math.floor(total / lines.length));
  let stamp = headTime.exec(text)?.[1] ?? '2019-05-06 07:00:00';
  return lines
    .flatMap((line, index) => {
      stamp = headTime.exec(line)?.[1] ?? stamp;
      const found = recognise(line.trim());
      return found && !found.format.isWeak ? [...calm(index * share, share, stamp), line] : [line];
    })
    .join('\n');
}

export const mutations: Readonly<Record<string, Mutation>> = {
  'other years': (text, random) => {
    const years = 1 + below(4, random);
    const later = (year: string) => String(Number(year) + years);
    return text.replace(dated, later).replace(americanYear, later);
  },
  'other ids': (text, random) =>
    [session, processIds, chain].reduce(
      (all, pattern) => renew(all, pattern, (old) => digitsLike(old, random)),
      renew(text, guid, (old) => hexLike(old, random)),
    ),
  'other hashes': (text, random) =>
    renew(text, hash, (old) =>
      /^[\da-f]*[a-f][\da-f]*$/iu.test(old) && old !== '31bf3856ad364e35'
        ? hexLike(old, random)
        : old,
    ),
  'other KBs': (text, random) => renew(text, kb, (old) => digitsLike(old, random)),
  'other versions': (text, random) => renew(text, version, (old) => digitsLike(old, random)),
  'another drive': (text) => text.replace(drive, 'D:'),
  'codes in capitals': (text) => text.replace(hexadecimal, (code) => code.toUpperCase()),
  'codes in small letters': (text) => text.replace(hexadecimal, (code) => code.toLowerCase()),
  'messages in Chinese': (text) =>
    localized.reduce((all, [english, chinese]) => all.replace(english, chinese), text),
  'spaces collapsed': (text) =>
    text
      .split('\n')
      .map((line) => line.replace(/ {2,}/gu, ' '))
      .join('\n'),
  'hard-wrapped': (text, random) => {
    const width = 90 + below(60, random);
    return text
      .split('\n')
      .flatMap((line) => wrap(line, width))
      .join('\n');
  },
  'quoted in a mail': (text) =>
    text
      .split('\n')
      .map((line) => `> ${line}`)
      .join('\n'),
  'behind another failure': (text) => (headTime.test(text) ? `${otherFailure}\n${text}` : text),
  'before a success of another update': (text) =>
    headTime.test(text) ? `${text}\n${otherSuccess}` : text,
  'as GB18030': (text) => gbk(text.replaceAll('\n', '\r\n')),
  'as UTF-16': (text) => Buffer.from(`\uFEFF${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
  'among 10,000 healthy lines': (text) => interleave(text, 10_000),
};
