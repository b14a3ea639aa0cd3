import type { Case } from '../../../knowledge/cases/case.ts';
import { parseCode } from '../../../knowledge/codes/parse-code.ts';
import type { CodeMeaning } from '../../../knowledge/diagnosis.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { Engine } from '../../../knowledge/match/compile.ts';
import type { CaseIndex } from '../../../knowledge/search/case-index.ts';
import { tokenize } from '../../../knowledge/search/tokens.ts';
import type { DropReason } from '../ground.ts';
import type { Understood } from '../outputs.ts';

/** What a model understood of a question, as far as it is ours to look for. */
export interface Features {
  codes: CodeMeaning[];
  kbs: string[];
  /** Products and other words. */
  words: string[];
  /** In Chinese. */
  phase: string | undefined;
  dropped: DropReason[];
}

export interface Known {
  question: string;
  knowledge: Pick<Knowledge, 'codes' | 'engine'>;
  cases: CaseIndex;
  mayRead(one: Case): boolean;
}

const phases: Record<NonNullable<Understood['phase']>, string> = {
  downlevel: '旧系统内的准备阶段',
  'safe-os': '安全操作系统阶段',
  'first-boot': '首次启动阶段',
  'second-boot': '第二次启动阶段',
  uninstall: '回退阶段',
  servicing: '安装补丁阶段',
  scan: '检查更新阶段',
  download: '下载阶段',
};

/** Codes of the table, KBs of the question, words of signatures and of cases that the asker may read; nothing else. */
export function checkUnderstood(understood: Understood, known: Known): Features {
  const dropped: DropReason[] = [];
  const check = <Value>(
    values: readonly string[],
    reason: DropReason,
    read: (value: string) => Value | undefined,
  ): Value[] =>
    values.flatMap((value) => {
      const found = read(value.trim());
      if (found === undefined) {
        dropped.push(reason);
      }
      return found ?? [];
    });
  const { codes } = known.knowledge;
  const isKnown = createVocabulary(known);
  const readWord = (word: string) => (isKnown(word) ? word : undefined);
  const meanings = check(understood.codes, 'code', (text) => codes.explain(parseCode(text) ?? ''));
  return {
    codes: [...new Map(meanings.map((one) => [one.code, one])).values()],
    kbs: [...new Set(check(understood.kbs, 'kb', (text) => readKb(text, known.question)))],
    words: [...new Set(check([...understood.products, ...understood.words], 'name', readWord))],
    phase: understood.phase === null ? undefined : phases[understood.phase],
    dropped,
  };
}

const kb = /^(?:KB)?\s?(\d{6,7})$/iu;
const numbers = /\d+/gu;
const blanks = /\s/gu;

function readKb(text: string, question: string): string | undefined {
  const digits = kb.exec(text)?.[1];
  return digits && question.replace(blanks, '').match(numbers)?.includes(digits)
    ? `KB${digits}`
    : undefined;
}

/** One word: no sentence, no command, no address, no case. */
const word = /^[\p{Script=Han}A-Za-z0-9._$%-]{2,40}$/u;
const caseNumber = /(?:CAS|TMP)-\d/iu;

function createVocabulary({ knowledge, cases, mayRead }: Known): (text: string) => boolean {
  const ours = wordsOf(knowledge.engine);
  return (text) => {
    const tokens = word.test(text) && !caseNumber.test(text) ? tokenize(text) : [];
    return (
      tokens.length > 0 && tokens.every((token) => ours.has(token) || cases.holds(token, mayRead))
    );
  };
}

const vocabularies = new WeakMap<Engine, ReadonlySet<string>>();

/** Titles, explanations and what is looked for. */
function wordsOf(engine: Engine): ReadonlySet<string> {
  const known = vocabularies.get(engine);
  if (known) {
    return known;
  }
  const texts = engine.signatures.map(({ title, explanation, find }) =>
    [title, explanation, JSON.stringify(find)].join('\n'),
  );
  const words = new Set(tokenize(texts.join('\n')));
  vocabularies.set(engine, words);
  return words;
}
