import { once, readTable } from './table.ts';

const facilities = once(
  () => new Map(readTable('facilities.tsv').map(([number, title = '']) => [Number(number), title])),
);

const customerBit = 0x20000000;
const ntBit = 0x10000000;
/** The upper two bits. An HRESULT has one only, so that 2 is its failure. */
const severities = ['成功', '提示', '失败', '错误'] as const;

/**
 * What the bits of a code say, for one that no table has: severity, part of Windows, number.
 * https://learn.microsoft.com/openspecs/windows_protocols/ms-erref
 */
export function describeStructure(code: string): string {
  const value = Number(code);
  if (value <= 0xffff) {
    return `Win32 错误号或蓝屏停止代码 ${value}，系统自己的说明可用 net helpmsg ${value} 查看`;
  }
  if (value & ntBit) {
    const status = `0x${((value & ~ntBit) >>> 0).toString(16).padStart(8, '0')}`;
    return `带 NT 标志的内核状态，原代码是 ${status}`;
  }
  return [
    `严重级别：${severities[value >>> 30] ?? ''}`,
    ...(value & customerBit ? ['由产品自己定义，不是系统的通用代码'] : []),
    `来源：${facilityOf(value)}`,
    numberOf(value),
  ].join('；');
}

/** An HRESULT has eleven bits for it; the rest of the sixteen are flags. */
function facilityOf(value: number): string {
  const facility = (value >>> 16) & 0x7ff;
  return facilities().get(facility) ?? `编号 ${facility} 的组件（没有公开的名字）`;
}

const win32 = 0x8007;

function numberOf(value: number): string {
  const number = value & 0xffff;
  const hexadecimal = `0x${number.toString(16).toUpperCase()}`;
  return value >>> 16 === win32
    ? `Win32 错误号 ${number}（${hexadecimal}），系统自己的说明可用 net helpmsg ${number} 查看`
    : `编号 ${hexadecimal}（${number}）`;
}
