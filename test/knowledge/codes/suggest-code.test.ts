import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCode } from '../../../knowledge/codes/parse-code.ts';
import { suggestCodes } from '../../../knowledge/codes/suggest-code.ts';
import { errorCodes } from '../../../knowledge/codes/table.ts';

describe('suggestCodes', () => {
  it.each([
    ['0x8007005', ['0x80070005', '0x80070050']],
    ['0x800070005', ['0x80070005']],
    ['0x8000070005', ['0x80070005']],
    ['8007005', ['0x80070005', '0x80070050']],
    ['0x800F922', ['0x800f0922']],
    ['错误0x80024200d', []],
    ['错误 0x80024200d', ['0x8024200d']],
    ['C190101', ['0xc1900101']],
    ['0xC190101', ['0xc1900101']],
    ['（0x8007OO5）', ['0x80070005', '0x80070050']],
    ['０ｘ８００７００５', ['0x80070005', '0x80070050']],
  ])('asks of %s whether it is meant as %j', (text, codes) => {
    expect(suggestCodes(text).flatMap((one) => one.codes)).toEqual(codes);
  });

  it.each([
    '0x80070005',
    '0x80249999',
    '0x240006',
    '0x30018',
    'KB5034441',
    '5034441',
    '20260105',
    '22621.3155',
    '13800000001',
    '8001234',
    'C:\\Windows\\Logs',
    '0x8aaaaaa',
    '',
  ])('asks nothing about %j', (text) => {
    expect(suggestCodes(text)).toEqual([]);
  });

  it('keeps what was written', () => {
    expect(suggestCodes('报 0x8007005。')).toMatchObject([{ written: '0x8007005' }]);
  });

  it('knows every code of the table by one zero too few or too many', () => {
    const withZero = [...errorCodes().keys()].filter((code) => /^0x[8c].*0/u.test(code));

    const shorter = withZero.map((code) => code.replace(/(?<=^0x.{1,6})0/u, ''));
    const longer = withZero.map((code) => [code, code.replace(/(?<=^0x.{1,6})0/u, '00')] as const);

    expect(withZero.length).toBeGreaterThan(1500);
    expect(shorter.filter((one) => parseCode(one) !== undefined)).toEqual([]);
    expect(
      longer.filter(([code, one]) => !suggestCodes(one).some(({ codes }) => codes.includes(code))),
    ).toEqual([]);
  });

  it('never throws and suggests at most three known codes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0x8cdo07５ ,') }), (text) => {
        for (const { codes } of suggestCodes(text)) {
          expect(codes.length).toBeGreaterThan(0);
          expect(codes.length).toBeLessThanOrEqual(3);
          expect(codes.filter((code) => !errorCodes().has(code))).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});
