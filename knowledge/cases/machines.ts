import type { Machines } from './case.ts';

const NUMBER = '(\\d{1,5}|[一二两三四五六七八九十])';
const COUNT = `${NUMBER}(?:[^\\S\\n]?[-–—~～至到][^\\S\\n]?${NUMBER})?[^\\S\\n]{0,2}(?:多|余)?台`;

/** The surest way to say it first: under a label, as those that fail, as all there are. */
const PATTERNS: readonly RegExp[] = [
  new RegExp(
    `(?:影响范围|受影响(?:数量|范围|台数|机器|电脑|设备)?|影响(?:台数|数量)|故障(?:台数|数量))[^\\d一二两三四五六七八九十。，\\n]{0,8}${COUNT}`,
    'g',
  ),
  new RegExp(
    `${COUNT}(?:左右)?[^，。；\\n]{0,24}?(?:出现|存在|失败|异常|有问题|有故障|无法|不能)`,
    'g',
  ),
  new RegExp(
    `(?:(?:大?约|大概|尚有|还有|共有?|总共|目前有|现有|只有|反馈有)[^\\S\\n]?)${COUNT}`,
    'g',
  ),
];
const DIGITS = '一二三四五六七八九十';
const MOST = 100_000;

/** How many machines a text says are affected; `undefined` when it does not say. The largest number counts. */
export function findMachines(text: string): Machines | undefined {
  for (const pattern of PATTERNS) {
    const found = [...text.matchAll(pattern)].flatMap(([, from = '', to]) => toMachines(from, to));
    const [largest] = found.toSorted((a, b) => b.most - a.most);
    if (largest) {
      return largest;
    }
  }
  return undefined;
}

/** A cell that holds nothing but a number, or the number in words. */
export function parseMachines(cell: string): Machines | undefined {
  const alone = ALONE.exec(cell.trim());
  return alone ? toMachines(alone[1] ?? '', alone[2])[0] : findMachines(cell);
}

const ALONE = new RegExp(
  `^(?:大?约)?${NUMBER}(?:[^\\S\\n]?[-–—~～至到][^\\S\\n]?${NUMBER})?[^\\S\\n]{0,2}(?:多|余)?台?(?:左右)?$`,
);

function toMachines(from: string, to: string | undefined): Machines[] {
  const least = toNumber(from);
  const most = to === undefined ? least : toNumber(to);
  return least > 0 && most >= least && most <= MOST ? [{ least, most }] : [];
}

function toNumber(digits: string): number {
  return digits === '两' ? 2 : DIGITS.indexOf(digits) + 1 || Number(digits) || 0;
}
