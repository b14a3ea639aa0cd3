import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventViewerReader } from '../../../knowledge/evtx/event-viewer.ts';
import { readEventLog } from '../../../knowledge/evtx/read.ts';
import { buildEvtx, type EvtxEvent, inPieces } from '../../support/evtx.ts';
import { evtxValue } from '../../support/evtx-values.ts';

const seed = 20_260_105;
const runs = 1500;

const events: EvtxEvent[] = Array.from({ length: 40 }, (_, index) => ({
  provider: index % 3 === 0 ? 'Microsoft-Windows-Servicing' : 'disk',
  id: index,
  plain: index % 7 === 6,
  ...(index % 3 === 0 && { userData: 'CbsPackageChangeState' }),
  data: [
    ['first', evtxValue.text(`value ${index}`)],
    ['second', evtxValue.array([evtxValue.text('a'), evtxValue.text('b')])],
    ['third', evtxValue.sid('S-1-5-21-1-2-3-1001')],
    ['fourth', evtxValue.hex64(BigInt(index))],
  ],
}));
const file = buildEvtx(events, { eventsPerChunk: 20 });
/** Nearly all of a chunk is empty: bytes there change nothing. */
const written = [4096, 4096 + 65_536].map((start) => ({
  min: start,
  max: start + file.readUInt32LE(start + 48),
}));

const place = fc.oneof(...written.map(({ min, max }) => fc.integer({ min, max: max - 1 })));
const value = fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 0x0c, 0x0f, 0xff));
const change = fc.record({ at: place, value, length: fc.constantFrom(1, 1, 1, 2, 4, 8, 64) });

it('reads any damaged file without failing, and no more events than fit', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      const damaged = Buffer.from(file);
      for (const { at, value: byte, length } of changes) {
        damaged.fill(byte, at, at + length);
      }

      let longest = 0;
      const damage = await readEventLog(inPieces(damaged), ({ data }) => {
        longest = Math.max(longest, data.length);
      });

      expect(damage.events + damage.damagedEvents).toBeLessThan((2 * 65_536) / 28);
      expect(longest).toBeLessThan(16_384);
    }),
    { seed, numRuns: runs },
  );
});

it('reads a file cut anywhere', async () => {
  const cut = fc.integer({ min: 0, max: file.length });

  await fc.assert(
    fc.asyncProperty(cut, async (length) => {
      const { bytes, events: read } = await readEventLog(
        inPieces(file.subarray(0, length)),
        () => undefined,
      );

      expect(bytes).toBe(length);
      expect(read).toBeLessThanOrEqual(40);
    }),
    { seed, numRuns: 200 },
  );
});

it('reads any text without failing', () => {
  const line = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.constantFrom(
      'Log Name: System',
      '来源: disk',
      '事件 ID: 7',
      '描述:',
      '<Event xmlns="x">',
      '<EventData><Data Name="a">b</Data></EventData>',
      '<Provider Name="disk"/><EventID>7</EventID>',
      '</Event>',
      '',
    ),
  );

  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
      const texts: string[] = [];
      const reader = new EventViewerReader('x', ({ text }) => texts.push(text));
      lines.forEach((raw, index) => {
        reader.push({ line: index + 1, raw, text: raw });
      });
      reader.end();

      expect(texts.length).toBeLessThanOrEqual(lines.length * 2);
      expect(texts.every((text) => text.length <= 4096)).toBe(true);
    }),
    { seed, numRuns: runs },
  );
});
