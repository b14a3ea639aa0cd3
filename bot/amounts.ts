import type { Progress } from '../handlers/inquiry.ts';

const mebibyte = 1 << 20;
const gibibyte = 1 << 30;

/** `3.2 GB`, `320 MB`; nothing smaller is worth telling. */
export function formatAmount(bytes: number): string {
  return bytes >= gibibyte
    ? `${(bytes / gibibyte).toFixed(1)} GB`
    : `${Math.floor(bytes / mebibyte)} MB`;
}

/** `320 MB / 1.0 GB，已读 12 个文件，约剩 8 秒`; empty when there is nothing to tell yet. */
export function describeAmount(progress: Progress): string {
  const { read = 0, bytes = 0, expected, files = 0, secondsLeft } = progress;
  const size =
    expected !== undefined && expected >= mebibyte
      ? `${formatAmount(read)} / ${formatAmount(expected)}`
      : formatAmount(Math.max(read, bytes));
  return [
    Math.max(read, bytes) >= mebibyte && size,
    files > 0 && `已读 ${files} 个文件`,
    secondsLeft !== undefined && secondsLeft > 0 && `约剩 ${formatSeconds(secondsLeft)}`,
  ]
    .filter(Boolean)
    .join('，');
}

const minute = 60;

function formatSeconds(seconds: number): string {
  return seconds < 2 * minute ? `${seconds} 秒` : `${Math.ceil(seconds / minute)} 分钟`;
}
