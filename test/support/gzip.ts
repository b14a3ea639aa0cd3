import { crc32, deflateRawSync } from 'node:zlib';

export interface GzipSpec {
  content?: string | Uint8Array;
  name?: string;
  comment?: string;
  extra?: Uint8Array;
  headerChecksum?: boolean;
  /** Compressed elsewhere: `bomb(2 ** 31)`. */
  raw?: { data: Uint8Array; size: number; checksum: number };
  lies?: { size?: number; checksum?: number };
}

/** A gzip file of one or more members, for tests only. */
export function buildGzip(...members: readonly GzipSpec[]): Buffer {
  return Buffer.concat(members.map(memberOf));
}

function memberOf(spec: GzipSpec): Buffer {
  const { name, comment, extra, headerChecksum, lies = {} } = spec;
  const content = Buffer.from(spec.content ?? '');
  const raw = spec.raw ?? {
    data: deflateRawSync(content),
    size: content.length,
    checksum: crc32(content),
  };
  const flags =
    (headerChecksum ? 2 : 0) | (extra ? 4 : 0) | (name === undefined ? 0 : 8) | (comment ? 16 : 0);
  const end = Buffer.alloc(8);
  end.writeUInt32LE(lies.checksum ?? raw.checksum);
  end.writeUInt32LE((lies.size ?? raw.size) % 2 ** 32, 4);
  const head = Buffer.concat([
    Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 11]),
    ...(extra ? [Buffer.from(Uint16Array.of(extra.length).buffer), extra] : []),
    Buffer.from(name === undefined ? '' : `${name}\0`),
    Buffer.from(comment ? `${comment}\0` : ''),
  ]);
  const sum = Buffer.alloc(headerChecksum ? 2 : 0);
  if (headerChecksum) {
    sum.writeUInt16LE(crc32(head) & 0xffff);
  }
  return Buffer.concat([head, sum, raw.data, end]);
}
