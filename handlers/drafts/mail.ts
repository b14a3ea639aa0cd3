import type { Case } from '../../knowledge/cases/case.ts';
import { describeName } from '../cases/words.ts';
import { missing, type Part } from './draft.ts';

/** `[案例号: CAS-… ] % |P2|工商银行|… % 案例归档`, as the subjects of the desk's mails are written. */
export function subjectOf(one: Case | undefined, what: string): Part {
  const subject = one
    ? `[案例号: ${one.case} ] % ${describeName(one)} % ${what}`
    : `[案例号: ${missing('案例号')} ] % ${missing('案例名称')} % ${what}`;
  return { kind: 'text', text: `邮件主题：${subject}` };
}

/** Nobody's name is kept, so nobody is greeted by it. */
export const greeting: Part = { kind: 'text', text: `${missing('收件人称呼')}，您好：` };

export const signature: Part = { kind: 'text', text: missing('署名和服务电话') };

const mostLines = 20;

/** Log lines as proof; of a long list the first, and how many more there are. */
export function logPart(lines: readonly string[]): Part[] {
  const shown = lines.slice(0, mostLines);
  const more = lines.length - shown.length;
  return shown.length === 0
    ? []
    : [
        { kind: 'log', lines: shown },
        ...(more > 0 ? [{ kind: 'text' as const, text: `（其余 ${more} 行见案例）` }] : []),
      ];
}
