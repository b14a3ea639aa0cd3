import type { RecordFilter } from '../input/scan.ts';

const stride = 5;
const gramLength = 4;
/** Shorter ones can slip between two probes; they are looked for one by one. */
const shortest = stride + gramLength - 1;
/** Large enough that few grams of ordinary text fall on one that is looked for. */
const bits = 18;
const multiplier = 0x9e3779b1;

interface Entry {
  literal: number;
  offset: number;
}

/**
 * Finds which of many literals stand in a text by looking at one four-character gram in every five
 * characters. A literal of eight or more characters has a gram at each of the five possible phases, so
 * none is missed; case does not count.
 *
 *     text     F a i l e d   t o   s t a g e
 *     probes   ^-----^   ^-----^   ^-----^
 */
export class LiteralFilter implements RecordFilter {
  private readonly literals: readonly string[];
  private readonly owners: readonly (readonly number[])[];
  private readonly table = new Uint8Array(1 << bits);
  private readonly entries = new Map<number, Entry[]>();
  private readonly shorts: number[] = [];
  private readonly stamps: Uint32Array;
  private stamp = 0;

  /** One list of literals for each pattern: the pattern can only match where one of them stands. */
  constructor(patterns: readonly (readonly string[])[]) {
    const owners = new Map<string, number[]>();
    patterns.forEach((literals, pattern) => {
      for (const literal of literals) {
        const lower = literal.toLowerCase();
        owners.set(lower, [...(owners.get(lower) ?? []), pattern]);
      }
    });
    this.literals = [...owners.keys()];
    this.owners = [...owners.values()];
    this.stamps = new Uint32Array(patterns.length);
    this.literals.forEach((literal, index) => {
      this.register(literal, index);
    });
  }

  /** Appends to `found` the patterns one of whose literals stands in the text, each once. */
  match(text: string, found: number[]): void {
    this.stamp += 1;
    for (let at = 0; at + gramLength <= text.length; at += stride) {
      const gram = gramAt(text, at);
      if (this.table[Math.imul(gram, multiplier) >>> (32 - bits)] === 1) {
        this.verify(text, at, gram, found);
      }
    }
    if (this.shorts.length > 0 && beyondAscii.test(text)) {
      this.matchShorts(text.toLowerCase(), found);
    }
  }

  private matchShorts(lower: string, found: number[]): void {
    for (const index of this.shorts) {
      if (lower.includes(this.literals[index] ?? '\0')) {
        this.report(index, found);
      }
    }
  }

  private register(literal: string, index: number): void {
    if (literal.length < shortest) {
      this.shorts.push(index);
      return;
    }
    for (let phase = 0; phase < stride; phase += 1) {
      const offset = rarestOffset(literal, phase);
      const gram = gramAt(literal, offset);
      this.table[Math.imul(gram, multiplier) >>> (32 - bits)] = 1;
      this.entries.set(gram, [...(this.entries.get(gram) ?? []), { literal: index, offset }]);
    }
  }

  private verify(text: string, at: number, gram: number, found: number[]): void {
    const entries = this.entries.get(gram);
    if (!entries) {
      return;
    }
    for (const { literal, offset } of entries) {
      if (standsAt(text, at - offset, this.literals[literal] ?? '')) {
        this.report(literal, found);
      }
    }
  }

  private report(literal: number, found: number[]): void {
    for (const pattern of this.owners[literal] ?? []) {
      if (this.stamps[pattern] !== this.stamp) {
        this.stamps[pattern] = this.stamp;
        found.push(pattern);
      }
    }
  }
}

const beyondAscii = /[^\0-\x7f]/u;

/** True when the lower-case literal stands there, whatever the case of ASCII letters in the text. */
function standsAt(text: string, start: number, literal: string): boolean {
  if (start < 0 || start + literal.length > text.length) {
    return false;
  }
  for (let at = 0; at < literal.length; at += 1) {
    const code = text.charCodeAt(start + at);
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    if (lower !== literal.charCodeAt(at)) {
      return false;
    }
  }
  return true;
}

/** Of the grams that a probe of this phase can meet, the one that calm logs hold least often. */
function rarestOffset(literal: string, phase: number): number {
  let best = phase;
  for (let offset = phase; offset + gramLength <= literal.length; offset += stride) {
    if ((common.get(gramAt(literal, offset)) ?? 0) < (common.get(gramAt(literal, best)) ?? 0)) {
      best = offset;
    }
  }
  return best;
}

/** Folds the case of ASCII letters, and some other characters with it: a gram only makes candidates. */
function gramAt(text: string, at: number): number {
  return (
    (text.charCodeAt(at) | 32) ^
    ((text.charCodeAt(at + 1) | 32) << 8) ^
    ((text.charCodeAt(at + 2) | 32) << 16) ^
    ((text.charCodeAt(at + 3) | 32) << 24)
  );
}

/** What healthy machines log all day, in our own wording; only how often its grams occur matters. */
const calm = [
  'Failed to internally open package. [HRESULT = 0x800f0805 - CBS_E_INVALID_PACKAGE]',
  'Session: 30712_3045 initialized by client WindowsUpdateAgent, external staging directory: (null)',
  'Appl: Evaluating package applicability for package Package_for_KB5000001~31bf3856ad364e35~amd64~~10.0.1.2, applicable state: Installed',
  'Exec: Processing started. Session: 30712_3045, Package: Package_for_RollupFix, current: Staged, target: Installed',
  'Component Microsoft-Windows-Example, version 10.0.19041.1, arch amd64, nonSxS, pkt {l:8 b:31bf3856ad364e35} does not have a winner',
  '[SR] Verifying 100 components [SR] Beginning Verify and Repair transaction [SR] Verify complete',
  'DISM Package Manager: PID=100 TID=200 Encountered the option "online" - CDISMPackageManager::Internal_Initialize(hr:0x80070002)',
  'DISM Provider Store: PID=100 TID=200 Attempting to initialize the logger - CDISMProviderStore::Internal_GetProvider',
  'Windows::Rtl::SystemImplementation::DirectFileSystemProvider::SysCreateFile(flags = (AllowFileNotFound), handle = {provider=NULL, handle=0}',
  'STATUS_OBJECT_NAME_NOT_FOUND #40# from Windows::Rtl::SystemImplementation::DirectRegistryProvider::SysQueryValueKey[gle=0xd0000034]',
  'Error: Result = 0x80070002 Action progress: [93%] Overall progress: [38%] Mapped Global progress: [38%]',
  'C:\\Windows\\WinSxS\\amd64_microsoft-windows-example_31bf3856ad364e35_10.0.19041.1_none_0011223344556677\\example.dll',
  'C:\\$WINDOWS.~BT\\Sources\\Panther\\setupact.log C:\\Windows\\SoftwareDistribution\\Download\\install',
  '*FAILED* [80248007] Method failed [Agent::Service::Call:276] * START * Finding updates CallerId = UpdateOrchestrator Exit code = 0x00000000',
  'Failed to get, Failed to open, Failed to find, Failed to create, Failed to process, Could not, cannot be, package: , error , the update',
].join('\n');

const common = new Map<number, number>();
for (let at = 0; at + gramLength <= calm.length; at += 1) {
  const gram = gramAt(calm, at);
  common.set(gram, (common.get(gram) ?? 0) + 1);
}
