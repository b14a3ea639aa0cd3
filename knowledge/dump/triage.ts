import type { Module } from './modules.ts';
import type { View } from './view.ts';

/** How a small dump keeps its drivers; their entries grew with Windows. */
export interface TriageLayout {
  pointer: 4 | 8;
  /** Where its own header stands, behind that of the dump. */
  triage: number;
  driverBase: number;
  driverSize: number;
  driverLengths: readonly number[];
  lowestBase: bigint;
}

/** In the header of a small dump: all numbers of four bytes. */
const callStack = 0x28;
const driverList = 0x30;
const mostDrivers = 2000;
const mostStack = 64 * 1024;
const page = 0xfffn;
const largest = 1n << 30n;
const nameShape = /^[\w\\:. ()~@#$&+,;='-]{1,260}$/u;
const sample = 6;

/** `damaged`: the dump says that there are more than could be read. */
export function readDrivers(
  view: View,
  layout: TriageLayout,
): { drivers: Module[]; damaged: boolean } {
  const start = view.u32(layout.triage + driverList);
  const count = view.u32(layout.triage + driverList + 4);
  const wanted = Math.min(count, mostDrivers);
  if (start < layout.triage || wanted === 0) {
    return { drivers: [], damaged: true };
  }
  const length = layout.driverLengths.find((one) =>
    range(Math.min(sample, wanted)).every((index) => readDriver(view, layout, start + index * one)),
  );
  if (length === undefined) {
    return { drivers: [], damaged: true };
  }
  const drivers = range(wanted).flatMap(
    (index) => readDriver(view, layout, start + index * length) ?? [],
  );
  return { drivers, damaged: drivers.length < count };
}

/** Words of the stack, the innermost call first. */
export function readStack(view: View, layout: TriageLayout): bigint[] {
  const start = view.u32(layout.triage + callStack);
  const size = Math.min(view.u32(layout.triage + callStack + 4), mostStack, view.length - start);
  if (start < layout.triage || size <= 0) {
    return [];
  }
  return range(Math.floor(size / layout.pointer)).map((index) =>
    view.pointer(start + index * layout.pointer, layout.pointer),
  );
}

/** `undefined` for what is no entry: nothing in it is trusted. */
function readDriver(view: View, layout: TriageLayout, at: number): Module | undefined {
  const name = view.u32(at);
  const base = view.pointer(at + layout.driverBase, layout.pointer);
  const size = BigInt(view.u32(at + layout.driverSize));
  if (base < layout.lowestBase || (base & page) !== 0n || size === 0n || size > largest) {
    return undefined;
  }
  // The length counts characters in some versions and bytes in others; a NUL ends the name in all.
  const path = view.name(name + 4, Math.min(view.u32(name) * 2 + 2, view.length - name - 4));
  return nameShape.test(path) ? { path, base, size } : undefined;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
