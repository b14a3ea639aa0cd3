import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layout, type Stop, state } from '../../../knowledge/input/bytes/probe.ts';
import { createProbe } from '../../../knowledge/input/bytes/probe-wasm.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { type Role, tablesOf } from '../../../knowledge/match/byte-literals.ts';
import { bytesOf } from '../../../knowledge/match/literal-bytes.ts';

function foundIn(literals: readonly { literal: string; role: Role }[], line: Uint8Array): Stop[] {
  const tables = tablesOf(literals);
  if (!tables) {
    return [];
  }
  const probe = createProbe(tables);
  probe.memory.set(line, layout.window);
  probe.memory.fill(10, layout.window + line.length, layout.window + line.length + 1);
  probe.state[state.position] = layout.window;
  const to = layout.window + line.length + 1;
  const found: Stop[] = [];
  for (let stop = probe.next(to); stop !== 'end'; stop = probe.next(to)) {
    found.push(stop);
  }
  return found;
}

const dated = Buffer.from('2026-01-05 10:00:00, Info                  CBS    ');

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

          expect(foundIn(all, bytes)).toContain('seek');
        },
      ),
      { seed: 20_260_107, numRuns: 150 },
    );
  });

  it.each(['拒绝访问', '未启用', 'a b c d e', 'one word\nanother'])('finds %j', (text) => {
    const literals = [{ literal: text, role: 'seek' as const }];
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
    const literals: { literal: string; role: Role }[] = [
      { literal: 'run started', role: 'mark' },
      { literal: 'run failed for good', role: 'seek' },
      { literal: 'harmless failure', role: 'hide' },
    ];
    const found = (text: string) => foundIn(literals, Buffer.concat([dated, Buffer.from(text)]));

    expect(found('a run started here')).toEqual(['mark']);
    expect(found('a run failed for good')).toEqual(['seek']);
    expect(found('a run started, a run failed for good')).toEqual(['seek']);
    expect(found('a harmless failure')).toEqual([]);
  });

  it('says when a literal is too short to be found', () => {
    expect(tablesOf([{ literal: 'abcd', role: 'seek' }])).toBeUndefined();
  });

  it('has room for all that is known', async () => {
    const { engine } = await loadKnowledge();

    expect(engine.filter.bytes).toBeDefined();
  });
});
