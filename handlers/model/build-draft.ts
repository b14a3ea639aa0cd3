import { type DraftAnswers, writeDraft } from '../../knowledge/authoring/draft.ts';
import { patternsOf, recordOf } from '../../knowledge/authoring/literal-pattern.ts';
import type { Case } from '../../knowledge/cases/case.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import type { Asker } from '../inquiry.ts';
import type { DraftedSignature } from './outputs.ts';

export interface DraftRequest {
  one: Case;
  /** Of a log that was sent beside it; redacted here. */
  lines: readonly string[];
  id: string;
  causeClass: string;
  /** `YYYY-MM-DD` */
  today: string;
  asker: Asker;
  /** Names that are not told to a model: of our staff. */
  unsaid: readonly string[];
}

export interface Drafted {
  /** As the file would be written; undefined when too little of the draft holds. */
  text: string | undefined;
  /** Chinese: what of the model's draft was left out, or is wrong. */
  problems: string[];
}

const mostPlaybooks = 2;
const remark = (number: string) =>
  `由语言模型根据 ${number} 起草，未经审阅：核对每一句，换掉例子里的时间、编号和路径，再改写这一行。`;

export const placeholder = /\{[A-Za-z]\w{0,30}\}/gu;

/** The file that a model's draft becomes: its literal text made into patterns by us, and what is wrong with it. */
export function build(
  drafted: DraftedSignature,
  lines: readonly string[],
  request: DraftRequest,
  knowledge: Knowledge,
  isUngrounded: boolean,
): Drafted {
  const records = lines.map(recordOf);
  const problems = isUngrounded ? ['标题或说明里有案例和日志里没有的内容，请核对后改写。'] : [];
  const patterns: string[] = [];
  const names = new Set<string>();
  drafted.patterns.forEach(({ text }, index) => {
    const fitting = patternsOf(text).find(({ pattern }) => finds(pattern, records));
    if (!fitting) {
      problems.push(`第 ${index + 1} 个模式在案例的日志里找不到，或固定的文字太少，没有采用。`);
    } else if (!patterns.includes(fitting.pattern)) {
      patterns.push(fitting.pattern);
      fitting.variables.forEach((name) => {
        names.add(name);
      });
    }
  });
  const strange = (`${drafted.title}${drafted.explanation}`.match(placeholder) ?? []).filter(
    (name) => !names.has(name.slice(1, -1)),
  );
  if (strange.length > 0) {
    problems.push(`标题或说明用了模式里没有的变量：${[...new Set(strange)].join('、')}。`);
  }
  if (patterns.length === 0) {
    return { text: undefined, problems: [...problems, '没有可用的模式。'] };
  }
  const formats = new Set(
    records
      .filter((record) => patterns.some((pattern) => finds(pattern, [record])))
      .map(({ format }) => format),
  );
  return write({ drafted, patterns, formats: [...formats] }, request, knowledge, problems);
}

type Record = ReturnType<typeof recordOf>;

function finds(pattern: string, records: readonly Record[]): boolean {
  const regex = new RegExp(pattern, 'iu');
  return records.some(({ text }) => regex.test(text));
}

function write(
  built: { drafted: DraftedSignature; patterns: string[]; formats: string[] },
  request: DraftRequest,
  knowledge: Knowledge,
  problems: string[],
): Drafted {
  const { drafted, patterns, formats } = built;
  const { one, id, causeClass, today } = request;
  const isBuiltin = knowledge.builtinCases.some((other) => other.case === one.case);
  const nearMisses = nearMissesOf(drafted, patterns);
  if (nearMisses.length === 0) {
    problems.push('没有可用的反例：每一个都会命中。');
  }
  const answers: DraftAnswers = {
    id,
    title: drafted.title.trim(),
    causeClass,
    explanation: drafted.explanation.trim(),
    certainty: patterns.length > 1 ? 'likely' : 'clue',
    formats,
    patterns,
    playbooks: playbooksFor(causeClass, knowledge),
    explains: [],
    cases: isBuiltin ? [one.case] : [],
    sources: [one.case],
    examples: drafted.examples.filter((text) => text.trim() !== ''),
    nearMisses,
    today,
    remark: remark(one.case),
  };
  const isEmpty =
    answers.title === '' || answers.explanation === '' || answers.examples.length === 0;
  if (isEmpty) {
    problems.push('标题、说明或例子是空的。');
  }
  try {
    return { text: isEmpty ? undefined : writeDraft(answers), problems };
  } catch {
    return { text: undefined, problems: [...problems, '草稿缺了必填的内容，或者太长。'] };
  }
}

/** Of the model's, those in which not all patterns stand. */
function nearMissesOf({ nearMisses }: DraftedSignature, patterns: readonly string[]): string[] {
  return nearMisses.filter((text) => {
    const records = text.split('\n').map(recordOf);
    return text.trim() !== '' && !patterns.every((pattern) => finds(pattern, records));
  });
}

/** What is done about causes of the same class by those who know them; else what shows more. */
function playbooksFor(causeClass: string, { engine, causeClasses }: Knowledge): string[] {
  const group = causeClasses.get(causeClass)?.group;
  const same = engine.signatures.filter((one) => one.causeClass === causeClass);
  const near = engine.signatures.filter((one) => causeClasses.get(one.causeClass)?.group === group);
  const counted = new Map<string, number>();
  for (const { steps } of same.length > 0 ? same : near) {
    for (const step of steps) {
      if ('playbook' in step) {
        counted.set(step.playbook, (counted.get(step.playbook) ?? 0) + 1);
      }
    }
  }
  const most = [...counted].sort(([, left], [, right]) => right - left);
  const names = most.slice(0, mostPlaybooks).map(([name]) => name);
  return names.length > 0 ? names : ['collect-cbs-logs'];
}
