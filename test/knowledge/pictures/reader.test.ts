import { afterAll, describe, expect, it } from 'vitest';
import { readHead } from '../../../knowledge/pictures/head.ts';
import type { Job } from '../../../knowledge/pictures/picture.ts';
import { PictureReader } from '../../../knowledge/pictures/reader.ts';
import { pictureOf } from '../../support/pictures.ts';

const reader = new PictureReader();
afterAll(() => reader.close());

function jobOf(bytes: Buffer): Job {
  const head = readHead(bytes);
  if (!head) {
    throw new Error('no picture');
  }
  return { bytes, head };
}

const later = () => Date.now() + 60_000;
const good = jobOf(pictureOf('wusa-inapplicable-dark.png'));
/** Fails in the thread. */
const lying = { bytes: good.bytes } as Job;

describe('the thread that reads pictures', () => {
  it('goes on after a picture that broke it, in the order of asking', async () => {
    const [broken, read] = await Promise.all([
      reader.read(lying, later()),
      reader.read(good, later()),
    ]);

    expect(broken).toEqual({ readings: [], stopped: 'broken' });
    expect(read.stopped).toBeUndefined();
    expect(read.readings.map(({ model }) => model)).toEqual(['zh', 'en']);
  }, 60_000);

  it('reads the same of a large picture, step by step in threads of their own', async () => {
    const careful = new PictureReader(0);

    const [usual, large] = await Promise.all([
      reader.read(good, later()),
      careful.read(good, later()),
    ]);

    expect(large).toEqual(usual);
    expect(large.readings.map(({ model }) => model)).toEqual(['zh', 'en']);
    await careful.close();
  }, 60_000);

  it('gives up at the deadline', async () => {
    const own = new PictureReader();

    expect(await own.read(good, Date.now() + 1)).toMatchObject({ readings: [], stopped: 'slow' });
    expect(await own.read(good, Date.now() - 1)).toEqual({ readings: [], stopped: 'slow' });

    await own.close();
  });

  it('stops for who gave up, with the reason', async () => {
    const own = new PictureReader();
    const giving = new AbortController();

    const reading = own.read(good, later(), giving.signal);
    giving.abort(new Error('gone'));

    await expect(reading).rejects.toThrow('gone');
    await own.close();
  });

  it('lets go at once of who waits for others', async () => {
    const own = new PictureReader();
    const giving = new AbortController();
    const order: string[] = [];

    const first = own.read(good, later()).then(() => order.push('first'));
    const second = own.read(good, later(), giving.signal).catch(() => order.push('second'));
    const third = own.read(good, later()).then(() => order.push('third'));
    giving.abort();
    await Promise.all([first, second, third]);

    expect(order).toEqual(['second', 'first', 'third']);
    await own.close();
  }, 60_000);
});
