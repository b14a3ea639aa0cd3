import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { clean, shorten } from '../../bot/chart/option.ts';
import { createDrawChart, fontFile } from '../../bot/chart.ts';
import { createLog } from '../../bot/log.ts';
import type { Chart } from '../../handlers/chart.ts';
import { loadCauseClasses } from '../../knowledge/codes/cause-classes.ts';
import { loadSignatures } from '../../knowledge/signatures/load.ts';

const labels = Array.from({ length: 30 }, (_, index) => `02-${String(index + 1).padStart(2, '0')}`);
const draw = createDrawChart();

function chartOf(values: readonly number[], names: readonly string[] = []): Chart {
  return {
    title: '案例日报 2026-03-03',
    days: { title: '未结案例（近 30 天）', labels, values },
    top: {
      title: '主要原因',
      labels: names,
      values: names.map((_, index) => names.length - index),
    },
  };
}

function sizeOf(png: Uint8Array): number[] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('the picture', () => {
  it.each<[string, Chart]>([
    [
      'a month',
      chartOf(
        labels.map((_, index) => index % 9),
        ['终端管控拦截', '恢复分区空间不足'],
      ),
    ],
    ['nothing', chartOf(labels.map(() => 0))],
    ['no day', { ...chartOf([]), days: { title: '', labels: [], values: [] } }],
    ['one value', chartOf([1], ['一个'])],
    [
      'large numbers',
      chartOf(
        labels.map((_, index) => index * 4321),
        ['大'],
      ),
    ],
    [
      'more names than fit',
      chartOf(
        [1],
        Array.from({ length: 40 }, (_, index) => `原因${index}`),
      ),
    ],
    ['long names', chartOf([1], ['很'.repeat(500), 'W'.repeat(500)])],
    [
      'markup',
      chartOf([1], ['</text><script>alert(1)</script>&amp;', ']]>', '{a|b}', '<!channel>']),
    ],
    ['what XML cannot hold', chartOf([1], ['a\u0000b\u0008\ufffe', '\ud800', '🙂‮反'])],
  ])('of %s is a small PNG', async (_, chart) => {
    const { bytes, mediaType } = await draw(chart);

    expect(mediaType).toBe('image/png');
    expect(sizeOf(bytes)).toEqual([960, 420]);
    expect(bytes.length).toBeLessThan(200_000);
  });

  it('is the same for the same data', async () => {
    const chart = chartOf([1, 2, 3], ['终端管控']);

    const [first, second] = [await draw(chart), await createDrawChart()(chart)];

    expect(Buffer.compare(first.bytes, second.bytes)).toBe(0);
  });

  it('is in the way of nobody when it fails, and says so in the log', async () => {
    const lines: string[] = [];
    const failing = createDrawChart(createLog('error', { write: (line) => lines.push(line) }));
    const broken = { ...chartOf([1]), days: undefined } as unknown as Chart;

    await expect(failing(broken)).rejects.toThrow();

    expect(JSON.parse(lines[0] ?? '{}').msg).toBe('A picture could not be drawn');
    expect((await failing(chartOf([1]))).bytes.length).toBeGreaterThan(1000);
  });
});

it.each([
  ['终端管控拦截', 13, '终端管控拦截'],
  ['终端管控拦截', 4, '终端管控…'],
  ['WpdMtp.dll', 4, 'WpdMtp.…'],
  ['a \t\n\u0007b', 13, 'a b'],
])('%j cut behind %i is %j', (text, limit, expected) => {
  expect(shorten(clean(text), limit)).toBe(expected);
});

/** Which characters the font draws, from its `cmap` table (formats 4 and 12). */
function readCharacters(file: string): Set<number> {
  const font = readFileSync(file);
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => 12 + index * 16);
  const entry = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap') ?? 0;
  const cmap = font.readUInt32BE(entry + 8);
  const known = new Set<number>();
  for (let index = 0; index < font.readUInt16BE(cmap + 2); index += 1) {
    const table = cmap + font.readUInt32BE(cmap + 4 + index * 8 + 4);
    if (font.readUInt16BE(table) === 4) {
      const segments = font.readUInt16BE(table + 6) / 2;
      for (let segment = 0; segment < segments; segment += 1) {
        const end = font.readUInt16BE(table + 14 + segment * 2);
        const start = font.readUInt16BE(table + 16 + segments * 2 + segment * 2);
        for (let code = start; code <= end && code < 0xffff; code += 1) {
          known.add(code);
        }
      }
    }
  }
  return known;
}

describe('the font', () => {
  const known = readCharacters(fontFile);
  const missing = (text: string) =>
    [...new Set(text)].filter((character) => !known.has(character.codePointAt(0) ?? 0)).join('');

  it('has every title of a signature and every name of a cause', async () => {
    const [signatures, classes] = [await loadSignatures(), await loadCauseClasses()];
    const titles = signatures.map(({ title }) => title);

    expect(missing([...titles, ...[...classes.values()].map(({ name }) => name)].join(''))).toBe(
      '',
    );
    expect(titles.length).toBeGreaterThan(50);
  });

  it('has every character that the code itself writes', () => {
    const folder = path.join(import.meta.dirname, '../../handlers/digest');
    const sources = readdirSync(folder).map((name) =>
      readFileSync(path.join(folder, name), 'utf8'),
    );
    const places = readFileSync('knowledge/cases/places.ts', 'utf8');

    const words = [...sources, places].join('').replaceAll('\n', '');

    expect(missing(words)).toBe('');
  });

  it('has the common characters of Chinese, and none it should not know', () => {
    const decoder = new TextDecoder('gb2312');
    const level1 = Array.from({ length: 40 * 94 - 5 }, (_, index) =>
      decoder.decode(Uint8Array.of(0xb0 + Math.floor(index / 94), 0xa1 + (index % 94))),
    );

    expect(level1).toHaveLength(3755);
    expect(missing(level1.join(''))).toBe('');
    expect(missing('龘')).toBe('龘');
  });

  it('comes with its licence and stays small', () => {
    const licence = readFileSync(path.join(path.dirname(fontFile), 'OFL.txt'), 'utf8');

    expect(licence).toContain('SIL OPEN FONT LICENSE Version 1.1');
    expect(statSync(fontFile).size).toBeLessThan(1_000_000);
  });
});
