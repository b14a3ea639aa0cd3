import type { IncomingMessage, ServerResponse } from 'node:http';
import { actRoute, feedRoute, historyRoute, recallRoute } from './answers.ts';
import { askRoute, diagnoseRoute } from './ask.ts';
import type { Context, Handle } from './context.ts';
import { createGuard, type Refusal } from './guard.ts';
import { createHealthRoutes } from './health.ts';
import { loginPageRoute, loginRoute } from './login.ts';
import { assetRoute, metricsRoute, pageRoute } from './page-routes.ts';
import { report } from './problem.ts';
import { hangUpSoon, redirect, sendProblem, setSecurityHeaders } from './respond.ts';

const routes: Readonly<Record<string, Handle>> = {
  'GET /': pageRoute,
  'GET /login': loginPageRoute,
  'POST /login': loginRoute,
  'GET /metrics': metricsRoute,
  'POST /api/diagnose': diagnoseRoute,
  'POST /api/ask': askRoute,
  'POST /api/act': actRoute,
  'GET /api/answers': historyRoute,
  'GET /api/feed': feedRoute,
};

/** Routes whose last part varies. */
const families: readonly (readonly [string, Handle])[] = [
  ['GET /assets/', assetRoute],
  ['GET /api/answers/', recallRoute],
];

export type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Never rejects: what goes wrong is logged once, and told in one sentence. */
export function createListener(context: Context): Listener {
  const guard = createGuard(context.config.console);
  const health = Object.fromEntries(
    createHealthRoutes(context.ready).map(({ method, path, handle }) => [
      `${method} ${path}`,
      (
        _context: Context,
        { request, response }: { request: IncomingMessage; response: ServerResponse },
      ) => handle(request, response),
    ]),
  );
  const all = new Map<string, Handle>([...Object.entries(routes), ...Object.entries(health)]);
  return async (request, response) => {
    // A broken connection is reported where the body is read; nobody has to hear of it twice.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    setSecurityHeaders(response);
    const refusal = guard(request);
    if (refusal) {
      refuse(request, response, refusal);
      return;
    }
    await run(context, all, request, response);
  };
}

async function run(
  context: Context,
  all: ReadonlyMap<string, Handle>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = parseUrl(request);
  // A probe that asks for the head alone gets the answer without its body.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const key = `${method} ${url?.pathname}`;
  const handle = all.get(key) ?? families.find(([prefix]) => key.startsWith(prefix))?.[1];
  if (url === undefined || handle === undefined) {
    hangUpSoon(request);
    sendProblem(response, 404, '没有这个页面。');
    return;
  }
  try {
    await handle(context, { request, response, url });
  } catch (error) {
    context.metrics.countError('web');
    hangUpSoon(request);
    sendProblem(response, 500, report(context, error, url.pathname));
  }
}

function parseUrl(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '/', 'http://console') ?? undefined;
}

function refuse(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  hangUpSoon(request);
  if (refusal.kind === 'login' && request.method === 'GET' && request.url === '/') {
    redirect(response, '/login');
    return;
  }
  if (refusal.kind === 'login') {
    response.setHeader('www-authenticate', 'Bearer');
  }
  sendProblem(response, refusal.status, refusal.message);
}
