import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';

export const appId = '11111111-2222-3333-4444-555555555555';
export const issuer = 'https://api.botframework.com';

const ours = generateKeyPairSync('rsa', { modulusLength: 2048 });
const forged = generateKeyPairSync('rsa', { modulusLength: 2048 });
const kid = 'k1';

/** What Microsoft publishes of its keys. */
export const publishedKeys = {
  keys: [{ ...ours.publicKey.export({ format: 'jwk' }), kid, endorsements: ['msteams'] }],
};

export interface Claims {
  [claim: string]: unknown;
}

export function claimsOf(serviceUrl: string, more: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: issuer,
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now - 10,
    exp: now + 600,
    ...more,
  };
}

export function sign(
  claims: Claims,
  header: Claims = {},
  key: KeyObject = ours.privateKey,
): string {
  const signed = encode({ alg: 'RS256', kid, typ: 'JWT', ...header }, claims);
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')}`;
}

export function signWithAnother(claims: Claims, header: Claims = {}): string {
  return sign(claims, header, forged.privateKey);
}

export function unsigned(claims: Claims, alg = 'none'): string {
  return `${encode({ alg, kid }, claims)}.`;
}

/** Takes the public key for a secret. */
export function signWithPublicKey(claims: Claims): string {
  const signed = encode({ alg: 'HS256', kid }, claims);
  const secret = ours.publicKey.export({ type: 'spki', format: 'pem' });
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encode(...parts: readonly Claims[]): string {
  return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
