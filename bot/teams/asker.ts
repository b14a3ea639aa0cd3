import { type AccessRules, identify } from '../../handlers/access.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Config } from '../config.ts';
import type { Activity } from './activity.ts';

type Rules = AccessRules & Pick<Config, 'teams'>;

export function isKnownTenant(tenant: string, { tenants }: Pick<AccessRules, 'tenants'>): boolean {
  return Object.hasOwn(tenants, `teams/${tenant}`);
}

/** `undefined` for tenants that the configuration does not name, and for people of no customer of ours. */
export function askerOf(
  { tenant, person, room }: Pick<Activity, 'tenant' | 'person' | 'room'>,
  config: Rules,
): Asker | undefined {
  const rules = config.teams?.auth === 'off' ? withStaff(tenant, config) : config;
  if (!isKnownTenant(tenant, rules)) {
    return undefined;
  }
  const channel = room === undefined ? {} : { channel: room };
  const asker = identify({ face: 'teams', tenant, person, ...channel }, rules);
  return asker.role === 'stranger' ? undefined : asker;
}

/** Whoever can reach a bot that checks nobody sits at its machine. */
function withStaff(tenant: string, config: Rules): Rules {
  const tenants = { [`teams/${tenant}`]: { staff: true as const }, ...config.tenants };
  return { ...config, tenants };
}
