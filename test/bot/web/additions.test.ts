import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../../../bot/config.ts';
import type { Answer } from '../../../bot/face.ts';
import { actOn } from '../../../handlers/act.ts';
import { type AnswerDeps, type Answered, answer } from '../../../handlers/answer.ts';
import { listEarlier, recallReply } from '../../../handlers/history.ts';
import type { Reply } from '../../../handlers/reply.ts';
import { useModel } from '../../support/additions.ts';
import { createAnswering } from '../../support/answering.ts';
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
} from '../../support/model-answers.ts';
import { type ModelServer, plays, startModelServer } from '../../support/model-server.ts';
import { denied } from '../chat/talk.ts';
import { sampleReply } from '../sample-reply.ts';
import { formOf, startFakeConsole } from './fake-console.ts';

/** Of the test that runs. */
let conversation = '';
beforeEach(() => {
  conversation = randomUUID();
});

interface Line {
  id: string;
  text: string;
}

/** Every line of the answer, with how long the response stayed open being nobody's business. */
async function ask(url: string, text: string): Promise<Line[]> {
  const response = await post(url, text);
  return linesOf(await response.text());
}

function post(url: string, text: string, signal?: AbortSignal): Promise<Response> {
  const body = formOf({ text, conversation });
  return fetch(`${url}/api/ask`, { method: 'POST', body, ...(signal && { signal }) });
}

function linesOf(text: string): Line[] {
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line).filter((line) => 'id' in line);
}

const plain: Reply = sampleReply([{ kind: 'paragraph', text: '分析' }]);
const extended: Reply = sampleReply([
  { kind: 'paragraph', text: '分析' },
  { kind: 'paragraph', text: '补充' },
]);

describe('what comes behind an answer of the console', () => {
  it('is a second line with the same id, while the first is there at once', async () => {
    const coming = Promise.withResolvers<Reply>();
    const { url } = await startFakeConsole({
      answer: async () => ({ id: 'i-1', reply: plain, later: () => coming.promise }),
    });
    const response = await post(url, '蓝屏');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();

    const first = await reader?.read();
    coming.resolve(extended);
    const second = await reader?.read();

    expect(linesOf(first?.value ?? '')).toMatchObject([{ id: 'i-1', text: '分析' }]);
    expect(linesOf(second?.value ?? '')).toMatchObject([{ id: 'i-1', text: '分析\n\n补充' }]);
    expect((await reader?.read())?.done).toBe(true);
  });

  it('ends the response without a second line when it does not come', async () => {
    const { url } = await startFakeConsole({
      answer: async () => ({ id: 'i-1', reply: plain, later: async () => undefined }),
    });

    expect(await ask(url, '蓝屏')).toMatchObject([{ id: 'i-1', text: '分析' }]);
  });

  it('keeps no other question of the conversation waiting', async () => {
    const coming = Promise.withResolvers<undefined>();
    const { url } = await startFakeConsole({
      answer: async ({ text }) =>
        text === '一'
          ? { id: 'i-1', reply: plain, later: () => coming.promise }
          : { id: 'i-2', reply: plain },
    });
    const first = post(url, '一');
    await first;

    expect(await ask(url, '二')).toMatchObject([{ id: 'i-2' }]);

    coming.resolve(undefined);
    expect(linesOf(await (await first).text())).toMatchObject([{ id: 'i-1' }]);
  });

  it('goes on when the page is gone, and keeps what was sent', async () => {
    const signals: AbortSignal[] = [];
    const later: Answered['later'] = async (signal) => {
      signals.push(signal);
      await sleep(50);
      return extended;
    };
    const answered = vi.fn(later);
    const { url } = await startFakeConsole({
      answer: async () => ({ id: 'i-1', reply: plain, later: answered }),
    });
    const page = new AbortController();
    const response = await post(url, '蓝屏', page.signal);
    await response.body?.getReader().read();

    page.abort();

    await vi.waitFor(() => expect(answered.mock.settledResults[0]?.type).toBe('fulfilled'));
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  });
});

