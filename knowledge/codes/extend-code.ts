import { narrow, parseCode } from './parse-code.ts';
import { readTable } from './table.ts';

/**
 * Windows Setup reports a failed upgrade as two codes: a result code (what
 * broke) and an extend code (when). In `0xC1900101 - 0x30018` the extend code
 * is `0x30018`: its first digit names the phase, its last two the operation.
 */
export interface ExtendCode {
  /** `undefined` when only the extend code was given. */
  resultCode?: string;
  /** `0x30018` */
  extendCode: string;
  phase: Phase;
  phaseName: string;
  /** Kept as a number: support articles quote operations in hexadecimal. */
  operation: number;
  operationName: string;
  /** Files to read below the system drive, most telling first, as a Chinese list. */
  logs: string;
  /** What Microsoft or a past case says about this pair, else about the phase. */
  hint: string;
}

/** Indexed by the first digit of the extend code. */
const phases = [
  'unknown',
  'downlevel',
  'safe-os',
  'first-boot',
  'second-boot',
  'uninstall',
] as const;

type Phase = (typeof phases)[number];

interface Row {
  title: string;
  logs: string[];
  hint: string;
}

const rows = new Map(
  readTable('upgrade-phases.tsv').map(
    ([kind, code, , title = '', logs = '', hint = '']): [string, Row] => [
      `${kind} ${code}`,
      { title, logs: logs.split(';').filter(Boolean), hint },
    ],
  ),
);

const pair =
  /(?:^|[^0-9a-z])((?:0x)?[0-9a-f]{8})(?:\s{0,9}[-,，、/|;；+]\s{0,9}|\s{1,9})(?:0x)?([0-6]00[0-9a-f]{2})(?![0-9a-z])/gi;
const alone = /(?:^|[^0-9a-z])0x([0-5]00[0-9a-f]{2})(?![0-9a-z])/i;

/** Finds the pair, or an extend code alone, in what somebody wrote. An HRESULT is not one. */
export function parseExtendCode(text: string): ExtendCode | undefined {
  return parseExtendCodes(text)[0];
}

/** Every pair, each once, in order of appearance; without a pair, an extend code alone. */
export function parseExtendCodes(text: string): ExtendCode[] {
  const plain = narrow(text);
  const pairs = new Map<string, ExtendCode>();
  for (const [, result = '', extend = ''] of plain.matchAll(pair)) {
    const resultCode = parseCode(result);
    if (resultCode) {
      pairs.set(`${resultCode} ${extend.toLowerCase()}`, read(extend, resultCode));
    }
  }
  const [, only] = pairs.size > 0 ? [] : (alone.exec(plain) ?? []);
  return only ? [read(only, undefined)] : [...pairs.values()];
}

function read(digits: string, resultCode: string | undefined): ExtendCode {
  const extendCode = `0x${digits.toUpperCase()}`;
  const number = Number.parseInt(digits.slice(0, 1), 16);
  const phaseRow = rows.get(`phase ${number}`) ?? rows.get('phase 0');
  const operationRow =
    rows.get(`operation 0x${digits.slice(-2).toLowerCase()}`) ?? rows.get('operation 0x00');
  const pairRow = rows.get(`combination ${resultCode} - ${extendCode.toLowerCase()}`);
  const logs = new Set([...(operationRow?.logs ?? []), ...(phaseRow?.logs ?? [])]);
  return {
    ...(resultCode && { resultCode }),
    extendCode,
    phase: phases[number] ?? 'unknown',
    phaseName: phaseRow?.title ?? '',
    operation: Number.parseInt(digits.slice(-2), 16),
    operationName: operationRow?.title ?? '',
    logs: [...logs].join('、'),
    hint: pairRow ? `${pairRow.title}；${pairRow.hint}` : (phaseRow?.hint ?? ''),
  };
}
