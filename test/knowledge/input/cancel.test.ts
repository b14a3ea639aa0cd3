import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReadProgress } from '../../../knowledge/input/meter.ts';
import { readInputs, uploadOfFile } from '../../../knowledge/input/read.ts';
import { scanLines } from '../../../knowledge/input/scan-lines.ts';
import { sweepSpool } from '../../../knowledge/input/sweep.ts';
import type { Upload } from '../../../knowledge/input/upload.ts';
import { limits, temporaryFolder } from '../../support/answering.ts';
import { buildZip } from '../../support/zip.ts';

const folder = temporaryFolder();
const spoolFolder = path.join(folder, 'spool');
const filter = { match: () => undefined };

function read(
  uploads: readonly Upload[],
  signal: AbortSignal,
  progress: (progress: ReadProgress) => void = () => undefined,
) {
  const found = () => undefined;
  const cleanName = (name: string) => name;
  return readInputs({
    ...{ uploads, limits, spoolFolder, scan: scanLines, filter, found, cleanName },
    ...{ signal, progress },
  });
}

/** Files of our folder that this process holds open; undefined where the system does not tell. */
function openFiles(): string[] | undefined {
  const handles = '/proc/self/fd';
  if (!existsSync(handles)) {
    return undefined;
  }
  return readdirSync(handles)
    .map((handle) => {
      try {
        return readlinkSync(path.join(handles, handle));
      } catch {
        return '';
      }
    })
    .filter((target) => target.startsWith(folder));
}

/** Does not compress, so that an archive of it is as large as it is. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 4) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes.writeUInt32LE((state & 0x3f3f3f3f) + 0x20202020, at);
  }
  return bytes;
}

describe('a cancelled reading', () => {
  it('takes no chunk more from its source, closes it and throws the reason', async () => {
    const stop = new AbortController();
    const taken = { chunks: 0, closed: false };
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) {
          taken.chunks += 1;
          yield Buffer.alloc(1 << 20, 'log line\n');
        }
      } finally {
        taken.closed = true;
      }
    }

    const reading = read([{ name: 'CBS.log', open: endless }], stop.signal, ({ bytes }) => {
      if (bytes >= 5 << 20 && !stop.signal.aborted) {
        stop.abort(new Error('enough'));
      }
    });

    await expect(reading).rejects.toThrow('enough');
    expect(taken.chunks).toBeLessThanOrEqual(7);
    expect(taken.closed).toBe(true);
  });

  it('reads no further upload', async () => {
    const stop = new AbortController();
    stop.abort(new Error('enough'));
    let opened = 0;
    const upload: Upload = {
      name: 'CBS.log',
      open: () => {
        opened += 1;
        return (async function* () {})();
      },
    };

    await expect(read([upload, upload], stop.signal)).rejects.toThrow('enough');
    expect(opened).toBe(0);
  });

  it.each(['in the middle of what was put down', 'while it is being put down'])(
    'leaves no file open and none behind: %s',
    async (when) => {
      const inner = buildZip([{ name: 'CBS.log', content: noise(12 << 20), method: 0 }]);
      const file = path.join(folder, 'logs.zip');
      writeFileSync(file, buildZip([{ name: 'PC.zip', content: inner, method: 0 }]));
      const stop = new AbortController();
      const spooling = when.startsWith('while');
      let spooled = false;

      const reading = read(
        [{ name: 'first.log', open: first }, uploadOfFile('logs.zip', file)],
        stop.signal,
        ({ input, bytes, read: all }) => {
          spooled ||= existsSync(spoolFolder) && readdirSync(spoolFolder).length > 0;
          const isReached = spooling
            ? all > 10 << 20
            : input.endsWith('CBS.log') && bytes > 2 << 20;
          if (isReached) {
            stop.abort(new Error('enough'));
          }
        },
      );

      await expect(reading).rejects.toThrow('enough');
      expect(spooled).toBe(true);
      expect(readdirSync(spoolFolder)).toEqual([]);
      expect(openFiles() ?? []).toEqual([]);
    },
  );
});

it('sweeps away what a killed process has left, and nothing that is being read', async () => {
  const now = Date.now();
  mkdirSync(spoolFolder, { recursive: true });
  for (const [name, age] of [
    ['old.tmp', 100_000],
    ['new.tmp', 10],
  ] as const) {
    writeFileSync(path.join(spoolFolder, name), 'x');
    utimesSync(path.join(spoolFolder, name), new Date(now - age), new Date(now - age));
  }

  await sweepSpool(spoolFolder, now - 50_000);
  await sweepSpool(path.join(folder, 'nowhere'), now);

  expect(readdirSync(spoolFolder)).toEqual(['new.tmp']);
});

async function* first(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('a line\n');
}
