import { extractFeatures } from '../knowledge/cases/features.ts';
import { recognise } from '../knowledge/formats.ts';
import { findCommand } from './commands.ts';
import { outcomeNotice } from './outcome.ts';

const lineBreak = /\r?\n/u;
/** `> `, line numbers and the like, which stand before a pasted log line. */
const lead = /^[>\s\d:|)\]]{0,12}/u;
const code = /(?<![0-9a-z])(?:0x)?[89cd][0-9a-f]{7}(?![0-9a-z])/i;
const ascii = /[\x20-\x7e]/g;
/** A line of a log that lost its head is long and hardly Chinese. */
const shortestRecord = 40;
const mostLines = 2000;

/** True when a line of the text comes out of a log. What carries none is not looked at, nor kept, unless it is asked. */
export function carriesLog(text: string): boolean {
  return text
    .split(lineBreak, mostLines)
    .some((line) => recognise(line) ?? recognise(line.replace(lead, '')) ?? isBeheaded(line));
}

function isBeheaded(line: string): boolean {
  const trimmed = line.trim();
  const latin = trimmed.match(ascii)?.length ?? 0;
  return trimmed.length >= shortestRecord && latin / trimmed.length > 0.85 && code.test(trimmed);
}

const tellsHow =
  /^(?:是|对)?[，,]?(?:在线|离线|重启前|重启后|wsus|sccm|脱管|(?:共|一共|有)?\s?\d{1,4}\s?台|\d{4,5}\.\d{1,6})/iu;
const longestAddition = 200;

/** True when something said in a thread of ours completes its question; colleagues also talk to each other there. */
export function addsToQuestion(text: string): boolean {
  const said = text.trim();
  if (carriesLog(said) || findCommand(said)) {
    return true;
  }
  if (said === '' || said.length > longestAddition) {
    return false;
  }
  const { codes, kbs } = extractFeatures(said);
  return (
    codes.length > 0 || kbs.length > 0 || tellsHow.test(said) || outcomeNotice(said) !== undefined
  );
}

const longestAsking = 60;
const step =
  /第\s?[一二三四五六七八九十\d]{1,2}\s?步|步骤\s?[一二三四五六七八九十\d]{1,2}|验证\s?\d{1,2}\s?[-－—.]\s?\d{1,2}|[这那]一?个?步骤?/u;
const why = /为(?:什么|何|啥)|怎[么样]|如何/u;
const matter =
  /步|驱动|补丁|升级|更新|安装|卸载|日志|原因|判断|备份|回退|回滚|重启|命令|风险|杀毒|安全软件|过滤|磁盘|分区|文件|权限|错误|失败|代码|脱管|镜像|案例/u;
const asks =
  /[?？]\s*$|[吗呢]\s*[。.]?$|怎[么样]|如何|为(?:什么|何|啥)|是不是|是否|能不能|可不可以|要不要|用不用|有没有|会不会|多久|多长时间|哪[一个些步种]|什么/u;
/** Somebody is spoken to, or asked what he has done. */
const toPeople =
  /[@＠你您咱]|我们|大家|各位|^\p{Script=Han}{1,3}(?:工|总|哥|姐|老师|经理|主任|师傅)|[做装试弄跑完好成看发传]了(?:吗|没|么)/u;

/** True for what ends as a question, or is one by its words. */
export function isQuestion(text: string): boolean {
  return asks.test(text.trim());
}

/** True when a step of an answer is spoken of, by its number or as this one. */
export function namesStep(text: string): boolean {
  return step.test(text);
}

/**
 * True for a short question that hardly anybody but the bot can be meant with, in a thread where the bot has answered
 * whoever asks: 第3步怎么做, 为什么不是驱动问题. Everything else among colleagues needs a mention.
 */
export function asksAboutAnswer(text: string): boolean {
  const said = text.trim();
  return (
    said.length <= longestAsking &&
    !said.includes('\n') &&
    isQuestion(said) &&
    !toPeople.test(said) &&
    (namesStep(said) || (why.test(said) && matter.test(said)))
  );
}
