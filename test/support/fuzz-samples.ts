import { zstdCompressSync } from 'node:zlib';
import { blockFormats, fileFormats, formats } from '../../knowledge/formats.ts';
import { containers } from '../../knowledge/input/containers.ts';
import { buildCab } from './cab.ts';
import { buildKernelDump, kernelBase } from './dump.ts';
import { buildEml } from './eml.ts';
import { buildEvtx } from './evtx.ts';
import { evtxValue } from './evtx-values.ts';
import { buildGzip } from './gzip.ts';
import { buildMsg } from './msg.ts';
import { packed } from './packed-samples.ts';
import { accessDenied, buildPml, createFile } from './pml.ts';
import { buildSevenZip } from './seven-zip.ts';
import { sevenZipSamples } from './seven-zip-samples.ts';
import { buildTar } from './tar.ts';
import { buildZip, gbk } from './zip.ts';

export interface FuzzSample {
  name: string;
  bytes: Buffer;
}

const lines = formats.flatMap((format) => format.samples.map(({ line }) => line));
const log = lines.join('\r\n');
const chinese = `${log}\r\n错误：拒绝访问。日志\r\n`;
const files = ['a.log', 'b.log'].map((name) => ({ name, content: log }));

const encodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 with mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'UTF-16 the other way': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  GB18030: gbk,
};

/** By the name of the format; each may have several. */
const built: Readonly<Record<string, readonly (() => Uint8Array)[]>> = {
  zip: [
    () => buildZip([...files, { name: 'd', content: log, descriptor: 'signed', zip64: true }]),
    () => buildZip([{ name: gbk('日志.zip'), content: buildZip(files) }]),
  ],
  cab: [
    () => buildCab([{ files }, { method: 0, files }]),
    () =>
      buildCab([
        { lzx: { kinds: ['verbatim', 'aligned', 'uncompressed'], blockSize: 900 }, files },
      ]),
    () =>
      buildCab([{ files }], {
        previous: 'a.cab',
        next: 'c.cab',
        unchecked: true,
        reserve: { header: 9, folder: 2, block: 3 },
      }),
  ],
  '7z': [
    () => buildSevenZip([{ files }, { files, method: 'deflate' }], { header: 'packed' }),
    ...Object.values(sevenZipSamples).map(
      ({ bytes }) =>
        () =>
          bytes,
    ),
  ],
  gzip: [
    () =>
      buildGzip(
        { content: log, name: 'a', comment: 'b', extra: Buffer.alloc(9) },
        { content: log },
      ),
    () => buildGzip({ content: buildTar(files) }),
  ],
  bzip2: [() => packed.bzip2, () => packed.manyBlocks],
  xz: [() => packed.xz, () => packed.xzDelta],
  zstd: [() => Buffer.concat([zstdCompressSync(log), zstdCompressSync(buildTar(files))])],
  tar: [
    () => buildTar([...files, { name: 'x'.repeat(150), content: log, long: 'pax' }]),
    () => buildTar([...files, { name: 'y'.repeat(150), content: log, long: 'gnu' }]),
  ],
  mail: [
    () => buildEml({ subject: 'x', from: 'x@example.com', text: chinese, attachments: files }),
    () =>
      Buffer.from(
        buildMsg({
          subject: 'x',
          sender: 'x',
          body: log,
          attachments: files.map(({ name, content }) => ({ name, content: Buffer.from(content) })),
        }),
      ),
  ],
  'event-log': [
    () =>
      buildEvtx(
        Array.from({ length: 4 }, (_, id) => ({
          provider: 'Microsoft-Windows-Servicing',
          id,
          plain: id === 3,
          data: [
            ['text', evtxValue.text(`value ${id}`)],
            ['number', evtxValue.hex64(BigInt(id))],
          ],
        })),
      ),
  ],
  picture: [
    () =>
      Buffer.from(
        'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAADElEQVR4nGNgoA4AAABIAAEuuDx+AAAAAElFTkSuQmCC',
        'base64',
      ),
  ],
  dump: [
    () =>
      buildKernelDump({
        code: 0x7e,
        parameters: [1n, 2n, 3n, 4n],
        drivers: [{ name: 'exguard.sys', base: kernelBase, size: 0x1000 }],
        stack: [kernelBase],
      }),
  ],
  procmon: [
    () =>
      buildPml({
        processes: [
          { pid: 4, name: 'System', modules: [{ base: 0x1000n, path: 'C:\\a.sys', company: 'x' }] },
        ],
        events: Array.from({ length: 5 }, () => ({
          process: 0,
          operation: createFile,
          path: 'C:\\Windows\\a.dll',
          result: accessDenied,
          stack: [0x1001n],
        })),
      }),
  ],
};

/** Formats that are recognised by their bytes, and for which nothing is built here. */
export function withoutSample(): string[] {
  return [...containers.map(({ format }) => format), ...fileFormats.map(({ name }) => name)].filter(
    (name) => !built[name],
  );
}

/** Of every container, every file format, every text format and every encoding. */
export function fuzzSamples(): FuzzSample[] {
  return [
    ...Object.entries(built).flatMap(([name, makers]) =>
      makers.map((make, index) => ({ name: `${name} ${index + 1}`, bytes: Buffer.from(make()) })),
    ),
    ...Object.entries(encodings).map(([name, encode]) => ({
      name: `log in ${name}`,
      bytes: Buffer.from(encode(chinese)),
    })),
    ...blockFormats.flatMap((format) =>
      format.samples.map(({ text }, index) => ({
        name: `${format.name} ${index + 1}`,
        bytes: Buffer.from(text),
      })),
    ),
  ];
}
