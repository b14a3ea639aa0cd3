import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blockFormats, blockHeads, formats } from '../../../knowledge/formats.ts';
import type { LogRecord } from '../../../knowledge/input/record.ts';
import type { Coverage, Scan } from '../../../knowledge/input/scan.ts';
import { createScanBytes } from '../../../knowledge/input/scan-bytes.ts';
import { createScanLines } from '../../../knowledge/input/scan-lines.ts';
import type { Role } from '../../../knowledge/match/byte-literals.ts';
import { LiteralFilter } from '../../../knowledge/match/literal-filter.ts';
import { gbk } from '../../support/zip.ts';

const limit = 400;
const scanLines = createScanLines(limit);
const scanBytes = createScanBytes(limit);

const literals = [
  ['failed to stage'],
  ['[hresult = 0x800f0922'],
  ['拒绝访问'],
  ['a b c d e f'],
  ['session: started'],
  ['one word\nanother'],
  ['noisy by itself'],
];
const marks: Role[] = ['seek', 'seek', 'seek', 'seek', 'mark', 'seek', 'hide'];

interface Scanned {
  coverage: Coverage;
  found: { record: LogRecord; patterns: readonly number[] }[];
}

type Judge = (patterns: readonly number[], record: LogRecord) => boolean;

async function scanned(
  scan: Scan,
  chunks: readonly Uint8Array[],
  roles: readonly Role[] = [],
  judge: Judge = () => true,
): Promise<Scanned> {
  const found: Scanned['found'] = [];
  const coverage = await scan({
    input: 'CBS.log',
    bytes: (async function* () {
      yield* chunks;
    })(),
    filter: new LiteralFilter(literals, roles, blockHeads),
    found: (record, patterns) => {
      const isKept = judge(patterns, record);
      if (isKept) {
        found.push({ record, patterns });
      }
      return isKept;
    },
  });
  return { coverage, found };
}

const word = fc.constantFrom(
  'failed',
  'to',
  'stage',
  'Failed to stage',
  'FAILED  to\tstage',
  '[HRESULT = 0x800f0922 - E_X]',
  '[HRESULT',
  '= 0x800f0922',
  '拒绝访问',
  '更新',
  'a b c d e f',
  'a  b c\td e f',
  'session: started',
  'one word',
  'noisy by itself',
  'CSI',
  'CSI 0000',
  'calm',
  'x',
  '',
);
const message = fc
  .array(fc.tuple(word, fc.constantFrom(' ', '  ', '\t', '', ', ')), { maxLength: 6 })
  .map((parts) => parts.flat().join(''));
const clock = fc
  .nat(86_399)
  .map((at) => new Date(Date.UTC(2026, 0, 5) + at * 1000).toISOString().slice(11, 19));
const dated = fc
  .tuple(
    clock,
    fc.constantFrom('Info', 'Error', 'Warning', 'Perf', 'Odd'),
    fc.constantFrom('                  ', ' ', '      [0x0802c6] '),
    fc.constantFrom('CBS', 'CSI', 'DISM', 'SP', 'XYZ'),
    fc.constantFrom('', '00000b53 ', '00000b54@2026/1/5 ', '0000'),
    message,
  )
  .map(
    ([at, level, gap, component, id, text]) =>
      `2026-01-05 ${at}, ${level}${gap}${component}    ${id}${text}`,
  );
const line = fc.oneof(
  { weight: 8, arbitrary: dated },
  {
    weight: 1,
    arbitrary: fc
      .tuple(clock, message)
      .map(([at, text]) => `2026/01/05 ${at}.1234567 3696  8172  Agent           ${text}`),
  },
  { weight: 1, arbitrary: message.map((text) => `Error CSI 0000002a (F) ${text}`) },
  {
    weight: 1,
    arbitrary: message.map((text) => `LogEntry: 2026-01-05 10:00:00, Info  CBS  ${text}`),
  },
  { weight: 2, arbitrary: message.map((text) => `  ${text}`) },
  { weight: 1, arbitrary: message.map((text) => `another ${text}`) },
  { weight: 1, arbitrary: message.map((text) => `[1234] ${text}`) },
  { weight: 1, arbitrary: message.map((text) => `说明 ${text}`) },
  { weight: 1, arbitrary: fc.constantFrom('', '   ') },
);
const encode = fc.constantFrom(
  (text: string) => Buffer.from(text),
  (text: string) => Buffer.from(gbk(text)),
);
const filler = Buffer.from(
  '2026-01-05 09:00:00, Info                  CBS    calm and long enough to be looked over\r\n'.repeat(
    6,
  ),
);
const log = fc
  .record({
    mark: fc.boolean(),
    lines: fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n'), encode), { maxLength: 40 }),
    last: fc.boolean(),
    copies: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ mark, lines, last, copies }) => {
    const encoded = lines.flatMap(([text, end, write]) => [write(text), Buffer.from(end)]);
    const body = Array.from({ length: copies }, () => encoded).flat();
    return Buffer.concat([
      ...(mark ? [Buffer.from('\ufeff')] : []),
      filler,
      ...(last ? body : body.slice(0, -1)),
    ]);
  });
const logs = fc.tuple(
  log,
  fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 8 }),
);

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

const runs = { seed: 20_260_105, numRuns: 120 };

function summary({ coverage }: Scanned) {
  const { bytes, lines, from, to, cutLines, encoding } = coverage;
  return { bytes, lines, from, to, cutLines, encoding };
}

