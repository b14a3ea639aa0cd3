/**
 * A CBS.log as a healthy machine writes it, in our own wording: `noisy`, where a quarter of the lines carries a
 * harmless HRESULT as in real logs, or `quiet`, where one in a hundred does.
 */
export type LogKind = 'noisy' | 'quiet';

const harmless = [
  'Failed to get next element [HRESULT = 0x800f080d - CBS_E_MANIFEST_INVALID_ITEM]',
  'Expecting attribute name [HRESULT = 0x800f080d - CBS_E_MANIFEST_INVALID_ITEM]',
  'Failed to internally open package. [HRESULT = 0x800f0805 - CBS_E_INVALID_PACKAGE]',
  'SQM: Failed to start standard sample upload. [HRESULT = 0x80004005 - E_FAIL]',
];

/** Of a hundred lines without HRESULT. */
const shares: readonly [number, (at: number) => string][] = [
  [
    12,
    (at) =>
      `Session: 30${546_000 + at}_${(at * 7919) % 4_294_967} initialized by client WindowsUpdateAgent.`,
  ],
  [
    36,
    (at) =>
      `Read out cached package applicability for package: Package_for_KB50${10_000 + (at % 311)}~31bf3856ad364e35~amd64~~10.0.1.${at % 7}, ApplicableState: 112, CurrentState:112`,
  ],
  [14, () => 'Warning: Unrecognized packageExtended attribute.'],
  [
    12,
    (at) =>
      `Appl: Evaluating package applicability for package Package_${at % 97}_for_KB50${at % 9973}~31bf3856ad364e35~amd64~~10.0.1.2, applicable state: Installed`,
  ],
  [
    6,
    (at) =>
      `Exec: Package: Package_${at % 997}_for_KB50${at % 99_991} is already in the correct state, current: Installed, targeted: Installed`,
  ],
  [6, () => 'Startup processing thread terminated normally'],
];

function messageAt(at: number, kind: LogKind): string {
  const every = kind === 'noisy' ? 4 : 100;
  if (at % every === 0) {
    return `CBS    ${harmless[(at / every) % harmless.length]}`;
  }
  let share = (at * 61) % 100;
  for (const [size, message] of shares) {
    if (share < size) {
      return `CBS    ${message(at)}`;
    }
    share -= size;
  }
  const id = (at % 0xffffff).toString(16).padStart(8, '0');
  return at % 1000 < 2
    ? `CSI    ${id} [SR] Verifying 100 (0x00000064) components`
    : `CSI    ${id}@2026/1/5:10:00:00.123 CSI Transaction @0x1b${id} initialized for deployment engine with flags 00000002 and client id [26]"TI6.${at}:1/"`;
}

const failure = [
  "2026-02-08 23:59:58, Error                 CSI    0000000a (F) STATUS_ACCESS_DENIED #12# from Windows::Rtl::SystemImplementation::DirectFileSystemProvider::SysCreateFile(flags = 0, oa = @0x1->OBJECT_ATTRIBUTES {s:48; on:[60]'\\SystemRoot\\WinSxS\\amd64_x_1_none_2\\WpdMtp.dll'; a:(OBJ_CASE_INSENSITIVE)})",
  '[gle=0xd0000022]',
  '',
].join('\r\n');

/** Ends with a failure that names its cause. */
export function* cbsLog(bytes: number, kind: LogKind): Generator<Buffer> {
  const blockLines = 8192;
  let written = failure.length;
  for (let block = 0; written < bytes; block += 1) {
    const lines = Array.from({ length: blockLines }, (_, index) => {
      const at = block * blockLines + index;
      const clock = new Date(Date.UTC(2026, 0, 1) + (at % 3_000_000) * 1000).toISOString();
      return `${clock.slice(0, 10)} ${clock.slice(11, 19)}, Info                  ${messageAt(at, kind)}\r\n`;
    });
    const text = Buffer.from(lines.join(''));
    written += text.length;
    yield text;
  }
  yield Buffer.from(failure);
}
