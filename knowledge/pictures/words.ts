import type { AgreedLine, OpenToken } from './reconcile.ts';

const instead = '请把图里的报错粘贴成文字，或上传日志文件';

/** Chinese, without a full stop: why nothing of a picture was read. */
export const reasons = {
  off: `是图片，这里没有开启识图。${instead}`,
  big: `图片太大（上限 25 MB、2500 万像素），没有识别。请只截报错的窗口，或${instead.slice(1)}`,
  broken: `图片已损坏或识别出错，读不出其中的文字。${instead}`,
  slow: `图片识别超时，没有读出文字。${instead}`,
  empty: `图片里没有认出文字，或图片已损坏。${instead}`,
} as const;

export function describeMany(most: number): string {
  return `一次最多识别 ${most} 张图片，这张没有识别。请只发报错的那几张，或${instead.slice(1)}`;
}

/** Chinese, without a full stop: what was made out, and how far it may be believed. */
export function describe(lines: readonly AgreedLine[], isHalf: boolean): string {
  const settled = [...new Set(lines.flatMap((line) => line.settled))];
  const open = lines.flatMap((line) => line.open);
  return [
    settled.length > 0
      ? `由图片识别得到 ${settled.join('、')}，请与原图核对`
      : '由图片识别，没有认出代码或补丁编号，请把报错粘贴成文字核对',
    open.length > 0 && `${open.map(describeOpen).join('，')}，请照原图打字告诉我`,
    isHalf && '时间不够，只识别了一遍',
  ]
    .filter(Boolean)
    .join('；');
}

function describeOpen({ raw, values }: OpenToken): string {
  return values.length > 0
    ? `有一处像“${raw}”，可能是 ${values.join(' 或 ')}，没有采用`
    : `有一处像“${raw}”，认不准，没有采用`;
}
