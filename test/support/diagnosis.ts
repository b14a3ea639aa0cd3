import type {
  Cause,
  Diagnosis,
  InputReport,
  SimilarCase,
  Step,
} from '../../knowledge/diagnosis.ts';

/** A diagnosis of nothing, with what a test tells of it. */
export function diagnosisOf(parts: Partial<Diagnosis> = {}): Diagnosis {
  return {
    schema: 'caselens.diagnosis/1',
    verdict: parts.causes?.[0]?.certainty ?? 'unknown',
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
    ...parts,
  };
}

export function causeOf(parts: Partial<Cause> = {}): Cause {
  return {
    signature: 'denied',
    causeClass: 'av-filter-access-denied',
    title: '文件被拒绝访问',
    explanation: '日志证实拒绝访问。',
    certainty: 'identified',
    inference: null,
    variables: {},
    evidence: [evidenceOf('拒绝访问的一行')],
    explains: [],
    cases: [],
    seen: null,
    ...parts,
  };
}

export function evidenceOf(text: string, line = 1) {
  return { input: 'CBS.log', line, text, time: '2026-03-02T10:00:00', times: 1 };
}

export function similarOf(parts: Partial<SimilarCase> = {}): SimilarCase {
  return {
    case: 'CAS-00001-A1B2C3',
    title: '补丁安装失败',
    score: 0.8,
    because: ['wpdmtp.dll'],
    outcome: '脱管后成功',
    verified: true,
    date: '2024-03-01',
    ...parts,
  };
}

export function stepOf(title: string): Step {
  return { title, detail: '', commands: [], who: 'branch', risk: 'none', success: '', undo: '' };
}

export function inputOf(parts: Partial<InputReport> = {}): InputReport {
  return {
    name: 'CBS.log',
    format: 'cbs',
    encoding: 'utf-8',
    lines: 12,
    bytes: 900,
    from: null,
    to: null,
    status: 'read',
    reason: null,
    ...parts,
  };
}
