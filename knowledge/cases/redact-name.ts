import { redactLine } from './redact.ts';
import { isFullName, isOrdinaryWord } from './redact-words.ts';

const profile =
  /(^|[\\/])(Users|用户)([\\/])(?!Public|Default|All Users|公用)[^\\/]{1,64}(?=[\\/])/giu;
const mobile = /(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)/gu;
const landline = /(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)/gu;
const chatNumber = /QQ[-_ ]?[1-9]\d{4,10}(?!\d)/giu;
const secret = /(密码|口令|password|pwd)[:：= _-]{0,2}(?!0x)[!-.:-~0-9]{3,40}/giu;
const host =
  /(?<![A-Za-z0-9])(?:(?:DESKTOP|LAPTOP|WIN|PC)-[A-Z0-9]{4,15}|[A-Z]{2,10}(?:PC|NB|WS|DT)\d{2,6})(?![A-Za-z0-9])/gu;
const hanRun = /\p{Script=Han}{2,12}/gu;
const owner = /^(\p{Script=Han}{2,4}?)(的?(?:电脑|机器|日志|桌面|资料)|先生|女士|老师|经理)/u;

/**
 * A file or folder name, or the words a question is remembered by. People name files after people, numbers
 * and machines, and put `_` where a sentence has blanks: what a log line could hold by chance is masked here.
 */
export function redactName(name: string): string {
  return mask(name, maskPerson);
}

/** The same for whole sentences and log lines, in which a short word that could be a name mostly is none. */
export function redactWords(text: string): string {
  return mask(text, maskOwner);
}

/** Names of computers that show as such by their form. */
export function findHosts(text: string): string[] {
  return [...new Set(text.match(host))];
}

function mask(text: string, maskHan: (run: string) => string): string {
  const masked = text
    .replace(profile, '$1$2$3[用户]')
    .replace(secret, '$1[已删除]')
    .replace(mobile, '[电话]')
    .replace(landline, '[电话]')
    .replace(chatNumber, '[QQ]')
    .replace(host, '[主机]')
    .replace(hanRun, maskHan);
  return redactLine(masked);
}

function maskPerson(run: string): string {
  const masked = maskOwner(run);
  return masked === run && run.length <= 4 && isFullName(run) && !isOrdinaryWord(run)
    ? '[人员]'
    : masked;
}

function maskOwner(run: string): string {
  const [, person = '', rest = ''] = owner.exec(run) ?? [];
  return person && isFullName(person) && !isOrdinaryWord(person)
    ? `[人员]${rest}${run.slice(person.length + rest.length)}`
    : run;
}
