import type { InputReport } from '../diagnosis.ts';
import { textFormat } from '../format.ts';
import type { Flaw, Problem } from './container.ts';
import { damageWords, describeFlaw, lossWords, problemWords } from './container-words.ts';
import { ContainerDamage } from './damage.ts';
import type { Coverage } from './scan.ts';
import type { Kind } from './sniff.ts';
import type { BoundedStream, Stop } from './stream.ts';

/** Why an input was not read. */
export type Skip =
  | Exclude<Kind, { kind: 'text' } | { kind: 'zip' } | { kind: 'file' }>
  | { kind: 'time' }
  | { kind: 'depth'; limit: number }
  | { kind: 'entry'; problem: Problem }
  | { kind: 'broken'; error: unknown };

/** How a stream ended. */
type Ending = Pick<BoundedStream, 'stopped' | 'cause'>;

/** The report of an input of which nothing was read. */
export function skipped(name: string, format: string, bytes: number, skip: Skip): InputReport {
  return blank(name, format, bytes, 'skipped', describeSkip(skip));
}

function blank(
  name: string,
  format: string,
  bytes: number,
  status: InputReport['status'],
  words: string,
): InputReport {
  const reason = `${words}。`;
  return { name, format, encoding: '', lines: 0, bytes, from: null, to: null, status, reason };
}

function describeSkip(skip: Skip): string {
  switch (skip.kind) {
    case 'empty':
      return '是空文件。请确认日志已写完，再重新上传';
    case 'unreadable':
      return skip.advice;
    case 'time':
      return lossWords.time;
    case 'depth':
      return `压缩包套了 ${skip.limit} 层以上。请解开后重新打包上传`;
    case 'entry':
      return problemWords[skip.problem];
    case 'broken':
      return skip.error instanceof ContainerDamage
        ? lossWords[skip.error.kind]
        : '读取中断，文件可能正被占用或已损坏。请复制一份后重新上传';
    default:
      return skip satisfies never;
  }
}

/** What is wrong with a container whose files have reports of their own. */
export function flawed(
  name: string,
  format: string,
  bytes: number,
  flaw: Flaw,
  stream: BoundedStream,
): InputReport {
  const { words, isPartial } = describeFlaw(flaw);
  // What looks cut was stopped by us, when a limit was reached.
  const stop = stream.stopped === 'damage' ? undefined : stopOf(stream);
  return blank(name, format, bytes, isPartial ? 'partial' : 'skipped', stop ?? words);
}

/** A container that was not handed over whole, though what came of it is in order. */
export function interrupted(
  name: string,
  format: string,
  stream: BoundedStream,
): InputReport | undefined {
  const words = stopOf(stream);
  return words === undefined ? undefined : blank(name, format, 0, 'partial', words);
}

const stops: Record<Stop, string> = {
  bytes: '内容超过大小上限，只读了前面的部分。请只发失败当天的日志',
  time: damageWords.time,
  damage: '读取中断，只读了前面的部分。请复制一份后重新上传',
};

function stopOf({ stopped, cause }: Ending): string | undefined {
  return cause instanceof ContainerDamage ? damageWords[cause.kind] : stopped && stops[stopped];
}

export function describeCoverage(name: string, coverage: Coverage, stream: Ending): InputReport {
  if (coverage.unread !== undefined) {
    const { bytes, formats, unread } = coverage;
    return blank(name, mainFormat(formats), bytes, 'skipped', stopOf(stream) ?? unread);
  }
  const reasons = [
    stopOf(stream),
    coverage.cutLines > 0 &&
      `有 ${coverage.cutLines} 行长度超过 64 KB，只读了行首。请确认发来的是原始日志`,
    ...(coverage.gaps ?? []),
  ].filter(Boolean);
  // The clock of the machine may have been put back meanwhile.
  const [from = null, to = null] = [coverage.from, coverage.to].filter(Boolean).sort();
  return {
    name,
    format: mainFormat(coverage.formats),
    encoding: coverage.encoding,
    lines: coverage.lines,
    bytes: coverage.bytes,
    from,
    to,
    status: reasons.length > 0 ? 'partial' : 'read',
    reason: reasons.length > 0 ? `${reasons.join('；')}。` : null,
    ...(coverage.notes?.length && { note: `${coverage.notes.join('；')}。` }),
  };
}

/** Two reports on one input: a packed file and what it unpacked to go by one name. */
export function joinReports(one: InputReport, other: InputReport): InputReport {
  const status =
    [one.status, other.status].includes('skipped') && one.lines === 0 ? 'skipped' : 'partial';
  const reason = [...new Set([one.reason, other.reason])].filter(Boolean).join('');
  return { ...one, status, reason };
}

/** What begins with gigabytes of zeros looks encrypted, and is a bomb. */
export function withBomb(report: InputReport): InputReport {
  return report.format === 'binary'
    ? { ...report, reason: `${lossWords['over-ratio']}。` }
    : report;
}

/** Its name was cut down to a safe one, which is only ever shown; the content is read all the same. */
export function withUnsafeName(report: InputReport): InputReport {
  const words =
    '文件名里的路径指向压缩包之外或含不可见字符，已只按安全的名字显示，没有写到任何地方。';
  return { ...report, reason: `${report.reason ?? ''}${words}` };
}

/** What most records are; unrecognised lines decide only when there is nothing else. */
function mainFormat(formats: ReadonlyMap<string, number>): string {
  const known = [...formats].filter(([name]) => name !== textFormat);
  const [best] = known.sort((left, right) => right[1] - left[1]);
  return best?.[0] ?? textFormat;
}
