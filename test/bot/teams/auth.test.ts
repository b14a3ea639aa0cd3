import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { activityOf, openTeamsWorld, staffTenant } from '../../support/teams-world.ts';
import {
  appId,
  claimsOf,
  sign,
  signWithAnother,
  signWithPublicKey,
  unsigned,
} from '../../support/teams-world-tokens.ts';

const world = await openTeamsWorld();
const { serviceUrl } = world;
const good = activityOf({ serviceUrl, text: '帮助' });
const now = Math.floor(Date.now() / 1000);
const claims = (more = {}) => claimsOf(serviceUrl, more);

describe('the edge', () => {
  it.each<[string, object, string | null, number]>([
    ['a valid token', good, sign(claims()), 200],
    ['no token', good, null, 401],
    ['garbage for a token', good, 'abc.def.ghi', 401],
    ['another issuer', good, sign(claims({ iss: 'https://example.com' })), 401],
    ['another audience', good, sign(claims({ aud: 'other' })), 401],
    ['a key that nobody knows', good, signWithAnother(claims(), { kid: 'zz' }), 401],
    [
      'a token that expired an hour ago',
      good,
      sign(claims({ exp: now - 3600, nbf: now - 7200 })),
      401,
    ],
    ['another service address', { ...good, serviceUrl: `${serviceUrl}x/` }, sign(claims()), 401],
    ['a channel that the key is not for', { ...good, channelId: 'webchat' }, sign(claims()), 401],
    ['a wrong signature', good, signWithAnother(claims()), 401],
    ['no algorithm', good, unsigned(claims()), 401],
    ['no algorithm that pretends to be one', good, unsigned(claims(), 'RS256'), 401],
    ['the public key as a secret', good, signWithPublicKey(claims()), 401],
    ['a token that is not valid yet', good, sign(claims({ nbf: now + 3600 })), 401],
    [
      'a token that expired 4 minutes ago',
      good,
      sign(claims({ exp: now - 240, nbf: now - 7200 })),
      200,
    ],
    ['no service address', { ...good, serviceUrl: undefined }, sign(claims()), 400],
    ['an empty object', {}, sign(claims()), 400],
    ['no type', { ...good, type: undefined }, sign(claims()), 400],
    [
      'a token of the emulator',
      good,
      sign({
        iss: 'https://sts.windows.net/abc/',
        tid: 'abc',
        appid: appId,
        ver: '1.0',
        aud: appId,
        exp: now + 600,
      }),
      401,
    ],
    ['a token between bots', good, sign(claims({ ver: '1.0', appid: 'other', tid: 'abc' })), 401],
    [
      'an address that is not of Teams',
      { ...good, serviceUrl: 'https://example.com/' },
      sign(claimsOf('https://example.com/')),
      401,
    ],
    [
      'a tenant that is not configured',
      activityOf({ serviceUrl, tenant: '99999999-9999-9999-9999-999999999999' }),
      sign(claims()),
      403,
    ],
    ['no tenant', { ...good, channelData: {}, conversation: { id: 'a:1' } }, sign(claims()), 403],
    [
      'a tenant that is not configured, without a token',
      activityOf({ serviceUrl, tenant: '99999999-9999-9999-9999-999999999999' }),
      null,
      401,
    ],
    [
      'a kind of activity that nobody knows',
      { ...good, type: 'somethingNew' },
      sign(claims()),
      200,
    ],
    [
      'an invoke that nobody knows',
      { ...good, type: 'invoke', name: 'new/one' },
      sign(claims()),
      200,
    ],
    [
      'fields of another shape',
      { ...good, attachments: 'x', entities: 7, from: [] },
      sign(claims()),
      400,
    ],
  ])('answers %s', async (_, activity, token, expected) => {
    const { status } = await world.deliver(activity, token);

    expect(status).toBe(expected);
  });

  it.each<[string, string, Record<string, string>, number]>([
    ['no JSON', '{"a":', {}, 400],
    ['JSON of another kind', '"text"', {}, 400],
    ['null', 'null', {}, 400],
    ['nested brackets', '['.repeat(100_000), {}, 400],
    ['a body beyond all measure', 'x'.repeat(2 << 20), {}, 413],
    ['another type than JSON', JSON.stringify(good), { 'content-type': 'text/plain' }, 400],
  ])('refuses %s', async (_, body, headers, expected) => {
    const response = await fetch(`${world.url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${sign(claims())}`,
        ...headers,
      },
      body,
    });

    expect(response.status).toBe(expected);
    expect(await response.text()).toBe('');
  });

  it('refuses a body without end before it has all come', async () => {
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1 << 16));
      },
    });

    const sending = fetch(`${world.url}/api/messages`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${sign(claims())}`,
      },
      body,
      duplex: 'half',
    } as RequestInit);
    const answered = await sending.then(
      ({ status }) => status,
      () => 'cut off',
    );

    expect([413, 'cut off']).toContain(answered);
    expect(sent).toBeLessThan(1000);
  });

  it('still answers after all of that', async () => {
    const { status } = await world.deliver(activityOf({ serviceUrl, tenant: staffTenant }));

    expect(status).toBe(200);
  });

  it('tells nothing of a forged token in its log', () => {
    expect(JSON.stringify(world.logged)).not.toContain('eyJ');
  });
});

describe('the keys of Microsoft', () => {
  it('are asked for again by and by: what cannot be checked is to be delivered again', async () => {
    const cut = await openTeamsWorld({
      endpoints: (url) => ({ openIdMetadata: `${url}/not-there` }),
    });

    const { status } = await cut.deliver(activityOf({ serviceUrl: cut.serviceUrl, text: '帮助' }));

    expect(status).toBe(503);
    expect(cut.logged.at(-1)).toMatchObject({ msg: 'The keys of Microsoft cannot be had' });
  });
});

describe('the edge without authentication', () => {
  it('accepts an address on this machine', async () => {
    const open = await openTeamsWorld({
      teams: { auth: 'off' },
      endpoints: () => ({ serviceHosts: [] }),
    });

    const { status } = await open.deliver(
      activityOf({ serviceUrl: open.serviceUrl, text: '帮助', tenant: 'anybody' }),
      null,
    );

    expect(status).toBe(200);
    expect(await open.settled()).toHaveLength(1);
  });

  it('accepts no other one', async () => {
    const open = await openTeamsWorld({
      teams: { auth: 'off' },
      endpoints: () => ({ serviceHosts: [] }),
    });

    const { status } = await open.deliver(
      activityOf({ serviceUrl: 'http://192.0.2.1/', text: '帮助' }),
      null,
    );

    expect(status).toBe(401);
  });

  it('accepts nothing by another name of this machine', async () => {
    const open = await openTeamsWorld({ teams: { auth: 'off' } });
    const { port } = new URL(open.url);
    const body = JSON.stringify(activityOf({ serviceUrl: open.serviceUrl, text: '帮助' }));
    const headers = { host: 'evil.example.com', 'content-type': 'application/json' };

    const status = await new Promise((resolve) => {
      const asked = request({
        port,
        host: '127.0.0.1',
        path: '/api/messages',
        method: 'POST',
        headers,
      });
      asked.on('response', (response) => resolve(response.statusCode));
      asked.end(body);
    });

    expect(status).toBe(401);
  });
});
