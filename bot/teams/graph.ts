import { z } from 'zod';
import type { MissingFile } from '../../handlers/inquiry.ts';
import type { TeamsConfig } from '../config.ts';
import type { SentFile } from './attachments.ts';
import { isFileUrl, publicCloud } from './cloud.ts';
import type { MessageAddress } from './keep.ts';

export type FoundFiles =
  | { kind: 'found'; files: SentFile[]; missing: MissingFile[] }
  /** The app has no permission there. */
  | { kind: 'refused' };

/** Microsoft Graph, as far as files of messages go. */
export interface Graph {
  /** Throws when it cannot be reached, so that it is tried again. */
  filesOf(address: MessageAddress): Promise<FoundFiles>;
}

export interface GraphParts {
  teams: TeamsConfig;
  /** The id that Graph gives a team. */
  groupOf(address: MessageAddress): Promise<string | undefined>;
  /** Milliseconds since the epoch. */
  now(): number;
}

const requestTime = 20_000;
const early = 5 * 60_000;

export function createGraph({ teams, groupOf, now }: GraphParts): Graph {
  const base = new URL(teams.endpoints.graphUrl ?? publicCloud.graphUrl).origin;
  const tokenOf = createTokens(teams, base, now);
  const get = async (tenant: string, path: string): Promise<unknown> => {
    const response = await fetch(`${base}/v1.0${path}`, {
      headers: { authorization: `Bearer ${await tokenOf(tenant)}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(requestTime),
    });
    return readJson(response);
  };
  return {
    async filesOf(address) {
      try {
        const path = pathOf(address, await groupOf(address));
        const message = path === undefined ? undefined : await get(address.tenant, path);
        const files: SentFile[] = [];
        const missing: MissingFile[] = [];
        for (const { name, contentUrl } of sharedFiles(message)) {
          const url = await addressOfFile(contentUrl, (one) => get(address.tenant, one));
          if (url !== undefined && isFileUrl(new URL(url), teams.endpoints)) {
            files.push({ name, url });
          } else {
            missing.push({ name, reason: '在 SharePoint 里找不到这个文件。请重新上传。' });
          }
        }
        return { kind: 'found', files, missing };
      } catch (error) {
        if (error instanceof GraphRefusal) {
          return { kind: 'refused' };
        }
        throw error;
      }
    },
  };
}

class GraphRefusal extends Error {}

async function readJson(response: Response): Promise<unknown> {
  const { status } = response;
  if (status === 200) {
    return response.json();
  }
  await response.body?.cancel();
  if (status === 404 || status === 410) {
    return undefined;
  }
  if (status === 400 || status === 401 || status === 403) {
    throw new GraphRefusal(`Microsoft Graph answered ${status}`);
  }
  const wait = Number(response.headers.get('retry-after') ?? 0);
  throw Object.assign(new Error(`Microsoft Graph answered ${status}`), {
    retryAfterMs: Number.isFinite(wait) ? wait * 1000 : 0,
  });
}

/** `undefined` when it is not known what Graph calls the team. */
function pathOf(
  { message, root, room, team }: MessageAddress,
  group: string | undefined,
): string | undefined {
  const id = encodeURIComponent(message);
  if (!team) {
    return `/chats/${encodeURIComponent(room)}/messages/${id}`;
  }
  if (group === undefined) {
    throw new GraphRefusal('The team is not known');
  }
  const channel = `/teams/${encodeURIComponent(group)}/channels/${encodeURIComponent(room)}`;
  const thread = `${channel}/messages/${encodeURIComponent(root ?? message)}`;
  return root === undefined || root === message ? thread : `${thread}/replies/${id}`;
}

const Message = z.object({
  attachments: z.array(
    z.object({
      contentType: z.string().nullish(),
      contentUrl: z.string().nullish(),
      name: z.string().nullish(),
    }),
  ),
});
const mostFiles = 50;

function sharedFiles(message: unknown): { name: string; contentUrl: string }[] {
  const { attachments = [] } = Message.safeParse(message).data ?? {};
  return attachments.slice(0, mostFiles).flatMap(({ contentType, contentUrl, name }, index) => {
    const isFile = contentType === 'reference' && contentUrl;
    return isFile ? [{ name: name ?? `文件${index + 1}`, contentUrl }] : [];
  });
}

const DriveItem = z.object({ '@microsoft.graph.downloadUrl': z.url() });

/** https://learn.microsoft.com/graph/api/shares-get: an address becomes a share by being encoded. */
async function addressOfFile(
  contentUrl: string,
  get: (path: string) => Promise<unknown>,
): Promise<string | undefined> {
  const share = `u!${Buffer.from(contentUrl).toString('base64url')}`;
  const item = DriveItem.safeParse(await get(`/shares/${share}/driveItem`));
  return item.data?.['@microsoft.graph.downloadUrl'];
}

const Token = z.object({ access_token: z.string(), expires_in: z.coerce.number() });
const tenantId = /^[0-9a-z.-]{1,100}$/i;
const mostTenants = 100;

function createTokens(teams: TeamsConfig, graph: string, now: () => number) {
  const login = new URL(teams.endpoints.loginUrl ?? publicCloud.loginUrl).origin;
  const known = new Map<string, { token: string; until: number }>();
  return async (tenant: string): Promise<string> => {
    const kept = known.get(tenant);
    if (kept && kept.until > now()) {
      return kept.token;
    }
    if (!tenantId.test(tenant)) {
      throw new GraphRefusal('The tenant is not known');
    }
    const response = await fetch(`${login}/${tenant}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: teams.appId,
        client_secret: teams.appPassword ?? '',
        scope: `${graph}/.default`,
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(requestTime),
    });
    const { access_token: token, expires_in: seconds } = Token.parse(await readJson(response));
    if (known.size >= mostTenants) {
      known.clear();
    }
    known.set(tenant, { token, until: now() + seconds * 1000 - early });
    return token;
  };
}
