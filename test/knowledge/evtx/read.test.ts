import { expect, it } from 'vitest';
import type { StoredEvent } from '../../../knowledge/evtx/event.ts';
import { readEventLog } from '../../../knowledge/evtx/read.ts';
import { buildEvtx, type EvtxEvent, inPieces } from '../../support/evtx.ts';
import { evtxValue } from '../../support/evtx-values.ts';

const chunkStart = 4096;
const chunkSize = 65_536;

async function read(file: Uint8Array, piece?: number) {
  const events: StoredEvent[] = [];
  const damage = await readEventLog(inPieces(file, piece), (event) => events.push(event));
  return { events, damage };
}

function some(count: number): EvtxEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    provider: 'Example',
    id: index + 1,
    data: [['text', evtxValue.text(`value ${index}`)]],
  }));
}

/** Where the records of a chunk begin. */
function startsIn(file: Buffer, chunk = 0): number[] {
  const starts: number[] = [];
  const end = chunkStart + chunk * chunkSize + chunkSize;
  for (
    let at = chunkStart + chunk * chunkSize + 512;
    at < end && file.readUInt32LE(at) === 0x2a2a;
    at += file.readUInt32LE(at + 4)
  ) {
    starts.push(at);
  }
  return starts;
}

it.each([
  ['text', evtxValue.text('升级 Example'), '升级 Example'],
  ['ansi', evtxValue.ansi('plain'), 'plain'],
  ['int8', evtxValue.int8(-5), '-5'],
  ['uint8', evtxValue.uint8(250), '250'],
  ['int16', evtxValue.int16(-3000), '-3000'],
  ['uint16', evtxValue.uint16(60_000), '60000'],
  ['int32', evtxValue.int32(-2_147_020_471), '-2147020471'],
  ['uint32', evtxValue.uint32(4_000_000_000), '4000000000'],
  ['int64', evtxValue.int64(-9_000_000_000_000n), '-9000000000000'],
  ['uint64', evtxValue.uint64(18_000_000_000_000_000_000n), '18000000000000000000'],
  ['real32', evtxValue.real32(0.5), '0.5'],
  ['real64', evtxValue.real64(-1.25), '-1.25'],
  ['boolean', evtxValue.boolean(true), 'true'],
  ['boolean of one byte', evtxValue.boolean(false, 1), 'false'],
  ['binary', evtxValue.binary(Uint8Array.of(1, 171)), '01AB'],
  ['long binary', evtxValue.binary(new Uint8Array(40)), `${'00'.repeat(32)}…`],
  [
    'guid',
    evtxValue.guid('{945a8954-c147-4acd-923f-40c45405a658}'),
    '{945a8954-c147-4acd-923f-40c45405a658}',
  ],
  ['size', evtxValue.size(0x1f_ffff_ffffn), '0x1fffffffff'],
  ['file time', evtxValue.fileTime(1_767_607_200_123), '2026-01-05T10:00:00.123Z'],
  ['system time', evtxValue.systemTime([2026, 1, 1, 5, 10, 0, 1, 23]), '2026-01-05T10:00:01.023Z'],
  ['sid', evtxValue.sid('S-1-5-21-111-222-333-1001'), 'S-1-5-21-111-222-333-1001'],
  ['hex32', evtxValue.hex32(0x80070643), '0x80070643'],
  ['hex64', evtxValue.hex64(0xffffffffc0000005n), '0xffffffffc0000005'],
  [
    'array of texts',
    evtxValue.array([evtxValue.text('a'), evtxValue.text(''), evtxValue.text('c')]),
    'a, , c',
  ],
  ['array of numbers', evtxValue.array([evtxValue.uint32(1), evtxValue.uint32(2)]), '1, 2'],
  [
    'array of sids cut to what is whole',
    { type: 0x80 | 0x14, bytes: Buffer.from('010000000200', 'hex') },
    '0x1',
  ],
])('reads %s', async (_, value, shown) => {
  const file = buildEvtx([{ provider: 'Example', id: 7, data: [['value', value]] }]);

  const { events } = await read(file);

  expect(events).toEqual([
    expect.objectContaining({ provider: 'Example', id: 7, data: ` value=${shown}` }),
  ]);
});

