import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../support/answering.ts';
import { createInner } from '../support/cli.ts';
import { type ModelServer, plays, startModelServer } from '../support/model-server.ts';

const home = temporaryFolder();
const data = path.join(home, 'data');
const number = 'CAS-08001-M1N2P3';
const mails = path.join(home, 'mails.txt');
writeFileSync(
  mails,
  `邮件主题：回复: [案例号: ${number} ] % |P2|ICBC|南京分行补丁KB5016623安装失败 % 初次响应

====第1封邮件====

发件人：方立新
发送时间：2026-03-02 09:05:12
邮件内容:
老师您好，
南京分行3台电脑安装KB5016623失败，报错0x80070005，另见 CAS-08002-M1N2P3。
方立新
电话：13800000001
fanglx@nj.example.com

====第2封邮件====

发件人：方立新
发送时间：2026-03-06 10:00:00
邮件内容:
第二台机器磁盘只剩 2 GB，和第一台不一样，请看一下。
`,
);

const store = openSqlite(data);
let server: ModelServer;
let run: ReturnType<typeof createInner>;

beforeAll(async () => {
  server = await startModelServer();
  run = createInner({
    CASELENS_DATA: data,
    OPENAI_BASE_URL: server.baseUrl,
    OPENAI_MODEL: 'scripted',
  });
});

beforeEach(() => {
  server.calls.length = 0;
});

afterAll(async () => {
  await server.stop();
  await store.close();
});

const reading = {
  findings: [
    { text: '第二台电脑磁盘只剩 2 GB。', quote: '第二台机器磁盘只剩 2 GB' },
    { text: '第二台与第一台不一样。', quote: '2 GB，和第一台不一样' },
    { text: '内存也坏了。', quote: '内存也坏了请更换' },
  ],
  status: { value: 'waiting-vendor', quote: '和第一台不一样，请看一下' },
};

describe('caselens case reread', () => {
  it('does not read what was not taken in', async () => {
    const { err, status } = await run(['case', 'reread', mails]);

    expect(err).toContain('还没有导入');
    expect(status).toBe(1);
    expect(server.calls).toEqual([]);
  });

  it('takes a file that is named after its case for a file', async () => {
    const named = path.join(home, `${number}.txt`);
    copyFileSync(mails, named);

    const { err } = await run(['case', 'reread', named]);

    expect(err).toContain('还没有导入');
  });

  it('lists what the mails say and the case does not, and changes nothing', async () => {
    await run(['case', 'import', mails]);
    const before = await store.findCase(number);
    server.play(plays.answer(reading));

    const { out, status } = await run(['case', 'reread', mails]);

    expect(out).toContain('AI 生成');
    expect(out).toContain('1. 发现：第二台电脑磁盘只剩 2 GB。');
    expect(out).toContain('原文（2026-03-06 客户）：“第二台机器磁盘只剩 2 GB”');
    expect(out).toContain('3. 状态：处理中 → 等待厂商');
    expect(out).not.toContain('内存');
    expect(status).toBe(0);
    expect(await store.findCase(number)).toEqual(before);
  });

  it('sends the mails redacted, without numbers of cases', async () => {
    server.play(plays.answer(reading));

    await run(['case', 'reread', number, mails]);

    expect(server.calls[0]?.schemaName).toBe('read_thread');
    expect(server.calls[0]?.data).toContain('磁盘只剩 2 GB');
    expect(server.calls[0]?.body).not.toMatch(/方立新|13800000001|fanglx|CAS-0800/u);
  });

  it('shows the last reading again, without asking', async () => {
    const { out } = await run(['case', 'reread', number]);

    expect(out).toContain('1. 发现：第二台电脑磁盘只剩 2 GB。');
    expect(server.calls).toEqual([]);
  });

  it('refuses a number that is not there, and changes nothing', async () => {
    const before = await store.findCase(number);

    const { err, status } = await run(['case', 'reread', number, '--accept', '1,7']);

    expect(err).toContain('没有编号 7');
    expect(status).toBe(2);
    expect(await store.findCase(number)).toEqual(before);
  });

  it('takes in what is accepted, with a line of the timeline and of the audit, and keeps the rest', async () => {
    const { out, status } = await run(['case', 'reread', number, '--accept', '1,3']);
    const after = await store.findCase(number);
    const again = await run(['case', 'reread', number]);

    expect(status).toBe(0);
    expect(out).toContain('已更新');
    expect(after).toMatchObject({ status: 'waiting-vendor' });
    expect(after?.findings.at(-1)).toMatchObject({
      seen: '第二台电脑磁盘只剩 2 GB。',
      byHand: true,
    });
    expect(after?.timeline.at(-1)).toMatchObject({
      by: 'desk',
      what: '核对邮件后补充：发现：第二台电脑磁盘只剩 2 GB。；状态：处理中 → 等待厂商',
    });
    expect((await store.listAudit({ case: number, limit: 1 }))[0]?.what).toBe('change');
    expect(again.out).toContain('2. 发现：第二台与第一台不一样。');
    expect(again.out).not.toContain('1. 发现');
    expect(server.calls).toEqual([]);
  });

  it('keeps what was taken in when the mails are imported again', async () => {
    await run(['case', 'import', mails]);

    const after = await store.findCase(number);
    expect(after?.findings.map(({ seen }) => seen)).toContain('第二台电脑磁盘只剩 2 GB。');
  });

  it('does not change a status that somebody else has changed meanwhile', async () => {
    server.play(plays.answer({ findings: [], status: { ...reading.status, value: 'archived' } }));
    await run(['case', 'reread', mails]);
    await run(['case', 'update', number, '等待客户 日志']);

    const { err, status } = await run(['case', 'reread', number, '--accept', '1']);

    expect(err).toContain('有人先改过了');
    expect(status).toBe(1);
    expect(await store.findCase(number)).toMatchObject({ status: 'waiting-customer' });
  });

  it('says so when there is no answer', async () => {
    server.play(plays.refusing());
    writeFileSync(mails, '\n', { flag: 'a' });

    const { err, status } = await run(['case', 'reread', mails]);

    expect(err).toContain('现在没有 AI 生成的结果：模型没有回答，或最近 24 小时的用量已到上限。');
    expect(status).toBe(1);
  });

  it('leaves nothing of a case that is forgotten', async () => {
    await run(['case', 'forget', number, '--yes']);

    expect(await store.findReading(number)).toBeUndefined();
    expect(await store.listAudit({ case: number, limit: 9 })).toMatchObject([{ what: 'forget' }]);
  });

  it.each([
    ['no file and no number', [], '请给出邮件文件'],
    ['nothing to accept', [number, '--accept', ''], '--accept 1,3'],
  ])('refuses %s', async (_, args, complaint) => {
    const { err, status } = await run(['case', 'reread', ...args]);

    expect(err).toContain(complaint);
    expect(status).toBe(2);
  });

  it('refuses to read again when no model is configured', async () => {
    const { err, status } = await createInner({ CASELENS_DATA: data })(['case', 'reread', mails]);

    expect(err).toContain('没有配置语言模型');
    expect(status).toBe(2);
  });
});
