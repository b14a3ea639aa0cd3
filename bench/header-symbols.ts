import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * `node_modules/.bin/node bench/header-symbols.ts FOLDER`: writes knowledge/codes/header-symbols.tsv anew from
 * the public-domain headers of Debian's mingw-w64-common, for the codes that error-codes.tsv has. Run by hand:
 * `apt-get download mingw-w64-common`, `dpkg-deb -x *.deb out`, FOLDER is out/usr/share/mingw-w64/include.
 */
const codesFolder = path.join(import.meta.dirname, '../knowledge/codes');

/** What a header defines beside errors (dialog items, flags) is left out by prefix. */
const headers: [file: string, names: RegExp][] = [
  [
    'winerror.h',
    /^(?:ERROR|RPC_[SX]|EPT_S|DNS_(?:ERROR|INFO)|[ES]|CO_E|OLE_E|REGDB_E|DISP_E|NTE|SEC_E|CRYPT_E|TRUST_E|CERT_E|SPAPI_E|FVE_E|WS_E)_/u,
  ],
  ['fltwinerror.h', /^ERROR_FLT_/u],
  ['ntstatus.h', /^(?:STATUS_(?!SEVERITY_)|RPC_NT_)/u],
  ['wuerror.h', /^WU_[ES]_/u],
  ['bitsmsg.h', /^BG_[ES]_/u],
  ['winhttp.h', /^ERROR_WINHTTP_/u],
  ['setupapi.h', /^(?:ERROR|SPAPI)_/u],
  ['slerror.h', /^SL_[EI]_/u],
  ['dismapi.h', /^DISMAPI_[ES]_/u],
  ['bugcodes.h', /^(?!FACILITY_|STATUS_)[A-Z][A-Z0-9_]+$/u],
];

const define = /^\s*#\s*define\s+([A-Za-z_]\w*)\s+(\S.{0,200})$/u;
const comment = /\/\*.*|\/\/.*/u;
const typed =
  /^(?:_HRESULT_TYPEDEF_\(|_NDIS_ERROR_TYPEDEF_\(|__MSABI_LONG\(|\(\(?(?:NTSTATUS|HRESULT|DWORD|ULONG)\)\s*)?(0x[0-9a-f]+|\d+)U?L?\)*$/iu;
const winHttp = /^\(WINHTTP_ERROR_BASE \+ (\d+)\)$/u;
const setupApi = /^\(APPLICATION_ERROR_MASK\s*\|\s*ERROR_SEVERITY_ERROR\s*\|\s*(0x[0-9a-f]+)\)$/iu;
const winHttpBase = 12_000;
const win32Headers = new Set(['winerror.h', 'winhttp.h', 'fltwinerror.h']);

const folder = process.argv[2];
if (!folder) {
  throw new Error(
    'usage: header-symbols.ts FOLDER (of mingw-w64-common: usr/share/mingw-w64/include)',
  );
}

const table = await readFile(path.join(codesFolder, 'error-codes.tsv'), 'utf8');
const wanted = new Set(table.split('\n').map((row) => row.slice(0, 10)));
const rows = new Set<string>();
for (const [file, names] of headers) {
  for (const [symbol, value] of readHeader(
    await readFile(path.join(folder, file), 'latin1'),
    names,
  )) {
    const code = codeOf(value, file);
    if (wanted.has(code) && isMeant(value, file)) {
      rows.add(`${code}\t${symbol}\t${file}`);
    }
  }
}
const heading = 'code\tsymbol\theader';
await writeFile(
  path.join(codesFolder, 'header-symbols.tsv'),
  `${[heading, ...[...rows].sort()].join('\n')}\n`,
);

function readHeader(text: string, names: RegExp): [symbol: string, value: number][] {
  return text.split('\n').flatMap((line): [string, number][] => {
    const [, symbol = '', expression = ''] = define.exec(line) ?? [];
    const value = names.test(symbol)
      ? constantOf(expression.replace(comment, '').trim())
      : undefined;
    return value === undefined ? [] : [[symbol, value]];
  });
}

/** `undefined` when the expression is no constant of one of the known forms. */
function constantOf(expression: string): number | undefined {
  const plain = typed.exec(expression)?.[1];
  const http = winHttp.exec(expression)?.[1];
  const device = setupApi.exec(expression)?.[1];
  if (plain) {
    return Number(plain);
  }
  if (http) {
    return winHttpBase + Number(http);
  }
  return device ? 0xe0000000 + Number(device) : undefined;
}

/** Small numbers of the table are stop codes; the states and waits of ntstatus.h are others. */
function isMeant(value: number, file: string): boolean {
  return value === 0 ? file !== 'bugcodes.h' : value > 0xffff || file !== 'ntstatus.h';
}

/** A Win32 number is kept as the HRESULT that logs print, a stop code as it is. */
function codeOf(value: number, file: string): string {
  const isWin32 = win32Headers.has(file) && value > 0 && value <= 0xffff;
  return `0x${((isWin32 ? 0x80070000 : 0) + value).toString(16).padStart(8, '0')}`;
}
