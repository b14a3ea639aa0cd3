import { useModel } from './additions.ts';
import {
  type ChatWorld,
  mustBe,
  type Outcome,
  type Saying,
  type Spoken,
  type Where,
  type Who,
} from './chat-world.ts';
import { type CardButton, fieldPrefix } from './chat-world-teams-card.ts';
import { type Filled, formOf, isCard, type Pressed, shownOf } from './chat-world-teams-shown.ts';
import { activityIn, drawn, takeFiles } from './chat-world-teams-wire.ts';
import { bot, listeningRoom, openTeamsWorld, type WorldParts } from './teams-world.ts';

const rooms: Readonly<Record<Exclude<Where, 'direct'>, string>> = {
  listening: listeningRoom,
  asked: '19:asked@thread.tacv2',
  silent: '19:silent@thread.tacv2',
  unknown: '19:unknown@thread.tacv2',
  customers: '19:customers@thread.tacv2',
};
const config = {
  people: {
    'teams/engineer': { staff: true as const, name: '谭工' },
    'teams/customer': { customer: 'icbc', branch: '深圳分行' },
  },
  channels: {
    [`teams/${rooms.listening}`]: { listen: 'logs' as const, summary: false },
    [`teams/${rooms.asked}`]: { listen: 'mentions' as const, summary: false },
    [`teams/${rooms.silent}`]: { listen: 'silent' as const, summary: false },
    [`teams/${rooms.customers}`]: { listen: 'logs' as const, summary: false, customer: 'icbc' },
  },
};
/** Teams over HTTP with signed tokens, against a connector that is made up. */
export async function openTeamsChat(parts: WorldParts = {}): Promise<ChatWorld> {
  const world = await openTeamsWorld({ config, ...parts });
  const { service, serviceUrl } = world;
  let count = 0;
  let last: object = {};

  const deliver = async (activity: object, isStranger: boolean) => {
    const { status } = await world.deliver(activity);
    if (status !== (isStranger ? 403 : 200)) {
      throw new Error(`an activity was answered with ${status}`);
    }
  };
  const say = async (said: Saying, change: object = {}): Promise<Spoken> => {
    const { where, by = 'engineer', after } = said;
    count += 1;
    const id = `${Date.now()}${count}`;
    const place =
      after?.place ?? (where === 'direct' ? `a:${id}` : `${rooms[where]};messageid=${id}`);
    last = { ...activityIn(place, by, serviceUrl), id, ...drawn(said, service, count), ...change };
    await deliver(last, by === 'stranger');
    return { where, by, place };
  };
  const outcomeOf = async (conversation: string, act: () => Promise<void>): Promise<Outcome> => {
    const known = new Map((await world.settled()).map(({ id, shown }) => [id, shown.length]));
    await act();
    const changed = (await world.settled())
      .filter((one) => one.conversation === conversation && isCard(one))
      .filter(({ id, shown }) => shown.length > (known.get(id) ?? 0))
      .map(shownOf);
    const form = changed.map(formOf).find((one) => one !== undefined);
    return { ...(form && { form }), said: changed.map(({ text }) => text) };
  };
  const send = ([message, conversation]: Pressed, { verb, data }: CardButton, by: Who) =>
    outcomeOf(conversation, async () => {
      const action = { type: 'Action.Execute', verb, data };
      const invoke = { type: 'invoke', name: 'adaptiveCard/action', replyToId: message };
      const value = { action, trigger: 'manual' };
      await deliver({ ...activityIn(conversation, by, serviceUrl), ...invoke, value }, false);
    });

  return {
    takesFiles: (where) => where === 'direct',
    givesFiles: (where) => where === 'direct',
    say: (said) => say(said),
    redeliver: () => deliver(last, false),
    unsay: () => {
      const { text: _text, attachments: _attachments, ...rest } = last as Record<string, unknown>;
      const channelData = { ...Object(rest.channelData), eventType: 'softDeleteMessage' };
      return deliver({ ...rest, type: 'messageDelete', channelData }, false);
    },
    echo: (by, said) =>
      say(said, { from: by === 'itself' ? bot : { id: '28:another', name: 'Another' } }),
    shown: async ({ place }) =>
      (await world.settled())
        .filter((one) => one.conversation === place && isCard(one))
        .map(shownOf),
    peek: async ({ place }) =>
      JSON.stringify(service.messages.filter(({ conversation }) => conversation === place)),
    press: ({ raw }, label, by = 'engineer') => {
      const pressed = raw as Pressed;
      const button = pressed[2].find(({ title }) => title === label);
      return send(pressed, mustBe(button, `button ${label}`), by);
    },
    openForm: async (shown) => formOf(shown),
    submit: ({ raw }, filled, by = 'engineer') => {
      const [message, conversation, [submit], fields] = raw as [...Pressed, Filled];
      const { verb, data, ...rest } = mustBe(submit, 'button of a form');
      const all = { ...data, ...named({ ...fields, ...filled }) };
      return send([message, conversation, []], { ...rest, verb, data: all }, by);
    },
    takeFiles: (spoken) => takeFiles(spoken, world),
    useModel: (baseUrl, seconds = 5) => useModel(baseUrl, seconds, world),
    added: () => world.added(),
    stutter: (at) => {
      let happened = false;
      service.refuse = ({ method, body }) => {
        if (method !== (at === 'message' ? 'POST' : 'PUT') || body.includes('"typing"')) {
          return undefined;
        }
        service.refuse = () => undefined;
        happened = true;
        return { status: 429, headers: { 'retry-after': '1' } };
      };
      return () => happened;
    },
  };
}

function named(fields: Filled) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [`${fieldPrefix}${name}`, value]),
  );
}
