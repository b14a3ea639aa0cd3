/** `2026-03-02`, in the wall time of whoever says it. */
export type Day = string;

/** Only what fails on a day is asked about; mails and updates carry other days. */
const failing = '失败|报错|出错|回退|回滚|蓝屏|黑屏|卡|死机|重启|装不上|升级|安装|更新|补丁';
const told = new RegExp(
  `(?:(?<year>20\\d\\d)[-/.年])?(?<![\\d.])(?<month>0?[1-9]|1[0-2])(?<mark>[-/.月])(?<day>0?[1-9]|[12]\\d|3[01])(?<unit>[日号])?(?![\\d.])(?=[^。；;\\n]{0,20}?(?:${failing}))`,
  'gu',
);
/** Lines of a log and the head of a mail. */
const notSaid =
  /\d{1,2}:\d\d:\d\d|^\s{0,8}(?:>|发送时间|发件|收件|日期|时间|Date|Sent|From|To|On )|0x[0-9a-f]{8}.{0,80}HRESULT/iu;
const longestLine = 200;
const mostLines = 200;

/**
 * The days on which somebody says that it failed. A day without a year is of `year`, that of the logs. Empty when
 * nothing is said: nobody has to tell a day.
 */
export function saidDays(text: string, year: string): Day[] {
  const lines = text.split('\n', mostLines).filter((line) => line.length <= longestLine);
  const days = lines
    .filter((line) => !notSaid.test(line))
    .flatMap((line) => [...line.matchAll(told)])
    .flatMap(({ groups = {} }) => {
      const { year: own, month = '', mark, day = '', unit } = groups;
      // `3.2` and `10/11` are versions and counts as often as days.
      const isDay = own !== undefined || (mark === '月' && unit !== undefined);
      return isDay ? `${own ?? year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : [];
    });
  return [...new Set(days)].sort();
}

export function dayOf(time: string): Day {
  return time.slice(0, 10);
}

/** `3月2日`. */
export function showDay(day: Day): string {
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;
}
