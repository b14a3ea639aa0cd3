import type { CodeMeaning } from '../diagnosis.ts';
import { parseCode, readTable } from './parse-code.ts';

export interface Codes {
  /**
   * `code` is the one asked for; the name may be that of the code it stands for, or, where
   * Microsoft published none, the component in capitals. `undefined` when we do not know it.
   */
  explain(code: string): CodeMeaning | undefined;
  /** Never empty: the meaning, or which part of Windows an unknown code comes from. */
  describe(code: string): string;
}

const row = /^0x[0-9a-f]{8}\t[A-Z][A-Za-z0-9_]*\t[^\t]{1,40}\t[^\t]+$/;
const ntFacility = /^0xd/;

/** Throws when error-codes.tsv has a line that cannot be read. */
export async function loadCodes(): Promise<Codes> {
  const known = new Map<string, CodeMeaning>();
  for (const cells of readTable('error-codes.tsv')) {
    const [code = '', name = '', meaning = ''] = cells;
    if (!row.test(cells.join('\t')) || known.has(code)) {
      throw new Error(`knowledge/codes/error-codes.tsv: bad or repeated row "${cells.join(' ')}"`);
    }
    known.set(code, { code, name, meaning });
  }
  const families = new Map(
    readTable('upgrade-phases.tsv').flatMap(([kind, code = '', , title = '']) =>
      kind === 'result-family' ? [[code, title] as const] : [],
    ),
  );

  function explain(text: string): CodeMeaning | undefined {
    const code = parseCode(text);
    const found =
      code &&
      standsFor(code)
        .map((other) => known.get(other))
        .find(Boolean);
    return code && found ? { ...found, code } : undefined;
  }

  function describe(text: string): string {
    const code = parseCode(text);
    if (!code) {
      return '不是错误代码';
    }
    const family = code.slice(0, 6);
    const title = families.get(family);
    return (
      explain(code)?.meaning ??
      (title ? `未收录的代码，属于 ${title}（${family}）` : '未收录的代码，来源不明')
    );
  }

  return { explain, describe };
}

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
