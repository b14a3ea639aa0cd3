import { describe, expect, it } from 'vitest';
import { breakUp, readTrace } from '../../support/procmon.ts';
import { createRandom } from '../../support/random.ts';

const path = 'C:\\Windows\\WinSxS\\amd64_example_1\\usbstor.sys';
const head = '"Time of Day","Process Name","PID","Operation","Path","Result","Detail"';
const deniedRow = row('TiWorker.exe', 'ACCESS DENIED');
const expected = `AccessDenied: TiWorker.exe CreateFile "${path}" Desired Access: Generic Write`;
const summary = 'ProcmonTrace: 1 events, 1 denied to servicing';

function row(
  process: string,
  result: string,
  detail = 'Desired Access: Generic Write, Disposition: Open, Options: , AllocationSize: n/a',
): string {
  return `"9:30:41.2000001 AM","${process}","4100","CreateFile","${path}","${result}","${detail}"`;
}

describe('a table', () => {
  it.each([
    ['with a byte order mark', `\ufeff${head}\r\n${deniedRow}\r\n`],
    ['without one', `${head}\n${deniedRow}`],
    ['copied without its heading', deniedRow],
    ['copied out of the window', deniedRow.replaceAll('","', '\t').replaceAll('"', '')],
    [
      'saved again without quotes',
      `${head.replaceAll('"', '')}\n9:30:41.2 AM,TiWorker.exe,4100,CreateFile,${path},ACCESS DENIED,"Desired Access: Generic Write, Disposition: Open"`,
    ],
    ['with semicolons', `${head.replaceAll('","', '";"')}\n${deniedRow.replaceAll('","', '";"')}`],
    [
      'with a clock in Chinese',
      `${head}\n${deniedRow.replace('9:30:41.2000001 AM', '上午 9:30:41.2000001')}`,
    ],
    [
      'copied with a clock in Chinese',
      deniedRow.replace('9:30:41.2000001 AM', '上午 9:30:41.2000001'),
    ],
  ])('is read %s', async (_, text) => {
    const { texts } = await readTrace(text);

    expect(texts).toEqual([expected, summary]);
  });

  it.each([
    ['9:30:41.2000001 PM', '21:30:41'],
    ['下午 9:30:41.2000001', '21:30:41'],
    ['9:30:41.2000001 下午', '21:30:41'],
    ['12:30:41.2000001 AM', '00:30:41'],
    ['21:30:41,2000001', '21:30:41'],
  ])('tells %s as the logs beside it do', async (clock, told) => {
    const { records } = await readTrace(
      `${head}\n${deniedRow.replace('9:30:41.2000001 AM', clock)}`,
    );

    expect(records[0]?.parts[0]?.raw).toMatch(new RegExp(`^${told} `, 'u'));
  });

  it('is read with its columns in any order, and says when there is a date', async () => {
    const text = [
      '"Result","User","PID","Duration","Path","Date & Time","Process Name","Command Line","Operation","Detail"',
      `"ACCESS DENIED","NT AUTHORITY\\SYSTEM","4100","0.0000100","${path}","3/2/2026 9:30:41 PM","TiWorker.exe","""C:\\Windows\\TiWorker.exe"" -Embedding, ""x""","CreateFile","Desired Access: Delete, Disposition: Open"`,
    ].join('\r\n');

    const { records } = await readTrace(text);

    expect(records[0]).toMatchObject({
      time: '2026-03-02T21:30:41',
      text: `AccessDenied: TiWorker.exe as SYSTEM CreateFile "${path}" Desired Access: Delete`,
      parts: [{ line: 2 }],
    });
  });

  it('quotes neither users nor command lines', async () => {
    const text = `"Process Name","PID","Operation","Path","Result","Detail","User","Command Line"\n"TiWorker.exe","4100","WriteFile","${path}","ACCESS DENIED","","PC-0001\\example","wusa secret.msu"`;

    const { records } = await readTrace(text);

    expect(records).toHaveLength(2);
    expect(JSON.stringify(records)).not.toMatch(/PC-0001|secret/u);
  });

  it('has cells that go on in the next line', async () => {
    const start = `"9:30:40.1 AM","wusa.exe","7","Process Start","","SUCCESS","Parent PID: 1, Environment: \n;\tA=1\n;\tB=2"`;

    const { texts } = await readTrace(`${head}\n${start}\n${deniedRow}\n`);

    expect(texts).toEqual([expected, 'ProcmonTrace: 2 events, 1 denied to servicing']);
  });

  it.each([
    ['is allowed later', row('TiWorker.exe', 'SUCCESS'), 0],
    [
      'is looked at later',
      row('TiWorker.exe', 'SUCCESS', 'Desired Access: Read Attributes, Disposition: Open'),
      1,
    ],
    ['is opened by another program', row('svchost.exe', 'SUCCESS'), 1],
  ])('keeps what was denied unless it %s', async (_, later, kept) => {
    const { texts } = await readTrace([head, deniedRow, later].join('\n'));

    expect(texts).toHaveLength(kept + 1);
  });

  it.each([
    ['explorer.exe', path],
    ['svchost.exe', 'C:\\Windows\\System32\\config\\example'],
    ['setup.exe', 'C:\\Program Files\\Example\\a.dll'],
  ])('says nothing of %s', async (process, where) => {
    const { texts } = await readTrace(
      `${head}\n${row(process, 'ACCESS DENIED').replace(path, where)}`,
    );

    expect(texts).toEqual(['ProcmonTrace: 1 events, 0 denied to servicing']);
  });

  it.each([
    ['SHARING VIOLATION', 'SharingViolation'],
    ['DELETE PENDING', 'DeletePending'],
    ['0xC0000906', 'VirusInfected'],
    ['disk full', 'DiskFull'],
  ])('reads the result %s', async (result, word) => {
    const { texts } = await readTrace(`${head}\n${row('TiWorker.exe', result)}`);

    expect(texts[0]).toMatch(new RegExp(`^${word}: TiWorker\\.exe CreateFile`, 'u'));
  });

  it('leaves the lines around it to their logs', async () => {
    const line = '2026-03-02 09:30:40, Info                  CBS    Nothing to do';

    const { texts, others } = await readTrace(
      [line, head, deniedRow, '', '怎么办？', line].join('\n'),
    );

    expect(texts).toEqual([expected, summary]);
    expect(others.filter(({ format }) => format === 'cbs')).toHaveLength(2);
  });

  it('keeps so many denials and counts the rest', async () => {
    const rows = Array.from({ length: 2500 }, (_, index) =>
      deniedRow.replace('usbstor', `file${index}`),
    );

    const { texts } = await readTrace([head, ...rows].join('\n'));

    expect(texts).toHaveLength(2001);
    expect(texts.at(-1)).toBe(
      'ProcmonTrace: 2500 events, 2000 denied to servicing, 500 more not kept',
    );
  });
});

it.each([
  '这一行 "TiWorker.exe" 报 ACCESS DENIED，怎么办？',
  'Process Name,PID',
  '"14:20:07","abc","1","2"',
  '10:00:00 TiWorker.exe 4100 CreateFile failed',
])('takes no other line for a row: %s', async (line) => {
  const { texts } = await readTrace(line);

  expect(texts).toEqual([]);
});

const whole = [head, deniedRow, row('TiWorker.exe', 'SUCCESS'), deniedRow].join('\n');

it('outlives any damage', async () => {
  const random = createRandom(42);
  for (let round = 0; round < 200; round += 1) {
    const { texts } = await readTrace(breakUp(whole, random));

    expect(texts.length).toBeLessThanOrEqual(8);
  }
});
