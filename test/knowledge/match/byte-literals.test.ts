import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layout, state } from '../../../knowledge/input/bytes/probe.ts';
import { createProbe } from '../../../knowledge/input/bytes/probe-wasm.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { ByteLiterals } from '../../../knowledge/match/byte-literals.ts';
import { bytesOf } from '../../../knowledge/match/literal-bytes.ts';

/** Everything that is found around grams at every fourth place. */
function foundIn(literals: ByteLiterals, line: Uint8Array): string[] {
  const probe = createProbe(literals.tables);
  probe.memory.fill(10, layout.window - 16, layout.window);
  probe.memory.set(line, layout.window);
  probe.memory.fill(10, layout.window + line.length, layout.window + line.length + 1);
  const to = layout.window + line.length + 1;
  probe.state[state.position] = layout.window;
  probe.state[state.from] = layout.window;
  const found: string[] = [];
  while (probe.next(to) !== 'end') {
    const hit = probe.state[state.hit] ?? 0;
    found.push(literals.look(probe.memory, hit, layout.window, to - 1));
  }
  return found;
}

const literal = fc
  .tuple(
    fc.stringMatching(/^[a-z=:.]{1,9}$/u),
    fc.constantFrom('', ' ', 'x y ', '拒绝', ' 错误 '),
    fc.stringMatching(/^[a-z0-9=: ]{8,12}$/u),
  )
  .map((parts) => parts.join(''));
const blanks = fc.constantFrom(' ', '  ', '\t', ' \t  ');

describe('ByteLiterals', () => {
  it('finds a literal at every place, whatever its case, its blanks and its encoding', () => {
    fc.assert(
      fc.property(
        fc.array(literal, { minLength: 1, maxLength: 4 }),
        fc.string({ unit: 'binary-ascii', maxLength: 9 }),
        blanks,
        fc.nat(1),
        ([first = '', ...others], before, gap, form) => {
          const all = [first, ...others].map((one) => ({ literal: one, role: 'seek' as const }));
          const spelled = `${before.replaceAll(/[\n\r]/gu, '')}${first.toUpperCase().replaceAll(/ +/gu, gap)}`;
          const bytes = bytesOf(`${spelled} end`)[form] ?? Buffer.from(`${spelled} end`);

          expect(foundIn(new ByteLiterals(all), bytes)).toContain('seek');
        },
      ),
      { seed: 20_260_107, numRuns: 150 },
    );
  });

  it.each(['拒绝访问', '未启用', 'a b c d e', 'one word\nanother'])('finds %j', (text) => {
    const literals = new ByteLiterals([{ literal: text, role: 'seek' }]);
    for (const bytes of bytesOf(`....${text} .`)) {
      for (let at = 0; at < 4; at += 1) {
        const lines = Buffer.from(bytes.subarray(at)).toString('latin1').split('\n');

        expect(lines.flatMap((line) => foundIn(literals, Buffer.from(line, 'latin1')))).toContain(
          'seek',
        );
      }
    }
  });

  it('tells marks from the rest and leaves out what only hides', () => {
    const literals = new ByteLiterals([
      { literal: 'run started', role: 'mark' },
      { literal: 'run failed for good', role: 'seek' },
      { literal: 'harmless failure', role: 'hide' },
    ]);

    expect(foundIn(literals, Buffer.from('a run started here'))).toEqual(['mark']);
    expect(foundIn(literals, Buffer.from('a run failed for good'))).toEqual(['seek']);
    expect(foundIn(literals, Buffer.from('a harmless failure'))).toEqual([]);
  });

  it('says when a literal is too short to be found', () => {
    expect(new ByteLiterals([{ literal: 'abcd', role: 'seek' }]).isComplete).toBe(false);
  });

  it('has room for all that is known', async () => {
    const { engine } = await loadKnowledge();

    expect(engine.filter.bytes).toBeDefined();
  });
});
