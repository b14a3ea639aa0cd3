import { findPlaces } from './places.ts';
import { findCauseClasses } from './thread-causes.ts';
import { isLogLine } from './thread-logs.ts';
import type { Mail } from './thread-mails.ts';
import { cutSections, type SectionKind, substance } from './thread-parts.ts';

export const UNKNOWN_PLACE = '未说明';

/** What one mail says about one machine. */
export interface Passage {
  where: string;
  prose: string[];
  logs: string[];
  advice: string[];
  /** Under a heading such as 案例分析. */
  headed: boolean;
}

const ANALYSES =
  /日志(?:可以|显示|可见|中|来看|分析)|(?:分析|梳理)[^。\n]{0,12}如下|报错如下|可以看(?:到|出)|出错日志|根据[^。\n]{0,30}(?:log|日志)|怀疑|原因/i;
/** `西安同事安装6月补丁失败：`: a line that hands over to another machine. */
const HANDOVER = /^(?:针对|关于|目前针对)?[^\s，,]{0,6}?(?:同事|分行|用户|支行)[^。]{0,40}[:：]$/;
const NUMBER =
  '(?:[(（]?[a-z\\d]{1,2}[)）.、，][^\\S\\n]{0,8}|[一二三四五六七八九十]{1,2}、[^\\S\\n]{0,4}|[*•][^\\S\\n]{0,8}|步骤\\d[:：]?)';
const VERB =
  '请|运行|关闭|删除|剪切|重启|重新|下载|打开|使用|准备|收集|收取|停止|重命名|将(?:附件|文件|光盘|上述|日志|正常|用户|C:)|从(?:正常|一台)|先|暂时|查看|导航|寻找|查找|首先|拷贝|保存|解压|点击|右键|选择|添加|进行|离线|执行|卸载|尝试|备份|如仍|如\\d|安照|按照|上述步骤|注册|启用|同时按下|切换|Value|HKLM|Sfc|DISM';
const ADVISES = new RegExp(
  `^(?:${NUMBER}(?:${VERB})|请您?(?:按|尝试|再|从|先|执行|删除|离线|将|帮忙|查看|在)|暂时先|建议您?|执行以下命令|bcdedit |(?:Sfc|DISM) \\/)|(?:作为workaround|可以尝试手动|请您按照如下步骤|请将其设置为)`,
  'i',
);
/** A line that only names the log quoted below it, or joins two ways to go. */
const EMPTY_PROSE = /^(?:[\w.\\]{3,40}\.(?:log|evtx|etl)|或者|以及)$/i;
/** Rests of log records have neither Chinese nor a path. */
const SAYS_SOMETHING = /\p{Script=Han}|[A-Za-z]:\\|HKLM|HKEY_/u;

/** The analysing passages of a mail; `home` is where a passage that names no place belongs. */
export function readPassages(mail: Mail, home: string): Passage[] {
  const passages = [startPassage(placeOf(mail.lines.slice(0, 6), home))];
  for (const section of cutSections(mail.lines)) {
    for (const line of section.kind === 'symptom' ? [] : section.lines) {
      if (!isLogLine(line) && HANDOVER.test(line.trim()) && findPlaces(line).length > 0) {
        passages.push(startPassage(placeOf([line], home)));
      } else {
        fileLine(passages.at(-1), section.kind, line);
      }
    }
  }
  return passages.filter(isAnalysis);
}

function startPassage(where: string): Passage {
  return { where, prose: [], logs: [], advice: [], headed: false };
}

function fileLine(passage: Passage | undefined, kind: SectionKind, line: string): void {
  const text = line.trim();
  if (isLogLine(line)) {
    passage?.logs.push(text);
  } else if (kind === 'advice' || ADVISES.test(text)) {
    passage?.advice.push(...substance([line]).filter((one) => !EMPTY_PROSE.test(one)));
  } else if (passage && (kind === 'analysis' || kind === 'other') && SAYS_SOMETHING.test(text)) {
    passage.headed ||= kind === 'analysis';
    passage.prose.push(...substance([line]).filter((one) => !EMPTY_PROSE.test(one)));
  }
}

/** A passage that quotes no log must name a cause and sound like an analysis. */
function isAnalysis({ prose, logs, advice, headed }: Passage): boolean {
  const text = prose.concat(advice).join('\n');
  const causes = findCauseClasses(`${text}\n${logs.join('\n')}`);
  return (
    causes.length > 0 && (logs.length > 0 || (headed && prose.length > 0) || ANALYSES.test(text))
  );
}

const BRANCH_WORD = /^(?:分行|支行|同事|用户)/;

/** The one place that the lines name as a branch or as a colleague's; several decide nothing. */
export function placeOf(lines: readonly string[], home: string): string {
  const text = lines.join('\n');
  const named = findPlaces(text).filter((place) =>
    text
      .split(place)
      .slice(1)
      .some((after) => BRANCH_WORD.test(after)),
  );
  const [place] = named;
  return place && named.length === 1 ? `${place}分行` : home;
}

const CONTACT = /联系人[^\n]{0,12}(\[人员\d{1,4}\])/;
const GREETED = /\[人员\d{1,4}\]/g;

/** `西安，联系人：[人员5]` tells where a person sits, and so where mails to and from that person belong. */
export function findContacts(mails: readonly Mail[]): Map<string, string> {
  const contacts = new Map<string, string>();
  for (const line of mails.flatMap((mail) => mail.lines)) {
    const person = CONTACT.exec(line)?.[1];
    const [place, ...others] = findPlaces(line);
    if (person && place && others.length === 0) {
      contacts.set(person, `${place}分行`);
    }
  }
  return contacts;
}

/** Where the first known person of a mail sits. */
export function placeOfPeople(
  mail: Mail,
  contacts: ReadonlyMap<string, string>,
): string | undefined {
  const people = mail.lines.flatMap((line) => line.match(GREETED) ?? []);
  return people.map((person) => contacts.get(person)).find((place) => place !== undefined);
}
