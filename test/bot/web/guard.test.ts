import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { conversation, formOf, startFakeConsole } from './fake-console.ts';

const token = '0123456789abcdef';

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

/** `fetch` does not let one choose Host, Origin and the Sec-Fetch headers. */
function send(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest(url, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('the host name', () => {
  it.each(['localhost:8080', '127.0.0.1', '[::1]:3979', 'LOCALHOST'])(
    'lets %s in',
    async (host) => {
      const { url } = await startFakeConsole();

      expect((await send(`${url}/`, { headers: { host } })).status).toBe(200);
    },
  );

  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '10.0.0.7:3979',
    'localhost:x',
  ])('refuses %s, which may point to us by DNS rebinding', async (host) => {
    const { url } = await startFakeConsole();

    const { status, body } = await send(`${url}/`, { headers: { host } });

    expect(status).toBe(403);
    expect(JSON.parse(body).error).toContain('主机名不在允许之列');
  });
});

describe('the page a request comes from', () => {
  it.each<Record<string, string>>([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://127.0.0.1:1' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
  ])('is refused with %j', async (headers) => {
    const { url } = await startFakeConsole();

    const { status } = await send(`${url}/api/act`, { method: 'POST', headers });

    expect(status).toBe(403);
  });

  it('may be ours, a program, or a link that somebody follows', async () => {
    const { url } = await startFakeConsole();
    const { host } = new URL(url);

    const own = await send(`${url}/api/answers?conversation=${conversation}`, {
      headers: { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' },
    });
    const link = await send(`${url}/`, {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    });

    expect([own.status, link.status]).toEqual([200, 200]);
  });
});

describe('the token', () => {
  it('is asked for everywhere but by probes and the login page', async () => {
    const { url } = await startFakeConsole({ token });

    const statuses = await Promise.all(
      ['/', '/metrics', '/api/answers', '/healthz', '/readyz', '/login', '/assets/console.css'].map(
        async (path) => (await send(url + path)).status,
      ),
    );

    expect(statuses).toEqual([303, 401, 401, 200, 200, 200, 200]);
  });

  it('opens the door as a bearer token, and only the right one', async () => {
    const { url } = await startFakeConsole({ token });
    const withToken = (given: string) =>
      send(`${url}/metrics`, { headers: { authorization: `Bearer ${given}` } });

    expect((await withToken(token)).status).toBe(200);
    expect((await withToken(`${token}x`)).status).toBe(401);
    expect((await withToken('')).status).toBe(401);
  });

  it('is exchanged for a cookie that does not carry it', async () => {
    const { url } = await startFakeConsole({ token });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };

    const login = await send(`${url}/login`, { method: 'POST', headers, body: `token=${token}` });
    const cookie = String(login.headers['set-cookie']);

    expect(login.status).toBe(303);
    expect(cookie).not.toContain(token);
    expect(cookie).toMatch(cookieFlags);
    const page = await send(`${url}/`, { headers: { cookie: cookie.split(';')[0] ?? '' } });
    expect(page.status).toBe(200);
    const forged = await send(`${url}/`, { headers: { cookie: 'caselens_session=x' } });
    expect(forged.status).toBe(303);
  });

  it('is refused in Chinese when it is wrong', async () => {
    const { url } = await startFakeConsole({ token });

    const { status, body, headers } = await send(`${url}/login`, {
      method: 'POST',
      body: 'token=wrong',
    });

    expect(status).toBe(401);
    expect(body).toContain('口令不对');
    expect(headers['set-cookie']).toBeUndefined();
  });

  it('is asked for before anything of an upload is read', async () => {
    const { url } = await startFakeConsole({ token });

    const response = await fetch(`${url}/api/diagnose`, {
      method: 'POST',
      body: formOf({ text: 'x' }),
    });

    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: '请先登录控制台。' });
  });
});

const cookieFlags = /HttpOnly; SameSite=Strict; Path=\//;

it('allows no script but our own files, and no frame', async () => {
  const { url } = await startFakeConsole();

  const { headers } = await send(`${url}/`);

  const policy = headers['content-security-policy'];
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
});
