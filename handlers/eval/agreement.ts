import type { CauseClass } from '../../knowledge/codes/cause-classes.ts';
import type { Knowledge } from '../../knowledge/knowledge.ts';
import { tokenize } from '../../knowledge/search/tokens.ts';
import { Hypotheses } from '../model/outputs.ts';
import type { Judged } from './judged.ts';
import type { Incident } from './rows.ts';

type Knowns = Pick<Knowledge, 'causeClasses' | 'engine'>;

/** By the first guess, as far as it names a class at all. */
export function agreementOf(
  { call, shown }: Judged,
  row: Incident,
  knowledge: Knowns,
): Pick<Judged, 'agrees' | 'near'> {
  const told = shown && !row.undecidable ? classTold(call?.said, knowledge) : undefined;
  if (told === undefined) {
    return { agrees: undefined };
  }
  const agrees = [row.cause_class, ...row.accept].includes(told.id);
  return { agrees, near: agrees || told.group === row.cause_group };
}

/** So much of a class's name stands in what is said. */
const leastShare = 0.5;

/**
 * The class that the first guess speaks of: the one whose name, or the title of whose signatures, is told by it most.
 * Undefined when none is, or two are alike.
 */
function classTold(said: unknown, { causeClasses, engine }: Knowns): CauseClass | undefined {
  const [first] = Hypotheses.safeParse(said).data?.hypotheses ?? [];
  if (!first) {
    return undefined;
  }
  const told = new Set(tokenize(first.cause));
  const names = [
    ...[...causeClasses.values()].map((one) => ({ one, name: one.name })),
    ...engine.signatures.flatMap(({ causeClass, title }) => {
      const one = causeClasses.get(causeClass);
      return one ? [{ one, name: title }] : [];
    }),
  ];
  const best = new Map<CauseClass, number>();
  for (const { one, name } of names) {
    best.set(one, Math.max(best.get(one) ?? 0, shareOf(name, told)));
  }
  const [winner, second] = [...best].sort(([, left], [, right]) => right - left);
  return winner && winner[1] >= leastShare && winner[1] > (second?.[1] ?? 0)
    ? winner[0]
    : undefined;
}

function shareOf(name: string, told: ReadonlySet<string>): number {
  const tokens = new Set(tokenize(name));
  const shared = [...tokens].filter((token) => told.has(token)).length;
  return tokens.size < 2 ? 0 : shared / tokens.size;
}
