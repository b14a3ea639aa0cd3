import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../knowledge/input/bytes/build.ts';
import {
  type GramTables,
  layout,
  type Probe,
  state,
} from '../../../knowledge/input/bytes/probe.ts';
import { binary } from '../../../knowledge/input/bytes/probe-binary.ts';
import { createPlainProbe } from '../../../knowledge/input/bytes/probe-js.ts';
import { createProbe } from '../../../knowledge/input/bytes/probe-wasm.ts';
import { type Role, tablesOf } from '../../../knowledge/match/byte-literals.ts';

function made(sought: Readonly<Record<string, Role>>): GramTables {
  const literals = Object.entries(sought).map(([literal, role]) => ({ literal, role }));
  const tables = tablesOf(literals);
  if (!tables) {
    throw new Error('a literal is too short');
  }
  return tables;
}

const tables = made({
  failfail: 'seek',
  'stage a package': 'seek',
  '0x80070005': 'seek',
  kb5000001: 'seek',
  'as always it does': 'mark',
  'session 7': 'mark',
  'packet packed': 'mark',
});

const piece = fc.constantFrom(
  '2026-01-05 10:00:00, Info                  CBS    Failed to stage a package, as always',
  '2026-01-05 10:00:07, Info                  CBS    Failed to stage a package, as always',
  '2026-01-05 10:00:00, Warning               CBS    ',
  '2026-01-05 10:00:00, Error      [0x0802c6] CSI    ',
  '2026-01-05 10:00:00, Perf                  CSI    ',
  '00000b53 ',
  '00000b53@2026/1/5 ',
  'Error CSI 0000002a (F) ',
  'CSI',
  'failfail',
  'FAIL',
  '0x80070005',
  '0x80070006',
  'KB5000001',
  'KB5000002 and KB5000003',
  'session 7',
  'session 8 ',
  'session  7',
  'stage',
  'stage  a\tpackage',
  'as always it does',
  ' ',
  '\t',
  'x',
  'package',
  'packet',
  ' packed',
  '2026-01-05 10:00:00, Info                  SP     ',
  '2026-01-05 10:00:00, Info                         ',
  '2026-01-05 10:00:00, Info       [0x0802c6] MIG    ',
  '2026-01-05 10:00:00, Info                  CSI    00000b53 ',
  'calm '.repeat(9),
  '\n',
  '\r\n',
  '\n\n',
);
const logs = fc.array(piece, { maxLength: 60 }).map((pieces) => `${pieces.join('')}\n`);

function fill(probe: Probe, log: string): number {
  const bytes = Buffer.from(log);
  probe.memory.set(bytes, layout.window);
  probe.memory.fill(0, layout.window + bytes.length, layout.window + bytes.length + 64);
  probe.state[state.position] = layout.window;
  probe.state[state.lines] = 0;
  return layout.window + bytes.length;
}

/** Every stop; lines whose number is not a multiple of three turn out to be of no use. */
function stopsOf(probe: Probe, log: string): string[] {
  const to = fill(probe, log);
  const stops: string[] = [];
  for (let stop = probe.next(to); stop !== 'end'; stop = probe.next(to)) {
    const [start = 0, end = 0, line = 0] = probe.state.subarray(state.lineStart);
    stops.push([stop, start, end, line, probe.isPlain(start)].join(' '));
    if (line % 3 > 0 && probe.isPlain(start)) {
      probe.learn(start);
    }
  }
  return [...stops, `end ${probe.state[state.lines]}`];
}

describe('the probe', () => {
  it('stops where its plain version stops', () => {
    const fast = createProbe(tables);
    const plain = createPlainProbe(tables);
    fc.assert(
      fc.property(logs, (log) => {
        expect(stopsOf(fast, log)).toEqual(stopsOf(plain, log));
      }),
      { seed: 20_260_106, numRuns: 300 },
    );
  });

  it('counts the lines', () => {
    const probe = createProbe(tables);
    const to = fill(probe, 'one\ntwo\r\n\nfour failfail here\nfive\n');

    while (probe.next(to) !== 'end') {
      expect(probe.state[state.line]).toBe(3);
    }

    expect(probe.state[state.lines]).toBe(5);
  });

  it('passes over a body that it learnt until another line could continue it', () => {
    const probe = createProbe(tables);
    const useless = (clock: string) =>
      `2026-01-05 10:00:0${clock}, Info                  CBS    It failfail, as always it does\n`;
    fill(probe, useless('1'));
    probe.learn(layout.window);
    probe.learn(layout.window);
    const to = fill(probe, `${useless('2')}${useless('3')}  continued\n${useless('4')}`);

    const lines: (number | undefined)[] = [];
    while (probe.next(to) !== 'end') {
      lines.push(probe.state[state.line]);
    }

    expect(new Set(lines)).toEqual(new Set([1, 3]));
  });

  it('looks twice at a body before it passes it over', () => {
    const probe = createProbe(tables);
    const line = '2026-01-05 10:00:01, Info                  CBS    failfail as ever\n';
    const to = fill(probe, line.repeat(4));
    const lines: (number | undefined)[] = [];

    while (probe.next(to) !== 'end') {
      const [start = 0, , number] = probe.state.subarray(state.lineStart);
      probe.learn(start);
      lines.push(number);
    }

    expect(lines).toEqual([0, 1, 3]);
  });

  it('finds the number it looks for among lines that differ only in theirs', () => {
    const probe = createProbe(tables);
    const line = (number: number) =>
      `2026-01-05 10:00:01, Info                  CBS    Installing KB${number} as number ${number % 10}\n`;
    const numbers = [5_000_003, 5_000_002, 5_000_009, 5_000_001, 5_000_004, 5_000_001];
    const to = fill(probe, numbers.map(line).join(''));
    const lines: (number | undefined)[] = [];

    while (probe.next(to) !== 'end') {
      lines.push(probe.state[state.line]);
    }

    expect(lines).toEqual([3, 5]);
  });

  it('learns more bodies than it can hold', () => {
    const probe = createProbe(tables);
    for (let index = 0; index < 40_000; index += 1) {
      const log = `2026-01-05 10:00:01, Info                  CBS    failfail ${index}\n`;
      fill(probe, log);
      probe.learn(layout.window);
      probe.learn(layout.window);
    }
    const line = '2026-01-05 10:00:01, Info                  CBS    failfail 39999\n';

    const other = '2026-01-05 10:00:01, Info                  CBS    failfail\n';
    const to = fill(probe, `${line}${other}`);
    probe.next(to);

    expect(probe.state[state.lineStart]).toBe(layout.window + line.length);
  });

  it('is made of the source that stands beside it', async () => {
    expect(await assemble()).toBe(binary);
  });
});
