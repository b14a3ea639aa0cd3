import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { cleanName } from '../../../bot/web/upload-name.ts';
import type { Inquiry } from '../../../handlers/inquiry.ts';
import { conversation, emptyDiagnosis, formOf, startFakeConsole } from './fake-console.ts';

async function spooled(inbox: string): Promise<string[]> {
  return existsSync(inbox) ? readdir(inbox) : [];
}

async function contentsOf(inquiry: Inquiry): Promise<Record<string, string>> {
  const entries = inquiry.files.map(async (upload) => {
    const parts: Uint8Array[] = [];
    for await (const part of upload.open()) {
      parts.push(part);
    }
    return [upload.name, Buffer.concat(parts).toString('utf8')] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('POST /api/diagnose', () => {
  it('reads text, question and files as they were sent, and keeps nothing', async () => {
    let seen: Inquiry | undefined;
    let contents = {};
    let path: string | undefined;
    const { url, inbox } = await startFakeConsole({
      parts: {
        diagnose: async (inquiry) => {
          seen = inquiry;
          contents = await contentsOf(inquiry);
          path = inquiry.files[0]?.path;
          return emptyDiagnosis;
        },
      },
    });
    const files = [
      new File(['第一行\r\n'], '日志 一.log'),
      new File(['b'], 'Panther/../../etc/passwd'),
      new File(['c'.repeat(100_000)], 'CBS.log'),
    ];

    const response = await fetch(`${url}/api/diagnose`, {
      method: 'POST',
      body: formOf({ text: '第一行\n第二行', question: '为什么？' }, files),
    });

    expect(await response.json()).toEqual(emptyDiagnosis);
    expect(seen?.text.split(lineBreak)).toEqual(['第一行', '第二行']);
    expect(seen?.question).toBe('为什么？');
    expect(contents).toEqual({
      '日志 一.log': '第一行\r\n',
      'Panther/etc/passwd': 'b',
      'CBS.log': 'c'.repeat(100_000),
    });
    expect(path?.startsWith(inbox)).toBe(true);
    expect(path).not.toContain('日志');
    expect(await spooled(inbox)).toEqual([]);
  });

  it('counts what came in and what it was', async () => {
    const { url } = await startFakeConsole();

    await fetch(`${url}/api/diagnose`, { method: 'POST', body: formOf({ text: 'x' }) });
    const metrics = await (await fetch(`${url}/metrics`)).text();

    expect(metrics).toContain('caselens_inquiries_total{face="api",verdict="unknown"} 1');
    expect(metrics).toContain('caselens_input_bytes_total{face="web"}');
  });

  it.each<[string, FormData | string, Record<string, string>, number, string]>([
    ['nothing in it', formOf({ text: '  ', question: '' }), {}, 400, '请粘贴日志'],
    ['an empty file input', formOf({ text: '' }, []), {}, 400, '请粘贴日志'],
    ['JSON', '{}', { 'content-type': 'application/json' }, 415, 'multipart/form-data'],
    ['no boundary', 'x', { 'content-type': 'multipart/form-data' }, 415, 'multipart/form-data'],
    [
      'an end that is missing',
      '--b\r\ncontent-disposition: form-data; name="files"; filename="a"\r\n\r\nabc',
      { 'content-type': 'multipart/form-data; boundary=b' },
      400,
      '不完整',
    ],
    [
      'no multipart at all',
      'garbage',
      { 'content-type': 'multipart/form-data; boundary=b' },
      400,
      '不完整',
    ],
  ])('refuses a request with %s', async (_what, body, headers, status, message) => {
    const { url, inbox } = await startFakeConsole();

    const response = await fetch(`${url}/api/diagnose`, { method: 'POST', body, headers });

    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: string }).error).toContain(message);
    expect(await spooled(inbox)).toEqual([]);
  });

  it('refuses more than the limit, and keeps none of it', async () => {
    const { url, inbox } = await startFakeConsole({ uploadMiB: 1 });
    const file = new File([new Uint8Array(1_200_000)], 'big.log');

    const response = await fetch(`${url}/api/diagnose`, {
      method: 'POST',
      body: formOf({}, [file]),
    });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({
      error: '文件合计超过 1 MB 的上限。请压缩成 .zip，或只发送失败当天的日志。',
    });
    expect(await spooled(inbox)).toEqual([]);
  });

  it('refuses several files that are too large together', async () => {
    const { url, inbox } = await startFakeConsole({ uploadMiB: 1 });
    const files = Array.from({ length: 40 }, (_, n) => new File([new Uint8Array(900_000)], `${n}`));

    const response = await fetch(`${url}/api/diagnose`, {
      method: 'POST',
      body: formOf({}, files),
    });

    expect(response.status).toBe(413);
    expect(await spooled(inbox)).toEqual([]);
  });

  it('refuses text that is too long to be kept in memory', async () => {
    const { url } = await startFakeConsole();

    const response = await fetch(`${url}/api/diagnose`, {
      method: 'POST',
      body: formOf({ text: 'x'.repeat(17 * 1024 * 1024) }),
    });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: '粘贴的内容超过 16 MB，请存成文件后上传。' });
  });

  it('refuses more files than anybody means to send', async () => {
    const { url, inbox } = await startFakeConsole();
    const files = Array.from({ length: 501 }, (_, n) => new File(['x'], `${n}.log`));

    const response = await fetch(`${url}/api/diagnose`, {
      method: 'POST',
      body: formOf({}, files),
    });

    expect(response.status).toBe(413);
    expect(await spooled(inbox)).toEqual([]);
  });

  it('says what it needs when the disk refuses, and goes on', async () => {
    const { url, inbox } = await startFakeConsole();
    await writeFile(inbox, 'a file where the folder should be');

    const response = await fetch(`${url}/api/diagnose`, {
      method: 'POST',
      body: formOf({}, [new File(['x'], 'a.log')]),
    });

    expect(response.status).toBe(500);
    expect(await readFile(inbox, 'utf8')).toContain('a file');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

const lineBreak = /\r?\n/;

describe('a sender who goes away', () => {
  it('leaves no file behind and does not end the process', async () => {
    const { url, inbox, logged } = await startFakeConsole();
    const request = httpRequest(`${url}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b', 'content-length': '1000000' },
    });
    request.on('error', () => undefined);
    request.write('--b\r\ncontent-disposition: form-data; name="files"; filename="a.log"\r\n\r\n');
    request.write('x'.repeat(200_000));
    await vi.waitUntil(async () => (await spooled(inbox)).length === 1);

    request.destroy();

    await vi.waitUntil(async () => (await spooled(inbox)).length === 0);
    expect(logged.join()).toContain('Upload aborted by the sender');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('may go while the answer is being made', async () => {
    let answered = false;
    const { url } = await startFakeConsole({
      answer: async () => {
        await sleep(60);
        answered = true;
        throw new Error('nobody listens');
      },
    });
    const stop = new AbortController();
    const asked = fetch(`${url}/api/ask`, {
      method: 'POST',
      body: formOf({ text: 'x', conversation }),
      signal: stop.signal,
    });
    await asked;

    stop.abort();

    await vi.waitUntil(() => answered);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });
});

describe('cleanName', () => {
  it.each([
    ['CBS.log', 'CBS.log'],
    ['C:\\Windows\\Logs\\CBS\\CBS.log', 'Windows/Logs/CBS/CBS.log'],
    ['../../etc/passwd', 'etc/passwd'],
    ['/etc/passwd', 'etc/passwd'],
    ['a\u202egnp.exe', 'a\ufffdgnp.exe'],
    ['..', '文件1'],
    ['', '文件1'],
    ['x'.repeat(500), 'x'.repeat(200)],
  ])('turns %j into %j', (name, expected) => {
    expect(cleanName(name, '文件1')).toBe(expected);
  });
});

describe('a sender who hangs up', () => {
  it.each(['/api/ask', '/api/diagnose'])(
    'stops what is being read for him and leaves no file behind: %s',
    async (address) => {
      const reading = Promise.withResolvers<AbortSignal>();
      const stopped = Promise.withResolvers<void>();
      const work = (signal: AbortSignal | undefined) =>
        new Promise<never>((_, reject) => {
          reading.resolve(signal ?? new AbortController().signal);
          signal?.addEventListener('abort', () => {
            reject(signal.reason);
            stopped.resolve();
          });
        });
      const { url, inbox } = await startFakeConsole({
        answer: (_inquiry, _tell, signal) => work(signal),
        parts: { diagnose: (_inquiry, _tell, signal) => work(signal) },
      });
      const gone = new AbortController();

      const asking = fetch(`${url}${address}`, {
        method: 'POST',
        body: formOf({ text: 'x', conversation }, [new File(['c'.repeat(10_000)], 'CBS.log')]),
        signal: gone.signal,
      }).then((response) => response.text());
      asking.catch(() => undefined);
      const signal = await reading.promise;
      const during = await spooled(inbox);
      gone.abort();
      await stopped.promise;

      expect(during).toHaveLength(1);
      expect(signal.aborted).toBe(true);
      await vi.waitFor(async () => expect(await spooled(inbox)).toEqual([]));
    },
  );
});
