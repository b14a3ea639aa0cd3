import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js';
import { TypeEnum } from '@kenjiuno/msgreader/lib/Reader.js';

/** What a test writes of a mail; see [MS-OXMSG] for how it lies in the file. */
export interface MsgSpec {
  subject: string;
  sender: string;
  /** `2026-03-03T06:20:45Z`; left out when undefined. */
  sent?: string | undefined;
  body?: string;
  html?: string;
  messageClass?: string;
  attachments?: readonly { name: string; content: Uint8Array; type?: string }[];
}

interface Folder {
  streams: Record<string, Uint8Array>;
  folders: Record<string, Folder>;
}

const propertiesName = '__properties_version1.0';

/** An Outlook message file, as Outlook lays it out: a stream for each property, a storage for each attachment. */
export function buildMsg(spec: MsgSpec): Uint8Array {
  const { subject, sender, sent, body, html, messageClass = 'IPM.Note' } = spec;
  const texts: [string, string | undefined][] = [
    ['001A', messageClass],
    ['0037', subject],
    ['0C1A', sender],
    ['0C1F', sender],
    ['1000', body],
  ];
  const streams: Record<string, Uint8Array> = {};
  const properties: Uint8Array[] = [];
  for (const [id, text] of texts) {
    if (text !== undefined) {
      const bytes = Buffer.from(text, 'utf16le');
      streams[`__substg1.0_${id}001F`] = bytes;
      properties.push(property(id, 0x001f, sizeOf(bytes.length + 2)));
    }
  }
  if (html !== undefined) {
    streams['__substg1.0_10130102'] = Buffer.from(html);
    properties.push(property('1013', 0x0102, sizeOf(Buffer.byteLength(html))));
  }
  if (sent !== undefined) {
    properties.push(property('0039', 0x0040, fileTime(sent)));
  }
  const attachments = spec.attachments ?? [];
  streams[propertiesName] = Buffer.concat([rootHeader(attachments.length), ...properties]);
  const folders = attachments.map((one, at) => [
    `__attach_version1.0_#${String(at).padStart(8, '0')}`,
    attachmentFolder(one, at),
  ]);
  const named: Folder = {
    streams: Object.fromEntries(
      ['0002', '0003', '0004'].map((id) => [`__substg1.0_00${id.slice(2)}0102`, new Uint8Array()]),
    ),
    folders: {},
  };
  return burnFolder({
    streams,
    folders: { '__nameid_version1.0': named, ...Object.fromEntries(folders) },
  });
}

/** Any compound file: what other Office programs write looks the same from outside. */
export function buildCompoundFile(streams: Record<string, Uint8Array>): Uint8Array {
  return burnFolder({ streams, folders: {} });
}

function attachmentFolder(
  { name, content, type }: { name: string; content: Uint8Array; type?: string },
  at: number,
): Folder {
  const texts: [string, string][] = [
    ['3707', name],
    ['3704', name.slice(0, 12)],
    ['3001', name],
    ...(type === undefined ? [] : [['370E', type] as [string, string]]),
  ];
  const streams: Record<string, Uint8Array> = { '__substg1.0_37010102': content };
  const properties = [property('0E21', 0x0003, number(at)), property('3705', 0x0003, number(1))];
  for (const [id, text] of texts) {
    const bytes = Buffer.from(text, 'utf16le');
    streams[`__substg1.0_${id}001F`] = bytes;
    properties.push(property(id, 0x001f, sizeOf(bytes.length + 2)));
  }
  properties.push(property('3701', 0x0102, sizeOf(content.length)));
  streams[propertiesName] = Buffer.concat([Buffer.alloc(8), ...properties]);
  return { streams, folders: {} };
}

function burnFolder(root: Folder): Uint8Array {
  const entries: Entry[] = [{ name: 'Root Entry', type: TypeEnum.ROOT, length: 0, children: [] }];
  addFolder(entries, 0, root);
  return burn(entries);
}

function addFolder(entries: Entry[], parent: number, folder: Folder): void {
  for (const [name, bytes] of Object.entries(folder.streams)) {
    entries[parent]?.children?.push(entries.length);
    entries.push({
      name,
      type: TypeEnum.DOCUMENT,
      length: bytes.length,
      // The writer takes the whole buffer behind a view.
      binaryProvider: () => Uint8Array.from(bytes),
    });
  }
  for (const [name, child] of Object.entries(folder.folders)) {
    const index = entries.length;
    entries[parent]?.children?.push(index);
    entries.push({ name, type: TypeEnum.DIRECTORY, length: 0, children: [] });
    addFolder(entries, index, child);
  }
}

function rootHeader(attachments: number): Uint8Array {
  const header = Buffer.alloc(32);
  header.writeUInt32LE(attachments, 12);
  header.writeUInt32LE(attachments, 20);
  return header;
}

/** Sixteen bytes: the tag, flags for readable and writable, and the value or its size. */
function property(id: string, type: number, value: Uint8Array): Uint8Array {
  const entry = Buffer.alloc(16);
  entry.writeUInt16LE(type, 0);
  entry.writeUInt16LE(Number.parseInt(id, 16), 2);
  entry.writeUInt32LE(6, 4);
  entry.set(value.subarray(0, 8), 8);
  return entry;
}

function number(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  return bytes;
}

const sizeOf = number;

/** Ticks of 100 ns since 1601. */
function fileTime(iso: string): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(Date.parse(iso)) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}
