import { describe, expect, it } from 'vitest';
import { mutations, readRecords, readTexts } from '../../support/blocks.ts';

const policy = '[HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU]';

function exported(values: string, head = 'Windows Registry Editor Version 5.00'): string {
  return `${head}\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU]\r\n${values}\r\n`;
}

function hexOf(text: string, encoding: BufferEncoding): string {
  return Buffer.from(text, encoding).toString('hex').replaceAll(/../gu, '$&,').slice(0, -1);
}

describe('an exported registry', () => {
  it.each([
    ['"A"=dword:0000000a', 'A = 10'],
    ['@="words"', '(Default) = words'],
    ['"A"="c:\\\\new \\"x\\""', 'A = c:\\new "x"'],
    [`"A"=hex(2):${hexOf('%SystemRoot%\\x\0', 'utf16le')}`, 'A = %SystemRoot%\\x'],
    [`"A"=hex(7):${hexOf('one\0two\0\0', 'utf16le')}`, 'A = one | two'],
    ['"A"=hex(b):10,27,00,00,00,00,00,00', 'A = 10000'],
    ['"A"=hex(4):01,00,00,00', 'A = 1'],
    ['"A"=hex:01,02,ff', 'A = hex:0102ff'],
    ['"A"=hex:', 'A = hex:'],
    [`"A"=hex:${'00,'.repeat(200)}`, `A = hex:${'00'.repeat(32)}…`],
  ])('reads %s', async (line, read) => {
    expect(await readTexts(exported(line), 'registry')).toEqual([`${policy} ${read}`]);
  });

  it('reads strings of REGEDIT4 in the code page of the PC', async () => {
    const text = exported('"A"=hex(2):b2,b9,b6,a1,00', 'REGEDIT4');

    expect(await readTexts(text, 'registry')).toEqual([`${policy} A = 补丁`]);
  });

  it('reads UTF-16 with a mark, as regedit writes it', async () => {
    const text = Buffer.from(`\uFEFF${exported('"A"="中文"')}`, 'utf16le');

    expect(await readTexts(text, 'registry')).toEqual([`${policy} A = 中文`]);
  });

  it('goes on over lines and says where a value begins', async () => {
    const { records } = await readRecords(exported('"A"=hex:01,\\\r\n  02,\\\r\n  03'));
    const [record] = records.filter(({ format }) => format === 'registry');

    expect(record?.text).toBe(`${policy} A = hex:010203`);
    expect(record?.parts).toMatchObject([{ line: 4 }]);
  });

  it('tells of a value that is deleted nothing, and of an empty key its name', async () => {
    expect(await readTexts(exported('"A"=-'), 'registry')).toEqual([]);
    expect(await readTexts(exported(''), 'registry')).toEqual([policy]);
  });
});

describe('what reg query prints', () => {
  it.each([
    ['    A    REG_DWORD    0x1', 'A = 1'],
    ['    A    REG_SZ    two words', 'A = two words'],
    ['    A    REG_MULTI_SZ    one\\0two', 'A = one | two'],
    ['    (默认)    REG_SZ    \\\\server\\x', '(默认) = \\\\server\\x'],
    [' A REG_DWORD 0x1', 'A = 1'],
    ['    A    REG_SZ', 'A = '],
  ])('reads %s', async (line, read) => {
    const text = `HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU\n${line}\n`;

    expect(await readTexts(text, 'registry')).toEqual([`${policy} ${read}`.trimEnd()]);
  });

  it('leaves the sentence behind it alone', async () => {
    const text = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Example\n    A    REG_DWORD    0x1\n请问这样对吗？';

    expect(await readTexts(text, 'text')).toEqual(['请问这样对吗？']);
  });

  it('takes no sentence about a key for one', async () => {
    expect(await readTexts('HKLM\\SOFTWARE\\Example: please look', 'registry')).toEqual([]);
  });
});

it('survives damage', async () => {
  const text = exported(
    '"A"="c:\\\\new"\r\n"B"=hex(7):5c,00,\\\r\n  00,00\r\n"C"=dword:1\r\n\r\n[-HKEY_CURRENT_USER\\x]',
  );
  for (const damaged of mutations(text, 300, 5)) {
    const { records } = await readRecords(damaged);

    expect(records.every((record) => record.text.length <= 4096)).toBe(true);
  }
});

it('holds an endless value to its bounds', async () => {
  const { records } = await readRecords(exported(`"A"="${'x\r\n'.repeat(40_000)}`));

  expect(records.every(({ text, parts }) => text.length <= 4096 && parts.length < 70)).toBe(true);
});
