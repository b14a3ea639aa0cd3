import { describe, expect, it } from 'vitest';
import { findTokens } from '../../../knowledge/pictures/tokens.ts';

const told = (line: string) =>
  findTokens(line).map(({ raw, values, how }) => `${raw} ${how} ${values.join('/')}`.trim());

describe('codes in a recognised line', () => {
  it.each([
    ['错误 0x80070643', ['0x80070643 read 0x80070643']],
    ['错误: Ox800F081F。', ['Ox800F081F read 0x800f081f']],
    ['错误: oxsoofos1f', ['oxsoofos1f corrected 0x800f081f']],
    ['错误: 080070005', ['080070005 corrected 0x80070005']],
    ['0Ox80070002', ['0Ox80070002 read 0x80070002']],
    ['代码 80072EE2', ['80072EE2 read 0x80072ee2']],
    ['0x87D0021 5(-2016411115)', ['0x87D0021 5 read 0x87d00215']],
    ['0xC1900101 - 0x20017', ['0xC1900101 read 0xc1900101', '0x20017 read 0x20017']],
    ['0x8007042B-0x4000D', ['0x8007042B read 0x8007042b', '0x4000D read 0x4000d']],
    [
      '终止代码: 1NACCESSIBLE_BOOT_DEVICE',
      ['1NACCESSIBLE_BOOT_DEVICE corrected INACCESSIBLE_BOOT_DEVICE'],
    ],
  ])('%s', (line, tokens) => {
    expect(told(line)).toEqual(tokens);
  });

  it.each([
    ['(KB5037768)', ['KB5037768 read KB5037768']],
    ['(KB501 1048) 未安装', ['KB501 1048 read KB5011048']],
    ['KBSO37768', ['KBSO37768 corrected KB5037768/KB8037768']],
    ['KB890830', ['KB890830 read KB890830']],
  ])('finds the update in %s', (line, tokens) => {
    expect(told(line)).toEqual(tokens);
  });

  it('makes a struck zero out of a digit only as a guess, and only into a known code', () => {
    expect(told('= 6x806f6954')).toEqual(['6x806f6954 guessed 0x800f0954']);
    expect(told('= 9x8eefe9ss')[0]).toContain('guessed');
  });

  it('makes nothing of a code with a digit too few, and says that it is there', () => {
    expect(told('错误 0x8007064')).toEqual(['0x8007064 guessed']);
    expect(told('(KB85034763)')).toEqual(['KB85034763 corrected']);
  });

  it('keeps a code of a known family that the table does not have', () => {
    expect(told('错误 0x80077777')).toEqual(['0x80077777 read 0x80077777']);
  });

  it.each([
    '版本: 10.0.19041.3636',
    '电话 13800000001',
    'C:\\Windows\\system32\\winload.efi',
    'box office, 6x8 matrix, exxon',
    'TOTAL_NONSENSE_NAME',
    '0x',
    '',
  ])('finds nothing in “%s”', (line) => {
    expect(told(line)).toEqual([]);
  });

  it('stays quick on what was made to be slow', () => {
    const lines = [
      '0x'.repeat(20_000),
      `0x${'s'.repeat(20_000)}`,
      'KB'.repeat(20_000),
      'A_'.repeat(20_000),
    ];

    expect(lines.flatMap(findTokens).length).toBeLessThan(20_001);
  });
});
