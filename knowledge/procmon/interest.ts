import type { TraceEvent } from './trace-event.ts';

/** What installs updates and upgrades; other programs are denied something all day. */
const servicing = new Set([
  'tiworker.exe',
  'trustedinstaller.exe',
  'setuphost.exe',
  'setupprep.exe',
  'setupplatform.exe',
  'windowsupdatebox.exe',
  'mighost.exe',
  'dismhost.exe',
  'dism.exe',
  'poqexec.exe',
  'wusa.exe',
]);

/** Programs of many trades: theirs counts only on the files of servicing. */
const occasional = new Set(['setup.exe', 'svchost.exe', 'drvinst.exe', 'msiexec.exe']);
const servicingFiles =
  /\\(?:\$WINDOWS\.~(?:BT|WS)|SoftwareDistribution\\Download|WinSxS|servicing|CbsTemp)(?:\\|$)/iu;

/** Results that stop an installation, and what a record of them begins with. */
const failures: Readonly<Record<string, string>> = {
  'ACCESS DENIED': 'AccessDenied',
  'SHARING VIOLATION': 'SharingViolation',
  'FILE LOCK CONFLICT': 'SharingViolation',
  'PRIVILEGE NOT HELD': 'PrivilegeNotHeld',
  'WRITE PROTECTED': 'WriteProtected',
  'MEDIA WRITE PROTECTED': 'WriteProtected',
  'DELETE PENDING': 'DeletePending',
  'CANNOT DELETE': 'CannotDelete',
  'VIRUS INFECTED': 'VirusInfected',
  'DISK FULL': 'DiskFull',
};

const failureCodes: Readonly<Record<string, string>> = {
  '0XC0000022': 'ACCESS DENIED',
  '0XC0000906': 'VIRUS INFECTED',
  '0XC0000907': 'VIRUS INFECTED',
};
const blanks = /\s+/gu;
const longestResult = 40;

/** The word that a record of this result begins with; undefined for what stops nothing. */
export function failureOf(result: string): string | undefined {
  if (result.length > longestResult) {
    return undefined;
  }
  const words = result.trim().replace(blanks, ' ').toUpperCase();
  return failures[failureCodes[words] ?? words];
}

export function isServicing(process: string): boolean {
  const name = process.toLowerCase();
  return servicing.has(name) || occasional.has(name);
}

/** Of a program of servicing: true where its own work is concerned. */
export function isServicingWork({ process, path }: Pick<TraceEvent, 'process' | 'path'>): boolean {
  return servicing.has(process.toLowerCase()) || servicingFiles.test(path);
}

const changing =
  /^(?:WriteFile|Set(?!Position)\w{1,60}|Reg(?:CreateKey|SetValue|SetInfoKey|SetKeySecurity|DeleteKey|DeleteValue|RenameKey|LoadKey))$/u;
const opening = /^(?:CreateFile|RegOpenKey)$/u;
const access = /^Desired Access: ([^:]{0,400}?)(?:, (?:Disposition|Granted Access)\b|$)/u;
const changingAccess =
  /Generic Write|Read\/Write|(?:^|, )(?:Write|Append|Delete)\b|All Access|Set Value|Create Sub Key|Create Link/u;
const dataAccess =
  /Generic|Read\/Write|Read Data|(?:^|, )(?:Read|Write|Append|Delete|Execute)(?! (?:Attributes|Control))|All Access|Set Value|Query Value|Create Sub Key/u;
const making = /\bDisposition: (?:Create|Overwrite|OverwriteIf|Supersede)\b/u;

/** True for what writes, deletes, renames, or opens for that. */
export function isChange({ operation, detail }: Pick<TraceEvent, 'operation' | 'detail'>): boolean {
  if (!opening.test(operation)) {
    return changing.test(operation);
  }
  return changingAccess.test(access.exec(detail)?.[1] ?? '') || making.test(detail);
}

/** True for what shows that a path can be used after all: a look at its attributes does not. */
export function isUse({ operation, detail }: Pick<TraceEvent, 'operation' | 'detail'>): boolean {
  return opening.test(operation)
    ? dataAccess.test(access.exec(detail)?.[1] ?? '') || making.test(detail)
    : changing.test(operation);
}

/** Acting in the name of somebody else, whose rights are few. */
export function isImpersonating({ detail }: Pick<TraceEvent, 'detail'>): boolean {
  return detail.includes('Impersonating: ');
}
