import { describe, expect, it } from 'vitest';
import { findAlike } from '../../../handlers/model/likeness/alike.ts';
import { createLikeness, type LikenessParts } from '../../../handlers/model/likeness.ts';
import { type Embedder, ModelFailure } from '../../../handlers/model/model.ts';
import type { Case } from '../../../knowledge/cases/case.ts';
import { createCaseLibrary } from '../../../knowledge/search/cases.ts';
import { openSqlite } from '../../../knowledge/store/sqlite.ts';
import type { Store } from '../../../knowledge/store/store.ts';
import { temporaryFolder } from '../../support/answering.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { diagnosisOf, similarOf } from '../../support/diagnosis.ts';

const never = new AbortController().signal;
const topics = [
  '蓝屏',
  '磁盘',
  '网络',
  '打印',
  '登录',
  '证书',
  '驱动',
  '激活',
  '字体',
  '时间',
  '声音',
  '键盘',
];

/** One axis for each topic, so that what is alike is plain to see. */
function vectorOf(text: string, dimension: number): Float32Array {
  const vector = new Float32Array(dimension);
  topics.forEach((topic, at) => {
    vector[at] = text.includes(topic) ? 1 : 0.05;
  });
  return vector;
}

function createEmbedder(parts: Partial<Embedder> & { dimension?: number } = {}) {
  const sent: string[] = [];
  const embedder: Embedder = {
    name: 'scripted',
    async embed(texts) {
      sent.push(...texts);
      return texts.map((text) => vectorOf(text, parts.dimension ?? topics.length));
    },
    ...parts,
  };
  return { embedder, sent };
}

const caseAbout = (index: number, topic: string, parts: Partial<Case> = {}): Case =>
  caseOf({ case: caseNumber(index), title: `机器${topic}有问题`, ...parts });
const allCases = topics.map((topic, index) => caseAbout(index, topic));

function openStore(folder = temporaryFolder()): Store {
  return openSqlite(folder);
}

async function createWorld(cases: readonly Case[] = allCases, store = openStore()) {
  for (const one of cases) {
    await store.importCase(one);
  }
  const library = createCaseLibrary([], store);
  const create = (embedder: Embedder, parts: Partial<LikenessParts> = {}) =>
    createLikeness({ embedder, store, library, unsaid: [], random: () => 0, ...parts });
  return { store, library, create };
}

async function stored(store: Store, model = 'scripted') {
  return (await store.listVectors(model, 0, 1000)).vectors;
}

