import { randomUUID } from 'node:crypto';
import type { Diagnosis } from '../../../knowledge/diagnosis.ts';
import type { NewJob } from '../../../knowledge/store/job.ts';
import type { StoredInquiry } from '../../../knowledge/store/store.ts';

export function inquiryOf(parts: Partial<StoredInquiry>): StoredInquiry {
  return {
    id: randomUUID(),
    face: 'test',
    conversation: 'c1',
    asker: 'a1',
    customer: '工商银行',
    at: 1000,
    question: '补丁装不上',
    sent: [],
    diagnosis: undefined,
    reply: '{}',
    ...parts,
  };
}

/** A delivery of its own: nothing in it has been delivered before. */
export function jobOf(parts: Partial<NewJob>): NewJob {
  const id = randomUUID();
  return {
    id,
    face: 'test',
    event: `event-${id}`,
    message: `message-${id}`,
    conversation: id,
    payload: '{"text":"补丁装不上"}',
    at: 1000,
    due: 1000,
    ...parts,
  };
}

/** A diagnosis with one cause of that certainty, which names cases. */
export function diagnosisNaming(...numbers: string[]): Diagnosis {
  return {
    ...emptyDiagnosis,
    verdict: 'likely',
    causes: [{ ...cause, cases: numbers }],
    similarCases: numbers.map((number) => ({
      case: number,
      title: `${number} 的标题`,
      score: 0.8,
      because: ['0x80070005'],
      outcome: '脱管后成功',
      verified: true,
      date: '2024-03-09',
    })),
  };
}

const cause: Diagnosis['causes'][number] = {
  signature: 'filter-driver-denies-file',
  causeClass: 'av-filter-access-denied',
  title: '写入被拒绝',
  explanation: '过滤驱动拦截。',
  certainty: 'likely',
  inference: null,
  variables: {},
  evidence: [],
  explains: [],
  cases: [],
  seen: null,
};

const emptyDiagnosis: Diagnosis = {
  schema: 'caselens.diagnosis/1',
  verdict: 'unknown',
  causes: [],
  lastFailure: null,
  similarCases: [],
  elsewhere: 0,
  nextSteps: [],
  collect: [],
  ask: [],
  codes: [],
  facts: { build: null, products: [], filterDrivers: [], model: null, hotfixes: [] },
  inputs: [],
};
