import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCodes } from '../../../knowledge/codes/find-codes.ts';
import { parseCode } from '../../../knowledge/codes/parse-code.ts';
import { errorCodes } from '../../../knowledge/codes/table.ts';

const codeForm = /^0x[0-9a-f]{8}$/;

describe('findCodes', () => {
  it.each([
    ['错误代码8024200D，安装失败', ['0x8024200d']],
    ['安装失败(0x80070643)。', ['0x80070643']],
    ['报 ０ｘ８００７０００５ 和８０２４４００７', ['0x80070005', '0x80244007']],
    ['*FAILED* [80244007] Sync', ['0x80244007']],
    ['0x80070005、0x800F0922；0x80070005', ['0x80070005', '0x800f0922']],
    ['HRESULT_FROM_WIN32(14098)', ['0x80073712']],
    ['[HRESULT = 0x80070005 - E_ACCESSDENIED]', ['0x80070005']],
    ['(F) STATUS_ACCESS_DENIED #1# [gle=0xd0000022]', ['0xc0000022', '0xd0000022']],
    ['c0000280 [Error,Facility=(system),Code=640 (0x0280)]', ['0xc0000280']],
    ['DISM.EXE: Executing ... HRESULT=80070BC9', ['0x80070bc9']],
    ['CTransaction::Commit(hr:0x800f081f)', ['0x800f081f']],
    ['wuauclt 返回 -2145124329', ['0x80240017']],
    ['event 2147942405', ['0x80070005']],
    ['80070005/80240017 都出现过', ['0x80070005', '0x80240017']],
    ['升级停在 0xC1900101 - 0x20017', ['0xc1900101']],
    ['C1900101-20017', ['0xc1900101']],
    ['蓝屏 0x0000007E', ['0x0000007e']],
    ['蓝屏代码 0x7B', ['0x0000007b']],
    ['错误 0x5', ['0x00000005']],
    ['error80070002 errorcode0x80070003', ['0x80070002', '0x80070003']],
    ['截图 img_0x800f081f_1.png', ['0x800f081f']],
    ['错误 0x8007 0005', ['0x80070005']],
    ['0x 80070005 怎么办', ['0x80070005']],
    ['报0x8007OOO5', ['0x80070005']],
    ['Error in apply of WpdMtp.dll. GLE [5]', ['0x80070005']],
    ['失败 [gle=0x0000007e]', ['0x8007007e']],
    ['GLE [0]', []],
    ['WIN32(5) 和 HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND)', ['0x80070005', '0x80070002']],
    ['错误 80200053', ['0x80200053']],
    ['错误 -2145124329', ['0x80240017']],
    ['返回 2149842967。', ['0x80240017']],
  ])('finds in %j', (text, codes) => {
    expect(findCodes(text)).toEqual(codes);
  });

  it.each([
    'KB80070005 KB5016623',
    '{800f0922-1234-4567-89ab-800f09220000}',
    '9482F4B4-E343-43B6-B170-800f0922aabb',
    'ab12-800f0922',
    'md5 800f0922aabbccdd800f0922aabbccdd',
    'CSI    800f0922 (F) nothing',
    '0000002a@2026/1/5:02:00:02.123',
    'c0000022@2026/1/5:02:00:02.123',
    '10.0.19041.80070005',
    '#80070005# from',
    'https://example.com/c0000022/a',
    '电话 80070005',
    '010-80071234',
    '(0755)80071234',
    '13800000001，20260105，87654321',
    'QQ：2147942405',
    'Flags = 102 (0x00000066)',
    '1757990564',
    'addr 0xff83d799 0x00b6fd90 0x1f300000',
    '[0x080489] MIG',
    '0x20017',
    'Exit code = 0x00000000, STATUS_SUCCESS, S_OK',
    'MY_OWN_SYMBOL',
    '0x8007 1234x 0x80ab 0005',
    '大小 2147483651 字节',
    '3221225477 bytes, 3221225472',
    '总机 80200053',
    '80200053 转 8006',
    '请打 80241234',
  ])('finds nothing in %j', (text) => {
    expect(findCodes(text)).toEqual([]);
  });

  const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`, 'u'));
  const hex = (count: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${count}}$`, 'u'));
  const date = fc.date({
    min: new Date('2015-01-01'),
    max: new Date('2035-12-31'),
    noInvalidDate: true,
  });
  const harmless = fc.oneof(
    digits(7).map((one) => `KB${one}`),
    fc.tuple(digits(5), digits(4)).map(([build, revision]) => `10.0.${build}.${revision}`),
    fc.tuple(digits(5), digits(4)).map(([build, revision]) => `内部版本 ${build}.${revision}`),
    date.map((day) => day.toISOString()),
    date.map((day) => day.toISOString().slice(0, 10).replaceAll('-', '')),
    digits(9).map((one) => `13${one}`),
    fc.tuple(digits(3), digits(8)).map(([area, one]) => `0${area}-${one}`),
    fc.tuple(digits(3), digits(8)).map(([area, one]) => `(0${area})${one}`),
    fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12)).map((parts) => `{${parts.join('-')}}`),
    hex(64).map((one) => `sha256:${one}`),
    digits(10).map((one) => `${one} 字节`),
  );

  it('finds nothing in numbers of updates, builds, days, telephones and GUIDs', () => {
    fc.assert(
      fc.property(fc.array(harmless, { maxLength: 5 }), (parts) => {
        expect(findCodes(parts.join('，'))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds every code of the table with 0x in front', () => {
    const missed = [...errorCodes().keys()].filter(
      (code) => findCodes(`安装失败，错误 ${code}。`)[0] !== code,
    );

    expect(missed).toEqual(['0x00000000']);
  });

  it('never throws and returns canonical codes', () => {
    const piece = fc.constantFrom(
      ...'0x|80|07|c1|-|_|(|HRESULT_FROM_WIN32|错误|５|.|{| |\n'.split('|'),
    );
    const text = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((all) => String.fromCharCode(...all)),
      fc.array(piece).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (sample) => {
        for (const code of findCodes(sample)) {
          expect(code).toMatch(codeForm);
          expect(parseCode(code)).toBe(code);
        }
        parseCode(sample);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    '0x',
    'a_',
    '80',
    '80070005 ',
    '(',
    'HRESULT_FROM_WIN32(',
    ' ',
    '错误',
    '-',
    '1.',
    '0x8-',
    'GLE [',
    '0x8007 ',
  ])('reads a megabyte of %j', { timeout: 20_000 }, (unit) => {
    const text = unit.repeat(Math.ceil(1e6 / unit.length));

    expect(findCodes(text).length).toBeLessThanOrEqual(1);
  });
});
