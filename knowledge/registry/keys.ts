const roots: Readonly<Record<string, string>> = {
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKEY_CURRENT_USER: 'HKCU',
  HKEY_CLASSES_ROOT: 'HKCR',
  HKEY_USERS: 'HKU',
  HKEY_CURRENT_CONFIG: 'HKCC',
};
const exported = /^\s{0,8}\[(-?)(HKEY_[A-Z_]{4,20})(\\[^\]\r\n]{1,500}|)\]\s*$/iu;
/** A path and nothing else: somebody's sentence goes on behind it. */
const printed = /^\s{0,4}(HKEY_[A-Z_]{4,20}|HKLM|HKCU|HKCR|HKU|HKCC)(\\[^\r\n:=<>"|]{1,500})$/iu;

/** The key that a line of a `.reg` file or of `reg query` begins: `HKLM\SOFTWARE\…`; `undefined` for other lines. */
export function readKey(line: string): { path: string; isDeleted: boolean } | undefined {
  const found = exported.exec(line);
  if (found) {
    const [, minus, root = '', path = ''] = found;
    return { path: shorten(root) + path, isDeleted: minus === '-' };
  }
  const [, root = '', path = ''] = printed.exec(line) ?? [];
  return root === '' ? undefined : { path: shorten(root) + path.trimEnd(), isDeleted: false };
}

function shorten(root: string): string {
  const upper = root.toUpperCase();
  return roots[upper] ?? upper;
}
