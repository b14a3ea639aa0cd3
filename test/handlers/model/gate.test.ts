import { mkdtempSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Asking } from '../../../handlers/model/gate/asking.ts';
import type { CallReport } from '../../../handlers/model/gate/call.ts';
import { createGate, type GateParts } from '../../../handlers/model/gate.ts';
import {
  type FailureKind,
  type LanguageModel,
  type ModelAnswer,
  ModelFailure,
} from '../../../handlers/model/model.ts';
import { openSqlite } from '../../../knowledge/store/sqlite.ts';
import type { Store } from '../../../knowledge/store/store.ts';
import { temporaryFolder } from '../../support/answering.ts';

const home = temporaryFolder();
const Said = z.object({ text: z.string() });
type Said = z.infer<typeof Said>;
const minute = 60_000;
const day = 24 * 60 * minute;

let folder: string;
let store: Store;
let time: number;
let reports: CallReport[];
let rests: boolean[];
/** What the model was asked, by its data. */
let asked: string[];
let behave: (data: string, signal: AbortSignal) => Promise<ModelAnswer<unknown>>;

beforeEach(() => {
  folder = mkdtempSync(path.join(home, 'gate-'));
  store = openSqlite(folder);
  time = 1_700_000_000_000;
  reports = [];
  rests = [];
  asked = [];
  behave = async (data) => ({ value: { text: data }, tokens: { sent: 100, received: 20 } });
});
afterEach(() => store.close());

const model: LanguageModel = {
  name: 'qwen',
  ask: async (request, signal) => {
    asked.push(request.data);
    const { value, tokens } = await behave(request.data, signal);
    return { value: request.schema.parse(value), tokens };
  },
};

function newGate(settings: Partial<GateParts['settings']> = {}, of = store) {
  return createGate({
    model,
    store: of,
    settings: {
      seconds: 5,
      tokensPerDay: 1_000_000,
      tokensPerPerson: 1_000_000,
      tokensPerQuestion: 1_000_000,
      keepText: false,
      ...settings,
    },
    now: () => time,
    report: (report) => reports.push(report),
    rests: (resting) => rests.push(resting),
  });
}

function asking(data: string, parts: Partial<Asking<Said>> = {}): Asking<Said> {
  return {
    prompt: { purpose: 'follow-up', version: 3, text: '只用材料里的事实。' },
    data,
    schema: Said,
    mostTokens: 200,
    asker: { face: 'slack', id: 'U1' },
    conversation: 'C1:1',
    inquiry: 'i-1',
    ...parts,
  };
}

function fail(kind: FailureKind, options?: ConstructorParameters<typeof ModelFailure>[1]) {
  behave = async () => {
    throw new ModelFailure(kind, options);
  };
}

const outcomes = () => reports.map(({ outcome }) => outcome);

