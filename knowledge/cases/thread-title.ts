import { type CustomerName, findCustomer } from './customers.ts';

export interface Heading {
  caseNumber: string;
  title: string;
  severity: 'P1' | 'P2' | 'P3' | 'P4' | null;
  /** The configured name, what the title says, or `undefined` when the title names nobody. */
  customer: string | undefined;
}

const CASE_NUMBER = /(?<![A-Za-z0-9])CAS[-–—_ ]?(\d{5})[-–—_ ]?([A-Z0-9]{6})(?![A-Za-z0-9])/i;
const SEVERITY = /^P([1-4])$/i;
const REPLY = /^(?:(?:回复|答复|转发|re|fw|fwd)[^\S\n]{0,3}[:：][^\S\n]{0,3}){1,10}/i;

/** `CAS-00000-X0X0X0` in upper case, from any spelling of it. */
export function findCaseNumber(text: string): string | undefined {
  const found = CASE_NUMBER.exec(text);
  return found ? `CAS-${found[1]}-${found[2]}`.toUpperCase() : undefined;
}

/** `回复：[案例号: CAS-… ] % |P2||ICBC|反馈… % 初次响应`; `undefined` without a case number. */
export function parseSubject(
  subject: string,
  customers: readonly CustomerName[],
): Heading | undefined {
  const caseNumber = findCaseNumber(subject);
  if (!caseNumber) {
    return undefined;
  }
  return { caseNumber, ...parseTitle(titleOf(subject), customers) };
}

const BAR = /[|｜]/;
const BRACKET_END = /[\]】)）]/;

function titleOf(subject: string): string {
  const between = subject.split('%');
  if (between.length >= 2) {
    return (between[1] ?? '').trim();
  }
  const found = CASE_NUMBER.exec(subject);
  const at = found?.index ?? 0;
  const after = subject.slice(at + (found?.[0].length ?? 0));
  const end = BRACKET_END.exec(after);
  const behind = (end ? after.slice(end.index + 1) : after).trim();
  return behind || subject.slice(0, at).replace(LABEL, '').trim();
}

/** `… [案例号: `, where the number stands behind the title. */
const LABEL =
  /[[【(（]?[^\S\n]{0,3}(?:(?:案例|工单)?(?:编号|号)|CAS号?|Case(?: (?:No|Number))?\.?)?[^\S\n]{0,3}[:：#]?[^\S\n]{0,3}$/i;

/** `|P2|ICBC|title`, cells may be empty or missing. */
export function parseTitle(
  title: string,
  customers: readonly CustomerName[],
): Omit<Heading, 'caseNumber'> {
  const cells = title
    .replace(REPLY, '')
    .split(BAR)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '');
  const severity = cells
    .map((cell) => SEVERITY.exec(cell)?.[1])
    .find((level) => level !== undefined);
  const rest = cells.filter((cell) => !SEVERITY.test(cell));
  const named = rest.length > 1 ? rest[0] : undefined;
  const text = (rest.length > 1 ? rest.slice(1) : rest).join(' ');
  return {
    title: text === '' ? title.trim() : text,
    severity: severity ? (`P${severity}` as Heading['severity']) : null,
    customer: findCustomer(named ?? text, customers) ?? findCustomer(text, customers) ?? named,
  };
}
