import { describe, expect, it } from 'vitest';
import { illegible, reconcile } from '../../../knowledge/pictures/reconcile.ts';

const line = (text: string, top = 0, left = 0) => ({
  text,
  left,
  top,
  right: left + 400,
  bottom: top + 20,
});

function both(zh: string, en: string) {
  const [agreed] = reconcile([
    { model: 'zh', lines: [line(zh)] },
    { model: 'en', lines: [line(en)] },
  ]);
  return agreed;
}

describe('two readings of one line', () => {
  it('settle what both say, in the words of the one that knows Chinese', () => {
    expect(both('安装 程序 遇 到 错误 : 0x80240017', 'REEF BTHIR: 0x80240017')).toMatchObject({
      text: '安装程序遇到错误: 0x80240017',
      settled: ['0x80240017'],
      open: [],
    });
  });

  it('leave open what they read differently, and tell both', () => {
    const agreed = both('错误 代码 : 0x80070428', 'HH2LE: 0x8007042b');

    expect(agreed).toMatchObject({
      text: `错误代码: ${illegible}`,
      settled: [],
      open: [{ raw: '0x80070428', values: ['0x80070428', '0x8007042b'] }],
    });
  });

  it('settle by the other what one could not tell', () => {
    expect(both('错误 : 6x860f6954', 'FIR: 0x800f0954')?.settled).toEqual(['0x800f0954']);
    expect(both('(KB85034763)', '(KB5034763)')?.settled).toEqual(['KB5034763']);
    expect(both('错误 : 6x860f6954', 'FIR: ox8oof8954')?.settled).toEqual(['0x800f0954']);
  });

  it('do not settle a guess that only one of them makes', () => {
    const agreed = both('错误 : 6x860f6954', 'FIR: pli');

    expect(agreed).toMatchObject({
      settled: [],
      open: [{ raw: '6x860f6954', values: ['0x800f0954'] }],
    });
    expect(agreed?.text).not.toContain('0x800f0954');
  });

  it('add a code that the told line misses to its end', () => {
    expect(both('错误 代码 = oxg', 'FIR = 0x800f0954')?.text).toBe('错误代码 = oxg 0x800f0954');
  });

  it('pair several codes of a line by what they say', () => {
    const agreed = both(
      '更 新 (KB5034441) 错误 0x80070643 (KB5036892)',
      'EH (KB5034441) 0x80070643 (KB5036892)',
    );

    expect(agreed?.settled).toEqual(['KB5034441', '0x80070643', 'KB5036892']);
  });

  it('tell an English line in the words of the other', () => {
    expect(both("Wecouldn'tinstall Windows 11", "We couldn't install Windows 11")?.text).toBe(
      "We couldn't install Windows 11",
    );
  });

  it('keep of a line that only the English one saw nothing but its codes', () => {
    const lines = reconcile([
      { model: 'zh', lines: [line('更 新')] },
      { model: 'en', lines: [line('KE: #MX 0x80070643', 100), line('BIAS', 200)] },
    ]);

    expect(lines.map(({ text }) => text)).toEqual(['更新', '0x80070643']);
  });

  it('are not needed: one alone is told too', () => {
    const lines = reconcile([{ model: 'zh', lines: [line('错误 0x80070643')] }]);

    expect(lines[0]?.settled).toEqual(['0x80070643']);
  });
});
