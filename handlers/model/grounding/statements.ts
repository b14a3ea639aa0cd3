import type { Step } from '../../../knowledge/diagnosis.ts';
import { riskWords, whoWords } from '../../words.ts';
import type { Material } from '../material.ts';
import { fold } from './fold.ts';
import { type Passage, passagesOf } from './passages.ts';
import { squeeze } from './spans.ts';
import { neutralWords, translations } from './wording.ts';

/** What our own texts say, and how the cases ended, sentence by sentence. */
export function statementsOf(material: Material): Passage[] {
  const { causes, steps, checks, cases, codes, facts } = material;
  return [
    ...steps.flatMap(({ id, step }) => [
      ...passagesOf(id, sayingsOf(step), step),
      ...passagesOf(`${id}!`, [step.success]),
    ]),
    ...checks.flatMap(({ id, title }) => passagesOf(id, [title])),
    ...cases.flatMap((one) =>
      passagesOf(squeeze(one.case), [one.title, one.outcome, ...one.because]),
    ),
    ...passagesOf('', [
      ...causes.flatMap(({ title, explanation }) => [title, explanation]),
      ...codes.map(({ code, name, meaning }) => `${code} ${name} ${meaning}`),
      ...facts,
    ]),
  ];
}

function sayingsOf({ title, detail, undo, commands, who, risk }: Step): string[] {
  const run = commands.map((command) => `运行 ${command}`);
  const looks = detail.includes('只查看') ? ['只查看，不会改动电脑'] : [];
  return [title, whoWords[who], riskWords[risk], ...looks, ...run, undo, detail];
}

/** Chinese that claims nothing, and what the log lines say in English. */
export function spokenIn({ lines, codes }: Material): ReadonlySet<string> {
  const logged = fold(lines.map(({ evidence }) => evidence.text).join(' 。 ')).toLowerCase();
  return new Set([
    ...neutralWords,
    ...codes.map(({ meaning }) => fold(meaning)),
    ...translations.flatMap(([english, chinese]) => (english.test(logged) ? chinese : [])),
  ]);
}
