import type { Store } from '../../knowledge/store/store.ts';
import { type Activity, roomOf } from './activity.ts';
import { Place, placeOfActivity } from './place.ts';

type References = Pick<Store, 'saveReference' | 'findReference' | 'removeReference'>;

const face = 'teams';
/** The newest of all: a channel that nobody has written in yet is reached in the same way. */
const newest = 'newest';

/** Addresses may change, so what is known is written again with everything that comes in. */
export async function rememberReference(activity: Activity, store: References): Promise<void> {
  const place = placeOfActivity(activity);
  const conversation = roomOf(activity.conversation);
  await save(conversation, { ...place, conversation }, store);
  if (activity.kind === 'personal') {
    await save(personKey(activity.person), { ...place, conversation }, store);
  } else {
    await save(newest, { ...place, conversation }, store);
  }
  const { team } = activity;
  if (team?.group !== undefined) {
    await store.saveReference(face, groupKey(team.id), team.group);
  }
}

export async function forgetReference(conversation: string, store: References): Promise<void> {
  await store.removeReference(face, roomOf(conversation));
}

/** How a new message is begun there; undefined when the bot has not been heard of. */
export async function findRoom(room: string, store: References): Promise<Place | undefined> {
  const own = await find(room, store);
  if (own || !room.startsWith('19:')) {
    return own;
  }
  const other = await find(newest, store);
  return other && { ...other, conversation: room, kind: 'channel' };
}

/** True when the bot may speak there. */
export async function isInstalled(conversation: string, store: References): Promise<boolean> {
  return (await find(roomOf(conversation), store)) !== undefined;
}

/** His personal chat with the bot. */
export function findPerson(person: string, store: References): Promise<Place | undefined> {
  return find(personKey(person), store);
}

/** What Microsoft Graph calls a team, if Teams has told it. */
export function findGroup(team: string, store: References): Promise<string | undefined> {
  return store.findReference(face, groupKey(team));
}

export async function saveGroup(team: string, group: string, store: References): Promise<void> {
  await store.saveReference(face, groupKey(team), group);
}

function personKey(person: string): string {
  return `person/${person}`;
}

function groupKey(team: string): string {
  return `group/${team}`;
}

async function save(id: string, place: Place, store: References): Promise<void> {
  await store.saveReference(face, id, JSON.stringify(place));
}

async function find(id: string, store: References): Promise<Place | undefined> {
  const body = await store.findReference(face, id);
  return body === undefined ? undefined : Place.parse(JSON.parse(body));
}
