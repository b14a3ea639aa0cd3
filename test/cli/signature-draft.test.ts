import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CliContext } from '../../bot/cli/command.ts';
import { draftFromCase } from '../../bot/cli/commands/signature-draft.ts';
import { loadConfig } from '../../bot/config.ts';
import type { DraftedSignature } from '../../handlers/model/outputs.ts';
import { loadSignature } from '../../knowledge/signatures/load.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../support/answering.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { type ModelServer, plays, startModelServer } from '../support/model-server.ts';

const home = temporaryFolder();
const data = path.join(home, 'data');
const log = path.join(home, 'CBS.log');
const number = caseNumber(7);
const store = openSqlite(data);
const failed =
  'Failed to open gadget vault of package Package_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.2. [HRESULT = 0x800f0999 - CBS_E_GADGET]';

let server: ModelServer;

beforeAll(async () => {
  server = await startModelServer();
  writeFileSync(
    log,
    [
      '2026-03-02 18:00:41, Info                  CBS    Cannot unseal gadget vault C:\\Users\\zhangwei\\vault.bin of DESKTOP-AB12CD3',
      `2026-03-02 18:04:05, Error                 CBS    ${failed}`,
    ].join('\r\n'),
  );
  await store.importCase(
    caseOf({
      case: number,
      title: '部件库打不开，补丁没有装上',
      customer: '工商银行',
      symptom: '补丁安装失败，谭工查看日志',
      findings: [
        {
          where: '苏州分行',
          seen: '日志写明部件库打不开',
          causeClasses: ['component-store-corrupt'],
          done: '修复部件库后成功',
          helped: true,
        },
      ],
      resolution: '修复部件库后安装成功',
      verified: true,
      logs: [`2026-03-02 18:04:05, Error                 CBS    ${failed}`],
    }),
  );
  await store.importCase(caseOf({ case: caseNumber(8), status: 'open', logs: [failed] }));
  await store.importCase(caseOf({ case: caseNumber(9), logs: [failed] }));
});

beforeEach(() => {
  server.calls.length = 0;
});

afterAll(async () => {
  await server.stop();
  await store.close();
});

const good: DraftedSignature = {
  title: '部件库打不开',
  explanation: '日志写明部件库打不开，补丁没有装上。',
  patterns: [
    {
      name: 'open',
      text: 'Failed to open gadget vault of package {package}. [HRESULT = 0x800f0999 - CBS_E_GADGET]',
    },
  ],
  examples: [
    '2026-05-01 10:00:00, Error                 CBS    Failed to open gadget vault of package Package_for_KB5099777~31bf3856ad364e35~amd64~~10.0.9.9. [HRESULT = 0x800f0999 - CBS_E_GADGET]',
  ],
  nearMisses: [
    '2026-05-01 10:00:00, Error                 CBS    Failed to open gadget view of package Package_for_KB5099777~31bf3856ad364e35~amd64~~10.0.9.9. [HRESULT = 0x800f0999 - CBS_E_GADGET]',
  ],
};

async function draft(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder = path.join(home, 'signatures'),
) {
  const said: string[] = [];
  const context: CliContext = {
    args: [],
    config: await loadConfig({
      CASELENS_DATA: data,
      OPENAI_BASE_URL: server.baseUrl,
      OPENAI_MODEL: 'scripted',
      ...environment,
    }),
    out: (text) => said.push(text),
    err: (text) => said.push(text),
    stdin: (async function* () {})(),
    interactive: false,
  };
  const status = await draftFromCase(context, args, folder);
  return { status, said: said.join('\n') };
}

describe('caselens signatures draft', () => {
  it('writes what passes every check, as a draft that says where it comes from, and overwrites nothing', async () => {
    server.play(plays.answer(good));

    const { status, said } = await draft([number, '--from', log]);
    const file = path.join(home, 'signatures/store/component-store-corrupt-00007.yaml');
    const written = readFileSync(file, 'utf8');

    expect(said).toContain('已写入');
    expect(status).toBe(0);
    expect(written).toContain(`由语言模型根据 ${number} 起草，未经审阅`);
    expect(await loadSignature(file)).toMatchObject({
      status: 'draft',
      formats: ['cbs'],
      sources: [number],
      cases: [],
      find: { line1: expect.stringContaining('(?<package>') },
      when: { clue: [{ all: ['line1'] }] },
    });
    await expect(draft([number])).rejects.toThrow('不会覆盖');
    expect(readFileSync(file, 'utf8')).toBe(written);
    expect(server.calls.map(({ schemaName }) => schemaName)).toEqual(['draft_signature']);
    expect(server.calls[0]?.data).toContain('Cannot unseal gadget vault');
    expect(server.calls[0]?.body).not.toMatch(/zhangwei|DESKTOP-AB12CD3|CAS-00007/u);
  });

  it('only prints what does not pass the checks, with what is wrong', async () => {
    server.play(plays.answer({ ...good, examples: ['CBS 一切正常，没有失败的记录'] }));
    const folder = path.join(home, 'refused');

    const { status, said } = await draft([number, '--id', 'refused-draft'], {}, folder);

    expect(said).toContain('id: refused-draft');
    expect(said).toContain('没有命中');
    expect(said).toContain('没有写文件');
    expect(status).toBe(1);
    expect(existsSync(folder)).toBe(false);
  });

  it('says so when the model gives nothing', async () => {
    server.play(plays.refusing());

    const { status, said } = await draft([number, '--id', 'nothing-said']);

    expect(said).toContain('没有写文件：模型没有回答，或最近 24 小时的用量已到上限。');
    expect(status).toBe(1);
  });

  it.each([
    ['that is open', [caseNumber(8)], '还没有归档'],
    ['without a cause class', [caseNumber(9)], '--class'],
  ])('refuses a case %s', async (_, args, complaint) => {
    await expect(draft(args)).rejects.toThrow(complaint);

    expect(server.calls).toEqual([]);
  });

  it.each([
    ['no model is configured', 'redacted', { OPENAI_MODEL: '' }, '没有配置语言模型'],
    ['no text may be sent', 'features', {}, 'model.send 是 features'],
  ])('refuses when %s', async (_, send, environment, complaint) => {
    const file = path.join(home, `${send}.yaml`);
    writeFileSync(file, `model: { send: ${send} }\n`);

    await expect(draft([number], { CASELENS_CONFIG: file, ...environment })).rejects.toThrow(
      complaint,
    );

    expect(server.calls).toEqual([]);
  });
});
