import { expect, it } from 'vitest';
import { recordsOf } from '../../support/records.ts';

const attributes =
  '<time="10:00:01.123-480" date="01-05-2026" component="ExampleAgent" context="" type="3" thread="1" file="a.cpp:1">';

it('reads a message of several lines as one record with the place of each line', async () => {
  const text = `<![LOG[first\n  second 0x80070643\nthird]LOG]!>${attributes}\n<![LOG[next]LOG]!>${attributes}`;

  const records = await recordsOf(text);

  expect(records).toMatchObject([
    { format: 'cmtrace', component: 'ExampleAgent', text: 'first\nsecond 0x80070643\nthird' },
    { format: 'cmtrace', text: 'next' },
  ]);
  expect(records[0]?.parts.map(({ line, start }) => [line, start])).toEqual([
    [1, 0],
    [2, 6],
    [3, 24],
  ]);
});

it('hands out a message whose end is missing', async () => {
  const records = await recordsOf(`<![LOG[cut off here\n<![LOG[next]LOG]!>${attributes}`);

  expect(records.map(({ text }) => text)).toEqual(['cut off here', 'next']);
});

it('hands out a message whose attributes are damaged', async () => {
  const records = await recordsOf('<![LOG[The update failed]LOG]!><time=damaged');

  expect(records).toMatchObject([{ format: 'cmtrace', time: undefined }]);
  expect(records[0]?.text).toContain('The update failed');
});

it.each(['costs 5 $$<b>', 'a $$<X><not a date>'])('sees no entry in %j', async (line) => {
  expect(await recordsOf(line)).toMatchObject([{ format: 'text', text: line }]);
});
