import { readBugCheck } from '../codes/bugchecks.ts';
import { fileOf, findModule, isThirdParty, type Module, placeOf } from './modules.ts';
import { readDrivers, readStack, type TriageLayout } from './triage.ts';
import type { View } from './view.ts';

/**
 * Where fields stand in the header of a dump of the kernel. Public readers of it agree:
 * https://github.com/NationalSecurityAgency/ghidra (formats/dump/pagedump), https://github.com/0vercl0k/kdmp-parser,
 * https://github.com/volatilityfoundation/volatility3 (symbols/windows/crash.json).
 */
interface HeaderLayout extends TriageLayout {
  code: number;
  parameters: number;
  exceptionCode: number;
  exceptionAddress: number;
  dumpType: number;
  systemTime: number;
  size: number;
}

const wide: HeaderLayout = {
  pointer: 8,
  code: 0x38,
  parameters: 0x40,
  exceptionCode: 0xf00,
  exceptionAddress: 0xf10,
  dumpType: 0xf98,
  systemTime: 0xfa8,
  size: 0x2000,
  triage: 0x2000,
  driverBase: 0x38,
  driverSize: 0x48,
  driverLengths: [0x90, 0x98, 0xa0, 0xa8],
  lowestBase: 0xffff_8000_0000_0000n,
};
const narrow: HeaderLayout = {
  pointer: 4,
  code: 0x28,
  parameters: 0x2c,
  exceptionCode: 0x7d0,
  exceptionAddress: 0x7dc,
  dumpType: 0xf88,
  systemTime: 0xfc0,
  size: 0x1000,
  triage: 0x1000,
  driverBase: 0x1c,
  driverSize: 0x24,
  driverLengths: [0x54, 0x4c, 0x50, 0x58, 0x5c],
  lowestBase: 0x8000_0000n,
};

const kinds: Readonly<Record<number, string>> = {
  1: 'full',
  2: 'kernel',
  3: 'header',
  4: 'mini',
  5: 'full',
  6: 'kernel',
  7: 'automatic',
};
const mini = 4;
/** A field that was never written holds the word with which the header was filled. */
const filler = 0x4547_4150;
const mostSuspects = 3;
const mostListed = 120;

export interface DumpStory {
  texts: string[];
  /** UTC in milliseconds, or NaN. */
  at: number;
  /** Chinese, without a full stop. */
  gaps: string[];
}

/** `view` begins with `PAGEDU64` or `PAGEDUMP`. */
export function readKernelDump(view: View): DumpStory {
  const layout = view.latin(4, 4) === 'DU64' ? wide : narrow;
  const code = view.u32(layout.code);
  if (view.length < layout.parameters + 4 * layout.pointer) {
    return { texts: [], at: Number.NaN, gaps: ['内存转储在文件头里就中断了，读不出停止代码'] };
  }
  const type = view.u32(layout.dumpType);
  const { drivers, damaged } =
    type === mini ? readDrivers(view, layout) : { drivers: [], damaged: false };
  const texts = [describe(view, layout, code, drivers), ...listDrivers(drivers)];
  const at = Number(view.u64(layout.systemTime) / 10_000n) - 11_644_473_600_000;
  return { texts, at, gaps: gapsOf(view, layout, type, damaged) };
}

function describe(
  view: View,
  layout: HeaderLayout,
  code: number,
  drivers: readonly Module[],
): string {
  const parameters = [0, 1, 2, 3].map((index) =>
    view.pointer(layout.parameters + index * layout.pointer, layout.pointer),
  );
  const known = readBugCheck(code);
  const shown = parameters.map((value) => hex(value, layout.pointer * 2)).join(', ');
  const kind = kinds[view.u32(layout.dumpType)] ?? 'unknown';
  const named = known ? `${known.name} ${known.meaning}` : '未收录的停止代码';
  return [
    `BugCheck ${hex(BigInt(code), 8)} (${shown}) ${named}`,
    `build=${view.u32(12)} dump=${kind}`,
    ...blame(view, layout, drivers, known?.address && parameters[known.address - 1]),
  ].join(' ');
}

/** The driver in whose code it happened; where that is Windows' own, who else stands on the stack. */
function blame(
  view: View,
  layout: HeaderLayout,
  drivers: readonly Module[],
  parameter: bigint | undefined | 0,
): string[] {
  const address = parameter || exceptionAddress(view, layout);
  const module = address === undefined ? undefined : findModule(drivers, address);
  if (module && address !== undefined && isThirdParty(module)) {
    return [`blamed=${fileOf(module)}`, `at=${placeOf(module, address)}`];
  }
  const others = new Set(
    readStack(view, layout)
      .map((value) => findModule(drivers, value))
      .filter((found) => found !== undefined && isThirdParty(found))
      .map((found) => (found ? fileOf(found) : '')),
  );
  return [
    ...(module && address !== undefined ? [`at=${placeOf(module, address)}`] : []),
    ...(others.size > 0 ? [`stack=${[...others].slice(0, mostSuspects).join(',')}`] : []),
  ];
}

function exceptionAddress(view: View, layout: HeaderLayout): bigint | undefined {
  const code = view.u32(layout.exceptionCode);
  return code === 0 || code === filler
    ? undefined
    : view.pointer(layout.exceptionAddress, layout.pointer);
}

/** Loaded is not blamed: a PC has dozens from third parties. */
function listDrivers(drivers: readonly Module[]): string[] {
  const names = [...new Set(drivers.filter(isThirdParty).map(fileOf))].slice(0, mostListed);
  return names.length > 0 ? [`Third-party drivers loaded: ${names.join(', ')}`] : [];
}

function gapsOf(view: View, layout: HeaderLayout, type: number, damaged: boolean): string[] {
  return [
    view.length < layout.size && '内存转储不完整，只有文件头的一部分，驱动列表读不出来',
    view.length >= layout.size && damaged && '小内存转储里的驱动列表已损坏或被截断，没有读全',
    kinds[type] === undefined && '内存转储的类型无法识别，只读了停止代码',
  ].filter((gap) => gap !== false);
}

function hex(value: bigint, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}
