import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../knowledge/input/bytes/build.ts';
import {
  type Check,
  layout,
  type Probe,
  state,
  tablesOf,
} from '../../../knowledge/input/bytes/probe.ts';
import { binary } from '../../../knowledge/input/bytes/probe-binary.ts';
import { createPlainProbe } from '../../../knowledge/input/bytes/probe-js.ts';
import { createProbe } from '../../../knowledge/input/bytes/probe-wasm.ts';

/** Every phase of a text that repeats itself, and some of others. */
const grams = ['fail', 'ailf', 'ilfa', 'lfai', 'csi ', '0x80', 'stag'].map((text) =>
  Buffer.from(text).readInt32LE(),
);
const free = { mask: 0, value: 0 };
const checks = (behind: string) => [
  {
    before: free,
    behind: { mask: 0xffff, value: Buffer.from(`${behind}\0\0`).readInt32LE() },
  },
];
const tables = tablesOf(
  new Map<number, Check[]>([
    ...grams.map((gram) => [gram, [{ before: free, behind: free }]] as [number, Check[]]),
    [Buffer.from('pack').readInt32LE(), [...checks('ag'), ...checks('et')]],
  ]),
);

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
  'stage',
  'x',
  'package',
  'packet',
  'packed',
  'calm '.repeat(9),
  '\n',
  '\r\n',
  '\n\n',
);
const logs = fc.array(piece, { maxLength: 60 }).map((pieces) => `${pieces.join('')}\n`);

function fill(probe: Probe, log: string): number {
  probe.memory.fill(10, layout.window - 16, layout.window);
  const bytes = Buffer.from(log);
  probe.memory.set(bytes, layout.window);
  probe.memory.fill(0, layout.window + bytes.length, layout.window + bytes.length + 64);
  probe.moved();
  probe.state[state.position] = layout.window;
  probe.state[state.from] = layout.window;
  probe.state[state.lines] = 0;
  return layout.window + bytes.length;
}

/** Every stop; lines whose number is not a multiple of three turn out to be of no use. */
function stopsOf(probe: Probe, log: string): string[] {
  const to = fill(probe, log);
  const stops: string[] = [];
  for (let stop = probe.next(to); stop !== 'end'; stop = probe.next(to)) {
    const [start = 0, end = 0, hit = 0, line = 0] = probe.state.subarray(state.lineStart);
    stops.push([stop, start, end, hit, line, probe.isPlain(start)].join(' '));
    if (line % 3 > 0 && probe.isPlain(start)) {
      probe.learn(start, end);
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
      { seed: 20_260_106, numRuns: 150 },
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
    probe.learn(layout.window, layout.window + useless('1').length - 1);
    probe.learn(layout.window, layout.window + useless('1').length - 1);
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
      const [start = 0, end = 0, , number] = probe.state.subarray(state.lineStart);
      if (lines.at(-1) !== number) {
        probe.learn(start, end);
        lines.push(number);
      }
    }

    expect(lines).toEqual([0, 1, 3]);
  });

  it('learns more bodies than it can hold', () => {
    const probe = createProbe(tables);
    for (let index = 0; index < 40_000; index += 1) {
      const log = `2026-01-05 10:00:01, Info                  CBS    failfail ${index}\n`;
      fill(probe, log);
      probe.learn(layout.window, layout.window + log.length - 1);
      probe.learn(layout.window, layout.window + log.length - 1);
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
