import { inboxDrivers } from './inbox-drivers.ts';

/** A driver or library, and where it was loaded. */
export interface Module {
  /** As the dump has it, with its folder where it has one. */
  path: string;
  base: bigint;
  size: bigint;
}

const lastPart = /[^\\/]{0,260}$/u;

export function fileOf({ path }: Module): string {
  return lastPart.exec(path)?.[0] ?? path;
}

export function findModule(modules: readonly Module[], address: bigint): Module | undefined {
  return modules.find(({ base, size }) => address >= base && address < base + size);
}

/** False for the kernel and for drivers that come with Windows: a fault in them is mostly somebody else's. */
export function isThirdParty(module: Module): boolean {
  return !inboxDrivers.has(fileOf(module).toLowerCase());
}

/** `exampleflt.sys+0x1234`. */
export function placeOf(module: Module, address: bigint): string {
  return `${fileOf(module)}+0x${(address - module.base).toString(16)}`;
}