describe('an answer', () => {
  it('is given and noted: who, why, model, tokens, time, and the hash of what was sent', async () => {
    const value = await newGate().ask(asking('为什么？'));

    expect(value).toEqual({ text: '为什么？' });
    expect(await store.listAudit({ limit: 9 })).toEqual([
      {
        at: time,
        who: 'slack/U1',
        what: 'model',
        case: '',
        where: 'slack/C1:1',
        call: {
          why: 'follow-up@3',
          model: 'qwen',
          inquiry: 'i-1',
          hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
          sent: 100,
          received: 20,
          milliseconds: expect.any(Number),
          outcome: 'answered',
        },
      },
    ]);
    expect(reports).toMatchObject([
      { purpose: 'follow-up', outcome: 'answered', tokens: { sent: 100, received: 20 } },
    ]);
  });

  it('is noted with the text only where that is wanted', async () => {
    await newGate({ keepText: true }).ask(asking('为什么？'));

    const [entry] = await store.listAudit({ limit: 1 });
    expect(entry?.call?.text).toBe('只用材料里的事实。\n为什么？');
  });

  it('is noted before it is asked for, so that a crash hides nothing', async () => {
    let noted: unknown;
    behave = async (data) => {
      noted = (await store.listAudit({ limit: 1 }))[0]?.call?.outcome;
      return { value: { text: data }, tokens: { sent: 1, received: 1 } };
    };

    await newGate().ask(asking('a'));

    expect(noted).toBe('begun');
  });

  it('is not given when it cannot be noted', async () => {
    const broken = { ...store, endCall: () => Promise.reject(new Error('disk full')) };

    expect(await newGate({}, broken).ask(asking('a'))).toBeUndefined();
    expect(outcomes().at(-1)).toBe('broken');
  });

  it('is not asked for when the store is down', async () => {
    const broken = { ...store, startCall: () => Promise.reject(new Error('disk full')) };

    expect(await newGate({}, broken).ask(asking('a'))).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('the cache', () => {
  it('answers the same question of anybody at no cost, and that is noted too', async () => {
    const gate = newGate();
    const first = await gate.ask(asking('a'));

    const second = await gate.ask(asking('a', { asker: { face: 'teams', id: 'U2' } }));

    expect(second).toEqual(first);
    expect(asked).toEqual(['a']);
    expect(outcomes()).toEqual(['answered', 'cached']);
    const [entry] = await store.listAudit({ limit: 1 });
    expect(entry).toMatchObject({
      who: 'teams/U2',
      call: { outcome: 'cached', sent: 0, received: 0 },
    });
  });

  it('gives each his own copy', async () => {
    const gate = newGate();
    const first = await gate.ask(asking('a'));
    const cached = await gate.ask(asking('a'));
    for (const one of [first, cached]) {
      if (one) {
        one.text = 'changed';
      }
    }

    expect(await gate.ask(asking('a'))).toEqual({ text: 'a' });
  });

  it.each<[string, Partial<Asking<Said>>]>([
    ['other data', { data: 'b' }],
    ['another purpose', { prompt: { purpose: 'explain', version: 3, text: '只用材料里的事实。' } }],
    [
      'another version of the prompt',
      { prompt: { purpose: 'follow-up', version: 4, text: '只用材料里的事实。' } },
    ],
    ['another schema', { schema: Said.extend({ text: z.string().max(99) }) }],
  ])('does not answer %s', async (_, parts) => {
    const gate = newGate();
    await gate.ask(asking('a'));

    await gate.ask(asking('a', parts));

    expect(asked).toHaveLength(2);
  });

  it('forgets after an hour, and beyond five hundred answers', async () => {
    const gate = newGate();
    await gate.ask(asking('a'));
    time += 60 * minute;
    await gate.ask(asking('a'));
    for (let index = 0; index < 500; index += 1) {
      await gate.ask(asking(`other ${index}`));
    }

    await gate.ask(asking('a'));
    await gate.ask(asking('other 499'));

    expect(asked.filter((one) => one === 'a')).toHaveLength(3);
    expect(asked.filter((one) => one === 'other 499')).toHaveLength(1);
  });

  it('forgets when the clock was set back', async () => {
    const gate = newGate();
    await gate.ask(asking('a'));
    time -= 300 * day;
    await gate.ask(asking('a'));

    expect(asked).toHaveLength(2);
  });

  it('keeps no failure', async () => {
    const gate = newGate();
    fail('refused');
    await gate.ask(asking('a'));
    await gate.ask(asking('a'));

    expect(asked).toEqual(['a', 'a']);
  });
});

describe('a failure', () => {
  it.each<[FailureKind, number]>([
    ['refused', 207],
    ['cut', 207],
    ['late', 207],
    ['cancelled', 207],
    ['invalid', 0],
    ['busy', 0],
    ['unreachable', 0],
    ['rejected', 0],
  ])('%s gives no answer and counts what it may have cost', async (kind, least) => {
    fail(kind);

    expect(await newGate().ask(asking('a'))).toBeUndefined();

    expect(outcomes()).toEqual([kind]);
    const tokens = await store.countTokens({ since: time });
    expect(least === 0 ? tokens === 0 : tokens >= least).toBe(true);
    expect((await store.listAudit({ limit: 1 }))[0]?.call?.outcome).toBe(kind);
  });

  it('counts what the server says that it cost', async () => {
    fail('invalid', { tokens: { sent: 70, received: 7 } });

    await newGate().ask(asking('a'));

    expect(await store.countTokens({ since: time })).toBe(77);
  });

  it('beside the contract gives no answer either', async () => {
    behave = () => Promise.reject(new TypeError('x is not a function'));

    expect(await newGate().ask(asking('a'))).toBeUndefined();
  });

  it('to answer in time is one, also of a model that does not listen', async () => {
    behave = () => new Promise(() => undefined);

    expect(await newGate({ seconds: 0.02 }).ask(asking('a'))).toBeUndefined();

    expect(outcomes()).toEqual(['late']);
  });
});

describe('who goes away', () => {
  it('before asking costs nothing', async () => {
    const asked = newGate().ask(asking('a'), AbortSignal.abort(new Error('gone')));

    await expect(asked).rejects.toThrow('gone');
    expect(await store.listAudit({ limit: 1 })).toEqual([]);
  });

  it('while waiting gets his own reason, and the call is noted', async () => {
    const ending = new AbortController();
    behave = () => {
      ending.abort(new Error('gone'));
      return new Promise(() => undefined);
    };

    await expect(newGate().ask(asking('a'), ending.signal)).rejects.toThrow('gone');

    expect((await store.listAudit({ limit: 1 }))[0]?.call?.outcome).toBe('cancelled');
    expect(outcomes()).toEqual(['cancelled']);
  });
});

describe('a budget', () => {
  // Each call costs 120 tokens, and some 210 at most.
  it.each<[string, Partial<GateParts['settings']>, Partial<Asking<Said>>]>([
    ['of the day', { tokensPerDay: 300 }, { asker: { face: 'web', id: 'x' }, inquiry: 'i-2' }],
    ['of a person', { tokensPerPerson: 300 }, { inquiry: 'i-2' }],
    ['of a question', { tokensPerQuestion: 300 }, { asker: { face: 'web', id: 'x' } }],
  ])('%s that is used up ends in no answer', async (_, settings, parts) => {
    const gate = newGate(settings);
    await gate.ask(asking('a'));

    expect(await gate.ask(asking('b', parts))).toBeUndefined();

    expect(asked).toEqual(['a']);
    expect(outcomes()).toEqual(['answered', 'budget']);
    expect(await store.listAudit({ limit: 9 })).toHaveLength(1);
  });

  it.each<[string, Partial<GateParts['settings']>, Partial<Asking<Said>>]>([
    ['of a person is his own', { tokensPerPerson: 300 }, { asker: { face: 'slack', id: 'U2' } }],
    ['of a question is its own', { tokensPerQuestion: 300 }, { inquiry: 'i-2' }],
  ])('%s', async (_, settings, parts) => {
    const gate = newGate(settings);
    await gate.ask(asking('a'));

    expect(await gate.ask(asking('b', parts))).toEqual({ text: 'b' });
  });

  it('is still used up after a restart, and free a day later', async () => {
    await newGate({ tokensPerDay: 300 }).ask(asking('a'));
    await store.close();
    store = openSqlite(folder);
    const gate = newGate({ tokensPerDay: 300 });

    const after = await gate.ask(asking('b'));
    time += day + 1;

    expect(after).toBeUndefined();
    expect(await gate.ask(asking('b'))).toEqual({ text: 'b' });
  });

  it('counts what was noted by a clock that was ahead, a day of it and no more', async () => {
    const gate = newGate({ tokensPerDay: 300 });
    await gate.ask(asking('a'));
    time -= day / 2;
    const soon = await gate.ask(asking('b'));
    time -= 300 * day;

    expect(soon).toBeUndefined();
    expect(await gate.ask(asking('b'))).toEqual({ text: 'b' });
  });

  it('is shared by processes, whatever is on its way included', async () => {
    const other = openSqlite(folder);
    let answerFirst: () => void = () => undefined;
    behave = (data) =>
      new Promise((resolve) => {
        answerFirst = () => resolve({ value: { text: data }, tokens: { sent: 1, received: 1 } });
      });
    const first = newGate({ tokensPerDay: 300 }).ask(asking('a'));

    const second = await newGate({ tokensPerDay: 300 }, other).ask(asking('b'));
    answerFirst();

    expect(second).toBeUndefined();
    expect(await first).toEqual({ text: 'a' });
    await other.close();
  });

  it('that has room for one lets one of two through that ask at once', async () => {
    const gate = newGate({ tokensPerDay: 300 });

    const answers = await Promise.all([gate.ask(asking('a')), gate.ask(asking('b'))]);

    expect(answers).toEqual([{ text: 'a' }, undefined]);
  });
});

describe('calls at once', () => {
  /** By data; each goes on until it is answered. */
  let going: Map<string, () => void>;
  beforeEach(() => {
    going = new Map();
    behave = (data) =>
      new Promise((resolve) => {
        going.set(data, () => resolve({ value: { text: data }, tokens: { sent: 1, received: 1 } }));
      });
  });

  /** `U1-2` is the second question of U1. */
  const ask = (gate: ReturnType<typeof newGate>, data: string, signal?: AbortSignal) =>
    gate.ask(asking(data, { asker: { face: 'slack', id: data.split('-')[0] ?? '' } }), signal);
  const askAll = (gate: ReturnType<typeof newGate>, ...all: string[]) =>
    all.map((data) => ask(gate, data));
  /** When nothing more can begin without an answer. */
  async function settled(count: number) {
    await expect.poll(() => asked.length).toBe(count);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(asked).toHaveLength(count);
  }
  async function answerAll(answers: readonly Promise<unknown>[]) {
    let isOver = false;
    const all = Promise.all(answers).finally(() => {
      isOver = true;
    });
    await expect
      .poll(() => {
        for (const answer of going.values()) {
          answer();
        }
        return isOver;
      })
      .toBe(true);
    return all;
  }

  it('are four, and the next one begins when one has ended', async () => {
    const gate = newGate();
    const answers = askAll(gate, 'U1-1', 'U2-1', 'U3-1', 'U4-1', 'U5-1');
    await settled(4);

    going.get('U2-1')?.();
    await settled(5);

    expect(asked.at(-1)).toBe('U5-1');
    expect(await answerAll(answers)).not.toContain(undefined);
  });

  it('are never all of one person, whose others wait for those before them', async () => {
    const gate = newGate();
    const answers = askAll(gate, 'U1-1', 'U1-2', 'U1-3', 'U1-4', 'U1-5');
    await settled(3);

    const other = ask(gate, 'U2-1');
    await settled(4);

    expect(asked).toEqual(['U1-1', 'U1-2', 'U1-3', 'U2-1']);
    expect(await answerAll([...answers, other])).not.toContain(undefined);
  });

  it('go to whoever has the fewest, then to whoever came first', async () => {
    const gate = newGate();
    const answers = askAll(gate, 'U1-1', 'U1-2', 'U1-3', 'U2-1', 'U1-4', 'U2-2', 'U3-1', 'U4-1');
    await settled(4);

    going.get('U1-1')?.();
    await settled(5);
    going.get('U1-2')?.();
    await settled(6);
    going.get('U3-1')?.();
    going.get('U4-1')?.();
    await settled(7);

    expect(asked.slice(4)).toEqual(['U3-1', 'U4-1', 'U1-4']);
    expect(await answerAll(answers)).not.toContain(undefined);
  });

  it('are not waited for longer than half the patience, nor by more than eight of one person', async () => {
    const gate = newGate({ seconds: 0.1 });
    const many = Array.from({ length: 12 }, (_, index) => `U1-${index}`);

    const answers = await Promise.all(askAll(gate, ...many));

    expect(answers.filter(Boolean)).toEqual([]);
    expect(outcomes().filter((one) => one === 'crowded')).toHaveLength(9);
    expect(outcomes()[0]).toBe('crowded');
    expect(asked).toHaveLength(3);
  });

  it('are waited for only as long as somebody wants the answer', async () => {
    const gate = newGate();
    const answers = askAll(gate, 'U1-1', 'U1-2', 'U1-3');
    await settled(3);
    const leaving = new AbortController();
    const left = ask(gate, 'U1-4', leaving.signal);
    await settled(3);

    leaving.abort(new Error('gone'));

    await expect(left).rejects.toThrow('gone');
    await answerAll(answers);
    const after = askAll(gate, 'U2-1', 'U3-1', 'U4-1', 'U5-1');
    await settled(7);
    expect(await answerAll(after)).not.toContain(undefined);
  });

  it('that came late by waiting are not held against the server', async () => {
    const gate = newGate({ seconds: 0.8 });
    const firsts = askAll(gate, 'U1-1', 'U1-2', 'U1-3');
    await settled(3);
    const others = askAll(gate, 'U1-4', 'U1-5', 'U1-6');
    await new Promise((resolve) => setTimeout(resolve, 150));
    for (const data of ['U1-1', 'U1-2', 'U1-3']) {
      going.get(data)?.();
    }
    await Promise.all(firsts);

    await Promise.all(others);

    expect(outcomes().slice(3)).toEqual(['late', 'late', 'late']);
    expect(rests).not.toContain(true);
  });
});

describe('a server that fails', () => {
  const ask = (gate: ReturnType<typeof newGate>) => gate.ask(asking(`q${asked.length}`));

  it.each<FailureKind>(['unreachable', 'late', 'invalid', 'rejected'])(
    'three times in a row (%s) is left alone for a minute',
    async (kind) => {
      const gate = newGate();
      fail(kind);
      for (let index = 0; index < 5; index += 1) {
        await ask(gate);
      }

      expect(asked).toHaveLength(3);
      expect(outcomes()).toEqual([kind, kind, kind, 'resting', 'resting']);
      expect(rests).toEqual([true]);
      time += minute - 1;
      await ask(gate);
      expect(asked).toHaveLength(3);
      time += 1;
      await ask(gate);
      expect(asked).toHaveLength(4);
    },
  );

  it('again is left alone twice as long each time, ten minutes at most', async () => {
    const gate = newGate();
    fail('unreachable');
    const pauses: number[] = [];
    for (let index = 0; index < 3; index += 1) {
      await ask(gate);
    }
    for (let index = 0; index < 6; index += 1) {
      const before = asked.length;
      const from = time;
      while (asked.length === before) {
        time += 10_000;
        await ask(gate);
      }
      pauses.push((time - from) / minute);
    }

    expect(pauses).toEqual([1, 2, 4, 8, 10, 10]);
  });

  it('is asked again when the clock was set back', async () => {
    const gate = newGate();
    fail('unreachable');
    for (let index = 0; index < 4; index += 1) {
      await ask(gate);
    }
    time -= 300 * day;

    await ask(gate);

    expect(outcomes().slice(3)).toEqual(['resting', 'unreachable']);
  });

  it('and comes back is asked like before', async () => {
    const gate = newGate();
    const well = behave;
    fail('unreachable');
    for (let index = 0; index < 3; index += 1) {
      await ask(gate);
    }
    time += minute;
    behave = well;

    await ask(gate);
    await ask(gate);

    expect(outcomes().slice(3)).toEqual(['answered', 'answered']);
    expect(rests).toEqual([true, false, false]);
  });

  it('is tried once at a time', async () => {
    const gate = newGate();
    fail('unreachable');
    for (let index = 0; index < 3; index += 1) {
      await ask(gate);
    }
    time += minute;

    await Promise.all([gate.ask(asking('x')), gate.ask(asking('y'))]);

    expect(outcomes().slice(3).toSorted()).toEqual(['resting', 'unreachable']);
  });

  it('now and then is not left alone', async () => {
    const gate = newGate();
    const well = behave;
    for (let index = 0; index < 4; index += 1) {
      fail('unreachable');
      await ask(gate);
      await ask(gate);
      behave = well;
      await ask(gate);
    }

    expect(outcomes()).not.toContain('resting');
  });

  it.each<FailureKind>(['refused', 'cut', 'cancelled'])(
    'for a reason of its own (%s) is not left alone',
    async (kind) => {
      const gate = newGate();
      fail(kind);
      for (let index = 0; index < 5; index += 1) {
        await ask(gate);
      }

      expect(asked).toHaveLength(5);
    },
  );

  it.each<FailureKind>(['invalid', 'rejected'])(
    'at odd questions alone (%s) is not left alone, nor taken for well',
    async (kind) => {
      const gate = newGate();
      fail(kind, { ofQuestion: true });
      for (let index = 0; index < 5; index += 1) {
        await ask(gate);
      }
      expect(asked).toHaveLength(5);
      fail('unreachable');
      await ask(gate);
      await ask(gate);
      fail(kind, { ofQuestion: true });
      await ask(gate);
      fail('unreachable');
      await ask(gate);
      await ask(gate);

      expect(outcomes().at(-1)).toBe('resting');
    },
  );

  it('because it is busy is left alone as long as it wants, after the first time', async () => {
    const gate = newGate();
    fail('busy', { retryAfter: 3 * minute });
    await ask(gate);

    time += 3 * minute - 1;
    await ask(gate);
    time += 1;
    await ask(gate);

    expect(outcomes()).toEqual(['busy', 'resting', 'busy']);
  });

  it('answers from the cache all the same', async () => {
    const gate = newGate();
    await gate.ask(asking('known'));
    fail('unreachable');
    for (let index = 0; index < 4; index += 1) {
      await ask(gate);
    }

    expect(await gate.ask(asking('known'))).toEqual({ text: 'known' });
  });
});
