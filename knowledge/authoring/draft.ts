import path from 'node:path';
import { dump } from 'js-yaml';
import type { Certainty } from '../diagnosis.ts';
import { Signature } from '../signatures/signature.ts';

/** What somebody said of a failure that no signature names yet. */
export interface DraftAnswers {
  id: string;
  title: string;
  causeClass: string;
  explanation: string;
  certainty: Certainty;
  formats: string[];
  /** In the order in which they stand in the log. */
  patterns: string[];
  playbooks: string[];
  explains: string[];
  cases: string[];
  sources: string[];
  /** Lines of a log that show the failure, and lines that look like it and are another story. */
  examples: string[];
  nearMisses: string[];
  /** `YYYY-MM-DD`. */
  today: string;
  /** Says where the draft comes from, above everything else. */
  remark?: string;
}

/** As the file is written: a draft, which speaks only as a clue until a case confirmed it. Throws what zod finds. */
export function writeDraft(answers: DraftAnswers): string {
  const names = answers.patterns.map((_, index) => `line${index + 1}`);
  const signature = {
    id: answers.id,
    title: answers.title,
    causeClass: answers.causeClass,
    status: 'draft',
    since: answers.today,
    formats: answers.formats,
    find: Object.fromEntries(names.map((name, index) => [name, answers.patterns[index]])),
    when: { [answers.certainty]: [{ all: names }] },
    ...(answers.explains.length > 0 && { explains: answers.explains }),
    explanation: answers.explanation,
    steps: answers.playbooks.map((playbook) => ({ playbook })),
    cases: answers.cases,
    sources: answers.sources,
    examples: { [answers.certainty]: answers.examples, ignores: answers.nearMisses },
  };
  Signature.parse(signature);
  const text = dump(signature, { lineWidth: -1, quoteStyle: 'single' });
  const remark = answers.remark === undefined ? '' : `# ${answers.remark}\n`;
  return `# yaml-language-server: $schema=../signature.schema.json\n${remark}${text}`;
}

/** Below the folder of signatures. */
export function fileOfDraft(folder: string, group: string, id: string): string {
  return path.join(folder, group, `${id}.yaml`);
}