describe('likeness', () => {
  it('finds the case that means what is asked, and nothing of the others', async () => {
    const { create, library } = await createWorld();
    const likeness = create(createEmbedder().embedder);
    await likeness.keepUp(never);

    const found = await likeness.find('开机就蓝屏了', await library.refresh(), never);

    expect(found).toEqual([{ case: caseNumber(0), score: expect.closeTo(1) }]);
  });

  it('makes each vector once, and again only when the text of its case changes', async () => {
    const { create, store } = await createWorld();
    const { embedder, sent } = createEmbedder();
    await create(embedder).keepUp(never);
    sent.length = 0;

    const second = create(embedder);
    const unchanged = await second.keepUp(never);
    await store.importCase(caseAbout(3, '打印', { symptom: '还有声音', updated: '2024-05-01' }));
    const changed = await second.keepUp(never);

    expect(unchanged).toEqual({ made: 0, left: 0 });
    expect(changed).toEqual({ made: 1, left: 0 });
    expect(sent).toEqual([expect.stringContaining('还有声音')]);
  });

  it('does not find a case by what stood in it before', async () => {
    const { create, store, library } = await createWorld();
    const likeness = create(createEmbedder().embedder);
    await likeness.keepUp(never);
    await store.importCase(caseAbout(0, '蓝屏', { symptom: '其实是断电', updated: '2024-05-01' }));

    const found = await likeness.find('蓝屏', await library.refresh(), never);

    expect(found).toEqual([]);
  });

  it('makes all anew for another model and lets go of the old ones', async () => {
    const { create, store } = await createWorld();
    await create(createEmbedder().embedder).keepUp(never);

    const { made } = await create(
      createEmbedder({ name: 'larger', dimension: 20 }).embedder,
    ).keepUp(never);

    expect(made).toBe(topics.length);
    expect(await stored(store)).toEqual([]);
    expect((await stored(store, 'larger')).map(({ vector }) => vector.length)).toEqual(
      topics.map(() => 20),
    );
  });

  it('makes all anew when another model answers to the same name, once a question has shown it', async () => {
    const { create, store, library } = await createWorld();
    await create(createEmbedder().embedder).keepUp(never);
    const likeness = create(createEmbedder({ dimension: 20 }).embedder);
    const cases = await library.refresh();

    const before = await likeness.find('蓝屏', cases, never);
    const { made } = await likeness.keepUp(never);
    const after = await likeness.find('蓝屏', cases, never);

    expect(before).toEqual([]);
    expect(made).toBe(topics.length);
    expect(after.map((one) => one.case)).toEqual([caseNumber(0)]);
    expect(new Set((await stored(store)).map(({ vector }) => vector.length))).toEqual(
      new Set([20]),
    );
  });

  it('makes one anew, not all, when a single answer had another dimension', async () => {
    const { create, library } = await createWorld();
    const { embedder, sent } = createEmbedder();
    const likeness = create(embedder);
    await likeness.keepUp(never);
    const right = embedder.embed;
    embedder.embed = async () => [Float32Array.from([1, 2, 3])];
    await likeness.find('蓝屏', await library.refresh(), never);
    embedder.embed = right;
    sent.length = 0;

    expect(await likeness.keepUp(never)).toEqual({ made: 1, left: 0 });

    expect(sent).toHaveLength(1);
  });

  it.each([
    ['a number that is none', (vector: Float32Array) => vector.fill(Number.NaN)],
    ['nothing but zeros', (vector: Float32Array) => vector.fill(0)],
    ['another dimension than the rest', () => Float32Array.from([1])],
  ])('keeps nothing of a vector with %s, and makes the others', async (_, spoil) => {
    const { create, store } = await createWorld();
    const { embedder } = createEmbedder();
    const right = embedder.embed;
    embedder.embed = async (texts, signal) =>
      (await right(texts, signal)).map((vector, at) =>
        texts[at]?.includes('证书') ? spoil(vector) : vector,
      );

    const kept = await create(embedder).keepUp(never);

    expect(kept).toEqual({ made: topics.length - 1, left: 0 });
    expect((await stored(store)).map((one) => one.case)).not.toContain(caseNumber(5));
  });

  it('does not let a text that the server refuses spoil the others', async () => {
    const { create, store } = await createWorld();
    const { embedder } = createEmbedder();
    const right = embedder.embed;
    embedder.embed = async (texts, signal) => {
      if (texts.some((text) => text.includes('证书'))) {
        throw new ModelFailure('rejected');
      }
      return right(texts, signal);
    };

    const kept = await create(embedder).keepUp(never);

    expect(kept).toEqual({ made: topics.length - 1, left: 0 });
    expect(await stored(store)).toHaveLength(topics.length - 1);
  });

  it('asks a server that takes nothing only a few times', async () => {
    const { create } = await createWorld();
    let calls = 0;
    const embed = async () => {
      calls += 1;
      throw new ModelFailure('rejected');
    };

    await expect(create({ name: 'm', embed }).keepUp(never)).rejects.toThrow(ModelFailure);

    expect(calls).toBeLessThanOrEqual(4);
  });

  it('goes on where it was stopped', async () => {
    const many = Array.from({ length: 80 }, (_, index) => caseAbout(index, `${index} 号`));
    const { create, store } = await createWorld(many);
    const { embedder, sent } = createEmbedder();
    const right = embedder.embed;
    embedder.embed = async (texts, signal) => {
      if (sent.length >= 32) {
        throw new ModelFailure('unreachable');
      }
      return right(texts, signal);
    };
    await expect(create(embedder).keepUp(never)).rejects.toThrow(ModelFailure);
    expect(await stored(store)).toHaveLength(32);
    embedder.embed = right;

    const { made } = await create(embedder).keepUp(never);

    expect(made).toBe(48);
    expect(new Set(sent).size).toBe(80);
    expect(sent).toHaveLength(80);
  });

  it('ends when it is told to', async () => {
    const { create } = await createWorld();
    const stop = new AbortController();
    stop.abort(new Error('over'));

    await expect(create(createEmbedder().embedder).keepUp(stop.signal)).rejects.toThrow('over');
  });

  it('shares the work with another process instead of doing it twice', async () => {
    const many = Array.from({ length: 128 }, (_, index) => caseAbout(index, `${index} 号`));
    const folder = temporaryFolder();
    const [here, there] = [openStore(folder), openStore(folder)];
    await createWorld(many, here);
    const { embedder, sent } = createEmbedder();
    const at = (store: Store, random: () => number) =>
      createLikeness({
        embedder,
        store,
        library: createCaseLibrary([], store),
        unsaid: [],
        random,
      });

    await Promise.all([at(here, () => 0).keepUp(never), at(there, () => 0.5).keepUp(never)]);

    expect(await stored(here)).toHaveLength(128);
    expect(sent.length).toBeLessThanOrEqual(128 + 32);
  });

  it('forgets a case with its vector, also one that is being made meanwhile', async () => {
    const { create, store, library } = await createWorld();
    const { embedder } = createEmbedder();
    const right = embedder.embed;
    embedder.embed = async (texts, signal) => {
      await store.forgetCase(caseNumber(0));
      return right(texts, signal);
    };
    const likeness = create(embedder);

    await likeness.keepUp(never);

    expect((await stored(store)).map((one) => one.case)).not.toContain(caseNumber(0));
    expect(await likeness.find('蓝屏', await library.refresh(), never)).toEqual([]);
  });

  it('sends neither names nor numbers of cases, and what is asked redacted', async () => {
    const one = caseAbout(1, '磁盘', { symptom: '见 CAS-00002-A1B2C3，工商银行反馈，谭工在看' });
    const { create, library } = await createWorld([one]);
    const { embedder, sent } = createEmbedder();
    const likeness = create(embedder, { unsaid: ['谭工'] });
    await likeness.keepUp(never);

    await likeness.find('联系人：张三丰 13800000001，磁盘坏了', await library.refresh(), never);

    expect(sent).toHaveLength(2);
    expect(sent.join('\n')).not.toMatch(/CAS-|工商银行|谭工|13800000001|张三丰/u);
  });

  it('finds nothing, without a word, when there is no answer', async () => {
    const { create, library } = await createWorld();
    const { embedder } = createEmbedder();
    const likeness = create(embedder);
    await likeness.keepUp(never);
    embedder.embed = async () => {
      throw new ModelFailure('late');
    };

    expect(await likeness.find('蓝屏', await library.refresh(), never)).toEqual([]);
  });

  it('asks nothing before there is a vector to compare with', async () => {
    const { create, library } = await createWorld();
    const { embedder, sent } = createEmbedder();

    expect(await create(embedder).find('蓝屏', await library.refresh(), never)).toEqual([]);

    expect(sent).toEqual([]);
  });
});

