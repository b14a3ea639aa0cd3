import type { Diagnosis } from '../diagnosis.ts';
import type { StoredInquiry } from './store.ts';

type Scrubbed = Pick<StoredInquiry, 'question' | 'diagnosis' | 'reply'>;

/** What was answered to others, without the case: whatever part of it names the case goes as a whole. */
export function scrubInquiry(inquiry: StoredInquiry, numbers: readonly string[]): StoredInquiry {
  const { question, diagnosis, reply } = inquiry;
  const scrubbed: Scrubbed = {
    question: cut(question, numbers),
    diagnosis: diagnosis && scrubDiagnosis(diagnosis, numbers),
    reply: scrubJson(reply, numbers),
  };
  return { ...inquiry, ...scrubbed };
}

/** The rest comes from the log and from what ships with the program. */
function scrubDiagnosis(diagnosis: Diagnosis, numbers: readonly string[]): Diagnosis {
  const others = (cases: readonly string[]) => cases.filter((one) => !numbers.includes(one));
  return {
    ...diagnosis,
    causes: diagnosis.causes.map(({ inference, ...cause }) => ({
      ...cause,
      inference: inference && { ...inference, because: others(inference.because) },
      cases: others(cause.cases),
    })),
    similarCases: diagnosis.similarCases.filter((one) => !numbers.includes(one.case)),
    nextSteps: diagnosis.nextSteps.filter((step) => !names(step, numbers)),
  };
}

function scrubJson(json: string, numbers: readonly string[]): string {
  if (!mentions(json, numbers)) {
    return json;
  }
  return JSON.stringify(scrub(JSON.parse(json), numbers));
}

/** The smallest element of a list that names the case goes; outside of lists the number itself. */
function scrub(value: unknown, numbers: readonly string[]): unknown {
  if (Array.isArray(value)) {
    return value.filter((one) => !names(one, numbers)).map((one) => scrub(one, numbers));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, scrub(one, numbers)]),
    );
  }
  return typeof value === 'string' ? cut(value, numbers) : value;
}

/** By a text of its own: what stands in a list inside is that list's. A row of a table is one text. */
function names(value: unknown, numbers: readonly string[]): boolean {
  if (typeof value === 'string') {
    return mentions(value, numbers);
  }
  if (Array.isArray(value)) {
    return value.some((one) => typeof one === 'string' && mentions(one, numbers));
  }
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).some((one) => !Array.isArray(one) && names(one, numbers));
  }
  return false;
}

function mentions(text: string, numbers: readonly string[]): boolean {
  return numbers.some((one) => text.includes(one));
}

function cut(text: string, numbers: readonly string[]): string {
  return numbers.reduce((left, one) => left.replaceAll(one, '…'), text);
}
