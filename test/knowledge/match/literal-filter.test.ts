import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiteralFilter } from '../../../knowledge/match/literal-filter.ts';
import { literalsOf } from '../../../knowledge/match/literals.ts';

const letters = fc.stringMatching(/^[a-d0x=_ ]{8,14}$/u);
const texts = fc.stringMatching(/^[a-dA-D0x=_ ]{0,120}$/u);

function matched(filter: LiteralFilter, text: string): number[] {
  const found: number[] = [];
  filter.match(text, found);
  return found.sort((left, right) => left - right);
}

describe('LiteralFilter', () => {
  it('finds what a search for each literal finds', () => {
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1, maxLength: 6 }),
        texts,
        fc.nat(100),
        (literals, text, at) => {
          const planted =
            text.slice(0, at) +
            (literals[at % literals.length] ?? '').toUpperCase() +
            text.slice(at);
          const naive = literals.flatMap((literal, index) =>
            planted.toLowerCase().includes(literal) ? [index] : [],
          );

          expect(matched(new LiteralFilter(literals.map((one) => [one])), planted)).toEqual(naive);
        },
      ),
    );
  });

  it('finds short Chinese literals', () => {
    const filter = new LiteralFilter([['拒绝访问'], ['something else']]);

    expect(matched(filter, '错误：拒绝访问。')).toEqual([0]);
  });

  it('reports a pattern once', () => {
    const filter = new LiteralFilter([['abcdefgh', 'bcdefghi']]);

    expect(matched(filter, 'abcdefghi abcdefghi')).toEqual([0]);
  });
});

describe('literalsOf', () => {
  it.each([
    [
      'Client aborted the install\\. \\[HRESULT = 0x800f0821',
      ['client aborted the install. [hresult = 0x800f0821'],
    ],
    [
      '(?:cannot be opened|is missing now) in (?<file>\\S{1,9})',
      ['cannot be opened in ', 'is missing now in '],
    ],
    [
      '[^\\n]{1,20}Failed to extract (?:all )?files',
      ['failed to extract files', 'failed to extract all files'],
    ],
    [
      '\\[SR\\] (?:Verifying \\d|Cannot (?:repair|verify))',
      ['[sr] verifying ', '[sr] cannot repair', '[sr] cannot verify'],
    ],
    [
      '(?<code>0xC1900101|0x8007[0-9a-f]{4}) ?- ?0x[2-5]00\\w+ and (?:so|on) it goes',
      [' and so it goes', ' and on it goes'],
    ],
    ['(?<what>Package_for_KB\\d{7})', ['package_for_kb']],
    ['a{8}b', ['aaaaaaaab']],
  ])('takes the longest required text of %s', (pattern, literals) => {
    expect(literalsOf(pattern)).toEqual(literals);
  });

  it.each(['short', '(?:long enough text|no)', '[a-z]{20}', '(?:long enough text)?'])(
    'finds none in %s',
    (pattern) => {
      expect(literalsOf(pattern)).toBeUndefined();
    },
  );

  it('is implied by the pattern', () => {
    const pattern =
      'Failed to (?:stage|resolve) package (?<package>[^ ]{1,20})(?: now)? \\[HRESULT = 0x8';
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(pattern, 'u')), (text) => {
        expect(literalsOf(pattern)?.some((literal) => text.toLowerCase().includes(literal))).toBe(
          true,
        );
      }),
    );
  });
});
