import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../knowledge/input/record.ts';
import { scanPicture } from '../../../knowledge/pictures/scan.ts';
import { greyPng, pictureOf } from '../../support/pictures.ts';

async function scan(bytes: Uint8Array, most = 6) {
  const records: LogRecord[] = [];
  const told: string[] = [];
  let taken = 0;
  const coverage = await scanPicture({
    input: 'a.png',
    bytes: (async function* () {
      yield bytes;
    })(),
    filter: { match: (_, found) => found.push(0) },
    found: (record) => records.push(record),
    shown: (text) => told.push(text),
    pictures: {
      most,
      take: () => {
        taken += 1;
        return taken <= most;
      },
      deadline: Date.now() + 60_000,
      signal: undefined,
    },
  });
  return { coverage, records, told: told.join(' '), taken };
}

describe('a screenshot', () => {
  it('gives its paragraphs as records, its codes as said, and says how it was read', async () => {
    const { coverage, records, told } = await scan(pictureOf('settings-q60.jpg'));

    expect(coverage.notes?.[0]).toMatch(/由图片识别得到 .*请与原图核对/u);
    expect(told.split(' ').sort()).toEqual(['0x80070643', '22H2', 'KB5037768']);
    const text = records.map((record) => record.text).join('\n');
    expect(text).toContain('失败');
    expect(text).toContain('(KB5037768)');
    expect(new Set(records.map(({ format, time }) => `${format} ${time}`))).toEqual(
      new Set(['picture undefined']),
    );
    const lines = records.flatMap(({ parts }) => parts.map((part) => part.line));
    expect([...lines].sort((a, b) => a - b)).toEqual(
      Array.from({ length: coverage.lines }, (_, index) => index + 1),
    );
  }, 60_000);

  it('of a command window is read though it is light on dark', async () => {
    const { told } = await scan(pictureOf('dism-song-q60.jpg'));

    expect(told).toContain('0x80070002');
  }, 60_000);
});

describe('what is no readable screenshot', () => {
  it.each([
    ['one that says it has 2.5 thousand million pixels', greyPng(8, 8, [50_000, 50_000]), '太大'],
    ['one of more than 25 MB', Buffer.concat([greyPng(8, 8), Buffer.alloc(26 << 20)]), '太大'],
    ['an icon', greyPng(12, 300), '没有认出文字'],
    ['one without a size', greyPng(40, 40).subarray(0, 24), '已损坏'],
  ])('%s is told without being decoded', async (_, bytes, words) => {
    const { coverage, records, taken } = await scan(bytes);

    expect(coverage.unread).toContain(words);
    expect(coverage.unread).toContain('粘贴成文字');
    expect(coverage.lines).toBe(0);
    expect([records.length, taken]).toEqual([0, 0]);
  });

  it.each([
    ['empty', greyPng(300, 200)],
    ['cut off', greyPng(300, 200).subarray(0, 50)],
  ])(
    'one that is %s says that nothing was recognised',
    async (_, bytes) => {
      const { coverage } = await scan(bytes);

      expect(coverage.unread).toContain('没有认出文字，或图片已损坏');
    },
    60_000,
  );

  it('one where pictures are switched off says so', async () => {
    const { coverage, taken } = await scan(pictureOf('settings-q60.jpg'), 0);

    expect(coverage.unread).toContain('没有开启识图');
    expect(taken).toBe(0);
  });
});
