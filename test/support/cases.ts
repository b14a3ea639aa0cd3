import type { z } from 'zod';
import { Case } from '../../knowledge/cases/case.ts';
import { extractFeatures } from '../../knowledge/cases/features.ts';

/** A small case: what a test does not name is empty; features come from its own text. */
export function caseOf(parts: Partial<z.input<typeof Case>> & { case: string }): Case {
  const text = [parts.title, parts.symptom, parts.resolution, ...(parts.logs ?? [])].join('\n');
  return Case.parse({
    title: '补丁安装失败',
    severity: 'P2',
    customer: '工商银行',
    branch: null,
    status: 'archived',
    opened: '2024-03-01',
    updated: '2024-03-09',
    closed: '2024-03-09',
    symptom: '',
    findings: [],
    resolution: '',
    verified: false,
    timeline: [{ at: '2024-03-01T09:00:00', by: 'customer', what: '报告问题。' }],
    features: extractFeatures(text),
    source: 'thread',
    ...parts,
  });
}

/** `CAS-00007-A1B2C3`, and so on. */
export function caseNumber(index: number): string {
  return `CAS-${String(index).padStart(5, '0')}-A1B2C3`;
}