it('reads what stands in no template, as forwarded events do', async () => {
  const plain = { plain: true, provider: 'Example', id: 9, level: 2, number: 77 };
  const file = buildEvtx([{ ...plain, data: [['name', evtxValue.text('value')]] }]);

  const { events } = await read(file);

  expect(events).toEqual([
    {
      number: 77,
      at: Date.parse('2026-01-05T10:00:00Z'),
      provider: 'Example',
      id: 9,
      level: 2,
      data: ' name=value',
    },
  ]);
});

it('names the elements of user data', async () => {
  const file = buildEvtx([
    {
      provider: 'Microsoft-Windows-Servicing',
      id: 3,
      userData: 'CbsPackageChangeState',
      data: [
        ['PackageIdentifier', evtxValue.text('KB5099001')],
        ['ErrorCode', evtxValue.text('0x800f0922')],
      ],
    },
  ]);

  const { events } = await read(file);

  expect(events[0]?.data).toContain(' PackageIdentifier=KB5099001 ErrorCode=0x800f0922');
});

it('counts data without a name, the empty ones too', async () => {
  const texts = evtxValue.array([evtxValue.text('a'), evtxValue.text(''), evtxValue.text('c')]);
  const file = buildEvtx([
    {
      provider: 'disk',
      id: 7,
      data: [
        ['', texts],
        ['', evtxValue.none()],
        ['', evtxValue.text('e')],
      ],
    },
  ]);

  const { events } = await read(file);

  expect(events[0]?.data).toBe(' data1=a data3=c data5=e');
});

it.each([1, 7, 4096, 65_536, 1 << 20])('reads the same in pieces of %i bytes', async (piece) => {
  const file = buildEvtx(some(120), { eventsPerChunk: 50 });

  const { events, damage } = await read(file, piece);

  expect(events.map(({ id }) => id)).toEqual(some(120).map(({ id }) => id));
  expect(damage).toEqual({
    bytes: file.length,
    events: 120,
    damagedChunks: 0,
    damagedEvents: 0,
    missingEvents: 0,
  });
});

it('keeps the milliseconds of every time exact', async () => {
  const times = [
    '1999-12-31T23:59:59.999Z',
    '2026-03-02T11:20:01.001Z',
    '2038-01-19T03:14:08.500Z',
  ];
  const file = buildEvtx(times.map((time) => ({ provider: 'Example', id: 1, time })));

  const { events } = await read(file);

  expect(events.map(({ at }) => new Date(at).toISOString())).toEqual(times);
});

it('skips a damaged chunk and says so', async () => {
  const file = buildEvtx(some(150), { eventsPerChunk: 50 });
  file.fill(0xee, chunkStart + chunkSize, chunkStart + chunkSize + 600);

  const { events, damage } = await read(file);

  expect(events).toHaveLength(100);
  expect(damage).toMatchObject({ events: 100, damagedChunks: 1 });
});

it('goes on behind an overwritten place in a chunk', async () => {
  const file = buildEvtx(some(20));
  const [, , third = 0, , , sixth = 0] = startsIn(file);
  file.fill(0, third, sixth);

  const { events, damage } = await read(file);

  expect(events.map(({ id }) => id)).toEqual([
    1,
    2,
    ...some(20)
      .slice(5)
      .map(({ id }) => id),
  ]);
  expect(damage).toMatchObject({ missingEvents: 3, damagedEvents: 0 });
});

it('goes on behind records of another use of the chunk, and counts those they took the place of', async () => {
  const file = buildEvtx(some(20));
  const older = buildEvtx(some(20).map((event) => ({ ...event, number: 900 + event.id })));
  const [, , third = 0, , , sixth = 0] = startsIn(file);
  older.copy(file, third, third, sixth);

  const { events, damage } = await read(file);

  expect(events.map(({ number }) => number)).toEqual([
    ...[1, 2, 903, 904, 905],
    ...Array.from({ length: 15 }, (_, index) => index + 6),
  ]);
  expect(damage).toMatchObject({ missingEvents: 0, damagedEvents: 0 });
});

