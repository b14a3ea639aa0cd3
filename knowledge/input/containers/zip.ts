import { type Budget, isBomb } from '../budget.ts';
import type { Container, Found, HeldFile, UnreadFile } from '../container.ts';
import { isZip } from '../sniff.ts';
import { readZip, type ZipEntry } from '../zip.ts';

/** https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export const zip: Container = {
  format: 'zip',
  recognises: isZip,
  listsFirst: true,
  async *list(source, budget): AsyncGenerator<Found> {
    const limits = { entries: budget.entries, ratio: budget.ratio, totalBytes: budget.bytes };
    const reading = await readZip(await source.bytes(), limits, budget);
    if (reading.kind === 'unreadable') {
      const kind = reading.reason;
      yield kind === 'too-many-entries'
        ? { kind: 'flaw', flaw: { kind, limit: budget.allowed.entries } }
        : { kind: 'flaw', flaw: { kind } };
      return;
    }
    budget.entries -= reading.entries.length;
    const files = reading.entries.flatMap((entry) => toFound(entry, budget));
    const { salvaged } = reading;
    if (files.length === 0) {
      yield { kind: 'flaw', flaw: { kind: 'empty' } };
    } else if (salvaged && files.every(({ kind }) => kind === 'unread')) {
      yield { kind: 'flaw', flaw: { kind: 'damaged' } };
    } else {
      if (salvaged) {
        yield { kind: 'flaw', flaw: { kind: 'salvaged', entries: files.length } };
      }
      yield* files;
    }
  },
};

function toFound(
  { name, size, packedSize, unsafeName, ...entry }: ZipEntry,
  budget: Budget,
): (HeldFile | UnreadFile)[] {
  if (entry.problem === 'directory') {
    return [];
  }
  return entry.problem === undefined
    ? [
        {
          kind: 'file',
          name,
          size,
          isBomb: isBomb(budget, size, packedSize),
          unsafeName,
          open: entry.open,
          packed: entry.packed,
        },
      ]
    : [{ kind: 'unread', name, size, problem: entry.problem }];
}
