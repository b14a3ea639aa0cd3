import type { InputReport } from '../diagnosis.ts';
import { textFormat } from '../format.ts';
import type { Coverage } from './scan.ts';
import type { Kind } from './sniff.ts';
import type { BoundedStream, Stop } from './stream.ts';
import { ZipDamage } from './zip-entry.ts';

/** Why an input, or the rest of it, was not read. */
export type Skip =
  | Exclude<Kind, { kind: 'text' } | { kind: 'zip' }>
  | { kind: 'time' }
  | { kind: 'depth'; limit: number }
  | { kind: 'archive'; reason: 'empty' | 'truncated' | 'too-many-entries' | 'damaged' }
  | { kind: 'salvaged'; entries: number }
  | { kind: 'entry'; problem: string }
  | { kind: 'broken'; error: unknown };

const archiveReasons = {
  empty: '压缩包里没有文件。请确认打包内容后重新上传',
  truncated: '压缩包不完整，可能没有传完。请重新打包上传',
  'too-many-entries': '压缩包里的文件太多。请只打包日志文件后重新上传',
  damaged: '压缩包已损坏或被透明加密。请解密、重新打包后上传',
} as const;

const entryProblems: Record<string, string> = {
  encrypted: '设有密码。请去掉密码重新打包后上传',
  overlapping: '与压缩包里别的文件重叠，可能是恶意构造的。请重新打包后上传',
  'unsupported-method': '用了不常见的压缩方式。请用 Windows 自带的“压缩(zipped)文件夹”重新打包',
};

/** The report of an input of which nothing was read. */
export function skipped(name: string, format: string, bytes: number, skip: Skip): InputReport {
  const status = skip.kind === 'salvaged' ? 'partial' : 'skipped';
  return {
    name,
    format,
    encoding: '',
    lines: 0,
    bytes,
    from: null,
    to: null,
    status,
    reason: `${describeSkip(skip)}。`,
  };
}

function describeSkip(skip: Skip): string {
  switch (skip.kind) {
    case 'empty':
      return '是空文件。请确认日志已写完，再重新上传';
    case 'unreadable':
      return skip.advice;
    case 'time':
      return '读取时间已用完，没有读到这里。请减少文件，或只发失败当天的日志';
    case 'depth':
      return `压缩包套了 ${skip.limit} 层以上。请解开后重新打包上传`;
    case 'archive':
      return archiveReasons[skip.reason];
    case 'salvaged':
      return `压缩包不完整，只救回 ${skip.entries} 个文件。请重新打包上传`;
    case 'entry':
      return entryProblems[skip.problem] ?? '读不出来。请单独上传这个文件';
    case 'broken':
      return '读取中断，文件可能正被占用或已损坏。请复制一份后重新上传';
    default:
      return skip satisfies never;
  }
}

const stops: Record<Stop, string> = {
  bytes: '内容超过大小上限，只读了前面的部分。请只发失败当天的日志',
  time: '读取时间已用完，只读了前面的部分。请只发失败当天的日志',
  damage: '读取中断，只读了前面的部分。请复制一份后重新上传',
};

const damages: Record<ZipDamage['kind'], string> = {
  truncated: '压缩包不完整，只读了前面的部分。请重新打包上传',
  damaged: '压缩数据损坏，只读了损坏处之前的部分。请重新打包上传',
  'wrong-checksum': '内容与压缩包里的校验值不符，可能已损坏。请重新打包上传',
  'wrong-size': '大小与压缩包里写的不符，可能已损坏。请重新打包上传',
  'too-large': '解压后过大，超过上限，只读了前面的部分。请只发失败当天的日志',
};

function stopOf({ stopped, cause }: BoundedStream): string | undefined {
  return cause instanceof ZipDamage ? damages[cause.kind] : stopped && stops[stopped];
}

export function describeCoverage(
  name: string,
  coverage: Coverage,
  stream: BoundedStream,
): InputReport {
  const reasons = [
    stopOf(stream),
    coverage.cutLines > 0 &&
      `有 ${coverage.cutLines} 行长度超过 64 KB，只读了行首。请确认发来的是原始日志`,
  ].filter(Boolean);
  return {
    name,
    format: mainFormat(coverage.formats),
    encoding: coverage.encoding,
    lines: coverage.lines,
    bytes: coverage.bytes,
    from: coverage.from ?? null,
    to: coverage.to ?? null,
    status: reasons.length > 0 ? 'partial' : 'read',
    reason: reasons.length > 0 ? `${reasons.join('；')}。` : null,
  };
}

/** What most records are; unrecognised lines decide only when there is nothing else. */
function mainFormat(formats: ReadonlyMap<string, number>): string {
  const known = [...formats].filter(([name]) => name !== textFormat);
  const [best] = known.sort((left, right) => right[1] - left[1]);
  return best?.[0] ?? textFormat;
}