it('counts the records of sectors that were never written', async () => {
  const file = buildEvtx(some(20));
  const [, , third = 0] = startsIn(file);
  file.fill(0, third + 40, chunkStart + chunkSize);

  const { events, damage } = await read(file);

  expect(events.map(({ id }) => id)).toEqual([1, 2]);
  expect(damage.missingEvents + damage.damagedEvents).toBe(18);
});

it('reads a record that says that its size is 0', async () => {
  const file = buildEvtx(some(5));
  file.writeUInt32LE(0, (startsIn(file)[2] ?? 0) + 4);

  const { events, damage } = await read(file);

  expect(events.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  expect(damage).toMatchObject({ missingEvents: 0, damagedEvents: 0 });
});

it('is not kept by a chunk full of records without a size', async () => {
  const file = buildEvtx(some(1));
  for (let at = chunkStart + 512; at < chunkStart + chunkSize - 8; at += 8) {
    file.writeUInt32LE(0x2a2a, at);
    file.writeUInt32LE(0, at + 4);
  }

  const { events } = await read(
    Buffer.concat([file, ...Array(20).fill(file.subarray(chunkStart))]),
  );

  expect(events).toEqual([]);
});

it('tells a chunk without its header as damaged, for its templates are gone with it', async () => {
  const file = buildEvtx(some(60), { eventsPerChunk: 30 });
  const [, , third = 0] = startsIn(file, 1);
  file.fill(0, chunkStart + chunkSize, third);

  const { events, damage } = await read(file);

  expect(events).toHaveLength(30);
  expect(damage).toMatchObject({ damagedChunks: 1, missingEvents: 0 });
});

it('reads what was written after the chunk header, but not what an older log left behind', async () => {
  const file = buildEvtx([...some(10), ...some(3).map((event) => ({ ...event, number: 500 }))]);
  const starts = startsIn(file);
  file.writeUInt32LE((starts[5] ?? 0) - chunkStart, chunkStart + 48);

  const { events } = await read(file);

  expect(events).toHaveLength(10);
});

it.each([
  ['no header count', (file: Buffer) => file.writeUInt16LE(0, 42)],
  ['the dirty flag', (file: Buffer) => file.writeUInt32LE(1, 120)],
  ['half a magic', (file: Buffer) => file.fill(0xff, chunkStart + 4, chunkStart + 8)],
  [
    'a lying record count',
    (file: Buffer) => file.writeBigUInt64LE(0xffff_ffff_ffff_ffffn, chunkStart + 16),
  ],
])('reads a file with %s', async (_, change) => {
  const file = buildEvtx(some(5));
  change(file);

  const { events } = await read(file);

  expect(events).toHaveLength(5);
});

it.each([
  ['the substitution count', 0x0c],
  ['the template', 0x01],
])('reads the other events when %s claims four gigabytes', async (_, token) => {
  const file = buildEvtx(some(3));
  const start = startsIn(file)[1] ?? 0;
  file.writeUInt32LE(0xffff_ffff, token === 0x0c ? start + 38 : start + 34);

  const { events, damage } = await read(file);

  expect(events.map(({ id }) => id)).toEqual([1, 3]);
  expect(damage.damagedEvents).toBe(1);
});

it('reads the whole chunks of a file that was cut', async () => {
  const file = buildEvtx(some(150), { eventsPerChunk: 50 });

  const { events, damage } = await read(file.subarray(0, chunkStart + chunkSize + 3000));

  expect(events.length).toBeGreaterThan(50);
  expect(events.length).toBeLessThan(100);
  expect(damage.missingEvents).toBe(100 - events.length);
});

it('takes no garbage for an event', async () => {
  const file = buildEvtx(some(1));
  const provider = file.indexOf(Buffer.from('Example', 'utf16le'));
  file.fill(0, provider, provider + 8);

  const { events, damage } = await read(file);

  expect(events).toEqual([]);
  expect(damage.damagedEvents).toBe(1);
});
