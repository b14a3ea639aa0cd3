import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../support/answering.ts';
import { createInner } from '../support/cli.ts';
import { type ModelServer, plays, startModelServer } from '../support/model-server.ts';

const home = temporaryFolder();
const folder = temporaryFolder();
const data = path.join(home, 'data');

const named =
  '2026-03-02 10:24:58, Error                 SP     SPWIMCallback: Error in apply of C:\\$WINDOWS.~BT\\NewOS\\Windows\\System32\\DriverStore\\wpdmtp.dll. GLE [5]';
const unnamed =
  '2026-03-02 18:04:05, Error                 CBS    Failed to open gadget vault of DESKTOP-AB12CD3. [HRESULT = 0x800f0999 - CBS_E_GADGET]';
const healthy = '2026-03-02 18:04:05, Info                  CBS    Ending TrustedInstaller.';

let server: ModelServer;

beforeAll(async () => {
  server = await startModelServer();
  const rows = (name: string, ...all: object[]) =>
    writeFileSync(path.join(folder, name), all.map((one) => JSON.stringify(one)).join('\n'));
  rows(
    'incidents.jsonl',
    {
      id: 'inc-1',
      log_lines: [named],
      question: '升级失败',
      cause_class: 'av-filter-access-denied',
      cause_group: 'access',
    },
    {
      id: 'inc-2',
      log_lines: [unnamed],
      question: '补丁装不上',
      cause_class: 'not-elevated',
      cause_group: 'access',
    },
  );
  rows(
    'negatives.jsonl',
    { id: 'neg-1', log_lines: healthy },
    { id: 'neg-2', log_lines: unnamed.replace('gadget', 'widget') },
  );
  rows('retrieval-queries.jsonl', {
    id: 'rq-1',
    kind: 'ask',
    query: '那玩意儿弄不上',
    relevant: {},
  });
});

beforeEach(() => {
  server.calls.length = 0;
});

afterAll(() => server.stop());

const quiet = { CASELENS_DATA: data };
const withModel = () => ({ ...quiet, OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: 'small' });

const said: Readonly<Record<string, unknown>> = {
  hypotheses: {
    hypotheses: [
      { cause: '可能命令没有管理员权限', because: [], lines: ['L1'], check: 'T1' },
      { cause: '由 unicorn.exe 引起', because: [], lines: ['L1'], check: 'T1' },
    ],
  },
  explain: { sentences: [{ text: '日志证实 WpdMtp.dll 处理失败。', lines: ['L1'], steps: [] }] },
  follow_up: { answered: false, sentences: [] },
  understand: { codes: [], kbs: [], words: [], products: [], phase: null, meaning: null },
};

