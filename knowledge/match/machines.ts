import { compareText, machineOf } from './hit.ts';
import { splitFolders } from './machine-folders.ts';
import { differ } from './machine-names.ts';

/** Whose log each input is. */
export interface Machines {
  /** Opaque; equal for the inputs of one machine. */
  of(input: string): string;
  /** Those whose logs lie in an archive or a folder. */
  within(container: string): string[];
  /** What it is called in an answer: a folder or an archive, else a number. Never the name of the computer. */
  label(machine: string): string;
  /** True when an archive or a folder turned out to hold several. */
  isSplit: boolean;
}

/** Computer names that the content of an input tells, lower case, without their domain. */
export type Computers = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * An archive or a folder is taken for one machine, as `machineOf` says, unless there is a reason to split it: folders
 * side by side that hold the same logs, or different computer names told by the logs themselves. What the logs tell
 * counts for more than the folders. Nothing is ever put together that `machineOf` keeps apart: two machines taken for
 * one would make one's success withdraw the other's failure.
 */
export function findMachines(inputs: readonly string[], computers: Computers): Machines {
  const found = new Map<string, string>();
  let isSplit = false;
  for (const [base, names] of groupByBase(inputs)) {
    const folders = splitFolders(base, names, computers);
    const groups = new Set(folders.values());
    for (const group of groups) {
      const own = names.filter((name) => folders.get(name) === group);
      const parts = splitByComputer(group, own, computers);
      for (const [name, machine] of parts) {
        found.set(name, machine);
      }
    }
    isSplit ||= new Set(names.map((name) => found.get(name))).size > 1;
  }
  const all = [...new Set(inputs.map((name) => found.get(name) ?? machineOf(name)))].sort(
    compareText,
  );
  return {
    of: (input) => found.get(input) ?? machineOf(input),
    within: (container) => all.filter((one) => lies(one, machineOf(`${container}/`))),
    label: (machine) => labelOf(machine, all),
    isSplit,
  };
}

function groupByBase(inputs: readonly string[]): Map<string, string[]> {
  const bases = new Map<string, string[]>();
  for (const input of inputs) {
    const base = machineOf(input);
    bases.set(base, [...(bases.get(base) ?? []), input]);
  }
  return bases;
}

/** Stands in no name of a file. */
const numberMark = '|';

/** By the names that the logs tell; logs that tell none go with those beside them. */
function splitByComputer(
  group: string,
  inputs: readonly string[],
  computers: Computers,
): Map<string, string> {
  const hosts = differ(inputs, computers);
  const machines = new Map(inputs.map((name) => [name, group]));
  if (hosts.length < 2) {
    return machines;
  }
  for (const input of inputs) {
    const host = hosts.findIndex(({ inputs: own }) => own.has(input));
    const near =
      host >= 0
        ? host
        : nearest(
            input,
            hosts.map(({ inputs: own }) => [...own]),
          );
    if (near !== undefined) {
      machines.set(input, `${group}${numberMark}${near + 1}`);
    }
  }
  return machines;
}

/** The one host that has logs in the same folder, or in the next one above it; undefined when there are two. */
function nearest(input: string, hosts: readonly string[][]): number | undefined {
  for (let folder = folderOf(input); ; folder = folderOf(folder)) {
    const here = hosts.flatMap((own, index) =>
      own.some((name) => folder === '' || name.startsWith(`${folder}/`)) ? [index] : [],
    );
    if (here.length > 0 || folder === '') {
      return here.length === 1 ? here[0] : undefined;
    }
  }
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')));
}

function lies(machine: string, container: string): boolean {
  return (
    machine === container ||
    machine.startsWith(`${container}/`) ||
    machine.startsWith(`${container}${numberMark}`)
  );
}

function labelOf(machine: string, all: readonly string[]): string {
  const numbered = all.filter((one) => !isTold(one, all));
  return isTold(machine, all) ? nameOf(machine) : `机器 ${numbered.indexOf(machine) + 1}`;
}

function isTold(machine: string, all: readonly string[]): boolean {
  const name = nameOf(machine);
  return (
    name !== '' &&
    !name.includes(numberMark) &&
    all.filter((one) => nameOf(one) === name).length === 1
  );
}

function nameOf(machine: string): string {
  return machine.slice(machine.lastIndexOf('/') + 1);
}
