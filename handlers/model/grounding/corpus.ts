import { findCodes } from '../../../knowledge/codes/find-codes.ts';
import type { Step } from '../../../knowledge/diagnosis.ts';
import { glossary } from '../../../knowledge/prompts/glossary.ts';
import { riskWords, whoWords } from '../../words.ts';
import type { Material } from '../material.ts';
import { fold, hanOf, lettersOf } from './fold.ts';
import type { Passage } from './passages.ts';
import { findKbs, latinRuns, squeeze } from './spans.ts';
import { spokenIn, statementsOf } from './statements.ts';

/** What the sentences of a model may be made of, by where it comes from. Everything folded and lower case. */
export interface Corpus {
  lines: ReadonlySet<string>;
  /** `S1`, `T1`, … with all that each says. */
  steps: ReadonlyMap<string, string>;
  /** What the answer says of its causes. */
  causes: string;
  /** Our own words: signatures, steps, checks, meanings of codes. */
  own: string;
  /** Whole commands, and runs of Latin words as our own texts write them. */
  ownRuns: ReadonlySet<string>;
  /** What others wrote: log lines, names of files, the question, outcomes of cases, facts. */
  others: string;
  codes: ReadonlySet<string>;
  kbs: ReadonlySet<string>;
  /** By the number without anything but letters and digits, upper case: how each ended. */
  cases: ReadonlyMap<string, string>;
  /** `[人员1]` */
  tokens: ReadonlySet<string>;
  /** Log lines with names of files, and the question: not to be repeated at length. */
  logged: string;
  asked: string;
  ownLetters: string;
  /** Letters of each sentence of our own, and of each part of what is said of the causes; but for the shortest. */
  ownSentences: ReadonlySet<string>;
  causeParts: ReadonlySet<string>;
  ownHan: string;
  /** Statements of ours, each by what it belongs to. */
  passages: readonly Passage[];
  /** Chinese without weight, and what the log lines say in English. */
  spoken: ReadonlySet<string>;
}

const shortestSentence = 8;
const partEnds = /[。;]|(?<!\d),|,(?!\d)|:(?=[\s\p{Script=Han}])/u;
/** The sentence without the parts that say of the causes what our own texts say, word for word. */
export function withoutCauses(folded: string, { causeParts }: Corpus): string {
  return folded
    .split(partEnds)
    .filter((part) => !causeParts.has(lettersOf(part.toLowerCase())))
    .join('，');
}

export const redactionToken =
  /\[(?:人员|电话|邮箱|QQ|主机|用户|IP|MAC|证件)\d{0,4}\]|\[已删除\]|\[案例\]/gu;

export function buildCorpus(material: Material): Corpus {
  const steps = new Map([
    ...material.steps.map(({ id, step }): [string, string] => [
      id,
      text([...textsOf(step), whoWords[step.who], riskWords[step.risk]]),
    ]),
    ...material.checks.map(({ id, title }): [string, string] => [id, text([title])]),
  ]);
  const causes = text(material.causes.flatMap(({ title, explanation }) => [title, explanation]));
  const own = text([
    causes,
    ...steps.values(),
    ...material.codes.flatMap(({ code, name, meaning }) => [code, name, meaning]),
  ]);
  const logged = text(
    material.lines.flatMap(({ called, evidence: { input, text: quoted, time, line } }) => [
      input,
      called ?? '',
      quoted,
      time ?? '',
      time?.replace('T', ' ') ?? '',
      String(line),
    ]),
  );
  const asked = text([material.question ?? '']);
  const told = text([
    ...material.cases.flatMap((one) => [one.case, one.title, one.outcome, ...one.because]),
    ...material.facts,
  ]);
  const others = text([logged, asked, told]);
  const all = text([own, others]);
  return {
    lines: new Set(material.lines.map(({ id }) => id)),
    steps,
    causes,
    own,
    ownRuns: new Set([
      ...material.steps.flatMap(({ step }) => step.commands.map(asRun)),
      ...latinRuns(own),
    ]),
    others,
    codes: new Set([...findCodes(all), ...material.codes.map(({ code }) => code)]),
    kbs: new Set(findKbs(all)),
    cases: new Map(
      material.cases.map(({ case: number, outcome }) => [squeeze(number), text([outcome])]),
    ),
    tokens: new Set(JSON.stringify(material).match(redactionToken) ?? []),
    logged: lettersOf(logged),
    asked: lettersOf(asked),
    ownLetters: lettersOf(own),
    ownSentences: partsOf(own, '。'),
    causeParts: partsOf(causes, partEnds),
    ownHan: hanOf(own),
    passages: statementsOf(material),
    spoken: spokenIn(material),
  };
}

function partsOf(ours: string, ends: string | RegExp): ReadonlySet<string> {
  return new Set(
    ours
      .split(ends)
      .map(lettersOf)
      .filter((one) => one.length >= shortestSentence),
  );
}

function textsOf({ title, detail, commands, success, undo }: Step): string[] {
  const run = commands.length > 0 ? ['运行命令，执行命令'] : [];
  return [title, detail, ...commands, ...run, success, undo];
}

function text(parts: readonly string[]): string {
  return fold(parts.join(' 。 ')).toLowerCase();
}

function asRun(command: string): string {
  return latinRuns(fold(command).toLowerCase())[0] ?? '';
}

const wordCharacter = /[a-z0-9_]/u;
/** What goes on in a path or a name: `C:\Windows` does not stand in `C:\Windows\Temp`. */
const nameCharacter = /[a-z0-9_\\/:~%$-]/u;

/** True where the words stand with something else before and behind them. */
export function stands(wanted: string, within: string, whole = false): boolean {
  const goesOn = whole ? nameCharacter : wordCharacter;
  for (let at = within.indexOf(wanted); at >= 0; at = within.indexOf(wanted, at + 1)) {
    const before = within[at - 1] ?? ' ';
    const behind = within[at + wanted.length] ?? ' ';
    if (!goesOn.test(before) && !goesOn.test(behind)) {
      return true;
    }
  }
  return false;
}

const glossaryWords = [...glossary]
  .map((word) => fold(word).toLowerCase())
  .sort((left, right) => right.length - left.length);

/** The text without the words that need no proof. */
export function withoutGlossary(lower: string): string {
  let rest = lower;
  for (const word of glossaryWords) {
    for (let at = rest.indexOf(word); at >= 0; at = rest.indexOf(word, at + 1)) {
      const before = rest[at - 1] ?? ' ';
      const behind = rest[at + word.length] ?? ' ';
      if (!partOfName.test(before) && !partOfName.test(behind)) {
        rest = `${rest.slice(0, at)}${'、'.repeat(word.length)}${rest.slice(at + word.length)}`;
      }
    }
  }
  return rest;
}

const partOfName = /[a-z0-9_\\/:~%$.@-]/u;
