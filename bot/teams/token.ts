import { z } from 'zod';

const bearer = /^Bearer ([\w-]{1,2000})\.([\w-]{1,8000})\.[\w-]{1,2000}$/;

const Header = z.object({ alg: z.enum(['RS256', 'RS384', 'RS512']), kid: z.string() });

/** A token with a version and an app of its own would be taken for one between bots, which is checked elsewhere. */
const Claims = z.object({
  iss: z.string(),
  ver: z.undefined().optional(),
  appid: z.undefined().optional(),
  azp: z.undefined().optional(),
});

/**
 * A look at a token before its signature is: the SDK keeps something of every token that claims to come from
 * elsewhere, unsigned ones too, so nothing else than those of the channel may reach it.
 */
export function claimsIssuer(authorization: string | undefined, issuer: string): boolean {
  const [, head = '', payload = ''] = bearer.exec(authorization ?? '') ?? [];
  return (
    Header.safeParse(decode(head)).success && Claims.safeParse(decode(payload)).data?.iss === issuer
  );
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
}
