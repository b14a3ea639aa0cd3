import { setTimeout as sleep } from 'node:timers/promises';
import type { Context, Exchange } from './context.ts';
import { isSame, sessionCookie } from './guard.ts';
import { hangUpSoon, readBody, redirect, send } from './respond.ts';

const formBytes = 4096;
/** Makes guessing slow without making anybody wait who knows. */
const wrongTokenMilliseconds = 500;
const html = 'text/html; charset=utf-8';
const errorPlace = '<!-- error -->';

export async function loginPageRoute(context: Context, { response }: Exchange): Promise<void> {
  if (context.config.console.token === undefined) {
    redirect(response, '/');
    return;
  }
  send(response, 200, html, loginPage(context, ''));
}

export async function loginRoute(context: Context, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const { token } = context.config.console;
  const body = await readBody(request, formBytes);
  if (token === undefined) {
    redirect(response, '/');
    return;
  }
  const given = new URLSearchParams(body ?? '').get('token') ?? '';
  if (!isSame(given, token)) {
    hangUpSoon(request);
    await sleep(wrongTokenMilliseconds);
    send(response, 401, html, loginPage(context, '<p role="alert">口令不对，请重新输入。</p>'));
    return;
  }
  const secure = request.headers['x-forwarded-proto'] === 'https';
  response.setHeader('set-cookie', sessionCookie(token, secure));
  redirect(response, '/');
}

function loginPage({ assets }: Context, error: string): string {
  const page = assets.get('login.html')?.body ?? new Uint8Array();
  return Buffer.from(page).toString('utf8').replace(errorPlace, error);
}
