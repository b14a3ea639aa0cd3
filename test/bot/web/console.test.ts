import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { sampleReply } from '../sample-reply.ts';
import { conversation, formOf, startFakeConsole } from './fake-console.ts';

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
  const response = await fetch(`${url}/api/ask`, {
    method: 'POST',
    body: formOf({ text, conversation }),
  });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const lines = (await response.text()).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('POST /api/ask', () => {
  it('tells its progress, then the answer as card and text', async () => {
    const { url } = await startFakeConsole({
      answer: async (_inquiry, tell) => {
        tell({ stage: 'reading', input: 'CBS.log', bytes: 0 });
        tell({ stage: 'matching' });
        return { id: 'i-9', reply: sampleReply() };
      },
    });

    const lines = await ask(url, 'log');

    expect(lines.slice(0, 2)).toEqual([
      { progress: { stage: 'reading', input: 'CBS.log', bytes: 0 } },
      { progress: { stage: 'matching' } },
    ]);
    expect(lines[2]).toMatchObject({
      id: 'i-9',
      card: { type: 'AdaptiveCard' },
      text: expect.stringContaining('确定 · 系统文件 WpdMtp.dll'),
      files: [],
    });
  });

  it('sends progress while it works, and not thousands of lines of it', async () => {
    const { url } = await startFakeConsole({
      answer: async (_inquiry, tell) => {
        for (let bytes = 0; bytes < 5000; bytes += 1) {
          tell({ stage: 'reading', input: 'CBS.log', bytes });
        }
        await sleep(150);
        tell({ stage: 'reading', input: 'CBS.log', bytes: 5000 });
        return { id: 'i', reply: sampleReply() };
      },
    });

    const lines = await ask(url, 'log');

    expect(lines.length).toBeGreaterThanOrEqual(3);
    expect(lines.length).toBeLessThan(20);
  });

  it('answers two at once, each in its own stream', async () => {
    const { url } = await startFakeConsole({
      answer: async ({ text }) => {
        await sleep(text === 'slow' ? 80 : 10);
        return { id: text, reply: sampleReply([{ kind: 'paragraph', text: `about ${text}` }]) };
      },
    });

    const [slow, fast] = await Promise.all([ask(url, 'slow'), ask(url, 'fast')]);

    expect(slow.at(-1)).toMatchObject({ id: 'slow', text: 'about slow' });
    expect(fast.at(-1)).toMatchObject({ id: 'fast', text: 'about fast' });
  });

  it('tells of a failure in one sentence with the number that the log has', async () => {
    const { url, logged } = await startFakeConsole({
      answer: () => Promise.reject(new Error('store is down')),
    });

    const [line] = await ask(url, '我的密码是 geheim');

    const reference = referenceNumber.exec(String(line?.error))?.[1];
    expect(reference).toBeDefined();
    expect(logged.join()).toContain(`"reference":"${reference}"`);
    expect(logged.join()).toContain('store is down');
    expect(String(line?.error)).not.toContain('store');
    expect(logged.join()).not.toContain('geheim');
  });

  it.each(['', 'short', '../../x-conversation', 'x'.repeat(100)])(
    'refuses %j for a conversation',
    async (id) => {
      const { url } = await startFakeConsole();

      const response = await fetch(`${url}/api/ask`, {
        method: 'POST',
        body: formOf({ text: 'x', conversation: id }),
      });

      expect(response.status).toBe(400);
    },
  );

  it('asks as the operator, in the conversation of the page', async () => {
    const answer = vi.fn(async () => ({ id: 'i', reply: sampleReply() }));
    const { url } = await startFakeConsole({ answer });

    await ask(url, 'x');

    expect(answer).toHaveBeenCalledWith(
      expect.objectContaining({
        asker: { face: 'web', id: 'console', role: 'operator' },
        conversation,
        text: 'x',
      }),
      expect.any(Function),
      expect.any(AbortSignal),
    );
  });
});

const referenceNumber = /编号 ([0-9A-F]{8}) 告诉管理员/;

describe('POST /api/act', () => {
  function act(url: string, body: string, type = 'application/json'): Promise<Response> {
    return fetch(`${url}/api/act`, { method: 'POST', headers: { 'content-type': type }, body });
  }

  it('passes a button and its form on, and draws the reply', async () => {
    const pressed = vi.fn(async () => sampleReply([{ kind: 'paragraph', text: '已记录。' }]));
    const { url } = await startFakeConsole({ act: pressed });

    const response = await act(
      url,
      JSON.stringify({ conversation, action: 'useful', value: 'i-1', fields: { why: '快' } }),
    );

    expect(await response.json()).toMatchObject({ text: '已记录。', card: {} });
    expect(pressed).toHaveBeenCalledWith({
      asker: { face: 'web', id: 'console', role: 'operator' },
      action: 'useful',
      value: 'i-1',
      fields: { why: '快' },
      conversation,
    });
  });

  it.each([
    ['{', 'application/json', 400],
    ['{}', 'application/json', 400],
    [JSON.stringify({ conversation: 'x', action: 'a', value: '' }), 'application/json', 400],
    [JSON.stringify({ conversation, action: 'a', value: '' }), 'text/plain', 415],
    [`"${'x'.repeat(300_000)}"`, 'application/json', 413],
  ])('refuses %.40s as %s', async (body, type, status) => {
    const { url } = await startFakeConsole();

    expect((await act(url, body, type)).status).toBe(status);
  });

  it('tells of a failure in one sentence', async () => {
    const { url } = await startFakeConsole({
      act: () => Promise.reject(new Error('boom')),
    });

    const response = await act(url, JSON.stringify({ conversation, action: 'a', value: '' }));

    expect(response.status).toBe(500);
    expect(((await response.json()) as { error: string }).error).toMatch(referenceNumber);
  });
});

