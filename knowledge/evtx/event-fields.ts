/** What the event viewer, wevtutil and Get-WinEvent call the parts of an event, in English and Chinese. */
export type FieldName = 'log' | 'provider' | 'time' | 'id' | 'level' | 'message' | 'xml' | 'other';

const names: Readonly<Record<string, FieldName>> = {
  'log name': 'log',
  logname: 'log',
  日志名称: 'log',
  source: 'provider',
  providername: 'provider',
  来源: 'provider',
  源: 'provider',
  date: 'time',
  timecreated: 'time',
  logged: 'time',
  日期: 'time',
  日期和时间: 'time',
  记录时间: 'time',
  'event id': 'id',
  id: 'id',
  事件id: 'id',
  level: 'level',
  leveldisplayname: 'level',
  级别: 'level',
  description: 'message',
  message: 'message',
  描述: 'message',
  说明: 'message',
  'event xml': 'xml',
  事件xml: 'xml',
  'task category': 'other',
  任务类别: 'other',
  keywords: 'other',
  关键字: 'other',
  user: 'other',
  用户: 'other',
  computer: 'other',
  计算机: 'other',
  opcode: 'other',
  操作代码: 'other',
};

export interface FieldLine {
  name: FieldName;
  value: string;
}

const field =
  /^\s{0,8}([A-Za-z\u4e00-\u9fff][A-Za-z\u4e00-\u9fff ]{0,20}?)\s{0,20}[:：]\s{0,30}(.*)$/u;
const blankBeforeLatin = /(?<=[\u4e00-\u9fff]) (?=[A-Z])/gu;

/** `undefined` for a line that is no part of an event's head. */
export function readField(line: string): FieldLine | undefined {
  const [, label = '', value = ''] = field.exec(line) ?? [];
  const name = names[label.replace(blankBeforeLatin, '').toLowerCase()];
  return name && { name, value: value.trim() };
}

export interface ListedEvent {
  level: string;
  time: string;
  provider: string;
  id: string;
  message: string;
}

/** A row of the event viewer's list, saved or copied: level, time, source, id, category, text. */
const row =
  /^"?(信息|错误|警告|关键|严重|详细|Information|Error|Warning|Critical|Verbose)"?[\t,]"?([\d/.-]{8,10}[ T][^\t,"]{5,20})"?[\t,]"?([^\t,"]{3,100})"?[\t,]"?(\d{1,5})"?[\t,]([^\t,]{0,100})(?:[\t,](.*))?$/u;

export function readRow(line: string): ListedEvent | undefined {
  const found = row.exec(line);
  if (!found) {
    return undefined;
  }
  const [, level = '', time = '', provider = '', id = '', , message = ''] = found;
  return { level, time, provider, id, message };
}

const moment =
  /^(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,4})日?[ T]{1,3}(上午|下午)? ?(\d{1,2}):(\d\d):(\d\d)(?:\.\d{1,9})?(Z)? ?(AM|PM)?/iu;

/** The wall clock of a copied event; months come first where the year comes last, unless they cannot. */
export function readMoment(text: string): string | undefined {
  const found = moment.exec(text);
  if (!found) {
    return undefined;
  }
  const [, first = '', second = '', third = '', chinese, hour = '', minute, seconds, , half] =
    found;
  const [year, month, day] =
    first.length === 4
      ? [first, second, third]
      : Number(first) > 12
        ? [third, second, first]
        : [third, first, second];
  if (year.length !== 4) {
    return undefined;
  }
  const afternoon = chinese === '下午' || half?.toLowerCase() === 'pm';
  const morning = chinese === '上午' || half?.toLowerCase() === 'am';
  const hours = (Number(hour) % (afternoon || morning ? 12 : 24)) + (afternoon ? 12 : 0);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}T${twoDigits(String(hours))}:${minute}:${seconds}`;
}

function twoDigits(text: string): string {
  return text.padStart(2, '0');
}

const levelNumbers: Readonly<Record<string, number>> = {
  错误: 2,
  error: 2,
  警告: 3,
  warning: 3,
  关键: 1,
  严重: 1,
  critical: 1,
  详细: 5,
  verbose: 5,
};

export function readLevel(text: string): number {
  return levelNumbers[text.trim().toLowerCase()] ?? 4;
}
