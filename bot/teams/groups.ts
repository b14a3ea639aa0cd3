import type { Store } from '../../knowledge/store/store.ts';
import type { MessageAddress } from './keep.ts';
import { findGroup, findRoom, saveGroup } from './references.ts';
import type { Sdk } from './sdk/contract.ts';

/** What Microsoft Graph calls a team: told with the message, known from before, or asked for once. */
export function createGroups(
  sdk: Sdk,
  store: Store,
): (address: MessageAddress) => Promise<string | undefined> {
  return async ({ team, room }) => {
    if (!team || team.group !== undefined) {
      return team?.group;
    }
    const known = await findGroup(team.id, store);
    const place = known === undefined ? await findRoom(room, store) : undefined;
    if (!place) {
      return known;
    }
    const group = await sdk.groupOf(place, team.id).catch(() => undefined);
    if (group !== undefined) {
      await saveGroup(team.id, group, store);
    }
    return group;
  };
}
