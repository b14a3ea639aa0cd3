export interface Syntax {
  /** First word behind the program; undefined where switches come at once. */
  verbs?: readonly string[];
  /** Without the slash or dash, small letters; what takes a value ends in a colon. */
  switches: readonly string[];
  source: string;
}

const commands = 'https://learn.microsoft.com/windows-server/administration/windows-commands/';
const desktop = 'https://learn.microsoft.com/windows-hardware/manufacture/desktop/';

function words(text: string): string[] {
  return text.split(' ');
}

/** What the public documentation lists, as far as our steps use it. */
export const syntaxes: Record<string, Syntax> = {
  dism: {
    switches: words(
      'online image: cleanup-image restorehealth scanhealth checkhealth startcomponentcleanup resetbase analyzecomponentstore revertpendingactions source: limitaccess get-wiminfo wimfile: get-imageinfo imagefile: index: get-mountedwiminfo get-mountedimageinfo mount-wim mount-image unmount-wim unmount-image mountdir: discard commit readonly cleanup-wim cleanup-mountpoints add-package packagepath: remove-package packagename: get-packages get-packageinfo format: enable-feature disable-feature featurename: get-features get-featureinfo all add-capability remove-capability capabilityname: get-capabilities get-currentedition get-targeteditions get-intl get-drivers export-driver destination: norestart quiet english logpath: loglevel: scratchdir: get-reservedstoragestate set-reservedstoragestate state: add-driver remove-driver driver: remove',
    ),
    source: `${desktop}dism-operating-system-package-servicing-command-line-options`,
  },
  sfc: {
    switches: words('scannow verifyonly scanfile= verifyfile= offbootdir= offwindir='),
    source: `${commands}sfc`,
  },
  bcdedit: {
    switches: words('export import enum v delete set store default copy cleanup'),
    source: `${desktop}bcdedit-command-line-options`,
  },
  bcdboot: {
    switches: ['s', 'f', 'l', 'v', 'm'],
    source: `${desktop}bcdboot-command-line-options-techref-di`,
  },
  reg: {
    verbs: words('query add delete export import save restore load unload copy'),
    switches: ['v', 've', 'va', 's', 't', 'd', 'f', 'y', 'k', 'e', 'c'],
    source: `${commands}reg`,
  },
  sc: {
    verbs: words('qc query queryex config start stop sdshow qfailure qtriggerinfo'),
    switches: [],
    source: `${commands}sc-config`,
  },
  net: { verbs: ['start', 'stop', 'use', 'time'], switches: ['y'], source: `${commands}net-stop` },
  wevtutil: {
    verbs: ['epl', 'ep', 'gp', 'im', 'um', 'qe', 'gl', 'el', 'cl', 'sl'],
    switches: ['ow:', 'q:', 'c:', 'rd:', 'f:', 'lf:', 'e:', 'ms:', 'r:'],
    source: `${commands}wevtutil`,
  },
  fltmc: {
    verbs: words('filters instances volumes load unload attach detach'),
    switches: ['f', 'v'],
    source:
      'https://learn.microsoft.com/windows-hardware/drivers/ifs/development-and-testing-tools',
  },
  icacls: {
    switches: words(
      'save restore grant grant:r deny remove remove:g remove:d setowner findsid verify reset inheritance: t c l q',
    ),
    source: `${commands}icacls`,
  },
  takeown: { switches: ['f', 'a', 'r', 'd'], source: `${commands}takeown` },
  pnputil: {
    switches: words(
      'enum-drivers enum-devices export-driver delete-driver add-driver uninstall install subdirs force reboot problem class connected disconnected scan-devices remove-device restart-device disable-device enable-device',
    ),
    source: 'https://learn.microsoft.com/windows-hardware/drivers/devtest/pnputil-command-syntax',
  },
  reagentc: {
    switches: words('info enable disable setreimage path boottore'),
    source: `${desktop}reagentc-command-line-options`,
  },
  wusa: {
    switches: words(
      'quiet norestart uninstall kb: log: extract: warnrestart: forcerestart promptrestart',
    ),
    source: 'https://support.microsoft.com/help/934307',
  },
  wpr: {
    switches: words('start stop cancel status filemode profiles boottrace addboot stopboot'),
    source: 'https://learn.microsoft.com/windows-hardware/test/wpt/wpr-command-line-options',
  },
  procmon: {
    switches: words(
      'accepteula backingfile terminate quiet minimized nofilter loadconfig convertbootlog enablebootlogging openlog saveas waitforidle runtime pagingfile',
    ),
    source: 'https://learn.microsoft.com/sysinternals/downloads/procmon',
  },
  setupdiag: {
    switches: words(
      'output: logspath: mode: ziplogs: format: scenario: verbose noteltel addreg regpath',
    ),
    source: 'https://learn.microsoft.com/windows/deployment/upgrade/setupdiag',
  },
  mountvol: { switches: ['s', 'd', 'l', 'p', 'r', 'n', 'e'], source: `${commands}mountvol` },
  chkdsk: {
    switches: words(
      'scan f r v x i c b spotfix perf forceofflinefix sdcleanup offlinescanandfix l',
    ),
    source: `${commands}chkdsk`,
  },
  'manage-bde': {
    switches: words(
      'status protectors get disable enable rebootcount off on unlock lock pause resume',
    ),
    source: `${commands}manage-bde`,
  },
};
