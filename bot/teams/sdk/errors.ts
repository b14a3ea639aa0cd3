import { ConnectorError } from './contract.ts';

/** Of what the SDK throws only the status and the wait are kept: its message and request may hold what was sent. */
export function errorOf(error: unknown): ConnectorError {
  const known = error as {
    statusCode?: unknown;
    code?: unknown;
    response?: { headers?: { get?(name: string): string | undefined } };
  };
  const status = typeof known.statusCode === 'number' ? known.statusCode : 0;
  const told = known.response?.headers?.get?.('retry-after');
  const code = typeof known.code === 'string' ? known.code : 'no code';
  return new ConnectorError(status, waitOf(told), new Error(code.slice(0, 100)));
}

/** Seconds, or a date. */
function waitOf(told: string | undefined): number {
  if (!told) {
    return 0;
  }
  const seconds = Number(told);
  const wait = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(told) - Date.now();
  return Number.isFinite(wait) ? Math.max(0, wait) : 0;
}

const unreachable = /^(?:FetchError|AbortError)$/;

/** False for a bad token; throws when the keys that would tell cannot be had. */
export function refuseToken(error: unknown): false {
  const { name = '', statusCode } = error as { name?: string; statusCode?: number };
  if (unreachable.test(name) || (statusCode ?? 0) >= 500) {
    throw errorOf(error);
  }
  return false;
}
