import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findCodes, parseCode } from '../../../knowledge/codes/parse-code.ts';

const codeForm = /^0x[0-9a-f]{8}$/;

describe('parseCode', () => {
  it.each([
    ['0x80070005', '0x80070005'],
    ['0X8007000E', '0x8007000e'],
    ['80070005', '0x80070005'],
    ['8024200d', '0x8024200d'],
    ['800F0922', '0x800f0922'],
    ['c0000024', '0xc0000024'],
    ['8e5e03fa', '0x8e5e03fa'],
    ['0x5', '0x00000005'],
    ['0x7E', '0x0000007e'],
    ['1603', '0x00000643'],
    ['-2147024891', '0x80070005'],
    ['－2147024891', '0x80070005'],
    ['2147942405', '0x80070005'],
    ['2359302', '0x00240006'],
    ['E_ACCESSDENIED', '0x80070005'],
    ['ERROR_ACCESS_DENIED', '0x80070005'],
    ['cbs_e_abort', '0x800f0821'],
    ['STATUS_DELETE_PENDING', '0xc0000056'],
    ['WININET_E_TIMEOUT', '0x80072ee2'],
    ['S_OK', '0x00000000'],
    ['0xd0000022', '0xd0000022'],
    ['HRESULT_FROM_WIN32(14098)', '0x80073712'],
    ['HRESULT_FROM_WIN32(ERROR_SXS_ASSEMBLY_MISSING)', '0x80073701'],
    ['NTSTATUS_FROM_WIN32(5)', '0xc0070005'],
    ['HRESULT_FROM_NT(0xC0000022)', '0xd0000022'],
    ['０ｘ８００７０６４３', '0x80070643'],
    ['（0x80070643）', '0x80070643'],
    [' [80244007] ', '0x80244007'],
    ['0xFFFFFFFF80070005', '0x80070005'],
    ['Ox80070005', '0x80070005'],
    ['0x80070005L', '0x80070005'],
  ])('reads %s as %s', (text, code) => {
    expect(parseCode(text)).toBe(code);
  });

  it.each([
    '',
    '0x',
    '拒绝访问',
    'deadbeef',
    '20260105',
    '0x800700051',
    '13800000002',
    '8007000',
    'KB5016623',
    '0xC1900101 - 0x30018',
    'CBS_E_',
  ])('leaves %j alone', (text) => {
    expect(parseCode(text)).toBeUndefined();
  });
});

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
  ])('finds in %j', (text, codes) => {
    expect(findCodes(text)).toEqual(codes);
  });

  it.each([
    '0x8007 0005',
    '错误 0x8007 0005',
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
  ])('finds nothing in %j', (text) => {
    expect(findCodes(text)).toEqual([]);
  });

  it('never throws and returns canonical codes', () => {
    const piece = fc.constantFrom(
      ...'0x|80|07|c1|-|_|(|HRESULT_FROM_WIN32|错误|５|.|{| |\n'.split('|'),
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
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
  ])('stays fast on a megabyte of %j', (unit) => {
    const text = unit.repeat(Math.ceil(1e6 / unit.length));

    const start = performance.now();
    findCodes(text);

    expect(performance.now() - start).toBeLessThan(1000);
  });
});
