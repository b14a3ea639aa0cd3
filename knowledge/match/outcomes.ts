/** What ended well or badly: decides whether a record counts, and what failed last. */
export interface OutcomePattern {
  kind: 'failure' | 'success';
  /** Named groups: `what` the package, update or operation; `code`. */
  pattern: string;
  formats?: readonly string[];
  /** True when the line ends a whole run, not one package. */
  run?: boolean;
}

const code = '(?<code>0x[0-9a-f]{8})';
const package_ = '(?<what>[^,\\s]{3,200})';

const eventLog = ['event-log'];

/** Written out by hand from logs; see docs/design.md, "Finality". */
export const outcomes: readonly OutcomePattern[] = [
  {
    kind: 'failure',
    formats: eventLog,
    pattern:
      '^WindowsUpdateClient 20 errorCode=(?<code>0x[89c][0-9a-f]{7}) updateTitle=(?<what>[^\\n]{3,200}?)(?= updateGuid=|$)',
  },
  {
    kind: 'success',
    formats: eventLog,
    pattern: '^WindowsUpdateClient 19 updateTitle=(?<what>[^\\n]{3,200}?)(?= updateGuid=|$)',
  },
  {
    kind: 'failure',
    formats: eventLog,
    pattern:
      '^Servicing (?:3|6) PackageIdentifier=(?<what>\\S{3,160}) [^\\n]{0,200}?ErrorCode=(?<code>0x[89c][0-9a-f]{7})',
  },
  {
    kind: 'success',
    formats: eventLog,
    pattern:
      '^Servicing 2 PackageIdentifier=(?<what>\\S{3,160}) IntendedPackageState=5112 [^\\n]{0,60}?ErrorCode=0x0\\b',
  },
  {
    kind: 'failure',
    pattern: `Generating failure report for package: ?${package_},? status: ${code}`,
  },
  {
    kind: 'failure',
    pattern: `Failed to stage execution package: ${package_} \\[HRESULT = ${code}`,
  },
  { kind: 'failure', pattern: `Failed to process single phase execution\\. \\[HRESULT = ${code}` },
  { kind: 'failure', pattern: `Failed to perform operation\\. \\[HRESULT = ${code}` },
  { kind: 'failure', pattern: `Setting original failure status: ${code}` },
  {
    kind: 'failure',
    pattern: `Processing complete\\. Session: \\S{1,60} Package: ${package_} \\[HRESULT = (?<code>0x8[0-9a-f]{7})`,
  },
  {
    kind: 'failure',
    pattern: `Operation failed: (?<what>[^\\n]{1,200})\\. Error: ${code}`,
    run: true,
  },
  {
    kind: 'failure',
    pattern: `Initializing SetupResult: \\[(?<code>0x[1-9a-f][0-9a-f]{7})\\]`,
    run: true,
  },
  {
    kind: 'failure',
    pattern: `(?:Reporting error event -> \\[|Error: SetupDiag reports (?<what>[^\\n,]{1,120})[^\\n]{0,120} Error: )${code}`,
    run: true,
  },
  {
    kind: 'failure',
    formats: ['setupdiag'],
    pattern: `\\bErr = ${code}, ?LastOperation = (?<what>[^\\n,]{1,120})`,
    run: true,
  },
  {
    kind: 'failure',
    pattern: `Failed execution phase (?<what>[^\\n.]{1,60})\\. Error: ${code}`,
    run: true,
  },
  {
    kind: 'failure',
    pattern: `processed the command line but failed\\. HRESULT=(?<code>[0-9a-f]{8})`,
    run: true,
  },
  { kind: 'failure', pattern: '\\bExit code = (?<code>0x8[0-9a-f]{7})' },
  // WUAHandler.log, https://learn.microsoft.com/mem/configmgr/sum/understand/track-software-update-deployment-process
  { kind: 'failure', pattern: '^Scan failed with error = (?<code>0x8[0-9a-f]{7})' },
  { kind: 'success', pattern: '^Successfully completed scan\\.', run: true },
  { kind: 'failure', pattern: `Process return code = (?<code>0x[89c][0-9a-f]{7})` },
  {
    kind: 'failure',
    pattern: `failed to install the following update with error ${code}: (?<what>[^\\n]{1,200})`,
  },
  {
    kind: 'failure',
    pattern: `(?:无法安装下列更新|安装以下更新失败|无法安装以下更新)[^\\n]{0,40}${code}[:：]? ?(?<what>[^\\n]{0,200})`,
  },
  {
    kind: 'failure',
    pattern: `Package (?<what>\\S{3,120}) failed to be changed to the \\w{3,20} state\\. Status: ${code}`,
  },
  // A newer compatibility report without a block: what an older one blocked is gone.
  { kind: 'success', formats: ['compat'], pattern: '^(?<what>Compat)Report with 0 hard blocks' },
  {
    kind: 'success',
    pattern: '\\bSession: \\S{3,60} finalized\\.[^\\n]{0,120}\\[HRESULT = 0x00000000 - S_OK\\]',
    run: true,
  },
  {
    kind: 'success',
    pattern: `Processing complete\\. Session: \\S{1,60} Package: ${package_} \\[HRESULT = 0x00000000 - S_OK\\]`,
  },
  {
    kind: 'success',
    pattern: `Reporting package change completion for package: ${package_},? current: Installed,[^\\n]{1,200} status: 0x0\\b`,
  },
  { kind: 'success', pattern: 'Initializing SetupResult: \\[0x0+\\]', run: true },
  {
    kind: 'success',
    pattern: 'successfully installed the following update: (?<what>[^\\n]{1,200})',
  },
  {
    kind: 'success',
    pattern: '(?:已成功安装下列更新|成功安装以下更新)[^\\n]{0,10}[:：] ?(?<what>[^\\n]{1,200})',
  },
  {
    kind: 'success',
    pattern: '\\bExit code = 0x00000000\\b',
    formats: ['windowsupdate'],
    run: true,
  },
  {
    kind: 'success',
    pattern: 'Package (?<what>\\S{3,120}) was successfully changed to the Installed state',
  },
  {
    kind: 'success',
    pattern: 'The (?:operation|restore operation|command) completed successfully',
    formats: ['dism'],
    run: true,
  },
];

/** A new CBS session, setup run or DISM command of the input begins with such a record. */
export const sessionMarks: readonly { pattern: string; formats: readonly string[] }[] = [
  { pattern: '\\bSession: \\d{1,20}_\\d{1,20} initialized by client', formats: ['cbs'] },
  { pattern: 'SetupHost::Initialize: CmdLine', formats: ['setupact'] },
  { pattern: '\\* START \\* ', formats: ['windowsupdate'] },
  { pattern: 'DISM\\.EXE: Executing command line', formats: ['dism'] },
];
