import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../bot/config.ts';
import { isChina, isFileUrl, isServiceUrl } from '../../../bot/teams/cloud.ts';
import { loadSdk } from '../../../bot/teams/sdk.ts';
import { staffTenant } from '../../support/teams-world.ts';
import { appId } from '../../support/teams-world-tokens.ts';

const china = {
  TEAMS_LOGIN_URL: `https://login.partner.microsoftonline.cn/${staffTenant}`,
  TEAMS_OPENID_METADATA: 'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
  TEAMS_OAUTH_SCOPE: 'https://api.botframework.azure.cn',
  TEAMS_TOKEN_ISSUER: 'https://api.botframework.azure.cn',
  TEAMS_SERVICE_HOSTS: '*.botframework.azure.cn',
};
const own = { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: staffTenant };
const secret = { MICROSOFT_APP_PASSWORD: 'not-a-secret' };

async function teamsOf(env: Record<string, string>) {
  const { teams } = await loadConfig(env);
  if (!teams) {
    throw new Error('Teams is not configured');
  }
  return teams;
}

describe('the SDK', () => {
  it.each([
    ['for many tenants', { ...own, ...secret }],
    ['for one tenant', { ...own, ...secret, MICROSOFT_APP_TYPE: 'SingleTenant' }],
    ['with a managed identity', { ...own, MICROSOFT_APP_TYPE: 'UserAssignedMSI' }],
    ['operated by 21Vianet', { ...own, ...secret, ...china }],
    ['without authentication', { TEAMS_AUTH: 'off' }],
  ])('is made %s', async (_, env) => {
    const sdk = await loadSdk({ teams: await teamsOf(env), milliseconds: 1000 });

    expect(Object.keys(sdk)).toEqual(['authenticate', 'send', 'update', 'groupOf']);
  });
});

describe('addresses', () => {
  it.each([
    ['https://smba.trafficmanager.net/apac/', true],
    ['https://smba.infra.gcc.teams.microsoft.com/', true],
    ['https://china.botframework.azure.cn/', true],
    ['http://smba.trafficmanager.net/', false],
    ['https://smba.trafficmanager.net.example.com/', false],
    ['https://smba.trafficmanager.net:8443/', false],
    ['https://user:password@smba.trafficmanager.net/', false],
    ['https://example.com/smba.trafficmanager.net', false],
    ['http://127.0.0.1/', false],
    ['http://[::1]/', false],
    ['http://169.254.169.254/', false],
    ['file:///etc/passwd', false],
    ['', false],
  ])('of Teams: %s is %s', async (address, expected) => {
    const { endpoints } = await teamsOf({ ...own, ...secret, ...china });

    expect(isServiceUrl(address, endpoints)).toBe(expected);
  });

  it.each([
    ['https://example.sharepoint.com/x', true],
    ['https://example-my.sharepoint.cn/x', true],
    ['https://sharepoint.com.example.com/x', false],
    ['https://examplesharepoint.com/x', false],
    ['http://example.sharepoint.com/x', false],
    ['http://127.0.0.1/x', false],
  ])('of files: %s is %s', async (address, expected) => {
    const { endpoints } = await teamsOf({ ...own, ...secret });

    expect(isFileUrl(new URL(address), endpoints)).toBe(expected);
  });

  it.each([
    ['21Vianet', china, true],
    ['the public cloud', {}, false],
    ['a namesake', { TEAMS_LOGIN_URL: 'https://login.notazure.cn.example.com/x' }, false],
  ])('tell %s', async (_, env, expected) => {
    const { endpoints } = await teamsOf({ ...own, ...secret, ...env });

    expect(isChina(endpoints)).toBe(expected);
  });
});
