import type { Case } from '../../knowledge/cases/case.ts';
import { findCustomer } from '../../knowledge/cases/customers.ts';
import { parseMachines } from '../../knowledge/cases/machines.ts';
import { findBranch } from '../../knowledge/cases/places.ts';
import type { Desk } from '../desk.ts';
import { cleanLine, cleanText, longestSymptom, longestTitle } from './clean.ts';
import { caseNumbersIn, withoutNumbers } from './find.ts';

/** What somebody says of a case that he opens; what he does not say is empty. */
export interface Opening {
  number: string | undefined;
  title: string;
  customer: string | undefined;
  branch: string | null;
  severity: Case['severity'];
  machines: Case['machines'];
  symptom: string;
}

const separators = /[\s|｜]+/u;
const severity = /^P[1-4]$/iu;
const countOfMachines = /^\d{1,5}(?:[-~～到至]\d{1,5})?台$/u;

/** `CAS-… 湖北分行 补丁安装失败 P2 5-6台`; what stands below the first line is the symptom. */
export function parseOpening(text: string, desk: Desk): Opening {
  const [first = '', ...rest] = text.split('\n');
  const words = withoutNumbers(first).split(separators).filter(Boolean);
  const isCustomer = (word: string) =>
    desk.customers.some(({ name, aliases }) => [name, ...aliases].includes(word));
  const title = words.filter(
    (word) => !(severity.test(word) || countOfMachines.test(word) || isCustomer(word)),
  );
  return {
    number: caseNumbersIn(text)[0],
    title: cleanLine(title.join(' '), longestTitle, desk),
    customer: findCustomer(first, desk.customers),
    branch: findBranch(first) ?? null,
    severity: readSeverity(words.find((word) => severity.test(word))),
    machines: parseMachines(words.find((word) => countOfMachines.test(word)) ?? '') ?? null,
    symptom: cleanText(rest.join('\n'), longestSymptom, desk),
  };
}

/** What the form of 开案例 brings. */
export function readOpeningForm(fields: Readonly<Record<string, string>>, desk: Desk): Opening {
  const { number = '', title = '', customer = '', branch = '', machines = '' } = fields;
  return {
    number: caseNumbersIn(number)[0],
    title: cleanLine(withoutNumbers(title), longestTitle, desk),
    customer: findCustomer(customer, desk.customers),
    branch: findBranch(branch) ?? (cleanLine(branch, longestBranch, desk) || null),
    severity: readSeverity(fields.severity),
    machines: parseMachines(machines) ?? null,
    symptom: cleanText(fields.symptom ?? '', longestSymptom, desk),
  };
}

const longestBranch = 20;

function readSeverity(text = ''): Case['severity'] {
  return severity.test(text.trim()) ? (text.trim().toUpperCase() as Case['severity']) : null;
}