/** With each record the last mark before it: more is not told of marks. */
function underMarks({ found }: Scanned) {
  let last = 0;
  return found.flatMap(({ record, patterns }) => {
    if (patterns.includes(4)) {
      last = record.parts[0]?.line ?? 0;
    }
    return patterns.every((one) => one >= 4 && one !== 5) ? [] : [{ record, patterns, last }];
  });
}

describe('scanBytes', () => {
  it('gives the records that scanLines gives', async () => {
    await fc.assert(
      fc.asyncProperty(logs, async ([bytes, sizes]) => {
        const chunks = cut(bytes, sizes);

        const fast = await scanned(scanBytes, chunks);
        const slow = await scanned(scanLines, chunks);

        expect(fast.found).toEqual(slow.found);
        expect(summary(fast)).toEqual(summary(slow));
      }),
      runs,
    );
  });

  it('leaves out only records of which nothing is kept, and marks before another mark', async () => {
    const judge: Judge = (patterns, { text }) =>
      !patterns.every((one) => one === 6) && !text.includes('calm');
    await fc.assert(
      fc.asyncProperty(logs, async ([bytes, sizes]) => {
        const chunks = cut(bytes, sizes);

        const fast = await scanned(scanBytes, chunks, marks, judge);
        const slow = await scanned(scanLines, chunks, marks, judge);

        expect(underMarks(fast)).toEqual(underMarks(slow));
        expect(summary(fast)).toEqual(summary(slow));
      }),
      runs,
    );
  });

  const stage = '2026-01-05 10:00:07, Info                  CBS    Failed to stage';
  const calm = `${filler}`.repeat(3);
  const whole: readonly [string, Uint8Array, number][] = [
    ['UTF-16', Buffer.from(`\ufeff${calm}${stage}\r\n`, 'utf16le'), 0],
    ['NUL in the middle', Buffer.from(`${calm}a\0b\n${stage}\r\n${calm}`), 0],
    ['a long line', Buffer.from(`${calm}${'x'.repeat(200_000)}\n${stage}\r\n`), 1],
    ['a long last line', Buffer.from(`${calm}${stage}\r\n${'x'.repeat(200_000)}`), 1],
    ['two long lines', Buffer.from(`${calm}${`${'x'.repeat(90_000)}\n`.repeat(2)}${stage}`), 2],
    [
      'many lines that continue one',
      Buffer.from(`${calm}${stage}\n${'  more\n'.repeat(30_000)}`),
      0,
    ],
    ['many lines of no log', Buffer.from(`${'some words\n'.repeat(30_000)}failed to stage\n`), 0],
    [
      'an event among the lines',
      Buffer.from(
        `日志名称: System\n来源: Example\n日期: 2026/1/5 10:00:01\n事件 ID: 20\n级别: 错误\n描述:\n拒绝访问\n\n${calm}${stage}\n`,
      ),
      0,
    ],
  ];
  it.each(whole)('reads %s as scanLines does', async (_, bytes, cutLines) => {
    for (const sizes of [[bytes.length], [70_000], [1000, 333]]) {
      const chunks = cut(Buffer.from(bytes), sizes);

      const fast = await scanned(scanBytes, chunks);
      const slow = await scanned(scanLines, chunks);

      expect(fast.found.length).toBeGreaterThan(0);
      expect(fast.found).toEqual(slow.found);
      expect(summary(fast)).toEqual(summary(slow));
      expect(fast.coverage.cutLines).toBe(cutLines);
    }
  });

  const heads = blockHeads.map((head) => head.toLowerCase());
  const samples = blockFormats
    .filter((format) => format.heads)
    .flatMap(({ name, samples: own }) => own.map(({ text }) => [name, text] as const))
    .filter(([, text]) => {
      const [first = ''] = text
        .split('\n')
        .filter((one) => one.trim() !== '' && !one.includes('<?xml'));
      return heads.some((head) => first.toLowerCase().includes(head));
    });

  it.each(samples)('reads a block of %s far behind the beginning', async (name, text) => {
    for (const end of [`\n${calm}${stage}\n`, '\n', '']) {
      const bytes = Buffer.from(`${calm}${stage}\n\n${text}${end}`);
      for (const sizes of [[bytes.length], [1000, 333]]) {
        const chunks = cut(bytes, sizes);

        const fast = await scanned(scanBytes, chunks);
        const slow = await scanned(scanLines, chunks);

        expect(slow.coverage.formats.get(name)).toBeGreaterThan(0);
        expect(fast.coverage.formats.get(name)).toBe(slow.coverage.formats.get(name));
        expect(fast.coverage.lines).toBe(slow.coverage.lines);
        expect(fast.found).toEqual(slow.found);
      }
    }
  });

  it('has a sample of each format that is found there', () => {
    const named = blockFormats.filter((format) => format.heads).map(({ name }) => name);

    expect(new Set(samples.map(([name]) => name))).toEqual(new Set(named));
  });

  it('hands over no record of which nothing was kept again and again', async () => {
    const bytes = Buffer.from(`${calm}${`${stage} in vain\r\n`.repeat(500)}${calm}`);
    let asked = 0;

    const { found } = await scanned(scanBytes, cut(bytes, [600, 30_000, 30_000]), [], () => {
      asked += 1;
      return false;
    });

    expect(found).toEqual([]);
    expect(asked).toBeLessThan(20);
  });

  it.each(formats.filter(({ rewrites }) => !rewrites))(
    'finds the text of $name in its lines',
    ({ samples }) => {
      const squeeze = (text: string) => text.replaceAll(/[ \t]+/gu, ' ').trim();
      for (const { line, reads } of samples) {
        expect(squeeze(line)).toContain(squeeze(reads.text));
      }
    },
  );
});
