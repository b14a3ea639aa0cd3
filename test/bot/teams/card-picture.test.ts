import { crc32, deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { createDrawChart } from '../../../bot/chart.ts';
import { mostBytes } from '../../../bot/teams/card/limits.ts';
import { renderTeamsMessage } from '../../../bot/teams/card/message.ts';
import { compactPicture } from '../../../bot/teams/card/picture.ts';
import type { Attachment } from '../../../handlers/reply.ts';
import { everyBlock, sampleReply } from '../sample-reply.ts';
import { ofType } from './card-nodes.ts';

const labels = Array.from({ length: 30 }, (_, day) => `02-${String(day + 1).padStart(2, '0')}`);
const names = ['管控软件拦截写入', '恢复分区空间不足', '差分负载不匹配', '组件存储损坏'];

let chart: Attachment;

beforeAll(async () => {
  chart = await createDrawChart()({
    title: '案例日报 2026-03-03',
    days: { title: '未结案例（近 30 天）', labels, values: labels.map((_, day) => (day * 7) % 23) },
    top: { title: '主要原因', labels: names, values: [9, 7, 5, 4] },
  });
});

/** What a decoder of others sees. */
async function pixelsOf({ bytes }: Attachment): Promise<Buffer> {
  const { Resvg } = await import('@resvg/resvg-wasm');
  const data = Buffer.from(bytes).toString('base64');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="420"><image href="data:image/png;base64,${data}" width="960" height="420"/></svg>`;
  return Buffer.from(new Resvg(svg).render().pixels);
}

describe('compactPicture', () => {
  it('draws the chart of the daily summary the same in less than half the bytes', async () => {
    const compact = compactPicture(chart);

    expect(compact.bytes.length).toBeLessThan(chart.bytes.length / 2);
    expect((await pixelsOf(compact)).equals(await pixelsOf(chart))).toBe(true);
  });

  it.each([
    ['is no picture', new Uint8Array([1, 2, 3])],
    ['is empty', new Uint8Array()],
    ['breaks off', 'half'],
    ['claims to be larger than it is', 'larger'],
    ['has no end of its first part', 'endless'],
  ])('leaves alone what %s', (_, damage) => {
    const bytes = typeof damage === 'string' ? damaged(damage) : damage;
    const picture = { ...chart, bytes };

    expect(compactPicture(picture)).toBe(picture);
  });

  it('leaves alone what has too many colours, or can be seen through', () => {
    const clear = encode(2, 2, Buffer.alloc(16));
    const colourful = encode(
      20,
      20,
      Buffer.from(
        Array.from({ length: 1600 }, (_, at) => (at % 4 === 3 ? 255 : (at * 7919) % 251)),
      ),
    );

    expect(compactPicture(clear)).toBe(clear);
    expect(compactPicture(colourful)).toBe(colourful);
  });
});

describe('a card with the picture of the daily summary', () => {
  const withPicture = (picture: Attachment, more: number) => {
    const blocks = everyBlock.flatMap((block) =>
      block.kind === 'chart' ? [{ ...block, picture }] : [],
    );
    const text = { kind: 'paragraph', text: '很长'.repeat(more) } as const;
    return renderTeamsMessage(sampleReply([...blocks, text]));
  };

  it('holds it, and is within what a message may have', () => {
    const { card, rest } = withPicture(chart, 1000);

    const [image] = ofType(card, 'Image');
    expect(image).toMatchObject({ altText: '未结案例 30 天', size: 'Stretch' });
    expect(rest).toBeUndefined();
    expect(Buffer.byteLength(JSON.stringify(card), 'utf16le')).toBeLessThan(80_000);
    expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(mostBytes);
  });

  it('shows the table instead when the picture is too large', () => {
    const { card } = withPicture({ ...chart, bytes: new Uint8Array(60_000) }, 1);

    expect(ofType(card, 'Image')).toEqual([]);
    expect(ofType(card, 'Table')).toHaveLength(1);
  });
});

/** Eight bits for each of red, green, blue and alpha. */
function encode(width: number, height: number, pixels: Buffer): Attachment {
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 6, 0, 0, 0]);
  const rows = Array.from({ length: height }, (_, row) =>
    Buffer.concat([Buffer.alloc(1), pixels.subarray(row * width * 4, (row + 1) * width * 4)]),
  );
  const chunks = [
    ['IHDR', header],
    ['IDAT', deflateSync(Buffer.concat(rows))],
    ['IEND', Buffer.alloc(0)],
  ] as const;
  const parts = chunks.flatMap(([type, data]) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(named), 4);
    return [frame.subarray(0, 4), named, frame.subarray(4)];
  });
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
  return { ...chart, bytes };
}

function damaged(how: string): Buffer {
  const bytes = Buffer.from(chart.bytes);
  if (how === 'half') {
    return bytes.subarray(0, bytes.length / 2);
  }
  bytes.writeUInt32BE(how === 'larger' ? 4000 : 960, 16);
  bytes.writeUInt32BE(how === 'endless' ? 0xff_ff_ff_ff : 13, 8);
  return bytes;
}
