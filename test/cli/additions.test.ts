import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { denied } from '../bot/chat/talk.ts';
import { temporaryFolder } from '../support/answering.ts';
import { createInner } from '../support/cli.ts';
import {
  answersHonestly,
  failures,
  invented,
  isTalkedInto,
  label,
  liesBeside,
  noText,
  said,
  saysTooMuch,
  unnamed,
  unverified,
} from '../support/model-answers.ts';
import { type ModelServer, plays, startModelServer } from '../support/model-server.ts';

const root = path.join(import.meta.dirname, '../..');
const folder = temporaryFolder();
const clue = path.join(folder, 'CBS.log');
const named = path.join(folder, 'setuperr.log');
const settings = path.join(folder, 'caselens.yaml');
writeFileSync(clue, unnamed);
writeFileSync(named, denied);
writeFileSync(settings, 'model: { seconds: 1 }\n');
const data = { CASELENS_DATA: path.join(folder, 'data') };

describe('caselens diagnose with a language model', () => {
  let server: ModelServer;
  let environment: Record<string, string>;
  let alone: string;
  beforeAll(async () => {
    server = await startModelServer();
    environment = { ...data, OPENAI_BASE_URL: server.baseUrl, OPENAI_MODEL: 'scripted' };
    ({ out: alone } = await createInner(data)(['diagnose', clue]));
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    server.calls.length = 0;
    server.play(answersHonestly);
  });

  const diagnose = (...args: string[]) => createInner(environment)(['diagnose', ...args]);

  it('prints the answer, then the guesses, and keeps both', async () => {
    const { status, out, err } = await diagnose(clue);

    expect(status).toBe(0);
    expect(out.startsWith(`${alone}\n${label}推测\n提示：${unverified}`)).toBe(true);
    expect(out).toContain(`推测 1：${said.cause}`);
    expect(err).not.toContain('AI');
    const store = openSqlite(data.CASELENS_DATA);
    const kept = await store.listAsked(0, Number.MAX_SAFE_INTEGER);
    const replies = await Promise.all(kept.map(({ id }) => store.findInquiry(id)));
    await store.close();
    expect(replies.map((one) => one?.reply.includes(label))).toEqual([false, true]);
  });

  it('prints the guesses also where nothing is kept', async () => {
    expect((await diagnose(clue, '--no-store')).out).toContain(said.reason);
  });

  it.each(failures)('prints the answer alone when the model %s', async (_, fail) => {
    environment.CASELENS_CONFIG = settings;
    fail(server);

    const { status, out, err } = await diagnose(clue, '--no-store');

    expect(server.calls.length).toBeGreaterThan(0);
    expect({ status, out }).toEqual({ status: 0, out: alone });
    expect(err).not.toContain('AI');
    delete environment.CASELENS_CONFIG;
  });

  it.each([
    ['invented', liesBeside],
    ['talked into', isTalkedInto],
    ['too much', saysTooMuch],
  ])('prints nothing that is %s', async (_, play) => {
    server.play(play);

    const { out } = await diagnose(clue, '--no-store');

    const own = out.slice(alone.length);
    expect(own).toContain(said.reason);
    expect(invented.filter((one) => own.includes(one))).toEqual([]);
  });

  it('asks nothing about a named cause, unless it is told to', async () => {
    const plain = await diagnose(named, '--no-store');
    expect(server.calls).toEqual([]);

    const explained = await diagnose(named, '--no-store', '--ai');

    expect(explained.out.startsWith(`${plain.out}\n${label}说明`)).toBe(true);
    expect(explained.out).toContain(said.explanation.slice(0, -1));
  });

  it('says in one sentence that there is no explanation', async () => {
    server.play(plays.refusing());

    const { out, err } = await diagnose(named, '--no-store', '--ai');

    expect(out).not.toContain(label);
    expect(err.trim().split('\n').at(-1)).toBe(noText);
  });

  it('says the same where no model is configured', async () => {
    const { out, err } = await createInner(data)(['diagnose', named, '--no-store', '--ai']);

    expect(out).not.toContain(label);
    expect(err).toContain(noText);
  });

  it('never asks for JSON, which is the same as without a model', async () => {
    const { out } = await diagnose(clue, '--json', '--no-store');

    expect(server.calls).toEqual([]);
    expect(out).toBe((await createInner(data)(['diagnose', clue, '--json', '--no-store'])).out);
    expect((await diagnose(clue, '--json', '--ai')).status).toBe(2);
  });

  it('is ended by Ctrl-C at once, the answer being printed', async () => {
    server.play(plays.hanging());
    const child = spawn(
      process.execPath,
      [path.join(root, 'bot/cli/main.ts'), 'diagnose', clue, '--no-store'],
      // biome-ignore lint/style/noProcessEnv: a child needs the path to find its libraries
      { cwd: root, env: { PATH: process.env.PATH ?? '', ...environment } },
    );
    let out = '';
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk;
    });
    const closed = once(child, 'close');
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk;
        if (out.length >= alone.length) {
          resolve();
        }
      });
    });

    child.kill('SIGINT');
    const [status] = await closed;

    expect(status).toBe(130);
    expect(out).toBe(alone);
    expect(err).not.toContain('没有得出结果');
  }, 20_000);
});
