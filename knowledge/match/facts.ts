import { foreignDriver, productOfDriver } from './filter-drivers.ts';

/** What logs tell about the machine, apart from what failed. */
export const factNames = ['build', 'products', 'filterDrivers', 'model', 'hotfixes'] as const;
export type FactName = (typeof factNames)[number];

/** Named groups carry the value. */
export interface FactPattern {
  /** `computer` tells machines apart and is no fact to be shown. */
  fact: FactName | 'computer';
  pattern: string;
  /** True for what may be of another Windows: that of an image, or of the environment in which setup restarts. */
  isWeak?: boolean;
  /** What one value says; `undefined`: nothing. */
  read?(value: string): string | undefined;
}

const driverSources: readonly Omit<FactPattern, 'fact'>[] = [
  { pattern: '^FilterManager 6 [^\\n]{0,120}?DeviceName=(?<value>\\S{2,60})' },
  { pattern: 'FilterDrivers ?[:=] ?(?<value>[^\\n]{2,600})' },
  // knowledge/console/fltmc.ts
  { pattern: '^fltmc filter=(?<value>[^\\n=]{2,60}?)(?: altitude=|$)' },
];

/** `value` is one value or several, divided by commas. */
export const factPatterns: readonly FactPattern[] = [
  { fact: 'build', pattern: 'HostOSVersion ?[:=] ?10\\.0\\.(?<value>\\d{5}(?:\\.\\d{1,5})?)' },
  {
    fact: 'build',
    pattern: '(?:OS Version|OS 版本|系统版本)[:：] {0,20}(?:10\\.0|6\\.[1-3])\\.(?<value>\\d{4,5})',
  },
  { fact: 'build', pattern: 'Host OS Build String \\[?(?<value>\\d{5}\\.\\d{1,5})' },
  {
    fact: 'build',
    pattern:
      'Microsoft Windows \\[(?:Version|版本) (?:10\\.0|6\\.[1-3])\\.(?<value>\\d{4,5}(?:\\.\\d{1,5})?)\\]',
  },
  {
    fact: 'build',
    pattern: '(?:OS Build|OS 内部版本|操作系统内部版本|操作系统版本) ?(?<value>\\d{5}\\.\\d{1,5})',
  },
  { fact: 'build', pattern: '(?:OsBuildNumber|WindowsBuildLabEx) ?: ?(?<value>\\d{5})' },
  {
    fact: 'build',
    pattern: 'Host machine information: OS Version=10\\.0\\.(?<value>\\d{5})',
    isWeak: true,
  },
  {
    fact: 'build',
    pattern:
      'Loaded Servicing Stack v(?:10\\.0|6\\.[1-3])\\.(?<value>\\d{4,5})\\.\\d{1,5} with Core: C:\\\\Windows\\\\winsxs',
    isWeak: true,
  },
  {
    fact: 'build',
    pattern: '^(?:Image Version|映像版本): ?10\\.0\\.(?<value>\\d{5})\\.\\d',
    isWeak: true,
  },
  // knowledge/registry/reader.ts
  {
    fact: 'build',
    pattern:
      '^\\[HKLM\\\\SOFTWARE\\\\Microsoft\\\\Windows NT\\\\CurrentVersion\\] OSBuild = (?<value>\\d{4,5}(?:\\.\\d{1,5})?)',
  },
  { fact: 'products', pattern: 'RegisteredAV ?[:=] ?(?<value>[^\\n]{2,300})' },
  { fact: 'products', pattern: '\\\\(?<value>DSPClient)\\\\' },
  ...driverSources.flatMap((source): FactPattern[] => [
    { ...source, fact: 'filterDrivers', read: foreignDriver },
    { ...source, fact: 'products', read: productOfDriver },
  ]),
  {
    fact: 'computer',
    pattern: '^(?:Host Name|主机名)[:：] ?(?<value>[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]{0,62})',
  },
  {
    fact: 'computer',
    // SetupDiag writes Offline where it was given logs only.
    pattern: '^Machine ?Name ?[:=] ?(?!Offline\\b)(?<value>[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]{0,62})',
  },
  // An event copied from the event viewer: its head, and its XML.
  {
    fact: 'computer',
    pattern: '^(?:Computer|计算机)[:：] ?(?<value>[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]{0,62})\\s?$',
  },
  {
    fact: 'computer',
    pattern: '<Computer>(?<value>[\\p{L}\\p{N}][\\p{L}\\p{N}_.-]{0,62})</Computer>',
  },
  // knowledge/console/systeminfo.ts, hotfixes.ts and packages.ts
  { fact: 'model', pattern: ' machine model=(?<value>[^\\n,;]{2,80})' },
  // of SetupDiag, which writes nothing else in front of it
  { fact: 'model', pattern: '(?:^|\\n)Model = (?<value>[^\\n,;]{2,80})' },
  { fact: 'hotfixes', pattern: '^installed hotfix=(?<value>KB\\d{6,7}(?:,KB\\d{6,7}){0,40})' },
  {
    fact: 'hotfixes',
    pattern:
      '(?:Package Identity|程序包标识) ?[:：] ?Package_for_(?<value>KB\\d{6,7})~[^\\n]{1,100}\\n(?:State|状态) ?[:：] ?(?:Installed|已安装)(?!\\w)',
  },
];

interface Known {
  value: string;
  isWeak: boolean;
  /** Milliseconds; undefined where nothing tells when. */
  hit: { at: number | undefined };
}

const revision = /\.(\d{1,5})$/u;

/** Of all that was read, the build that the machine runs: told by itself, latest, with its revision. */
export function buildOf(known: readonly Known[]): string | undefined {
  const strong = known.filter(({ isWeak }) => !isWeak);
  const sure = strong.length > 0 ? strong : known;
  const [latest] = [...sure].sort(
    (left, right) =>
      (right.hit.at ?? 0) - (left.hit.at ?? 0) || compareBuilds(right.value, left.value),
  );
  const number = latest && numberOf(latest.value);
  const same = known.map(({ value }) => value).filter((value) => numberOf(value) === number);
  return same.sort(compareBuilds).at(-1);
}

function compareBuilds(left: string, right: string): number {
  const byNumber = numberOf(left) - numberOf(right);
  return byNumber || Number(revision.exec(left)?.[1] ?? 0) - Number(revision.exec(right)?.[1] ?? 0);
}

/** Four digits up to Windows 8.1, five from Windows 10 on. */
function numberOf(build: string): number {
  return Number.parseInt(build, 10);
}
