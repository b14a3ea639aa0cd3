/** As Windows writes it in the languages in use here. */
const systemName = /^NT AUTHORITY\\SYSTEM$/iu;

export function isSystemName(user: string): boolean {
  return systemName.test(user);
}
