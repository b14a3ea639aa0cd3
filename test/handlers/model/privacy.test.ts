import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createModelDesk } from '../../../bot/assemble.ts';
import { loadConfig } from '../../../bot/config.ts';
import { type AnswerDeps, type Answered, answer } from '../../../handlers/answer.ts';
import type { Asker, Inquiry } from '../../../handlers/inquiry.ts';
import { explainAsked } from '../../../handlers/model/explain-asked.ts';
import { uploadOfText } from '../../../knowledge/input/read.ts';
import { createAnswering } from '../../support/answering.ts';
import { caseOf } from '../../support/cases.ts';
import { findLeaks, privateWords } from '../../support/leaks.ts';
import { unnamed } from '../../support/model-answers.ts';
import { type ModelServer, plays, startModelServer } from '../../support/model-server.ts';

const folder = path.join(import.meta.dirname, '../../fixtures/threads');
const threads = readdirSync(folder)
  .filter((name) => name.startsWith('CAS-'))
  .map((name) => ({ name, text: readFileSync(path.join(folder, name), 'utf8') }));
const secrets = [
  ...privateWords,
  '孟小舟',
  '13800000007',
  'meng.xiaozhou@example.com',
  'mengxz',
  'DESKTOP-K7Q2W9E',
  'Blue-Kettle-42',
  '10.20.30.41',
  '00-15-5D-01-02-03',
  '110101199001011234',
];
const leaksOf = (text: string) => findLeaks(text, secrets);
/** Everything of it is told to the bot, in a question, in a log or as the name of a file. */
const said = [
  '我是孟小舟，电话 13800000007，邮箱 meng.xiaozhou@example.com，身份证号 110101199001011234。',
  '电脑 DESKTOP-K7Q2W9E，IP 10.20.30.41，MAC 00-15-5D-01-02-03，用户名：mengxz，密码：Blue-Kettle-42。',
].join('\n');
const log = [
  unnamed,
  '2022-07-21 16:04:09, Error                 CBS    Failed to open C:\\Users\\mengxz\\AppData\\x.dll on DESKTOP-K7Q2W9E [HRESULT = 0x80070057]',
].join('\n');

const bank: Asker = { face: 'test', id: 'branch-1', role: 'branch', customer: '工商银行' };
const other: Asker = { face: 'test', id: 'branch-2', role: 'branch', customer: '农业银行' };
const staff: Asker = { face: 'test', id: 'staff-1', role: 'staff', name: '谭工' };

/** Fits every purpose. */
const anything = {
  answered: true,
  sentences: [{ text: '日志里有失败记录。', lines: [], steps: [] }],
  hypotheses: [],
  codes: [],
  kbs: [],
  words: ['回退'],
  products: [],
  phase: null,
  meaning: null,
};

let server: ModelServer;
let deps: AnswerDeps;
const now = () => Date.UTC(2026, 2, 2, 9, 0, 0);

beforeAll(async () => {
  server = await startModelServer();
  server.play(plays.answer(anything));
  const answering = await createAnswering(now);
  const config = await loadConfig({});
  const tokens = { tokensPerDay: 100_000_000, tokensPerPerson: 100_000_000 };
  const model = await createModelDesk(
    {
      ...config,
      openai: { model: 'scripted', baseUrl: server.baseUrl },
      model: { ...config.model, ...tokens },
    },
    answering,
  );
  deps = { ...answering, ...(model && { model }) };
  for (const [number, customer, word] of [
    ['CAS-70001-A1B2C3', '农业银行', '浑河支行机房'],
    ['CAS-70002-A1B2C3', '工商银行', '南湖支行机房'],
  ] as const) {
    await deps.store.importCase(
      caseOf({
        case: number,
        customer,
        title: `${word}补丁安装失败`,
        symptom: 'KB5014692 安装失败，返回 0x80070057，见 CAS-70001-A1B2C3',
        resolution: `${word}更换补丁包后成功，参照 CAS-70001-A1B2C3`,
        logs: unnamed.split('\n'),
      }),
    );
  }
});

afterAll(() => server.stop());

