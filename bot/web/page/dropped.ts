/** The files of a drop; a folder gives the files in it. */
export async function readDropped(transfer: DataTransfer): Promise<File[]> {
  const files = [...transfer.files];
  // Must be asked for before the event ends, so before the first `await`.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  if (!entries.some((entry) => entry?.isDirectory)) {
    return files;
  }
  const found = await Promise.all(entries.map((entry) => (entry ? readEntry(entry) : [])));
  return found.flat();
}

async function readEntry(entry: FileSystemEntry): Promise<File[]> {
  if (entry instanceof FileSystemFileEntry) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [new File([file], entry.fullPath.slice(1), { type: file.type })];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) {
    return [];
  }
  const reader = entry.createReader();
  const found: File[] = [];
  // A folder is read in parts; an empty part is the end.
  for (let part = await readPart(reader); part.length > 0; part = await readPart(reader)) {
    const files = await Promise.all(part.map(readEntry));
    found.push(...files.flat());
  }
  return found;
}

function readPart(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