describe('cases that mean the same', () => {
  const asker = { face: 'slack', id: 'U1', role: 'branch', customer: '工商银行' } as const;
  const scored = (...numbers: number[]) => ({
    find: async () => numbers.map((one) => ({ case: caseNumber(one), score: 0.8 })),
  });

  it('are told behind a label, at most three, none that is shown already or belongs to others', async () => {
    const cases = [1, 2, 3, 4, 5, 6].map((index) =>
      caseAbout(index, '蓝屏', {
        customer: index === 2 ? '农业银行' : '工商银行',
        resolution: `同 ${caseNumber(2)} 与 ${caseNumber(3)}`,
      }),
    );
    const { library } = await createWorld(cases);
    const diagnosis = diagnosisOf({ similarCases: [similarOf({ case: caseNumber(1) })] });

    const blocks = await findAlike(
      { question: '开机黑屏', diagnosis, asker },
      scored(1, 2, 3, 4, 5, 6),
      await library.refresh(),
      never,
    );

    const [heading, notice, list] = blocks;
    expect(heading).toEqual({ kind: 'heading', text: 'AI 生成 · 意思相近的案例' });
    expect(notice).toMatchObject({ kind: 'notice' });
    expect(list).toMatchObject({
      kind: 'cases',
      cases: [3, 4, 5].map((one) => ({ case: caseNumber(one) })),
    });
    expect(JSON.stringify(blocks)).not.toContain(caseNumber(2));
    expect(JSON.stringify(blocks)).toContain(caseNumber(3));
  });

  it('are not spoken of when there are none, or nothing that could find them', async () => {
    const { library } = await createWorld();
    const request = { question: '开机黑屏', diagnosis: diagnosisOf(), asker };
    const cases = await library.refresh();

    expect(await findAlike(request, scored(), cases, never)).toEqual([]);
    expect(await findAlike(request, undefined, cases, never)).toEqual([]);
  });
});
