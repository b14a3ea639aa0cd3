import { createRedactor } from '../../knowledge/cases/redact.ts';
import { redactName } from '../../knowledge/cases/redact-name.ts';
import type { Desk } from '../desk.ts';

export const longestTitle = 120;
export const longestProgress = 500;
export const longestSymptom = 2000;
export const longestWaitingFor = 60;

/** Invisible and private characters; line breaks stay. */
const hidden = /(?!\n)[\p{Cc}\p{Cf}\p{Co}]/gu;
const blanks = /[^\S\n]+/gu;
const manyBreaks = /\n{3,}/gu;
const lineBreaks = /\s*\n\s*/gu;
/** Numbers are kept within one text only: elsewhere in the case the same number may be somebody else. */
const numbered = /\[(人员|电话|邮箱|QQ|主机|用户|IP|MAC|证件)\d+\]/gu;
const held = /\ue000(\d{1,4})\ue001/gu;

/** Words of the trade that begin like family names. */
const trade = ['蓝屏', '白屏', '黄屏', '花屏', '严重'];

/** What somebody wrote, as it may be stored in a case: redacted, bounded, nothing invisible in it. */
export function cleanText(text: string, longest: number, { staff }: Pick<Desk, 'staff'>): string {
  const kept = [...staff.map(({ name }) => name), ...trade];
  const visible = text
    .slice(0, 4 * longest)
    .replace(hidden, ' ')
    .replace(blanks, ' ')
    .replace(manyBreaks, '\n\n')
    .trim();
  const redacted = createRedactor()
    .redact(hold(visible, kept))
    .split('\n')
    .map(redactName)
    .join('\n')
    .replace(numbered, '[$1]');
  const whole = redacted.replace(held, (_, index: string) => kept[Number(index)] ?? '');
  return whole.slice(0, longest).toWellFormed().trim();
}

/** The same on one line. */
export function cleanLine(text: string, longest: number, desk: Pick<Desk, 'staff'>): string {
  return cleanText(text.replace(lineBreaks, ' '), longest, desk);
}

/** Configured staff may be named, so their names are not looked at. */
function hold(text: string, kept: readonly string[]): string {
  return kept.reduce((held, word, index) => held.replaceAll(word, `\ue000${index}\ue001`), text);
}
