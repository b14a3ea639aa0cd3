import { describe, expect, it } from 'vitest';
import {
  hasYearLast,
  putsDayFirst,
  readDay,
  readHour,
} from '../../../knowledge/formats/local-time.ts';
import { recordsOf } from '../../support/records.ts';

const line = (day: string, text = 'Search begins') =>
  `${day} 10:00:01.1234567 3696  8172  Agent           ${text}`;

async function timesOf(text: string): Promise<(string | undefined)[]> {
  return (await recordsOf(text)).map(({ time }) => time);
}

describe('dates of WindowsUpdate.log', () => {
  it('are read with the month first where nothing tells', async () => {
    expect(await timesOf([line('3/4/2026'), line('5/6/2026')].join('\n'))).toEqual([
      '2026-03-04T10:00:01',
      '2026-05-06T10:00:01',
    ]);
  });

  it('are read with the day first where another line of the file shows it', async () => {
    expect(await timesOf([line('3.4.2026'), line('28.4.2026')].join('\n'))).toEqual([
      '2026-04-03T10:00:01',
      '2026-04-28T10:00:01',
    ]);
  });

  it('are settled by the file also where it is too large to be repaired', async () => {
    const text = [line('3/4/2026'), `${line('28/4/2026')}\n`.repeat(20_000)].join('\n');

    const [first] = await timesOf(text);

    expect(first).toBe('2026-04-03T10:00:01');
  });

  it('are settled in UTF-16, too', async () => {
    const text = `\uFEFF${[line('3/4/2026'), line('28/4/2026')].join('\r\n')}`;

    const [first] = await recordsOf(Buffer.from(text, 'utf16le'));

    expect(first?.time).toBe('2026-04-03T10:00:01');
  });

  it('keep their format when a mail quotes them with hard blanks', async () => {
    const text = `> ${line('2026-03-04').replaceAll(' ', '\u00a0')}`;

    expect(await recordsOf(text)).toMatchObject([
      { format: 'windowsupdate', time: '2026-03-04T10:00:01' },
    ]);
  });
});

describe('local time', () => {
  it.each([
    ['2026-01-05', { day: '2026-01-05' }],
    ['2026.1.5', { day: '2026-01-05' }],
    ['1/5/2026', { day: '2026-01-05', otherDay: '2026-05-01' }],
    ['5/5/2026', { day: '2026-05-05' }],
    ['25.1.2026', { day: '2026-01-25' }],
    ['1601/01/01', { day: undefined }],
    ['2026/13/40', { day: undefined }],
    ['13/13/2026', { day: undefined }],
  ])('reads the day of %s', (text, day) => {
    expect(readDay(text)).toEqual(day);
  });

  it.each([
    ['9:00:01', undefined, '09:00:01'],
    ['12:00:01', 'AM', '00:00:01'],
    ['12:00:01', 'pm', '12:00:01'],
    ['1:00:01', '下午', '13:00:01'],
    ['23:00:01', 'tt', '23:00:01'],
  ])('reads the hour of %s %s', (clock, half, hour) => {
    expect(readHour(clock, half)).toBe(hour);
  });

  it.each([
    ['1/2/2026 x', false],
    ['1/2/2026 x\n13/2/2026 x', true],
    ['1/2/2026 x\n1/13/2026 x\n13/2/2026 x', false],
    ['no dates', false],
  ])('finds what comes first in %j', (text, isDay) => {
    expect(putsDayFirst(text)).toBe(isDay);
  });

  it('sees dates only where a line begins', () => {
    expect(hasYearLast('on 1/2/2026 x')).toBe(false);
  });
});
