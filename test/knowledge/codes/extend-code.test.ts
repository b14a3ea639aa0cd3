import { describe, expect, it } from 'vitest';
import { parseExtendCode } from '../../../knowledge/codes/extend-code.ts';
import { readTable } from '../../../knowledge/codes/table.ts';

const chinese = /\p{Script=Han}/u;
const driverLogFirst = /^\$Windows\.~BT.Sources.Rollback.setupapi.setupapi\.dev\.log、/;
const rows = readTable('upgrade-phases.tsv');

describe('upgrade-phases.tsv', () => {
  it('has seven columns and a Chinese title or hint in every row', () => {
    const bad = rows.filter((cells) => cells.length !== 7 || !cells[3] || !cells[6]);
    expect(bad).toEqual([]);
  });

  it('names every phase and every operation', () => {
    const codes = (wanted: string) =>
      rows.flatMap(([kind, code = '']) => (kind === wanted ? [Number(code)] : []));
    expect(codes('phase')).toEqual([...Array(6).keys()]);
    expect(codes('operation')).toEqual([...Array(0x21).keys()]);
  });

  it('reads back each of its pairs', () => {
    const pairs = rows.filter(([kind]) => kind === 'combination');
    for (const [, code = '', , title, , hint] of pairs) {
      expect(parseExtendCode(code)?.hint).toBe(`${title}；${hint}`);
    }
  });
});

describe('parseExtendCode', () => {
  it.each([
    ['0xC1900101 - 0x30018', '0xc1900101', 'first-boot', 0x18],
    ['0xC1900101-0x20017', '0xc1900101', 'safe-os', 0x17],
    ['0xC1900101 – 0x4000D', '0xc1900101', 'second-boot', 0x0d],
    ['０ｘＣ１９００１０１－０ｘ４０００Ｄ', '0xc1900101', 'second-boot', 0x0d],
    ['C1900101-1000C', '0xc1900101', 'downlevel', 0x0c],
    ['升级失败，0x80070070 - 0x50011，怎么办', '0x80070070', 'uninstall', 0x11],
    ['20260105 10017 以后 0x80070005, 0x2000C', '0x80070005', 'safe-os', 0x0c],
    ['0x80070070 - 0x60000', '0x80070070', 'unknown', 0],
    ['0x20017', undefined, 'safe-os', 0x17],
    ['0x4001E', undefined, 'second-boot', 0x1e],
  ])('reads %s', (text, resultCode, phase, operation) => {
    const failure = parseExtendCode(text);

    expect(failure).toMatchObject({ phase, operation });
    expect(failure?.resultCode).toBe(resultCode);
    expect(failure?.phaseName).toMatch(chinese);
    expect(failure?.operationName).not.toBe('');
    expect(failure?.logs).not.toBe('');
  });

  it('names the driver log first where devices are installed', () => {
    expect(parseExtendCode('0xC1900101 - 0x30018')).toMatchObject({
      extendCode: '0x30018',
      phaseName: '首次启动阶段',
      logs: expect.stringMatching(driverLogFirst),
    });
  });

  it.each(['0xC1900101', '0x80070005', '0x00030018', '[0x0f0082]', '', '2026-01-05 10:00:17'])(
    'leaves %j alone',
    (text) => {
      expect(parseExtendCode(text)).toBeUndefined();
    },
  );
});
