import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Certainty } from '../../knowledge/diagnosis.ts';

const folder = path.join(import.meta.dirname, '../fixtures/threads');

/** The quoted log lines of one finding of the past cases, and what must be said of them. */
export interface Finding {
  name: string;
  lines: string[];
  causeClass: string;
  atLeast: Certainty;
  case: string;
}

/** Lines of a thread, each chosen by a text that stands in it; `after` takes so many lines that follow. */
function pick(
  caseNumber: string,
  ...wanted: (string | { text: string; after: number })[]
): string[] {
  const lines = readFileSync(path.join(folder, `${caseNumber}.txt`), 'utf8').split('\n');
  return wanted.flatMap((one) => {
    const { text, after } = typeof one === 'string' ? { text: one, after: 0 } : one;
    const at = lines.findIndex((line) => line.includes(text));
    if (at < 0) {
      throw new Error(`${caseNumber} has no line with: ${text}`);
    }
    return lines.slice(at, at + after + 1);
  });
}

const denied = 'av-filter-access-denied';

export const findings: readonly Finding[] = [
  {
    name: 'image apply denied, setuperr',
    lines: pick(
      'CAS-02564-J6C0B1',
      'SPWIMCallback: Error in apply',
      'CApplyWIM: Failure while applying',
      'Operation failed: Apply WIM file',
    ),
    causeClass: denied,
    atLeast: 'identified',
    case: 'CAS-02564-J6C0B1',
  },
  {
    name: 'image apply denied, one line',
    lines: pick('CAS-02564-J6C0B1', 'SPWIMCallback: Error in apply'),
    causeClass: denied,
    atLeast: 'identified',
    case: 'CAS-02564-J6C0B1',
  },
  {
    name: 'CSI SysCreateFile denied',
    lines: pick('CAS-02564-J6C0B1', { text: '(F) STATUS_ACCESS_DENIED #1037475#', after: 1 }),
    causeClass: denied,
    atLeast: 'identified',
    case: 'CAS-02564-J6C0B1',
  },
  {
    name: 'DISM mount denied',
    lines: pick(
      'CAS-02713-B6R8B4',
      '[5808] [0x80070005] RestoreFileNodeList',
      'DISM WIM Provider: PID=5808',
      'RestoreFilesCallback:(3821)',
    ),
    causeClass: denied,
    atLeast: 'identified',
    case: 'CAS-02695-W0F0D7',
  },
  {
    name: 'PSFX reverse delta',
    lines: pick(
      'CAS-06686-V8Q9W1',
      { text: '0000001d@2022/7/21', after: 3 },
      { text: '00000027 (F) STATUS_DELETE_PENDING', after: 4 },
      '0000002a (F) 800f0985',
      'Failed to add to transaction package: Package_8309',
      'Failed to stage execution package: Package_8309_for_KB5014692~31bf3856ad364e35~amd64~~10.0.2.15 [HRESULT = 0x800f0985',
    ),
    causeClass: 'psfx-delta-mismatch',
    atLeast: 'identified',
    case: 'CAS-06686-V8Q9W1',
  },
  {
    name: 'SPP licence tokens',
    lines: pick(
      'CAS-06686-V8Q9W1',
      { text: '0000077a Begin executing advanced installer', after: 6 },
      { text: '0000077d@2022', after: 6 },
    ),
    causeClass: 'spp-token-update-failed',
    atLeast: 'identified',
    case: 'CAS-06686-V8Q9W1',
  },
  {
    name: 'USO thirty minutes',
    lines: pick('CAS-06686-V8Q9W1', 'Exec: Extracting package: Package_for_RollupFix', {
      text: 'Client aborted the install',
      after: 2,
    }),
    causeClass: 'uso-install-timeout',
    atLeast: 'identified',
    case: 'CAS-06686-V8Q9W1',
  },
  {
    name: 'DPX extraction denied',
    lines: pick('CAS-06686-V8Q9W1', { text: 'DpxException hr=0x80070005', after: 9 }),
    causeClass: denied,
    atLeast: 'likely',
    case: 'CAS-06686-V8Q9W1',
  },
  {
    name: 'unreadable folder',
    lines: pick('CAS-06859-Q6V5Z7', { text: '(F) STATUS_FILE_CORRUPT_ERROR #34109804#', after: 4 }),
    causeClass: 'file-system-corrupt',
    atLeast: 'identified',
    case: 'CAS-06859-Q6V5Z7',
  },
  {
    name: 'Ensec64 service key',
    lines: pick('CAS-06079-G5K3W1', { text: 'Could not create object HKLM', after: 4 }),
    causeClass: 'self-protection-registry-denied',
    atLeast: 'identified',
    case: 'CAS-06079-G5K3W1',
  },
  {
    name: 'BCD store',
    lines: pick('CAS-06079-G5K3W1', { text: 'BCD: Failed to get registry value', after: 14 }),
    causeClass: 'bcd-store-corrupt',
    atLeast: 'identified',
    case: 'CAS-06079-G5K3W1',
  },
];
