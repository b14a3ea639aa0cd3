/** Names of rights, the widest first: https://learn.microsoft.com/windows/win32/fileio/file-access-rights-constants. */
type Rights = readonly (readonly [mask: number, name: string])[];

const commonRights: Rights = [
  [0x10000, 'Delete'],
  [0x20000, 'Read Control'],
  [0x40000, 'Write DAC'],
  [0x80000, 'Write Owner'],
  [0x100000, 'Synchronize'],
  [0x1000000, 'Access System Security'],
  [0x2000000, 'Maximum Allowed'],
];

const fileRights: Rights = [
  [0x1f01ff, 'All Access'],
  [0x1201bf, 'Generic Read/Write/Execute'],
  [0x12019f, 'Generic Read/Write'],
  [0x1200a9, 'Generic Read/Execute'],
  [0x1201b6, 'Generic Write/Execute'],
  [0x120089, 'Generic Read'],
  [0x120116, 'Generic Write'],
  [0x1200a0, 'Generic Execute'],
  [0x1, 'Read Data/List Directory'],
  [0x2, 'Write Data/Add File'],
  [0x4, 'Append Data/Add Subdirectory/Create Pipe Instance'],
  [0x8, 'Read EA'],
  [0x10, 'Write EA'],
  [0x20, 'Execute/Traverse'],
  [0x40, 'Delete Child'],
  [0x80, 'Read Attributes'],
  [0x100, 'Write Attributes'],
  ...commonRights,
];

/** https://learn.microsoft.com/windows/win32/sysinfo/registry-key-security-and-access-rights. */
const keyRights: Rights = [
  [0xf003f, 'All Access'],
  [0x2001f, 'Read/Write'],
  [0x20019, 'Read'],
  [0x20006, 'Write'],
  [0x1, 'Query Value'],
  [0x2, 'Set Value'],
  [0x4, 'Create Sub Key'],
  [0x8, 'Enumerate Sub Keys'],
  [0x10, 'Notify'],
  [0x20, 'Create Link'],
  [0x200, 'WOW64_32Key'],
  [0x100, 'WOW64_64Key'],
  ...commonRights,
];

const dispositions = ['Supersede', 'Open', 'Create', 'OpenIf', 'Overwrite', 'OverwriteIf'];

/** As Process Monitor prints it: `Desired Access: Generic Write, Disposition: OverwriteIf`. */
export function fileAccess(mask: number, disposition: number): string {
  const whole = widen(mask, [0x120089, 0x120116, 0x1200a0, 0x1f01ff]);
  const name = dispositions[disposition] ?? '<unknown>';
  return `Desired Access: ${describe(whole, fileRights)}, Disposition: ${name}`;
}

export function keyAccess(mask: number): string {
  return mask === 0
    ? ''
    : `Desired Access: ${describe(widen(mask, [0x20019, 0x20006, 0x20019, 0xf003f]), keyRights)}`;
}

/** What the four general rights (read, write, execute, all) stand for. */
function widen(mask: number, meanings: readonly number[]): number {
  return [0x80000000, 0x40000000, 0x20000000, 0x10000000].reduce(
    (whole, bit, at) => ((mask & bit) === 0 ? whole : (whole | (meanings[at] ?? 0)) >>> 0),
    mask >>> 0,
  );
}

function describe(mask: number, rights: Rights): string {
  let left = mask;
  const names: string[] = [];
  for (const [right, name] of rights) {
    if ((left & right) === right) {
      names.push(name);
      left &= ~right;
    }
  }
  return names.length > 0 ? names.join(', ') : `None 0x${mask.toString(16)}`;
}
