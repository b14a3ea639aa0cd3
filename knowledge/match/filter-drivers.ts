const blanks = /\s+/u;

/**
 * Microsoft's own drivers in the file-system stack, without `.sys`: every PC has some. From the page of allocated
 * altitudes, https://learn.microsoft.com/windows-hardware/drivers/ifs/allocated-altitudes, and what Windows 10 and 11
 * bring along without a row there; the names of sample drivers are left out.
 */
const microsoft = new Set(
  `accesstracker ahflt applockerfltr appvmon appvvemgr appvvfs appxstrm avscan bfs bindflt ccffilter cimfs cldflt
  cmpflt compress csvflt csvnsflt datascrn dedup defilter dfmflt dfs dfsrflt dfsrro dhwatchdog dpmfilter dvfilter
  fbwf fdrtrace filecrypt fileinfo filetrace fsdepends fsrecord fsredir fstier gameflt hsmflt iiscache ioqos iorate
  luafv memepmagent microsoft.uev.agentdriver mpfilter msixpackagingtoolmonitor msnfsflt mssecflt npsvctrig
  odphflt prjflt prvflder quota resumekeyfilter rsfxdrv scrubber sftredir sis smbbandwidthlimitfilter smbresilfilter
  storagesync storagesyncguard storqosflt svhdxflt sysmondrv ucpd unionfs uwfreg uwfs wcifs wcnfs wddevflt wdfilter
  wimfltr wimfsf wimmount winsetupboot winsetupmon wof wofadk wrpfv`.split(blanks),
);

/** Drivers whose names carry a number: Process Monitor, SQL Server. */
const numbered = /^(?:procmon\d{1,3}|rsfx\d{3,5})$/u;

/** Whose driver it is, as people name the product; names from the same page. */
const products: readonly { name: string; pattern: RegExp }[] = [
  {
    name: '360',
    pattern: /^(?:360(?:avflt|antisteal|box|disproc|fsflt|qpesv)|qutmdrv|dsark|atdragent(?:64)?)$/u,
  },
  { name: '奇安信', pattern: /^qminspec$/u },
  { name: '火绒', pattern: /^sysdiag$/u },
  { name: '深信服', pattern: /^sfavflt$/u },
  { name: '亚信安全', pattern: /^(?:asbm|kfileflt)$/u },
  {
    name: '趋势科技',
    pattern:
      /^(?:tm(?:ais|esflt|evtmgr|eyes|fileencdmk|kmsnsr|preflt|umh|ums)|acdriver|fileflt|hfileflt|sakm?file)$/u,
  },
  { name: '腾讯', pattern: /^(?:qqsysmon|qqprotect|tfsflt|tsyscare|tsqbdrv)(?:x64)?$/u },
  { name: '金山', pattern: /^(?:ksfsflt|kisknl|dgsafe)$/u },
  { name: '启明星辰', pattern: /^(?:vtsysflt|txfilefilter|edrminifilter)$/u },
  { name: '瑞星', pattern: /^hooksys$/u },
  {
    name: 'Symantec',
    pattern:
      /^(?:sym(?:efa|efa64|efasi|evnt|evnt32|event|afr|hsm|rg)|srtsp(?:64)?|bhdrvx(?:64|86)|eectrl)$/u,
  },
  { name: 'McAfee', pattern: /^mfe(?:askm|eeff|hidk|ncfilter|ncoas|sec)$/u },
  { name: '卡巴斯基', pattern: /^kl(?:am|backupflt|boot|fdefsf|fle|if|ifaa|ifks|ifsm|snsr)$/u },
  { name: 'CrowdStrike', pattern: /^csagent$/u },
  { name: 'ESET', pattern: /^(?:eamonm|edevmonm?|ehdrv)$/u },
  { name: 'Sophos', pattern: /^(?:savonaccess|sophosdt2|sophosed)$/u },
];

const ending = /\.sys$/iu;
/** What a driver can be called; `C:\…` or a sentence is none. */
const plausible = /^[\w.$ -]{2,60}$/u;

/** The name as it was written, without `.sys`; `undefined` for Microsoft's own. */
export function foreignDriver(name: string): string | undefined {
  const bare = name.trim().replace(ending, '');
  const key = bare.toLowerCase();
  return plausible.test(bare) && !microsoft.has(key) && !numbered.test(key) ? bare : undefined;
}

/** `undefined` for a driver of no known product: many names say nothing. */
export function productOfDriver(name: string): string | undefined {
  const key = name.trim().replace(ending, '').toLowerCase();
  return products.find(({ pattern }) => pattern.test(key))?.name;
}
