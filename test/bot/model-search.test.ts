import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createModelDesk } from '../../bot/assemble.ts';
import { loadConfig } from '../../bot/config.ts';
import type { OpenedDesk } from '../../bot/model-desk.ts';
import { type AnswerDeps, answer } from '../../handlers/answer.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Block } from '../../handlers/reply.ts';
import { createAnswering, temporaryFolder } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { type ModelServer, type Play, plays, startModelServer } from '../support/model-server.ts';

const data = temporaryFolder();
const never = new AbortController().signal;
const branch: Asker = { face: 'slack', id: 'U1', role: 'branch', customer: '工商银行' };

let server: ModelServer;
let deps: AnswerDeps & { model: OpenedDesk };
/** What the model understands; vectors are made as ever. */
let understood: object;

const both: Play = (call, response) =>
  call.input.length > 0
    ? plays.embeddings(1024)(call, response)
    : plays.answer(understood)(call, response);

beforeAll(async () => {
  server = await startModelServer();
  const config = await loadConfig({
    CASELENS_DATA: data,
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_MODEL: 'small',
    OPENAI_EMBEDDING_MODEL: 'vectors',
  });
  const answering = await createAnswering();
  for (const index of [1, 2, 3, 4, 5]) {
    await answering.store.importCase(
      caseOf({
        case: caseNumber(index),
        title: '柜员终端刷脸仪驱动冲突，开机画面一直转圈',
        symptom: '柜员终端开机画面一直转圈，刷脸仪的驱动 lianyi.sys 冲突',
        resolution: '拔掉刷脸仪后正常',
        customer: index === theirs ? '农业银行' : '工商银行',
      }),
    );
  }
  const { store, library, now } = answering;
  const model = await createModelDesk(config, { store, library, now });
  if (!model) {
    throw new Error('A model is configured');
  }
  deps = { ...answering, model };
});

beforeEach(() => {
  server.calls.length = 0;
  server.play(both);
  understood = { codes: [], kbs: [], words: [], products: [], phase: null, meaning: null };
});

afterAll(() => server.stop());

/** The number of the case of another customer. */
const theirs = 2;
let conversations = 0;

async function ask(text: string): Promise<{ first: readonly Block[]; all: readonly Block[] }> {
  conversations += 1;
  const answered = await answer(
    { asker: branch, conversation: `c${conversations}`, text, files: [], language: 'zh' },
    deps,
    () => undefined,
  );
  const later = await answered.later?.(never);
  return { first: answered.reply.blocks, all: later?.blocks ?? [] };
}

function headings(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
}

function casesIn(blocks: readonly Block[]): string[] {
  return blocks.flatMap((block) =>
    block.kind === 'cases' ? block.cases.map((one) => one.case) : [],
  );
}

const vague = '那个机子老是在那儿转啊转的，啥都干不了';

describe('a vague question, asked of a real client', () => {
  it('is found again by what the model understood, behind the answer that stands', async () => {
    understood = { ...understood, words: ['lianyi.sys', '转圈', 'unicorn.sys'] };

    const { first, all } = await ask(vague);

    expect(all.slice(0, first.length)).toEqual(first);
    expect(headings(all)).toContain('AI 生成 · 按这样理解查找：lianyi.sys、转圈');
    expect(JSON.stringify(all)).toContain(caseNumber(1));
    expect(JSON.stringify(all)).not.toContain(caseNumber(2));
  });
});

describe('vectors', () => {
  it('are not made where no words may be sent', async () => {
    const config = await loadConfig({
      OPENAI_BASE_URL: server.baseUrl,
      OPENAI_MODEL: 'small',
      OPENAI_EMBEDDING_MODEL: 'vectors',
    });
    const features = { ...config, model: { ...config.model, send: 'features' as const } };

    const desk = await createModelDesk(features, deps);

    expect(desk?.likeness).toBeUndefined();
  });
});

describe('cases that mean the same, by a real client', () => {
  it('are told behind the answer, of the own customer alone, once their vectors are made', async () => {
    const before = await ask('柜员终端开机画面一直转圈圈');
    await deps.model.likeness?.keepUp(never);

    const { first, all } = await ask('柜员终端开机画面一直转圈圈');
    const own = casesIn(first);
    const added = casesIn(all).filter((one) => !own.includes(one));

    expect(headings(before.all)).not.toContain('AI 生成 · 意思相近的案例');
    expect(own).toHaveLength(3);
    expect(headings(all)).toContain('AI 生成 · 意思相近的案例');
    expect([...own, ...added].sort()).toEqual([1, 3, 4, 5].map(caseNumber));
    expect((await deps.store.listVectors('vectors', 0, 99)).vectors.length).toBeGreaterThan(5);
  });

  it('are not told, without a word, when the server gives no vectors', async () => {
    server.play((call, response) =>
      (call.input.length > 0 ? plays.status(500) : plays.answer(understood))(call, response),
    );

    const { first, all } = await ask('啥啊这是，转不动了怎么搞');

    expect(first.length).toBeGreaterThan(0);
    expect(all).toEqual([]);
  });
});
