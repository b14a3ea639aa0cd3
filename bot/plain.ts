/**
 * Text from logs, files and people is shown to people. These characters are drawn as something
 * else than they are: terminal commands (C0, C1) and marks that reverse the reading order.
 */
const deceptive =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for.
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const lineBreak = /\r\n?|\u2028|\u2029/g;
const anySpace = /\s+/g;

/** Makes unprintable characters visible as `�`, and every line break a `\n`. */
export function plain(text: string): string {
  return text.replace(lineBreak, '\n').replace(deceptive, '\ufffd').toWellFormed();
}

/** As `plain`, on one line. */
export function plainLine(text: string): string {
  return plain(text).replace(anySpace, ' ').trim();
}

/** Keeps both ends: the beginning of a log line says where, its end says which code. */
export function middleCut(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  const tail = Math.floor(limit / 3);
  return `${text.slice(0, limit - tail)} … ${text.slice(-tail)}`.toWellFormed();
}

/** False when a text in it ends within a character. In JSON that cannot be seen: it is an escape there. */
export function isWellFormed(value: unknown): boolean {
  return typeof value === 'string'
    ? value.isWellFormed()
    : typeof value !== 'object' || value === null || Object.values(value).every(isWellFormed);
}
