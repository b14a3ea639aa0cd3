import type { TeamsEndpoints } from '../config.ts';
import { isLoopback } from '../environment.ts';

/** What holds when the configuration says nothing else. */
export const publicCloud = {
  openIdMetadata: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  loginUrl: 'https://login.microsoftonline.com/botframework.com',
  oauthScope: 'https://api.botframework.com',
  oauthUrl: 'https://api.botframework.com',
  tokenIssuer: 'https://api.botframework.com',
  graphUrl: 'https://graph.microsoft.com',
} as const;

const serviceHosts = ['smba.trafficmanager.net', '*.teams.microsoft.com'];
const fileHosts = ['*.sharepoint.com', '*.sharepoint.cn'];

/** Where Teams may want to be answered: a forged address would be given our token. */
export function isServiceUrl(address: string, { serviceHosts: more }: TeamsEndpoints): boolean {
  return isAllowed(URL.parse(address), [...serviceHosts, ...more], more);
}

export function isFileUrl(url: URL, { fileHosts: more }: TeamsEndpoints): boolean {
  return isAllowed(url, [...fileHosts, ...more], more);
}

/** Without encryption only on this machine, and only where the configuration names it. */
function isAllowed(url: URL | null, hosts: readonly string[], named: readonly string[]): boolean {
  if (!url || url.username || url.password) {
    return false;
  }
  if (url.protocol === 'http:') {
    return isLoopback(url.hostname) && named.includes(url.host);
  }
  return url.protocol === 'https:' && hosts.some((host) => isHost(url, host.toLowerCase()));
}

function isHost({ host }: URL, allowed: string): boolean {
  return allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed;
}

/** True for an address on this machine, which counts when nobody is authenticated. */
export function isLocalUrl(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && isLoopback(url.hostname);
}

const china = /\.(?:azure|partner\.microsoftonline|chinacloudapi)\.cn$/;

/** Teams operated by 21Vianet gives bots no files at all. */
export function isChina({ tokenIssuer, openIdMetadata, loginUrl }: TeamsEndpoints): boolean {
  return [tokenIssuer, openIdMetadata, loginUrl].some((address) => {
    const host = address === undefined ? undefined : URL.parse(address)?.hostname;
    return host !== undefined && china.test(`.${host}`);
  });
}
