import { compareText } from './hit.ts';
import type { Computers } from './machines.ts';

/** NetBIOS names end here, and `systeminfo` tells no more of them. */
const longestName = 15;
/** Names that setup makes up before the machine has its own, and what tools write when they know none. */
const madeUp =
  /^(?:win-[a-z0-9]{11}|minint-[a-z0-9]{1,12}|localhost|offline|unknown|n\/a|desktop)$/u;
const wellFormed = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,62}$/u;

/** As names are compared; undefined for what names no machine. */
export function computerName(told: string): string | undefined {
  const [label = ''] = told.trim().toLowerCase().split('.');
  const name = label.slice(0, longestName);
  return wellFormed.test(name) && !madeUp.test(label) ? name : undefined;
}

export interface Host {
  names: Set<string>;
  inputs: Set<string>;
}

/**
 * The machines that logs name. A log that tells of several names belongs to a machine that was renamed: whoever
 * shares one of them is the same machine.
 */
export function differ(inputs: readonly string[], computers: Computers): Host[] {
  let hosts: Host[] = [];
  for (const input of inputs) {
    const names = computers.get(input);
    if (!names || names.size === 0) {
      continue;
    }
    const same = hosts.filter((host) => sharedBetween(host.names, names));
    const joined: Host = {
      names: new Set([...names, ...same.flatMap((host) => [...host.names])]),
      inputs: new Set([input, ...same.flatMap((host) => [...host.inputs])]),
    };
    hosts = [...hosts.filter((host) => !same.includes(host)), joined];
  }
  return hosts.sort((left, right) => compareText(firstOf(left), firstOf(right)));
}

function firstOf({ inputs }: Host): string {
  return [...inputs].sort(compareText)[0] ?? '';
}

export function sharedBetween(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return [...left].some((name) => right.has(name));
}
