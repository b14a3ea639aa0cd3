import { RegExpParser } from '@eslint-community/regexpp';

type Alternative = ReturnType<RegExpParser['parsePattern']>['alternatives'][number];
type Element = Alternative['elements'][number];

const parser = new RegExpParser({ ecmaVersion: 2025 });

/** Longer stretches only repeat what shorter ones show. */
const mostFill = 512;
const mostRecords = 60;

/**
 * Records of the given length that a pattern almost matches again and again: every beginning of it, with its
 * repeats once short and once long, written over and over. What they cost is what a hostile log can cost.
 */
export function hostileRecords(source: string, length: number): string[] {
  const { alternatives } = parser.parsePattern(source, 0, source.length, { unicode: true });
  const beginnings = new Set<string>();
  for (const alternative of alternatives) {
    for (const fill of [1, 40, mostFill]) {
      collectBeginnings(alternative, fill, beginnings);
    }
  }
  return [...beginnings]
    .filter((beginning) => beginning !== '')
    .slice(0, mostRecords)
    .map((beginning) => beginning.repeat(Math.ceil(length / beginning.length)).slice(0, length));
}

function collectBeginnings({ elements }: Alternative, fill: number, found: Set<string>): void {
  let text = '';
  for (const element of elements) {
    text += sample(element, fill);
    found.add(text);
  }
}

/** One text that the element matches. */
function sample(element: Element, fill: number): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'Group':
    case 'CapturingGroup':
      return sampleAlternative(element.alternatives[0], fill);
    case 'Quantifier': {
      const times = Math.max(element.min, Math.min(element.max, fill));
      return sample(element.element, fill).repeat(times).slice(0, mostFill);
    }
    case 'CharacterClass':
      return element.negate ? 'a' : sampleClass(element.elements[0]);
    case 'CharacterSet':
      return sampleSet(element);
    default:
      return '';
  }
}

function sampleAlternative(alternative: Alternative | undefined, fill: number): string {
  return alternative?.elements.map((element) => sample(element, fill)).join('') ?? '';
}

type ClassElement = Extract<Element, { type: 'CharacterClass' }>['elements'][number];

function sampleClass(element: ClassElement | undefined): string {
  if (element?.type === 'Character') {
    return String.fromCodePoint(element.value);
  }
  if (element?.type === 'CharacterClassRange') {
    return String.fromCodePoint(element.min.value);
  }
  return element?.type === 'CharacterSet' ? sampleSet(element) : 'a';
}

function sampleSet({ kind, negate }: { kind: string; negate?: boolean }): string {
  const texts: Record<string, [string, string]> = {
    digit: ['0', 'a'],
    space: [' ', 'a'],
    word: ['a', ' '],
  };
  return texts[kind]?.[negate ? 1 : 0] ?? 'a';
}
