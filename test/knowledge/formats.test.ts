import { describe, expect, it } from 'vitest';
import { blockFormats, formats, recognise } from '../../knowledge/formats.ts';
import { recordsOf } from '../support/records.ts';

describe.each(formats)('format $name', (format) => {
  it.each(format.samples)('reads $line', ({ line, reads }) => {
    expect(recognise(line)).toEqual({ format, head: reads });
  });

  it('reads its samples with collapsed blanks', () => {
    for (const { line, reads } of format.samples) {
      const collapsed = line.replace(/ +/gu, ' ');

      expect(recognise(collapsed)?.head.component).toBe(reads.component);
    }
  });
});

describe.each(blockFormats)('block format $name', (format) => {
  it.each(format.samples)('reads $text', async ({ text, reads }) => {
    const records = (await recordsOf(text)).filter((record) => record.format === format.name);

    expect(records).toMatchObject(reads);
    expect(records).toHaveLength(reads.length);
  });

  it.each(format.samples)('reads $text between the lines of a log', async ({ text, reads }) => {
    const line = '2026-01-05 10:00:03, Info                  CBS    Nothing to do';
    const records = await recordsOf(`${line}\n${text}\n${line}\n`);

    expect(records.filter((record) => record.format === format.name)).toHaveLength(reads.length);
    expect(records.filter((record) => record.format === 'cbs')).toHaveLength(2);
  });
});

it.each([
  '',
  ' ',
  'Expected: {l:32 b:00}.',
  '[gle=0xd0000022]',
  '升级失败了，怎么办？',
  '2026-01-05',
  'x'.repeat(5000),
])('starts no record at %j', (line) => {
  expect(recognise(line)).toBeUndefined();
});

it('takes no unknown word for a component', () => {
  const line = '2026-01-05 10:00:02, Info                         HTTP server started';

  expect(recognise(line)?.head).toMatchObject({ component: '', text: 'HTTP server started' });
});
