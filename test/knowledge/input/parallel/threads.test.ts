import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { LostThread } from '../../../../knowledge/input/parallel/deliver.ts';
import { investigate } from '../../../../knowledge/investigate.ts';
import { limits } from '../../../support/answering.ts';
import { buildZip } from '../../../support/zip.ts';
import { createReader, eagerReaders, engine, large, mebibyte, other, without } from './both.ts';

const { folder, spoolFolder, file, read } = createReader();
const readers = eagerReaders();

describe('threads that read', () => {
  it('answers two who ask at once as if each were alone', async () => {
    const first = [
      file('a.zip', buildZip([1, 2, 3].map((at) => ({ name: `${at}`, content: large })))),
    ];
    const second = [file('a.log', other), file('b.log', large), file('c.log', other)];
    const alone = [await read(first, undefined), await read(second, undefined)];

    const together = await Promise.all([read(first, readers), read(second, readers)]);

    expect(together.map(without)).toEqual(alone.map(without));
  });

  it.each([
    ['dies when it has found something', new URL('dies-late.ts', import.meta.url)],
    ['dies before it has found anything', new URL('dies-early.ts', import.meta.url)],
    ['does not even start', new URL('never-starts.ts', import.meta.url)],
  ])('comes to the same findings when a thread %s', async (_, program) => {
    const dying = eagerReaders({ program });
    const uploads = [
      file('a.zip', buildZip([1, 2].map((at) => ({ name: `${at}`, content: large })))),
      file('b.log', large),
      file('c.log', 'short'),
    ];
    const request = { uploads, limits, spoolFolder };

    const alone = await investigate({ ...request, readers: null }, engine);
    const together = await investigate({ ...request, readers: dying }, engine);

    expect(together.reports).toEqual(alone.reports);
    expect({ ...together.collected, machines: undefined }).toEqual({
      ...alone.collected,
      machines: undefined,
    });
    expect(together.ranked.map(({ cause }) => cause)).toEqual(
      alone.ranked.map(({ cause }) => cause),
    );
  });

  it('does not hand over twice what a lost thread had found', async () => {
    const url = new URL('dies-late.ts', import.meta.url);
    const reading = read([file('a.log', large)], eagerReaders({ program: url }));

    await expect(reading).rejects.toThrow(LostThread);
  });

  it('counts what other threads read, once', async () => {
    const zip = buildZip([1, 2, 3].map((at) => ({ name: `${at}`, content: large, method: 0 })));
    const told: number[] = [];
    const progress = vi.fn(({ read: bytes }: { read: number }) => told.push(bytes));

    await read([file('a.zip', zip), file('b.log', other)], readers, { progress });

    expect(told.toSorted((left, right) => left - right)).toEqual(told);
    expect(told.at(-1)).toBeGreaterThan(zip.length);
    expect(told.at(-1)).toBeLessThanOrEqual(zip.length + other.length);
    expect(progress.mock.lastCall?.[0]).toMatchObject({ files: 3, input: 'b.log' });
  });

  it('stops at once when it is cancelled, closes its files and goes on with the next', async () => {
    const uploads = [
      file('a.zip', buildZip([1, 2, 3, 4].map((at) => ({ name: `${at}`, content: large })))),
      file('b.log', large),
    ];
    const stop = new AbortController();
    const reading = read(uploads, readers, {
      signal: stop.signal,
      progress: ({ bytes }) => {
        if (bytes > mebibyte) {
          stop.abort(new Error('nobody waits'));
        }
      },
    });

    await expect(reading).rejects.toThrow('nobody waits');
    expect(openFiles()).toEqual([]);
    expect(await read(uploads, readers)).toMatchObject({ looked: 0 });
  });
});

/** Files of our folder that this process holds open; none where the system does not tell. */
function openFiles(): string[] {
  const handles = '/proc/self/fd';
  return (existsSync(handles) ? readdirSync(handles) : [])
    .map((handle) => {
      try {
        return readlinkSync(path.join(handles, handle));
      } catch {
        return '';
      }
    })
    .filter((target) => target.startsWith(folder));
}
