import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TeamsConfig } from '../config.ts';
import type { Route } from '../face.ts';
import type { Log } from '../log.ts';
import { type Activity, parseActivity } from './activity.ts';
import { isLocalUrl, isServiceUrl, publicCloud } from './cloud.ts';
import type { Sdk } from './sdk/contract.ts';
import { claimsIssuer } from './token.ts';

/** What an invoke is answered with; everything else gets no body. */
export type Received = object | undefined;

export interface EdgeParts {
  teams: TeamsConfig;
  sdk: Sdk;
  /** True for a tenant that the configuration names. */
  isKnownTenant(tenant: string): boolean;
  /** Stores what is to be stored before it resolves. */
  receive(activity: Activity): Promise<Received>;
  log: Log;
}

const mostBytes = 1 << 20;
const json = /^application\/json(?:;|$)/i;

/** The only way in. `parts` gives undefined until the face has started. */
export function createRoute(parts: () => EdgeParts | undefined): Route {
  return {
    method: 'POST',
    path: '/api/messages',
    async handle(request, response) {
      const started = parts();
      if (started) {
        await handle(request, response, started);
      } else {
        refuse(request, response, 503);
      }
    },
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  parts: EdgeParts,
): Promise<void> {
  const { teams, receive, log } = parts;
  // A page of another site cannot send this type without being asked first whether it may.
  if (!json.test(request.headers['content-type'] ?? '')) {
    refuse(request, response, 400);
    return;
  }
  const { authorization } = request.headers;
  if (!mayEnter(request, teams)) {
    refuse(request, response, 401);
    return;
  }
  const body = await readBody(request);
  if (body === undefined) {
    refuse(request, response, 413);
    return;
  }
  const activity = parseActivity(body);
  const status = activity ? await refusalOf(activity, authorization ?? '', parts) : 400;
  if (!activity || status !== undefined) {
    refuse(request, response, status ?? 400);
    return;
  }
  try {
    succeed(response, await receive(activity));
  } catch (error) {
    // Not stored: Teams has to deliver it again.
    log.error({ err: error, face: 'teams' }, 'An activity was not stored');
    refuse(request, response, 503);
  }
}

/** Before anything of the body is read. */
function mayEnter({ headers }: IncomingMessage, { auth, endpoints }: TeamsConfig): boolean {
  return auth === 'on'
    ? claimsIssuer(headers.authorization, endpoints.tokenIssuer ?? publicCloud.tokenIssuer)
    : // A page of another site can give itself a name that leads here.
      isLocalUrl(`http://${headers.host}`);
}

/** Tenants come last, or whoever has no token could find out which ones are ours. */
async function refusalOf(
  activity: Activity,
  authorization: string,
  { teams, sdk, isKnownTenant, log }: EdgeParts,
): Promise<number | undefined> {
  const { serviceUrl, tenant } = activity;
  if (teams.auth === 'off') {
    return isLocalUrl(serviceUrl) || isServiceUrl(serviceUrl, teams.endpoints) ? undefined : 401;
  }
  if (activity.channelId !== 'msteams' || !isServiceUrl(serviceUrl, teams.endpoints)) {
    return 401;
  }
  try {
    if (!(await sdk.authenticate(activity, authorization))) {
      return 401;
    }
  } catch (error) {
    log.error({ err: error, face: 'teams' }, 'The keys of Microsoft cannot be had');
    return 503;
  }
  if (!isKnownTenant(tenant)) {
    log.warn({ face: 'teams', tenant }, 'Nobody is answered who is not configured');
    return 403;
  }
  return undefined;
}

/** `undefined` when it is larger than anything Teams sends, or broke off. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
    return undefined;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > mostBytes) {
        return undefined;
      }
      chunks.push(chunk as Buffer);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString();
}

/** Nothing is said about why. What is still to come of a large body is not waited for. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const length = Number(request.headers['content-length'] ?? Number.NaN);
  const isShort = request.complete || length <= mostBytes;
  response.writeHead(status, isShort ? {} : { connection: 'close' }).end();
  request.resume();
}

function succeed(response: ServerResponse, body: Received): void {
  if (body === undefined) {
    response.writeHead(200).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}
