import type { Collect } from '../diagnosis.ts';
import { showDay } from './days.ts';
import type { Gap, TextLog } from './gaps.ts';

/** What is sent so that the gap is closed. */
const sources: Readonly<Record<TextLog, string>> = {
  cbs: 'C:\\Windows\\Logs\\CBS\\CBS.log',
  setupact: 'C:\\$Windows.~BT\\Sources\\Panther\\setupact.log',
  windowsupdate: 'Get-WindowsUpdateLog 生成的 WindowsUpdate.log',
  dism: 'C:\\Windows\\Logs\\DISM\\dism.log',
};

const mostNamed = 3;

/** One sentence for each day. */
export function describeGaps(gaps: readonly Gap[]): string[] {
  const days = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const key = `${gap.by} ${gap.day}`;
    days.set(key, [...(days.get(key) ?? []), gap]);
  }
  return [...days.values()].flatMap(([first, ...others]) =>
    first ? [describe(first, [first, ...others].slice(0, mostNamed))] : [],
  );
}

function describe({ day, by }: Gap, nearest: readonly Gap[]): string {
  const who =
    by === 'asker'
      ? `您说的 ${showDay(day)} 的失败不在发来的日志里`
      : `${showDay(day)} 有安装失败的记录，但组件日志没有覆盖这一天`;
  const there = nearest.map((gap) => `${gap.input} 只有 ${spanOf(gap)} 的记录`);
  return `${who}：${there.join('，')}。`;
}

function spanOf({ from, to }: Gap): string {
  const [first, last] = [from.slice(0, 10), to.slice(0, 10)];
  return first === last ? first : `${first} 至 ${last}`;
}

/** What to send to close it. Older records of servicing lie packed beside the log, named by the time of packing. */
export function collectForGap({ format, day, from, to }: Gap): Collect {
  const isOlder = day < from.slice(0, 10);
  if (format === 'cbs' && isOlder) {
    const stamp = day.replaceAll('-', '');
    return {
      what: `C:\\Windows\\Logs\\CBS\\CbsPersist_${stamp}*.cab`,
      how: `文件名里的日期是打包时间：没有当天的，就发日期在 ${showDay(day)} 之后最近的一个。`,
    };
  }
  return isOlder
    ? {
        what: `${showDay(day)} 失败之后、再次操作之前的 ${sources[format]}`,
        how: '若已被覆盖，请重现一次失败后立即收集。',
      }
    : {
        what: sources[format],
        how: `发来的只到 ${to.slice(0, 10)}，请重新复制一份现在的，压缩成 zip 后发来。`,
      };
}