/** Says it, waits for what a model adds, and asks for an explanation as the button does. */
async function say(more: Partial<Inquiry>): Promise<Answered> {
  const inquiry: Inquiry = {
    asker: bank,
    conversation: randomUUID(),
    text: '',
    files: [],
    language: 'zh',
    ...more,
  };
  const answered = await answer(inquiry, deps, () => undefined);
  await answered.later?.(new AbortController().signal);
  const stored = await deps.store.findInquiry(answered.id);
  if (stored?.diagnosis && stored.diagnosis.causes.length > 0) {
    const { asker, conversation } = inquiry;
    const asked = { ...stored, diagnosis: stored.diagnosis };
    await explainAsked(asked, { ...deps, asker, conversation } as never);
  }
  return answered;
}

async function heard(tell: () => Promise<unknown>): Promise<string> {
  const before = server.calls.length;
  await tell();
  return server.calls
    .slice(before)
    .map(({ path: url, headers, body }) => `${url}\n${JSON.stringify(headers)}\n${body}`)
    .join('\n');
}

describe('what reaches a model', () => {
  it.each(threads)('holds nobody of the thread $name, pasted mail by mail', async ({ text }) => {
    const mails = text.split(/\n(?=发件人|From:)/u).filter((mail) => mail.trim() !== '');
    const sent = await heard(async () => {
      const conversation = randomUUID();
      await say({ conversation, text });
      await say({ conversation, text: '第 1 步怎么做？' });
      for (const mail of mails) {
        await say({ text: mail });
      }
    });

    expect(leaksOf(text).length).toBeGreaterThan(3);
    expect(leaksOf(sent)).toEqual([]);
    expect(sent).toContain('0x80');
  });

  it.each(threads)('holds nobody of the thread $name, sent as a file', async ({ text }) => {
    const name = '孟小舟的日志 13800000007.txt';
    const sent = await heard(() => say({ question: said, files: [uploadOfText(name, text)] }));

    expect(sent).not.toBe('');
    expect(leaksOf(sent)).toEqual([]);
  });

  it('holds nothing that people tell of themselves and their machines', async () => {
    const sent = await heard(async () => {
      const conversation = randomUUID();
      await say({ conversation, text: `${said}\n${log}` });
      await say({ conversation, text: '为什么 mengxz 登录 DESKTOP-K7Q2W9E 后才失败？' });
      await say({ text: log, question: said });
      await say({ text: `${said}\n升级之后电脑不对劲，孟小舟说打不开了` });
      await say({ files: [uploadOfText('DESKTOP-K7Q2W9E mengxz.log', log)], text: '' });
    });

    expect(leaksOf(said).length).toBeGreaterThan(8);
    expect(leaksOf(sent)).toEqual([]);
    expect(sent).toContain('[人员1]');
    expect(sent).toContain('[主机1]');
  });

  it('holds no name of staff', async () => {
    const sent = await heard(() => say({ text: `谭工和林工看过这台电脑\n${unnamed}` }));

    expect(sent).toContain('0x80070057');
    expect(sent).not.toMatch(/谭工|林工/u);
  });

  it('holds the like cases of the one customer alone', async () => {
    const mine = await heard(() => say({ text: unnamed }));
    const theirs = await heard(() => say({ asker: other, text: unnamed }));

    expect(mine).toContain('CAS-70002-A1B2C3');
    expect(mine).not.toMatch(/CAS-70001|浑河/u);
    expect(theirs).toContain('CAS-70001-A1B2C3');
    expect(theirs).not.toMatch(/CAS-70002|南湖/u);
  });

  it('holds no case where nobody knows whose question it is', async () => {
    const sent = await heard(() => say({ asker: staff, text: unnamed }));

    expect(sent).toContain('0x80070057');
    expect(sent).not.toMatch(/CAS-\d|南湖|浑河/u);
  });

  it('holds the cases of the customer in whose channel staff asks', async () => {
    const sent = await heard(() =>
      say({ asker: { ...staff, customer: '工商银行' }, text: `还是不行\n${unnamed}` }),
    );

    expect(sent).toContain('CAS-70002-A1B2C3');
    expect(sent).not.toMatch(/CAS-70001|浑河/u);
  });

  it('holds no number of a case that the asker names and may not see', async () => {
    const sent = await heard(() => say({ text: `和 CAS-70001-A1B2C3 一样吗？\n${unnamed}` }));

    expect(sent).toContain('0x80070057');
    expect(sent).not.toContain('CAS-70001');
  });
});