describe('earlier answers', () => {
  it('are listed, and each is drawn again', async () => {
    const { url } = await startFakeConsole({
      parts: {
        history: async () => [
          { id: 'i-1', at: '2026-03-03T01:00:00Z', question: 'q', summary: 's' },
        ],
        recall: async (id) => (id === 'i-1' ? sampleReply() : undefined),
      },
    });

    const list = await (await fetch(`${url}/api/answers?conversation=${conversation}`)).json();
    const one = await (await fetch(`${url}/api/answers/i-1`)).json();

    expect(list).toEqual([{ id: 'i-1', at: '2026-03-03T01:00:00Z', question: 'q', summary: 's' }]);
    expect(one).toMatchObject({ card: { type: 'AdaptiveCard' }, text: expect.any(String) });
    expect((await fetch(`${url}/api/answers/i-2`)).status).toBe(404);
    expect((await fetch(`${url}/api/answers/%2e%2e`)).status).not.toBe(500);
    expect((await fetch(`${url}/api/answers`)).status).toBe(400);
  });
});

describe('what the bot says unasked', () => {
  it('reaches everyone or one conversation, and an edit replaces it', async () => {
    const { url, face } = await startFakeConsole();
    const feed = async (id: string, after = 0) =>
      (await (await fetch(`${url}/api/feed?conversation=${id}&after=${after}`)).json()) as {
        text: string;
        revision: number;
      }[];
    const say = (text: string) => sampleReply([{ kind: 'paragraph', text }]);

    await face.post('console', say('日报'));
    const posted = await face.post(conversation, say('请稍候'));
    await face.edit(posted, say('完成'));

    expect((await feed(conversation)).map(({ text }) => text)).toEqual(['日报', '完成']);
    expect((await feed('another-conversation')).map(({ text }) => text)).toEqual(['日报']);
    expect(await feed(conversation, 3)).toEqual([]);
  });

  it('keeps the latest only', async () => {
    const { url, face } = await startFakeConsole();

    for (let count = 0; count < 80; count += 1) {
      await face.post('console', sampleReply([]));
    }

    expect(await (await fetch(`${url}/api/feed`)).json()).toHaveLength(50);
  });
});

describe('the page', () => {
  it('is served with its scripts, as JavaScript, from this machine alone', async () => {
    const { url } = await startFakeConsole();

    const page = await (await fetch(url)).text();
    const paths = [...page.matchAll(ownPath)].map(([, path]) => path ?? '');
    const responses = await Promise.all(paths.map((path) => fetch(url + path)));

    expect(paths).toContain('/assets/adaptivecards.min.js');
    expect(responses.map(({ status }) => status)).toEqual(paths.map(() => 200));
    expect(page).not.toMatch(elsewhere);
    const script = await (await fetch(`${url}/assets/console.ts`)).text();
    expect(script).not.toContain(': HTMLElement');
  });

  it('is not sent again when it has not changed', async () => {
    const { url } = await startFakeConsole();
    const etag = (await fetch(`${url}/assets/console.css`)).headers.get('etag') ?? '';

    const again = await fetch(`${url}/assets/console.css`, { headers: { 'if-none-match': etag } });

    expect(again.status).toBe(304);
  });

  it.each(['/assets/tsconfig.json', '/assets/../index.ts', '/assets/login.html', '/x', '/api/x'])(
    'has nothing at %s',
    async (path) => {
      const { url } = await startFakeConsole();

      expect((await fetch(url + path)).status).toBe(404);
    },
  );
});

const ownPath = /(?:src|href)="(\/[^"]*)"/g;
const elsewhere = /(?:src|href)="(?:https?:)?\/\//;

describe('probes', () => {
  it.each([
    [async () => true, 200],
    [async () => false, 503],
    [() => Promise.reject(new Error('down')), 503],
  ])('are ready only while the store answers (%#)', async (ready, status) => {
    const { url } = await startFakeConsole({ parts: { ready } });

    expect((await fetch(`${url}/readyz`)).status).toBe(status);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

it('names the remedy when its port is taken', async () => {
  const { face, config } = await startFakeConsole();
  const port = Number(new URL(face.url() ?? '').port);
  const { createWebFace } = await import('../../../bot/web/index.ts');
  const { createMetrics } = await import('../../../bot/metrics.ts');
  const second = createWebFace({ metrics: createMetrics() } as Parameters<typeof createWebFace>[0]);

  const started = second.start({
    config: { ...config, console: { ...config.console, port } },
  } as Parameters<typeof second.start>[0]);

  await expect(started).rejects.toThrow('请把 CONSOLE_PORT 改成空闲的端口号');
});
