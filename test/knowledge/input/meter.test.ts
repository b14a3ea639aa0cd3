import { describe, expect, it } from 'vitest';
import { Meter, type ReadProgress } from '../../../knowledge/input/meter.ts';

function createMeter(sizes: readonly (number | undefined)[]) {
  const told: ReadProgress[] = [];
  let now = 0;
  const meter = new Meter({ progress: (one) => told.push(one), now: () => now });
  const shares = sizes.map((size) => meter.expect(size));
  const pass = (milliseconds: number) => {
    now += milliseconds;
  };
  return { meter, shares, told, pass };
}

async function* chunks(count: number, onReturn = () => {}): AsyncGenerator<Uint8Array> {
  try {
    for (let index = 0; index < count; index += 1) {
      yield new Uint8Array(10);
    }
  } finally {
    onReturn();
  }
}

describe('Meter', () => {
  it('adds up what was read of everything, and how long the rest takes at that speed', () => {
    const { meter, shares, told, pass } = createMeter([1000, 3000]);
    meter.reading('a.log', 0);
    pass(2000);

    shares[0]?.count(1000);
    meter.done();
    meter.reading('b.log', 500);

    expect(told.at(-1)).toEqual({
      input: 'b.log',
      bytes: 500,
      read: 1000,
      expected: 4000,
      files: 1,
      secondsLeft: 6,
    });
  });

  it('says nothing of the time left in the first second', () => {
    const { meter, shares, told, pass } = createMeter([1000]);
    meter.reading('a.log', 0);
    pass(900);

    shares[0]?.count(10);

    expect(told.at(-1)?.secondsLeft).toBeUndefined();
  });

  it('expects nothing while the size of one upload is not known, until that is read', () => {
    const { meter, shares, told, pass } = createMeter([1000, undefined]);
    meter.reading('a.log', 0);
    pass(5000);

    shares[1]?.count(200);
    const before = told.at(-1);
    shares[1]?.close();
    shares[0]?.count(1);

    expect(before).toMatchObject({ read: 200, expected: undefined, secondsLeft: undefined });
    expect(told.at(-1)).toMatchObject({ read: 201, expected: 1200 });
  });

  it('never tells of more than there is, and closes what was left out as done', () => {
    const { meter, shares, told } = createMeter([100, 50]);
    meter.reading('a.zip', 0);

    shares[0]?.count(250);
    shares[1]?.close();
    meter.reading('a.zip', 1);

    expect(told.at(-1)).toMatchObject({ read: 150, expected: 150 });
  });

  it('counts a stream and closes its source when it is left early', async () => {
    const { meter, shares, told } = createMeter([100]);
    let closed = false;
    meter.reading('a.log', 0);
    const source = chunks(10, () => {
      closed = true;
    });

    for await (const _ of meter.watch(source, shares[0] ?? meter.expect(0))) {
      break;
    }

    expect(told.at(-1)?.read).toBe(10);
    expect(closed).toBe(true);
  });

  it('ends a stream whose source hangs when it is cancelled', async () => {
    const stop = new AbortController();
    const meter = new Meter({ signal: stop.signal });
    async function* hanging(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array(1);
      await new Promise(() => undefined);
    }

    const reading = (async () => {
      for await (const _ of meter.watch(hanging(), meter.expect(undefined))) {
        queueMicrotask(() => stop.abort(new Error('enough')));
      }
    })();

    await expect(reading).rejects.toThrow('enough');
  });
});
