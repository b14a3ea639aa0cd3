import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { patternsOf, recordOf } from '../../../knowledge/authoring/literal-pattern.ts';
import { literalsOf } from '../../../knowledge/match/literals.ts';

function groupsOf(text: string, log: string): Record<string, string> | undefined {
  const { text: record } = recordOf(log);
  for (const { pattern } of patternsOf(text)) {
    const found = new RegExp(pattern, 'iu').exec(record);
    if (found) {
      return { ...found.groups };
    }
  }
  return undefined;
}

describe('a pattern of literal text', () => {
  it.each([
    ['Failed to open {file} now', 'Failed to open wpdmtp.dll now', { file: 'wpdmtp.dll' }],
    [
      "Cannot delete ['{path}'] here",
      "Cannot delete ['C:\\a b\\c.dll'] here",
      { path: 'C:\\a b\\c.dll' },
    ],
    [
      'Failed to stage {package}',
      'Failed to stage Package_1~x~y, later',
      { package: 'Package_1~x~y' },
    ],
    [
      'Could not read the value of {a}\\{b}',
      'Could not read the value of HKLM\\x\\y',
      { a: 'HKLM', b: 'x\\y' },
    ],
    ['Failed to open {x} and again {x}', 'Failed to open 1a and again 2b', { x: '1a' }],
    ['Failed to reach {1st name}', 'Failed to reach somebody', {}],
    ['Failed to write on [主机1] today', 'Failed to write on PC-0007 today', {}],
  ])('takes %s out of a log', (text, log, groups) => {
    expect(groupsOf(text, log)).toEqual(groups);
  });

  it('does not hold a time, an id or a number that belongs to one machine', () => {
    const [narrow] = patternsOf(
      'Session 30812345_123 at 2026-03-02 10:11:12 of {guid} {8f7a1b2c-0000-1111-2222-333344445555} took 4711 ms, PID=8123',
    );

    expect(narrow?.pattern).toContain('Session');
    expect(narrow?.pattern).not.toMatch(/3081|2026|8f7a1b2c|4711|8123/u);
  });

  it('is none where such a number is left', () => {
    expect(patternsOf('Failed to open gadget vault of user_4711471147_x')).toEqual([]);
  });

  it('does not ask for the header of the line', () => {
    const line = '2026-03-02 18:04:05, Error                 CBS    Failed to open gadget vault';

    expect(groupsOf(line, 'Failed to open gadget vault')).toEqual({});
  });

  it.each(['', '{a}', '{a} {b}', 'short {x}', '{'.repeat(300)])(
    'is none of %j, in which too little is fixed',
    (text) => {
      expect(patternsOf(text).every(({ pattern }) => literalsOf(pattern))).toBe(true);
      expect(groupsOf(text, 'anything at all')).toBeUndefined();
    },
  );

  it('is one that compiles, whatever the text, and finds the text itself', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('{file}', '{', '}', '\\', '(?:a+)+$', '[^', '^.*$', '/', '-', '\ud800'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = `Failed to open gadget vault ${pieces.join('')}`;

        for (const { pattern } of patternsOf(text)) {
          expect(() => new RegExp(pattern, 'iu')).not.toThrow();
        }
      }),
      { numRuns: 500 },
    );
  });
});
