import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCode } from '../../../knowledge/codes/parse-code.ts';
import { errorCodes } from '../../../knowledge/codes/table.ts';

const all = [...errorCodes().values()];

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
    ['0x8007 0005', '0x80070005'],
    ['8007 0005', '0x80070005'],
    ['0x 80070005', '0x80070005'],
    ['０ｘ８００７　０００５', '0x80070005'],
    ['0x8007OOO5', '0x80070005'],
    ['8o24200D', '0x8024200d'],
    ['2149842967', '0x80240017'],
    ['-2145124329', '0x80240017'],
    ['0xC0000022', '0xc0000022'],
    ['WIN32(5)', '0x80070005'],
    ['__HRESULT_FROM_WIN32(5)', '0x80070005'],
    ['HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED)', '0x80070005'],
    ['HRESULT_FROM_WIN32(0x80070005)', '0x80070005'],
    ['HRESULT_FROM_WIN32(0)', '0x00000000'],
    ['NTSTATUS_FROM_WIN32(ERROR_ACCESS_DENIED)', '0xc0070005'],
    ['HRESULT_FROM_NT(STATUS_ACCESS_DENIED)', '0xd0000022'],
    ['GLE [5]', '0x80070005'],
    ['[gle=0x00000005]', '0x80070005'],
    ['[gle=0xd0000022]', '0xd0000022'],
    ['GLE=126', '0x8007007e'],
    ['CBS_E_CANNOT_REMOVE', '0x800f0825'],
    ['DISMAPI_E_BUSY', '0x800f0902'],
    ['0x240006', '0x00240006'],
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
    '0x8007005',
    '0x30018',
    '0x1234 5678',
    'decode00',
    'GLE [x]',
    'WIN32(',
  ])('leaves %j alone', (text) => {
    expect(parseCode(text)).toBeUndefined();
  });
});

/** Spellings that are not read as the code beside them. */
function misread(pairs: readonly (readonly [spelling: string, code: string])[]): string[] {
  return pairs.flatMap(([spelling, code]) => (parseCode(spelling) === code ? [] : [spelling]));
}

function spellingsOf(code: string): string[] {
  const value = Number(code);
  const digits = code.slice(2);
  const wide = [...code].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('');
  const whole = [
    `${value}`,
    `0x${digits.slice(0, 4)} ${digits.slice(4)}`,
    code.replaceAll(/(?<=x.*)0/gu, 'O'),
  ];
  return [
    ...[code, code.toUpperCase(), digits, digits.toUpperCase(), `${code}L`, wide],
    ...[`（${code}）`, `0xffffffff${digits}`, `${value | 0}`],
    ...(value > 0x7fffffff ? whole : []),
  ];
}

describe('every code of the table', () => {
  it('is read out of each of its spellings', () => {
    const pairs = all.flatMap(({ code }) =>
      spellingsOf(code).map((spelling) => [spelling, code] as const),
    );

    expect(pairs.length).toBeGreaterThan(20_000);
    expect(misread(pairs)).toEqual([]);
  });

  it('is read out of its symbol', () => {
    const named = all.filter(({ name }) => name.includes('_'));

    expect(misread(named.map(({ name, code }) => [name, code]))).toEqual([]);
    expect(misread(named.map(({ name, code }) => [name.toLowerCase(), code]))).toEqual([]);
  });

  it('is read out of the Win32 macros', () => {
    const pairs = all
      .filter(({ code }) => code.startsWith('0x8007'))
      .flatMap(({ code, name }) => {
        const number = Number(code) & 0xffff;
        const inner = [`${number}`, `0x${number.toString(16)}`, name];
        return [
          ...inner.map((one) => [`HRESULT_FROM_WIN32(${one})`, code] as const),
          ...inner.map((one) => [`WIN32(${one})`, code] as const),
          ...inner.map((one) => [`NTSTATUS_FROM_WIN32(${one})`, `0xc007${code.slice(6)}`] as const),
          [`GLE [${number}]`, code] as const,
        ];
      });

    expect(pairs.length).toBeGreaterThan(5000);
    expect(misread(pairs)).toEqual([]);
  });

  it('gets its flag bit from HRESULT_FROM_NT', () => {
    const pairs = all
      .filter(({ name }) => name.startsWith('STATUS_'))
      .map(({ code, name }) => {
        const flagged = `0x${((Number(code) | 0x10000000) >>> 0).toString(16)}`;
        return [`HRESULT_FROM_NT(${name})`, flagged] as const;
      });

    expect(pairs.length).toBeGreaterThan(100);
    expect(misread(pairs)).toEqual([]);
  });
});

describe('parseCode on anything', () => {
  it('never throws and reads its own result', () => {
    const piece = fc.constantFrom(...'0x|o|80|07|0005|-|_|(|)|GLE [|WIN32(|５|ｘ| |\n'.split('|'));
    const text = fc.oneof(
      fc.array(fc.integer({ min: 0, max: 0xffff })).map((all) => String.fromCharCode(...all)),
      fc.array(piece).map((one) => one.join('')),
    );

    fc.assert(
      fc.property(text, (sample) => {
        const code = parseCode(sample);

        if (code !== undefined) {
          expect(code).toMatch(/^0x[0-9a-f]{8}$/u);
          expect(parseCode(code)).toBe(code);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
