import { BadHeader, HeaderFields } from './seven-zip-fields.ts';
import { readStreams, type SevenZipFolder } from './seven-zip-streams.ts';

export interface SevenZipFile {
  name: string;
  isFolder: boolean;
  /** Has a part in a folder; what has none is empty. */
  hasStream: boolean;
}

export type SevenZipHeader =
  | { kind: 'files'; folders: SevenZipFolder[]; files: SevenZipFile[] }
  /** Itself packed, and what the last of the folders holds. */
  | { kind: 'packed'; folders: SevenZipFolder[] };

const ids = {
  end: 0,
  header: 1,
  archiveProperties: 2,
  additionalStreams: 3,
  mainStreams: 4,
  files: 5,
  emptyStreams: 14,
  emptyFiles: 15,
  names: 17,
  packedHeader: 23,
} as const;

/** Throws `BadHeader`. */
export function readHeader(bytes: Buffer): SevenZipHeader {
  const fields = new HeaderFields(bytes);
  const id = fields.number();
  if (id === ids.packedHeader) {
    return { kind: 'packed', folders: readStreams(fields) };
  }
  if (id !== ids.header) {
    throw new BadHeader('No header');
  }
  return readPlain(fields);
}

function readPlain(fields: HeaderFields): SevenZipHeader {
  let folders: SevenZipFolder[] = [];
  let files: SevenZipFile[] = [];
  for (let id = fields.number(); id !== ids.end; id = fields.number()) {
    if (id === ids.archiveProperties) {
      skipProperties(fields);
    } else if (id === ids.additionalStreams) {
      readStreams(fields);
    } else if (id === ids.mainStreams) {
      folders = readStreams(fields);
    } else if (id === ids.files) {
      files = readFiles(fields);
    } else {
      throw new BadHeader('Unknown part of the header');
    }
  }
  return { kind: 'files', folders, files };
}

function skipProperties(fields: HeaderFields): void {
  for (let id = fields.number(); id !== ids.end; id = fields.number()) {
    fields.take(fields.number());
  }
}

function readFiles(fields: HeaderFields): SevenZipFile[] {
  const count = fields.count();
  let names: string[] = [];
  let isEmpty: boolean[] = [];
  let isEmptyFile: boolean[] = [];
  for (let id = fields.number(); id !== ids.end; id = fields.number()) {
    const own = new HeaderFields(fields.take(fields.number()));
    if (id === ids.emptyStreams) {
      isEmpty = own.bits(count);
    } else if (id === ids.emptyFiles) {
      isEmptyFile = own.bits(isEmpty.filter(Boolean).length);
    } else if (id === ids.names) {
      names = readNames(own, count);
    }
  }
  let empty = 0;
  return Array.from({ length: count }, (_, index) => {
    const hasStream = !isEmpty[index];
    const isFolder = !(hasStream || isEmptyFile[empty]);
    empty += hasStream ? 0 : 1;
    return { name: names[index] ?? '', hasStream, isFolder };
  });
}

/** In UTF-16, each with a zero behind. */
function readNames(fields: HeaderFields, count: number): string[] {
  if (fields.byte() !== 0) {
    throw new BadHeader('Names elsewhere');
  }
  // A copy begins at an even address, without which Node reads UTF-16 wrongly.
  const text = Buffer.copyBytesFrom(fields.take(fields.left)).toString('utf16le');
  return text.split('\0', count);
}
