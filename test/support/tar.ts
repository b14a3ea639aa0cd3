export interface TarSpec {
  name: string | Uint8Array;
  content?: string | Uint8Array;
  /** `0` unless told. */
  type?: string;
  /** How a name of more than 100 bytes is written; nothing: cut. */
  long?: 'gnu' | 'pax' | 'prefix';
  /** `ustar` unless told. */
  form?: 'ustar' | 'old' | 'gnu';
  /** The size in the binary form that GNU tar uses for large files. */
  binarySize?: boolean;
  lies?: { size?: number; checksum?: number };
}

const block = 512;

/** A tar file, for tests only; `end` says whether the two empty blocks follow. */
export function buildTar(specs: readonly TarSpec[], end = true): Buffer {
  return Buffer.concat([...specs.map(entryOf), Buffer.alloc(end ? 2 * block : 0)]);
}

function entryOf(spec: TarSpec): Buffer {
  const name = Buffer.from(spec.name);
  const content = Buffer.from(spec.content ?? '');
  if (spec.long === 'gnu') {
    const data = Buffer.concat([name, Buffer.alloc(1)]);
    return Buffer.concat([
      ...member('././@LongLink', data, { ...spec, type: 'L' }),
      ...member(name.subarray(0, 100), content, spec),
    ]);
  }
  if (spec.long === 'pax') {
    const data = Buffer.concat([paxRecord('path', name), paxRecord('mtime', Buffer.from('1.5'))]);
    return Buffer.concat([
      ...member('PaxHeaders/x', data, { name: '', type: 'x' }),
      ...member('cut', content, spec),
    ]);
  }
  return Buffer.concat(member(name, content, spec));
}

function paxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  const digits = [1, 2, 3].find((count) => String(rest.length + count).length === count) ?? 4;
  return Buffer.concat([Buffer.from(String(rest.length + digits)), rest]);
}

function member(name: string | Uint8Array, content: Buffer, spec: TarSpec): Buffer[] {
  const header = Buffer.alloc(block);
  const bytes = Buffer.from(name);
  const cut = spec.long === 'prefix' ? bytes.lastIndexOf('/') : -1;
  bytes.copy(header, 0, cut + 1, cut + 101);
  header.write('0000644\0', 100);
  const size = spec.lies?.size ?? content.length;
  if (spec.binarySize) {
    header[124] = 0x80;
    header.writeUInt32BE(size, 132);
  } else {
    header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  }
  header.write(spec.type ?? '0', 156);
  if (spec.form !== 'old') {
    header.write(spec.form === 'gnu' ? 'ustar  \0' : 'ustar\u000000', 257);
  }
  if (cut > 0) {
    bytes.copy(header, 345, 0, cut);
  }
  header.fill(32, 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${(spec.lies?.checksum ?? sum).toString(8).padStart(6, '0')}\0 `, 148);
  const padding = Buffer.alloc((block - (content.length % block)) % block);
  return [header, content, padding];
}
