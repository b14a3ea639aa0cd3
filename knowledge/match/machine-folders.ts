import { differ } from './machine-names.ts';
import type { Computers } from './machines.ts';

/** A machine has one of each in one place. */
const keyLog =
  /^(?:cbs\.log|dism\.log|setup(?:act|err)\.log|windowsupdate\.log|reportingevents\.log|setupapi\.dev\.log|system\.evtx|setup\.evtx|application\.evtx|systeminfo\.txt|setupdiagresults\.(?:log|xml|json))$/iu;

/** Folders of Windows and of collectors: several of them belong to one machine. */
const known =
  /^(?:panther|newos|rollback|unattendgc|sources|windows(?:\.old)?|logs?|cbs|dism|mosetup|setup|setupdiag|\$?windows\.~(?:bt|ws)|windowsupdate|softwaredistribution|system32|inf|minidump|winevt|events?|eventlogs?|evtx|registry|diag\w{0,12}|te?mp|old|new|bak|backup|before|after|current|previous|users?|programdata|perflogs|[a-z]盘?|upgrade|update|screenshots?|duimgs?)$/iu;
/** Days, attempts and numbers: they may as well be one machine at different times. */
const moments =
  /^(?:\D{0,12}(?:19|20)\d\d[-_.年]?(?:0?[1-9]|1[0-2])[-_.月]?(?:0?[1-9]|[12]\d|3[01])日?(?:\D.{0,20})?|.{0,20}(?:第.{1,3}次|[一二三四五六七八九\d]次|重试|再次|失败|成功|升级|补丁).{0,20}|.{0,20}之?[前后]|(?:.{0,20}[-_ ])?(?:attempt|try|retry|run|part)[-_ ]?\d{0,2}|kb\d{6,7}.{0,20}|\d{1,4}|(?:logs?|dir|folder|日志|新建文件夹)[^a-z]{0,8})$/iu;

/**
 * Gives each input of an archive or a folder the machine it belongs to: a folder below, where folders side by side hold
 * the same logs at the same place, else `base`.
 */
export function splitFolders(
  base: string,
  inputs: readonly string[],
  computers: Computers,
): Map<string, string> {
  const machines = new Map(inputs.map((name) => [name, base]));
  const level = base === '' ? undefined : findLevel(base, inputs);
  if (!level) {
    return machines;
  }
  const hosts = differ(inputs, computers);
  const hostOf = (folder: string) =>
    hosts.filter(({ inputs: own }) => [...own].some((name) => name.startsWith(`${folder}/`)));
  const folders = [...level].map(([folder]) => folder);
  const own = folders.filter((folder) => isMachine(nameOf(folder)) || hostOf(folder).length > 0);
  // Folders whose logs name the same computer are one machine, however they are called.
  const owner = new Map(
    own.map((folder) => {
      const [host] = hostOf(folder);
      const first = own.find((other) => host !== undefined && hostOf(other)[0] === host);
      return [folder, first ?? folder];
    }),
  );
  if (new Set(owner.values()).size < 2) {
    return machines;
  }
  for (const input of inputs) {
    const folder = own.find((one) => input.startsWith(`${one}/`));
    machines.set(input, (folder && owner.get(folder)) ?? base);
  }
  return machines;
}

function nameOf(folder: string): string {
  return folder.slice(folder.lastIndexOf('/') + 1);
}

function isMachine(name: string): boolean {
  return !(known.test(name) || moments.test(name));
}

const deepest = 6;

/** The folders, side by side, of which two hold the same log at the same place below them. */
function findLevel(base: string, inputs: readonly string[]): Map<string, Set<string>> | undefined {
  for (let depth = base.split('/').length; depth <= base.split('/').length + deepest; depth += 1) {
    const folders = foldersAt(depth, inputs);
    const parents = new Set(
      [...folders.keys()].map((folder) => folder.slice(0, folder.lastIndexOf('/'))),
    );
    if (hasTwice(folders) && parents.size === 1) {
      return folders;
    }
  }
  return undefined;
}

/** With the places of the logs below each. */
function foldersAt(depth: number, inputs: readonly string[]): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const input of inputs) {
    const parts = input.split('/');
    const folder = parts.slice(0, depth + 1).join('/');
    if (parts.length > depth + 1) {
      const places = folders.get(folder) ?? new Set<string>();
      if (keyLog.test(parts.at(-1) ?? '')) {
        places.add(
          parts
            .slice(depth + 1)
            .join('/')
            .toLowerCase(),
        );
      }
      folders.set(folder, places);
    }
  }
  return new Map([...folders].filter(([, places]) => places.size > 0));
}

function hasTwice(folders: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const places = [...folders]
    .filter(([folder]) => !known.test(nameOf(folder)))
    .flatMap(([, own]) => [...own]);
  return places.some((place) => seen.has(place) || !seen.add(place));
}
