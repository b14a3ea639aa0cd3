import {
  type Cause,
  type CodeMeaning,
  type Diagnosis,
  isNamed,
  type Step,
} from '../../../knowledge/diagnosis.ts';
import { proseOf } from '../../../knowledge/input/prose.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import type { CaseIndex } from '../../../knowledge/search/case-index.ts';
import { mayRead } from '../../access.ts';
import { hiding } from '../../cases/share.ts';
import type { Asker } from '../../inquiry.ts';
import { certaintyWords } from '../../words.ts';
import type { Material, MaterialCause, MaterialLine, MaterialStep } from '../material.ts';
import { checksFor } from './checks.ts';
import { factsOf } from './facts.ts';
import { fileNames } from './file-names.ts';
import { pastedLines } from './pasted-lines.ts';
import type { ConversationRedactor } from './redaction.ts';

export interface MaterialSource {
  diagnosis: Diagnosis;
  asker: Asker;
  /** What is asked now. */
  question: string;
  /** Everything that was typed or pasted in the conversation and belongs to this question, oldest first. */
  said: readonly string[];
  redactor: ConversationRedactor;
  /** Whose question it is; no case is told when that is not known. */
  customer: string | undefined;
  cases: CaseIndex;
  send: 'redacted' | 'features';
  knowledge: Pick<Knowledge, 'playbooks'>;
}

export interface Measure {
  lines: number;
  /** Characters of a longer text. */
  text: number;
  /** Of one step. */
  commands: number;
}

const longestQuestion = 2000;
const longestLine = 400;
const longestTitle = 120;
const longestCommand = 300;
const mostCauses = 6;
const mostCodes = 12;

/** Whose cases a question may be answered with: the asker's own, those of the case it is filed under, or the only ones. */
export function customerOf(
  asker: Pick<Asker, 'customer' | 'role'>,
  filed: { customer: string } | undefined,
  customers: readonly { name: string }[],
): string | undefined {
  const [only, ...others] = customers;
  return asker.customer ?? filed?.customer ?? (others.length === 0 ? only?.name : undefined);
}

export function gather(source: MaterialSource, measure: Measure): Material {
  const { diagnosis, asker, send, redactor, cases, customer, knowledge } = source;
  const allowed = diagnosis.similarCases.filter(({ case: number }) => {
    const one = cases.get(number);
    return one && customer !== undefined && one.customer === customer && mayRead(asker, one);
  });
  const hide = hiding(
    allowed.map(({ case: number }) => number),
    { face: '', id: '', role: 'stranger' },
    cases,
  );
  const words = (text: string) => hide(redactor.redact(text));
  const known = ownWords(diagnosis, words, (text) => hide(redactor.redactForms(text)));
  const isOpen = send === 'redacted';
  const called = fileNames(diagnosis);
  return {
    question: isOpen ? words(proseOf(source.question)).trim().slice(0, longestQuestion) : undefined,
    causes: causesOf(diagnosis, known, measure),
    lines: isOpen ? linesOf(source, words, called, measure) : [],
    steps: diagnosis.nextSteps.map((step, index) => stepOf(step, index, known, measure)),
    checks: checksFor(diagnosis, knowledge.playbooks),
    cases: allowed.map(({ case: number, title, outcome, because }) => ({
      case: number,
      title: shorten(words(title), longestTitle),
      outcome: shorten(words(outcome), measure.text),
      because: because.slice(0, 8).map((one) => shorten(words(one), longestTitle)),
    })),
    codes: diagnosis.codes.slice(0, mostCodes).map((code) => meaningOf(code, known)),
    facts: factsOf(diagnosis, isOpen, redactor, called).map((one) =>
      shorten(hide(one), longestFact),
    ),
  };
}

const longestFact = 240;

/** Our own words are sent as they are, but for what they were completed with out of a log. */
function ownWords(
  { causes }: Diagnosis,
  words: (text: string) => string,
  forms: (text: string) => string,
): (text: string) => string {
  const values = new Set(causes.flatMap(({ variables }) => Object.values(variables)));
  const secret = [...values].filter((value) => value.length > 2 && words(value) !== value);
  return (text) =>
    forms(secret.reduce((masked, value) => masked.replaceAll(value, words(value)), text));
}

function causesOf(
  { causes }: Diagnosis,
  known: (text: string) => string,
  { text }: Measure,
): MaterialCause[] {
  return causes
    .flatMap((cause) => [cause, ...inferenceOf(cause)])
    .slice(0, mostCauses)
    .map(({ signature, title, explanation, certainty }) => ({
      signature,
      title: shorten(known(title), longestTitle),
      explanation: shorten(known(explanation), text),
      certainty: certaintyWords[certainty],
    }));
}

/** What follows from a cause without being proved is told in its place, as the answer does. */
function inferenceOf({
  signature,
  inference,
}: Cause): Pick<Cause, 'signature' | 'title' | 'explanation' | 'certainty'>[] {
  return inference ? [{ signature, ...inference }] : [];
}

function linesOf(
  { diagnosis, said }: MaterialSource,
  words: (text: string) => string,
  called: (name: string) => string,
  { lines }: Measure,
): MaterialLine[] {
  const quoted = diagnosis.causes.flatMap(({ evidence }) => evidence).slice(0, lines);
  const room = isNamed(diagnosis) ? 0 : lines - quoted.length;
  const told = new Set(quoted.map(({ text }) => text.trim()));
  const pasted = pastedLines(said, lines).filter(({ text }) => !told.has(text.trim()));
  return [...quoted, ...(room > 0 ? pasted.slice(-room) : [])].map((evidence, index) => ({
    id: `L${index + 1}`,
    called: called(evidence.input),
    evidence: { ...evidence, text: shorten(words(evidence.text), longestLine) },
  }));
}

/** A command is told whole or not at all: one that is cut does something else. */
function stepOf(
  step: Step,
  index: number,
  known: (text: string) => string,
  { text, commands }: Measure,
): MaterialStep {
  return {
    id: `S${index + 1}`,
    step: {
      ...step,
      title: shorten(known(step.title), longestTitle),
      detail: shorten(known(step.detail), text),
      commands: step.commands
        .map(known)
        .filter((command) => command.length <= longestCommand)
        .slice(0, commands),
      success: shorten(known(step.success), text),
      undo: shorten(known(step.undo), text),
    },
  };
}

function meaningOf({ code, name, meaning }: CodeMeaning, known: (text: string) => string) {
  return { code, name, meaning: shorten(known(meaning), longestTitle) };
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
