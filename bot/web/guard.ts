import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { hostname } from 'node:os';

export interface GuardSettings {
  /** As configured: other names than this, this machine's and loopback are refused. */
  host: string;
  /** Asked for when set. */
  token?: string | undefined;
}

/** Why a request is not let in. `login`: a token would help. */
export type Refusal =
  | { kind: 'foreign'; status: 403; message: string }
  | { kind: 'login'; status: 401; message: string };

/** Seen by anybody: probes, and what the login page needs. */
const openPaths = ['/healthz', '/readyz', '/login'];
const openPrefix = '/assets/';

const portSuffix = /:\d{1,5}$/;
const bearer = /^Bearer +(\S+)$/i;
const cookieName = 'caselens_session';

export function createGuard(
  settings: GuardSettings,
): (request: IncomingMessage) => Refusal | undefined {
  const names = new Set(['localhost', '127.0.0.1', '[::1]', hostname(), bracketed(settings.host)]);
  return (request) => {
    const host = request.headers.host?.toLowerCase();
    if (!host || !isOurName(host, names, request)) {
      return foreign('请用控制台自己的地址访问；这个主机名不在允许之列。');
    }
    if (!isOurPage(request, host)) {
      return foreign('请求来自别的网站，已拒绝。请在控制台页面里操作。');
    }
    if (settings.token === undefined || isOpen(request) || knowsToken(request, settings.token)) {
      return undefined;
    }
    return { kind: 'login', status: 401, message: '请先登录控制台。' };
  };
}

function foreign(message: string): Refusal {
  return { kind: 'foreign', status: 403, message };
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host.toLowerCase();
}

/** Against DNS rebinding: a foreign page that had its own name point to us still sends that name. */
function isOurName(host: string, names: ReadonlySet<string>, request: IncomingMessage): boolean {
  const name = host.replace(portSuffix, '');
  const address = request.socket.localAddress?.replace('::ffff:', '');
  return names.has(name) || (address !== undefined && name === bracketed(address));
}

/** Programs send neither header; browsers send both, and pages cannot forge them. */
function isOurPage(request: IncomingMessage, host: string): boolean {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
    return false;
  }
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') {
    return true;
  }
  // Following a link to the console from a mail or a chat is fine: it only shows the page.
  return (
    request.method === 'GET' &&
    request.headers['sec-fetch-mode'] === 'navigate' &&
    request.url === '/'
  );
}

function isOpen(request: IncomingMessage): boolean {
  const path = request.url?.split('?', 1)[0] ?? '';
  return openPaths.includes(path) || path.startsWith(openPrefix);
}

function knowsToken(request: IncomingMessage, token: string): boolean {
  const given = bearer.exec(request.headers.authorization ?? '')?.[1];
  if (given !== undefined) {
    return isSame(given, token);
  }
  const cookie = readCookie(request.headers.cookie ?? '');
  return cookie !== undefined && isSame(cookie, sessionValue(token));
}

function readCookie(header: string): string | undefined {
  const prefix = `${cookieName}=`;
  return header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}

/** Takes the same time wherever two texts differ, and whatever their lengths. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A cookie proves that its owner knew the token without carrying it. */
function sessionValue(token: string): string {
  return createHmac('sha256', token).update('caselens console session').digest('base64url');
}

export function sessionCookie(token: string, secure: boolean): string {
  const parts = [`${cookieName}=${sessionValue(token)}`, 'HttpOnly', 'SameSite=Strict', 'Path=/'];
  return [...parts, 'Max-Age=2592000', ...(secure ? ['Secure'] : [])].join('; ');
}
