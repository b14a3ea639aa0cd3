import type { CodeMeaning } from '../diagnosis.ts';
import { parseCode } from './parse-code.ts';
import { describeStructure } from './structure.ts';
import { type ErrorCode, errorCodes, once, prefixes, readTable } from './table.ts';

export interface Codes {
  /**
   * `code` is the one asked for; the name may be that of the code it stands for, or, where
   * Microsoft published none, the component in capitals. `undefined` when we do not know it.
   */
  explain(code: string): CodeMeaning | undefined;
  /** Never empty: the meaning, or which part of Windows an unknown code comes from. */
  describe(code: string): string;
  /** Everything that can be said of a code, known or not. `undefined` when it is none. */
  detail(code: string): CodeDetail | undefined;
}

/** The texts are Chinese and end without a full stop. */
export interface CodeDetail extends CodeMeaning {
  /** `null` for a code that the table does not have; then `structure` speaks. */
  family: string | null;
  familyTitle: string;
  cause: string;
  step: string;
  /** Below the system drive, the most telling first. */
  logs: string[];
  source: string;
  /** The code whose meaning this is, when it is another spelling of it: `0xc0000022` of `0xd0000022`. */
  standsFor: string | null;
  /** What the same number means as a Win32 error, when it is told as a stop code. */
  alsoWin32: CodeMeaning | null;
  disputes: Dispute[];
  /** What the bits say of an unknown code; empty for a known one. */
  structure: string;
}

/** Where another source says something else, and why we follow ours. */
export interface Dispute {
  source: string;
  other: string;
  why: string;
  url: string;
}

interface Family {
  title: string;
  cause: string;
  step: string;
  logs: string[];
}

const families = once(
  () =>
    new Map(
      readTable('code-families.tsv').map(
        ([family = '', title = '', cause = '', step = '', logs = '']): [string, Family] => [
          family,
          { title, cause, step, logs: logs.split(';') },
        ],
      ),
    ),
);

const disputes = once(() =>
  Map.groupBy(
    readTable('code-disputes.tsv').map(
      ([code = '', source = '', other = '', why = '', url = '']) => ({
        code,
        source,
        other,
        why,
        url,
      }),
    ),
    ({ code }) => code,
  ),
);

/** Throws when error-codes.tsv has a line that cannot be read. */
export async function loadCodes(): Promise<Codes> {
  errorCodes();
  return { explain, describe, detail };
}

function explain(text: string): CodeMeaning | undefined {
  const code = parseCode(text);
  const found = code && find(code);
  return found ? { code, name: found.name, meaning: found.meaning } : undefined;
}

function describe(text: string): string {
  const code = parseCode(text);
  return code ? (find(code)?.meaning ?? unknown(code)) : '不是错误代码';
}

function unknown(code: string): string {
  const prefix = code.slice(0, 6);
  const title = prefixes().get(prefix);
  return title ? `未收录的代码，属于 ${title}（${prefix}）` : '未收录的代码，来源不明';
}

function detail(text: string): CodeDetail | undefined {
  const code = parseCode(text);
  if (!code) {
    return undefined;
  }
  const found = find(code);
  return found
    ? detailOf(code, found)
    : { ...nothing, code, meaning: unknown(code), structure: describeStructure(code) };
}

const nothing = {
  name: '',
  family: null,
  familyTitle: '',
  cause: '',
  step: '',
  logs: [],
  source: '',
  standsFor: null,
  alsoWin32: null,
  disputes: [],
};

function detailOf(code: string, found: ErrorCode): CodeDetail {
  const { name, meaning, family, source } = found;
  const its = families().get(family);
  return {
    code,
    name,
    meaning,
    family,
    familyTitle: its?.title ?? '',
    cause: found.cause || (its?.cause ?? ''),
    step: found.step || (its?.step ?? ''),
    logs: its?.logs ?? [],
    source,
    standsFor: found.code === code ? null : found.code,
    alsoWin32: family === 'STOP' ? win32Meaning(code) : null,
    disputes: (disputes().get(found.code) ?? []).map(({ code: _, ...dispute }) => dispute),
    structure: '',
  };
}

function win32Meaning(code: string): CodeMeaning | null {
  const found = errorCodes().get(`0x8007${code.slice(6)}`);
  return found ? { code: found.code, name: found.name, meaning: found.meaning } : null;
}

function find(code: string): ErrorCode | undefined {
  return standsFor(code)
    .map((other) => errorCodes().get(other))
    .find(Boolean);
}

const ntFacility = /^0xd/u;

/** The code itself first, then those it is another spelling of. */
function standsFor(code: string): string[] {
  const low = code.slice(6);
  switch (code.slice(0, 6)) {
    case '0x0000': // a Win32 number, unless the row above said it is a stop code
    case '0xc007': // NTSTATUS_FROM_WIN32
    case '0xd007':
      return [code, `0x8007${low}`];
    case '0xe000': // SetupAPI's own form of SPAPI_E_*
      return [code, `0x800f${low}`];
    default:
      // https://learn.microsoft.com/openspecs/windows_protocols/ms-erref: bit 28 is FACILITY_NT_BIT
      return ntFacility.test(code) ? [code, code.replace(ntFacility, '0xc')] : [code];
  }
}
