import { identify } from '../../handlers/access.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Store } from '../../knowledge/store/store.ts';
import type { Config } from '../config.ts';
import type { Face, Target } from '../face.ts';

/** Where somebody switched his own summary on: in a direct conversation, and as a member of a tenant. */
export interface Address {
  tenant: string;
  channel: string;
}

/** The conversation of a press on somebody's own page; what is kept with his preference. */
export function addressOf({ tenant, channel }: Address): string {
  return `${tenant}/${channel}`;
}

export interface PersonalPlace {
  face: Face;
  target: Target;
  scope: Asker;
}

/** Keys of everybody who switched his summary on, `slack/U0000001`. */
export async function listReaders(store: Pick<Store, 'listPreferences'>): Promise<string[]> {
  const known = await store.listPreferences('digest');
  return known.filter(({ value }) => value !== '').map(({ person }) => person);
}

export interface PersonalParts {
  config: Pick<Config, 'tenants' | 'people' | 'channels' | 'customers'>;
  faces: readonly Face[];
  store: Pick<Store, 'listPreferences'>;
}

/**
 * What somebody may know is asked of the configuration each time: undefined when he is not in it any more, or has
 * switched his summary off.
 */
export async function findReader(
  key: string,
  { config, faces, store }: PersonalParts,
): Promise<PersonalPlace | undefined> {
  const known = await store.listPreferences('digest');
  const address = known.find(({ person }) => person === key)?.value ?? '';
  const [name = '', person = ''] = splitOnce(key);
  const [tenant, channel] = splitOnce(address);
  const face = faces.find((one) => one.name === name);
  const target = channel === undefined ? undefined : face?.channelTarget?.(channel);
  const scope = identify({ face: name, tenant, person }, config);
  return face && target !== undefined && scope.role !== 'stranger'
    ? { face, target, scope }
    : undefined;
}

function splitOnce(text: string): [string, string | undefined] {
  const slash = text.indexOf('/');
  return slash < 0 ? [text, undefined] : [text.slice(0, slash), text.slice(slash + 1)];
}
