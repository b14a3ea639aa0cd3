import { describe, expect, it } from 'vitest';
import { loadCodes } from '../../../knowledge/codes/codes.ts';

const codes = await loadCodes();

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
    ['GLE [126]', '0x8007007e', 'ERROR_MOD_NOT_FOUND', '找不到指定的模块'],
    ['80240069', '0x80240069', 'WU_E_SERVICE_UNEXPECTED_EXIT', '更新服务进程意外退出'],
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

describe('detail', () => {
  it('has the cause, the step and the logs of a code', () => {
    expect(codes.detail('0x800f0831')).toMatchObject({
      name: 'CBS_E_STORE_CORRUPTION',
      family: 'CBS',
      familyTitle: '组件服务（CBS）',
      cause: expect.stringContaining('清单缺失'),
      step: expect.stringContaining('CBS.log'),
      logs: ['Windows\\Logs\\CBS\\CBS.log', 'Windows\\Logs\\DISM\\dism.log'],
      source: 'CBS',
      standsFor: null,
      structure: '',
    });
  });

  it('lets the family speak where the code has nothing of its own', () => {
    const { cause, step } = codes.detail('0x800736de') ?? {};

    expect(cause).toContain('组件存储');
    expect(step).toContain('CBS.log');
  });

  it('says which code another spelling stands for', () => {
    expect(codes.detail('0xd0000022')).toMatchObject({ standsFor: '0xc0000022' });
    expect(codes.detail('1603')).toMatchObject({ standsFor: '0x80070643' });
  });

  it('tells the Win32 error beside the stop code of the same number', () => {
    expect(codes.detail('0x7b')).toMatchObject({
      name: 'INACCESSIBLE_BOOT_DEVICE',
      alsoWin32: { code: '0x8007007b', name: 'ERROR_INVALID_NAME' },
    });
    expect(codes.detail('0x80070005')).toMatchObject({ alsoWin32: null });
  });

  it('says where sources disagree', () => {
    expect(codes.detail('0x800f0923')?.disputes).toMatchObject([{ source: '微软支持页' }]);
    expect(codes.detail('0x80070005')?.disputes).toEqual([]);
  });

  it.each([
    ['0x8007abcd', ['失败', 'Win32 错误', 'net helpmsg 43981']],
    ['0x80249999', ['失败', 'Windows 更新', '0x9999']],
    ['0xd0001234', ['0xc0001234']],
    ['0xe0001234', ['由产品自己定义']],
    ['0xc0de0001', ['错误', '编号 222 的组件']],
    ['9999', ['net helpmsg 9999']],
  ])('reads what it can out of the unknown %s', (code, parts) => {
    const { family, structure } = codes.detail(code) ?? {};

    expect(family).toBeNull();
    for (const part of parts) {
      expect(structure).toContain(part);
    }
  });

  it.each(['', 'hello', '20260105'])('has nothing for %j', (text) => {
    expect(codes.detail(text)).toBeUndefined();
  });
});
