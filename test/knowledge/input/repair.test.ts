import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../knowledge/input/record.ts';
import { repairDamage } from '../../../knowledge/input/repair.ts';
import { scanLines } from '../../../knowledge/input/scan-lines.ts';

const everything = { match: (_text: string, found: number[]) => void found.push(0) };

async function read(text: string, encoding: BufferEncoding = 'utf8'): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const bytes = (async function* () {
    yield Buffer.from(text, encoding);
  })();
  await scanLines({
    input: 'x',
    bytes,
    filter: everything,
    found: (record) => records.push(record),
  });
  return records;
}

const head = '2026-01-05 10:00:01, Info                  CBS    ';

describe('repairDamage', () => {
  it.each([
    [
      '0000001d@2026/1/5:02:00:01.621 <mailto:0000001d@2026/1/5:02:00:01.621>  (F) x',
      '0000001d@2026/1/5:02:00:01.621  (F) x',
    ],
    [
      'cabinet \\\\?\\C:\\a.cab <file://%3f/C:/a.cab>  [HRESULT',
      'cabinet \\\\?\\C:\\a.cab  [HRESULT',
    ],
    ['see [a.cab](https://example.com/a.cab) now', 'see a.cab now'],
    ['a &lt;b&gt; &amp; &quot;c&quot;&nbsp;d', 'a <b> & "c" d'],
    ['[HRESULT = 0x80070490 – ERROR_NOT_FOUND]', '[HRESULT = 0x80070490 - ERROR_NOT_FOUND]'],
    ['on:[5]‘\\x’', "on:[5]'\\x'"],
    ['no\u200bbreak', 'nobreak'],
  ])('mends %s', (damaged, mended) => {
    expect(repairDamage(damaged)).toBe(mended);
  });

  it('leaves plain log text alone', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x20-\x25\x27-\x3b\x3d-\x7e]{0,200}$/u), (text) => {
        fc.pre(!text.includes('://') && !text.includes('mailto:'));

        expect(repairDamage(text)).toBe(text);
      }),
    );
  });
});

describe('records', () => {
  it('joins continuation lines', async () => {
    const [record] = await read(
      `${head}Hashes do not match.\r\nExpected: {l:32 b:00}.\r\nActual: {l:32 b:11}.`,
    );

    expect(record?.text).toBe('Hashes do not match.\nExpected: {l:32 b:00}.\nActual: {l:32 b:11}.');
    expect(record?.parts.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it('joins a record that servicing cut in two, without the last error in the middle', async () => {
    const records = await read(
      [
        '2026-01-05 10:00:01, Error                 CSI    00000027 (F) STATUS_X #1# from F(sa = (FILE_SHARE_DEL[gle=0xd0000102]',
        '2026-01-05 10:00:01, Error                 CSI    ETE), cd = FILE_OPEN)',
        '[gle=0xd0000102]',
        '2026-01-05 10:00:01, Error                 CSI    00000028 (F) next',
      ].join('\n'),
    );

    expect(records.map(({ text }) => text)).toEqual([
      '00000027 (F) STATUS_X #1# from F(sa = (FILE_SHARE_DELETE), cd = FILE_OPEN)\n[gle=0xd0000102]',
      '00000028 (F) next',
    ]);
  });

  it('splits records that a chat put on one line', async () => {
    const records = await read(`${head}one thing happened here ${head}another thing`);

    expect(records.map(({ text }) => text)).toEqual(['one thing happened here', 'another thing']);
  });

  const records = [
    `${head}Exec: Processing package`,
    `${head}Failed to stage execution package "Package_1" [HRESULT = 0x80070002]`,
    `${head}Exec: done`,
  ];

  it.each<[string, (line: string) => string]>([
    ['blanks that do not break', (line) => line.replaceAll(' ', '\u00a0')],
    ['entities', (line) => line.replaceAll('"', '&quot;')],
    ['typographic quotes', (line) => line.replaceAll('"', '\u201d')],
  ])('joins no records that have %s', async (_, damage) => {
    const damaged = await read(records.map(damage).join('\r\n'));

    expect(damaged.map(({ text }) => text)).toEqual(
      (await read(records.join('\n'))).map(({ text }) => text),
    );
  });

  it('splits at carriage returns where there are no line feeds', async () => {
    const found = await read(records.join('\r'));

    expect(found.map(({ parts }) => parts[0]?.line)).toEqual([1, 2, 3]);
  });

  it('takes no half of a Chinese character for one', async () => {
    // Neither a line feed nor a NUL, and the low byte of 服 is a carriage return.
    const [record] = await read('\ufeff无法连接到更新服务', 'utf16le');

    expect(record?.text).toBe('无法连接到更新服务');
  });

  it('joins a short line that a long name was wrapped away from', async () => {
    const [record] = await read(
      [
        '2026-01-05 10:00:01, Info                  CBS    Failed to stage',
        'execution package:',
        'Package_1_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.0 [HRESULT =',
        '0x800f0831 - CBS_E_STORE_CORRUPTION]',
      ].join('\n'),
    );

    expect(record?.variant).toBe(
      'Failed to stage execution package: Package_1_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.0 [HRESULT = 0x800f0831 - CBS_E_STORE_CORRUPTION]',
    );
  });

  it('knows log lines that are set off by blanks', async () => {
    const line = '2026/01/05 10:00:01.1234567 3696  8172  Agent           Started';

    const [record] = await read(`    ${line}`);

    expect(record).toMatchObject({ format: 'windowsupdate', time: '2026-01-05T10:00:01' });
  });

  it('keeps the line number of what the user sent through quotes and blank lines', async () => {
    const [record] = await read(`你好\n\n> ${head}failed`);

    const quoted = (await read(`你好\n\n> ${head}failed`)).find(({ format }) => format === 'cbs');
    expect(record?.format).toBe('text');
    expect(quoted?.parts).toEqual([{ line: 3, raw: `> ${head}failed`, start: 0 }]);
  });

  it('ends a record at Chinese prose', async () => {
    const records = await read(`${head}failed\n这个错误是权限问题。`);

    expect(records.map(({ format }) => format)).toEqual(['cbs', 'text']);
  });

  it('bounds a record of a million lines', async () => {
    const [record] = await read(`${head}x\n${'[more]\n'.repeat(100_000)}`);

    expect(record?.parts.length).toBeLessThanOrEqual(64);
    expect(record?.text.length).toBeLessThanOrEqual(4096);
  });
});