describe('the console with a language model', () => {
  let server: ModelServer;
  let answering: AnswerDeps;
  beforeAll(async () => {
    server = await startModelServer();
    answering = await createAnswering();
  });
  afterAll(() => server.stop());

  async function openConsole(seconds = 5): Promise<string> {
    server.calls.length = 0;
    server.play(answersHonestly);
    await useModel(server.baseUrl, seconds, { answering, config: await loadConfig({}) });
    const answerNow: Answer = (inquiry, tell, signal) => answer(inquiry, answering, tell, signal);
    const { url } = await startFakeConsole({
      answer: answerNow,
      act: (act) => actOn(act, answering),
      parts: {
        history: (id) => listEarlier(id, answering),
        recall: (id) => recallReply(id, answering),
      },
    });
    return url;
  }

  it('shows the answer, then the same with guesses, and recalls the latter', async () => {
    const url = await openConsole();

    const [first, second] = await ask(url, unnamed);

    expect(first?.text).not.toContain(label);
    expect(second?.id).toBe(first?.id);
    const own = second?.text.slice(second.text.indexOf(label)) ?? '';
    expect(own.startsWith(`${label}推测\n提示：${unverified}`)).toBe(true);
    expect(own).toContain(`推测 1：${said.cause}`);
    expect(second?.text.replace(/AI 生成 · [\s\S]*(?=已读取：)/u, '')).toBe(first?.text);
    const recalled = await fetch(`${url}/api/answers/${first?.id}`);
    expect(((await recalled.json()) as Line).text).toBe(second?.text);
  });

  it.each(failures)('shows the answer alone when the model %s', async (_, fail) => {
    const url = await openConsole(1);
    fail(server);

    const lines = await ask(url, `${unnamed}\n`);

    expect(server.calls.length).toBeGreaterThan(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.text).not.toContain('AI');
  });

  it('shows the answer alone when nobody is at the address', async () => {
    const gone = await startModelServer();
    await gone.stop();
    const url = await openConsole();
    await useModel(gone.baseUrl, 5, { answering, config: await loadConfig({}) });

    expect(await ask(url, unnamed)).toHaveLength(1);
  });

  it.each([
    ['invented', liesBeside],
    ['talked into', isTalkedInto],
    ['too much', saysTooMuch],
  ])('shows nothing that is %s', async (_, play) => {
    const url = await openConsole();
    server.play(play);

    const [, second] = await ask(url, unnamed);

    const own = second?.text.slice(second.text.indexOf(label)).split('已读取')[0] ?? '';
    expect(own).toContain(said.reason);
    expect(invented.filter((one) => own.includes(one))).toEqual([]);
    expect(own.length).toBeLessThan(4000);
  });

  it.each([
    ['the text', answersHonestly, said.explanation.slice(0, -1)],
    ['the one sentence', plays.refusing(), noText],
  ])('answers the button AI 说明 with %s', async (_, play, expected) => {
    const url = await openConsole();
    const [shown] = await ask(url, denied);
    server.play(play);

    expect(await press(url, shown?.id)).toContain(expected);
  });

  async function press(url: string, value: string | undefined): Promise<string> {
    const body = JSON.stringify({ conversation, action: 'ai-explain', value });
    const headers = { 'content-type': 'application/json' };
    const pressed = await fetch(`${url}/api/act`, { method: 'POST', headers, body });
    return ((await pressed.json()) as Line).text;
  }

  const recall = async (url: string, id: string | undefined) =>
    ((await (await fetch(`${url}/api/answers/${id}`)).json()) as Line).text;

  it('shows the text behind AI 说明 again after a refresh, and asks nobody for it twice', async () => {
    const first = await openConsole();
    const [shown] = await ask(first, denied);
    const pressed = await press(first, shown?.id);

    // Another process: nothing is known of it but what is stored.
    const url = await openConsole();

    const recalled = await recall(url, shown?.id);
    expect(recalled).toContain(pressed);
    expect(recalled.replace(`${pressed}\n\n`, '')).toBe(shown?.text);
    expect(await press(url, shown?.id)).toBe(pressed);
    expect(server.calls).toEqual([]);
    expect(await recall(url, shown?.id)).toBe(recalled);
  });

  it('shows nothing again of an AI 说明 that did not come', async () => {
    const url = await openConsole();
    const [shown] = await ask(url, `${denied}\n`);
    server.play(plays.refusing());

    await press(url, shown?.id);

    expect(await recall(url, shown?.id)).toBe(shown?.text);
  });
});
