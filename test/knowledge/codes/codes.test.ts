import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCodes } from '../../../knowledge/codes/codes.ts';

const file = path.join(import.meta.dirname, '../../../knowledge/codes/error-codes.tsv');
const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
const rows = lines.slice(1).map((line) => line.split('\t'));
const codeForm = /^0x[0-9a-f]{8}$/;
const nameForm = /^[A-Z][A-Za-z0-9_]*$/;
const chinese = /\p{Script=Han}{2}/u;
const codes = await loadCodes();

describe('error-codes.tsv', () => {
  it('has its four columns and at least 450 codes', () => {
    expect(lines[0]).toBe('code\tname\tmeaning\tsource');
    expect(rows.length).toBeGreaterThanOrEqual(450);
  });

  it('is sorted and names each code once', () => {
    const order = rows.map(([code]) => code);
    expect(order).toEqual([...new Set(order)].sort());
  });

  it('gives a symbol to one code only', () => {
    const symbols = rows.map(([, name = '']) => name).filter((name) => name.includes('_'));
    expect(symbols).toHaveLength(new Set(symbols).size);
  });

  it('is well-formed in every row', () => {
    const bad = rows.filter(
      ([code = '', name = '', meaning = '', source = '', ...rest]) =>
        !codeForm.test(code) ||
        !nameForm.test(name) ||
        !chinese.test(meaning) ||
        meaning.length > 40 ||
        meaning !== meaning.trim() ||
        source === '' ||
        rest.length > 0,
    );
    expect(bad).toEqual([]);
  });
});

describe('explain', () => {
  it.each([
    ['0x80070005', '0x80070005', 'E_ACCESSDENIED', '拒绝访问'],
    ['0x5', '0x00000005', 'E_ACCESSDENIED', '拒绝访问'],
    ['-2147024891', '0x80070005', 'E_ACCESSDENIED', '拒绝访问'],
    ['NTSTATUS_FROM_WIN32(5)', '0xc0070005', 'E_ACCESSDENIED', '拒绝访问'],
    ['0xd0000022', '0xd0000022', 'STATUS_ACCESS_DENIED', '拒绝访问'],
    ['0xd0000034', '0xd0000034', 'STATUS_OBJECT_NAME_NOT_FOUND', '找不到对象名'],
    ['0xE000020B', '0xe000020b', 'ERROR_NO_SUCH_DEVINST', '设备实例不存在'],
    ['0xE0000203', '0xe0000203', 'SPAPI_E_NO_DRIVER_SELECTED', '没有为设备选定驱动'],
    ['0x8007007E', '0x8007007e', 'ERROR_MOD_NOT_FOUND', '找不到指定的模块'],
    ['0x0000007E', '0x0000007e', 'SYSTEM_THREAD_EXCEPTION_NOT_HANDLED', '蓝屏停止代码'],
  ])('knows %s', (text, code, name, meaning) => {
    expect(codes.explain(text)).toEqual({ code, name, meaning: expect.stringContaining(meaning) });
  });

  it.each(['0x80249999', '0x12345678', '拒绝访问', ''])('does not know %j', (text) => {
    expect(codes.explain(text)).toBeUndefined();
  });
});

describe('describe', () => {
  it.each([
    ['0x80070005', '拒绝访问'],
    ['0x80249999', '未收录的代码，属于 Windows 更新（0x8024）'],
    ['0x800f0fff', '未收录的代码，属于 CBS 服务堆栈或驱动安装（0x800f）'],
    ['0xc1901234', '未收录的代码，属于 Windows 安装程序（升级）（0xc190）'],
    ['0x12345678', '未收录的代码，来源不明'],
    ['hello', '不是错误代码'],
  ])('says of %s: %s', (text, sentence) => {
    expect(codes.describe(text)).toBe(sentence);
  });
});