describe('caselens eval', () => {
  it('scores the answers without a model, and sends nothing', async () => {
    const run = await createInner(withModel())(['eval', folder]);

    expect(run.out).toContain('不用模型的回答');
    expect(run.out).toMatch(/只有日志 +\| 原因说对/u);
    expect(run.status).toBe(0);
    expect(server.calls).toEqual([]);
  });

  it('asks the named model what it would be asked of each input, and tells how it did', async () => {
    server.play(plays.answer(({ schemaName }: { schemaName: string }) => said[schemaName]));

    const run = await createInner(withModel())([
      ...['eval', '--model', 'large', folder, '--json'],
      ...['--price-in', '2', '--price-out', '10'],
    ]);
    const report = JSON.parse(run.out);

    expect(run.status).toBe(0);
    expect(new Set(server.calls.map(({ model }) => model))).toEqual(new Set(['large']));
    expect(report).toMatchObject({
      model: 'large',
      complete: true,
      purposes: {
        hypotheses: { calls: 2, uncalled: 1, told: 1, agreement: 1, near: 1, onHealthy: 0.5 },
        explain: { calls: 1, kept: 1, grounding: 1 },
        'follow-up': { calls: 1, shown: 0, agreement: 0 },
        understand: { calls: 1, agreement: 1 },
      },
      misses: [
        { id: 'inc-1', purpose: 'follow-up' },
        { id: 'neg-2', purpose: 'hypotheses' },
      ],
    });
    expect(report.purposes.hypotheses.dropped).not.toEqual({});
    expect(report.purposes.hypotheses.chinese).toBe(1);
    expect(report.all).toMatchObject({ sent: 500, received: 100, cost: 0.002 });
    const sent = server.calls.map(({ body }) => body).join('');
    expect(sent).not.toContain('DESKTOP-AB12CD3');
    // What tells of no failure is not guessed at.
    expect(sent).not.toContain('Ending TrustedInstaller');
  });

  it('shows the same as a table in Chinese', async () => {
    server.play(plays.answer(({ schemaName }: { schemaName: string }) => said[schemaName]));

    const { out } = await createInner(withModel())(['eval', '--model', '-', folder]);

    expect(out).toContain('模型 small');
    expect(out).toMatch(/\| +说明 +\|[^\n]+\| +推测 +\|[^\n]+\| +合计/u);
    expect(out).toContain('句子保留率');
    expect(out).toMatch(/不调用（与实际使用相同）/u);
    expect(out).toContain('未给单价');
  });

  it('counts refusals, what is no JSON and what was cut, each as such', async () => {
    server.play(plays.refusing(), plays.answer('not JSON'), plays.cut({ sentences: [] }));

    const { out, err, status } = await createInner(withModel())([
      ...['eval', '--model', '-', folder, '--json'],
    ]);

    expect(JSON.parse(out).all.failed).toMatchObject({ refused: 1, invalid: 1 });
    expect(JSON.parse(out).all.failed.cut).toBeGreaterThan(0);
    expect(err).toContain('一次也没有回答');
    expect(status).toBe(1);
  });

  it('stops when the tokens are spent, and says so', async () => {
    server.play(plays.answer(({ schemaName }: { schemaName: string }) => said[schemaName]));

    const { out } = await createInner(withModel())([
      ...['eval', '--model', '-', folder, '--most-tokens', '10'],
    ]);

    expect(out).toContain('--most-tokens 的上限');
    expect(server.calls).toEqual([]);
  });

  it('is in the audit, and in no budget', async () => {
    const store = openSqlite(path.join(home, 'audited'));
    server.play(plays.answer(({ schemaName }: { schemaName: string }) => said[schemaName]));

    await createInner({ ...withModel(), CASELENS_DATA: path.join(home, 'audited') })([
      ...['eval', '--model', '-', folder, '--limit', '1'],
    ]);
    const entries = await store.listAudit({ limit: 9 });

    expect(new Set(entries.map(({ what }) => what))).toEqual(new Set(['evaluation']));
    expect(entries[0]?.call).toMatchObject({ model: 'small', outcome: 'answered' });
    expect(await store.countTokens({ since: 0 })).toBe(0);
    await store.close();
  });

  it.each([
    ['no model is configured', '', '没有配置语言模型'],
    ['nothing may be sent', 'small', 'model.send 是 off'],
  ])('refuses when %s', async (_, model, complaint) => {
    const file = path.join(home, 'off.yaml');
    writeFileSync(file, 'model: { send: off }\n');

    const { err, status } = await createInner({
      ...withModel(),
      OPENAI_MODEL: model,
      CASELENS_CONFIG: file,
    })(['eval', '--model', 'large', folder]);

    expect(err).toContain(complaint);
    expect(status).toBe(2);
    expect(server.calls).toEqual([]);
  });

  it.each([
    ['a folder without labelled data', [home], '没有标注数据'],
    ['no folder', [], '自己的标注数据'],
    ['a number that is none', [folder, '--limit', 'many'], '参数有误'],
  ])('refuses %s', async (_, args, complaint) => {
    const { err, status } = await createInner(quiet)(['eval', ...args]);

    expect(err).toContain(complaint);
    expect(status).not.toBe(0);
  });

  it('names the line of a file that cannot be read', async () => {
    const broken = path.join(home, 'broken');
    mkdirSync(broken);
    writeFileSync(path.join(broken, 'incidents.jsonl'), '\n{"id":"x"}\n');

    const { err } = await createInner(quiet)(['eval', broken]);

    expect(err).toContain('incidents.jsonl 第 2 行');
  });
});
