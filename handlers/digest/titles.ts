import type { CaseName } from './news.ts';

const longestTitle = 60;
const office = /(?:省|市)?(?:分行|支行|网点)$/u;
const spaces = /\s+/gu;

/** `湖北分行 补丁安装失败`; a title that names the place already stays as it is. */
export function placedTitle({ title, branch }: Pick<CaseName, 'title' | 'branch'>): string {
  const short = shorten(oneLine(title));
  if (branch === null || short.includes(branch.replace(office, ''))) {
    return short || '（无标题）';
  }
  return `${branch} ${short}`.trim();
}

export function oneLine(text: string): string {
  return text.replace(spaces, ' ').trim();
}

/** By characters, never within one. */
export function shorten(text: string): string {
  const characters = [...text];
  return characters.length > longestTitle
    ? `${characters.slice(0, longestTitle - 1).join('')}…`
    : text;
}
