import { expect, it } from 'vitest';
import { bufferBytes } from '../../../knowledge/input/zip-bytes.ts';
import { scanPml } from '../../../knowledge/procmon/scan-pml.ts';
import {
  accessDenied,
  buildPml,
  createFile,
  headerLength,
  type PmlEventParts,
} from '../../support/pml.ts';
import { readPml } from '../../support/procmon.ts';
import { createRandom } from '../../support/random.ts';

const processes = [
  { pid: 4, name: 'System' },
  { pid: 5120, name: 'TiWorker.exe' },
];
const denied: PmlEventParts = {
  process: 1,
  operation: createFile,
  path: 'C:\\Windows\\WinSxS\\amd64_example_1\\usbstor.sys',
  result: accessDenied,
  access: 0x120116,
  stack: [0xfffff80012340010n],
};
const file = buildPml({ processes, events: [denied, { ...denied, path: `${denied.path}.2` }] });
const offsetsAt = Number(file.readBigUInt64LE(0x248));
const processesAt = Number(file.readBigUInt64LE(0x250));
const stringsAt = Number(file.readBigUInt64LE(0x258));

function changed(change: (copy: Buffer) => void): Buffer {
  const copy = Buffer.from(file);
  change(copy);
  return copy;
}

it.each([
  ['a version that is not known', buildPml({ processes, events: [], version: 5 }), '版本'],
  [
    'a capture that was not stopped',
    buildPml({ processes, events: [], isUnfinished: true }),
    '没有正常停止',
  ],
  ['a file that ends in its head', file.subarray(0, 100), '不完整'],
  ['a file that ends before its tables', file.subarray(0, offsetsAt), '不完整'],
  [
    'a count that no file has room for',
    changed((copy) => copy.writeUInt32LE(0xffffffff, 0x234)),
    '损坏',
  ],
  ['tables in the head', changed((copy) => copy.writeBigUInt64LE(8n, 0x248)), '损坏'],
  ['tables beyond any file', changed((copy) => copy.writeBigUInt64LE(2n ** 63n, 0x258)), '不完整'],
])('tells of %s', async (_, bytes, words) => {
  const { texts, coverage } = await readPml(bytes);

  expect(texts).toEqual([]);
  expect(coverage.gaps?.join('')).toContain(words);
});

it('reads each event once, wherever the list of offsets points', async () => {
  const loop = changed((copy) => copy.writeUInt32LE(headerLength, offsetsAt + 5));

  const { texts, coverage } = await readPml(loop);

  expect(texts).toHaveLength(2);
  expect(coverage.gaps).toEqual(['PML 里有 1 条记录损坏或缺失，没有读到。请压缩后重新上传']);
});

it.each<[string, (copy: Buffer) => void]>([
  ['a stack of giant depth', (copy) => copy.writeUInt16LE(0xffff, headerLength + 0x28)],
  ['details of giant size', (copy) => copy.writeUInt32LE(0xfffffff0, headerLength + 0x2c)],
])('goes on behind %s', async (_, change) => {
  const { texts } = await readPml(changed(change));

  expect(texts.some((text) => text.includes('usbstor.sys.2'))).toBe(true);
});

it.each<[string, (copy: Buffer) => void]>([
  ['giant tables of processes', (copy) => copy.writeUInt32LE(0xffffffff, processesAt)],
  ['giant tables of strings', (copy) => copy.writeUInt32LE(0xffffffff, stringsAt)],
  ['strings that are nowhere', (copy) => copy.fill(0xff, stringsAt + 4, stringsAt + 12)],
])('outlives %s', async (_, change) => {
  const { coverage } = await readPml(changed(change));

  expect(coverage.lines).toBe(2);
});

it('ends where nothing more is given to read', async () => {
  const bytes = bufferBytes(file);
  let reads = 0;
  const read = async (offset: number, length: number) => {
    reads += 1;
    return reads > 3 ? new Uint8Array() : bytes.read(offset, length);
  };

  const coverage = await scanPml({
    input: 'trace.pml',
    bytes: (async function* () {})(),
    seek: async () => ({ size: bytes.size, read }),
    filter: { match: () => undefined },
    found: () => undefined,
  });

  expect(coverage).toMatchObject({ lines: 0, gaps: [] });
});

it('outlives any damage', async () => {
  const random = createRandom(20_261_121);
  for (let round = 0; round < 400; round += 1) {
    const copy = Buffer.from(file);
    const hits = 1 + Math.floor(random() * 12);
    for (let hit = 0; hit < hits; hit += 1) {
      // The head and the tables are what leads astray.
      const at =
        random() < 0.3 ? 0x234 + Math.floor(random() * 0x40) : Math.floor(random() * copy.length);
      copy[at] = Math.floor(random() * 256);
    }
    const end = random() < 0.3 ? Math.floor(random() * copy.length) : copy.length;

    const { texts, coverage } = await readPml(copy.subarray(0, end));

    expect(texts.length).toBeLessThanOrEqual(3);
    expect(coverage.bytes).toBe(end);
  }
});
