import { RegExpParser } from '@eslint-community/regexpp';
import { calmLog } from './calm-log.ts';

type Pattern = ReturnType<RegExpParser['parsePattern']>;
type Alternative = Pattern['alternatives'][number];
type Element = Alternative['elements'][number];

/** Fewer bytes than this occur everywhere, and the filter would let everything through. */
export const shortestLiteral = 8;

const parser = new RegExpParser({ ecmaVersion: 2025 });

/**
 * Texts of which at least one stands in everything that the pattern matches, lower case; the rarest the
 * pattern offers. `undefined` when it offers none of eight bytes. Throws on bad syntax.
 */
export function literalsOf(source: string): string[] | undefined {
  const pattern = parser.parsePattern(source, 0, source.length, { unicode: true });
  const literals = best(pattern.alternatives.map(literalsOfAlternative));
  return literals && shortestOf(literals) >= shortestLiteral ? literals : undefined;
}

/** Every alternative needs a literal of its own. */
function best(sets: (string[] | undefined)[]): string[] | undefined {
  return sets.every((set) => set !== undefined) ? sets.flat() : undefined;
}

/** More spellings of one stretch would make the filter slower, not sharper. */
const mostSpellings = 24;

/** The best stretch of the sequence whose spellings can all be written out, or what lies inside a part. */
function literalsOfAlternative(alternative: Alternative): string[] | undefined {
  const options: string[][] = [];
  let stretch = [''];
  for (const element of alternative.elements) {
    const spellings = spellingsOf(element);
    const longer = spellings && combine(stretch, spellings);
    if (longer) {
      stretch = longer;
      continue;
    }
    options.push(
      stretch,
      combine(stretch, beginningsOf(element)) ?? [],
      requiredInside(element) ?? [],
    );
    stretch = spellings ?? [''];
  }
  options.push(stretch);
  return options.reduce((left, right) => (worth(right) > worth(left) ? right : left), ['']);
}

/** How a group of alternatives can begin: still next to what stands before it. */
function beginningsOf(element: Element): string[] | undefined {
  if (element.type !== 'Group' && element.type !== 'CapturingGroup') {
    return undefined;
  }
  return best(element.alternatives.map(beginningsOfAlternative));
}

function beginningsOfAlternative({ elements }: Alternative): string[] {
  let beginnings = [''];
  for (const element of elements) {
    const longer = combine(beginnings, spellingsOf(element));
    if (!longer) {
      return combine(beginnings, beginningsOf(element)) ?? beginnings;
    }
    beginnings = longer;
  }
  return beginnings;
}

/** Everything an element can match, when that is little. */
function spellingsOf(element: Element): string[] | undefined {
  switch (element.type) {
    case 'Character':
      return [String.fromCodePoint(element.value).toLowerCase()];
    case 'Assertion':
      return element.kind === 'lookahead' || element.kind === 'lookbehind' ? undefined : [''];
    case 'Group':
    case 'CapturingGroup':
      return spellingsOfGroup(element.alternatives);
    case 'Quantifier':
      return spellingsOfQuantifier(element);
    case 'CharacterClass':
      return spellingsOfClass(element);
    default:
      return undefined;
  }
}

function spellingsOfGroup(alternatives: readonly Alternative[]): string[] | undefined {
  const sets = alternatives.map(({ elements }) =>
    elements.reduce<string[] | undefined>(
      (whole, element) => combine(whole, spellingsOf(element)),
      [''],
    ),
  );
  const all = best(sets);
  return all && all.length <= mostSpellings ? all : undefined;
}

function spellingsOfQuantifier({
  element,
  min,
  max,
}: Extract<Element, { type: 'Quantifier' }>): string[] | undefined {
  if (max > 8) {
    return undefined;
  }
  const once = spellingsOf(element);
  const spellings: string[] = [];
  let repeated: string[] | undefined = [''];
  for (let times = 0; times <= max && repeated; times += 1) {
    if (times >= min) {
      spellings.push(...repeated);
    }
    repeated = times < max ? combine(repeated, once) : repeated;
  }
  return repeated && spellings.length <= mostSpellings ? [...new Set(spellings)] : undefined;
}

/** `['"]` and the like; ranges are not written out. */
function spellingsOfClass({
  negate,
  elements,
}: Extract<Element, { type: 'CharacterClass' }>): string[] | undefined {
  const all = elements.map((element) =>
    element.type === 'Character' ? String.fromCodePoint(element.value).toLowerCase() : undefined,
  );
  return !negate && all.length <= 4 && all.every((one) => one !== undefined) ? all : undefined;
}

function combine(
  left: readonly string[] | undefined,
  right: readonly string[] | undefined,
): string[] | undefined {
  if (!left || !right || left.length * right.length > mostSpellings) {
    return undefined;
  }
  const [only] = right;
  if (right.length === 1) {
    // Letter by letter, most of the time.
    return only === '' ? [...left] : left.map((start) => start + only);
  }
  return [...new Set(left.flatMap((start) => right.map((end) => start + end)))];
}

function requiredInside(element: Element): string[] | undefined {
  if (element.type === 'Quantifier') {
    return element.min > 0
      ? (requiredInside(element.element) ?? spellingsOf(element.element))
      : undefined;
  }
  return element.type === 'Group' || element.type === 'CapturingGroup'
    ? best(element.alternatives.map(literalsOfAlternative))
    : undefined;
}

const calm = [...new Set(calmLog.toLowerCase().split('\n'))].join('\n');
/** What healthy machines log all day makes candidates of their lines: a shorter text is better, if it is rarer. */
const commonCost = 8;
/** Larger sets are rarely the best. */
const mostJudged = 8;

/** A set is worth its shortest member, in bytes; among equals the smaller set. */
function worth(literals: readonly string[]): number {
  const shortest = shortestOf(literals);
  const isCommon =
    shortest >= shortestLiteral &&
    literals.length <= mostJudged &&
    literals.some((literal) => calm.includes(literal));
  // What is long enough stays worth more than what is not.
  const least = isCommon ? Math.max(shortestLiteral, shortest - commonCost) : shortest;
  return least - literals.length / 100;
}

function shortestOf(literals: readonly string[]): number {
  return literals.length === 0
    ? 0
    : Math.min(...literals.map((literal) => Buffer.byteLength(literal)));
}
