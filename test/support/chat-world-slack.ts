import { useModel } from './additions.ts';
import {
  type ChatWorld,
  mustBe,
  type Outcome,
  type Saying,
  type ShownForm,
  type Spoken,
  type Where,
} from './chat-world.ts';
import { listShown } from './chat-world-slack-shown.ts';
import { deletionOf, drawn, persons, write } from './chat-world-slack-wire.ts';
import { newEventId, type Room } from './slack-world.ts';
import type { SlackBotParts } from './slack-world-bot.ts';
import { openSlackWorld } from './slack-world-open.ts';
import type {
  Answered,
  ShownForm as SlackForm,
  Spoken as SlackSpoken,
} from './slack-world-people.ts';

const rooms: Readonly<Record<Exclude<Where, 'direct'>, Room>> = {
  listening: 'team',
  asked: 'asked',
  silent: 'silent',
  unknown: 'other',
  customers: 'icbc',
};
const elsewhere = 'T0000666';
const retry = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' };

interface Delivery {
  event: object;
  id: string;
  team: string;
}

/** Slack over HTTP, against the emulator. */
export async function openSlackChat(parts: SlackBotParts = {}): Promise<ChatWorld> {
  const world = await openSlackWorld(parts);
  const { people, workspace } = world;
  const { users, channels, proxy, team, botUser } = workspace;
  const begun = new Set<string>();
  let last: Delivery[] = [];

  const deliver = async (deliveries: readonly Delivery[], headers = {}) => {
    for (const { event, id, team: from } of deliveries) {
      const { status } = await people.send(people.envelope(event, id, from), headers);
      if (status !== 200) {
        throw new Error(`an event was answered with ${status}`);
      }
    }
  };
  /** The first conversation of a person is the direct message itself, every other one a thread in it. */
  const placeOf = async ({ where, by = 'engineer', after }: Saying): Promise<SlackSpoken> => {
    if (after) {
      return JSON.parse(after.place) as SlackSpoken;
    }
    if (where !== 'direct') {
      return { channel: channels[rooms[where]], id: '' };
    }
    const { direct: channel, web } = users[persons[by]];
    if (!begun.has(channel)) {
      begun.add(channel);
      return { channel, id: '' };
    }
    const { ts = '' } = await web.chat.postMessage({ channel, text: '在吗' });
    return { channel, id: ts, thread: ts };
  };
  const say = async (said: Saying, change: object = {}): Promise<Spoken> => {
    const { where, by = 'engineer', mention = false } = said;
    const place = await placeOf(said);
    const message = await write(said, place, world);
    const { ts, thread_ts } = message;
    const isDirect = where === 'direct';
    const own = isDirect ? place.thread : (thread_ts ?? ts);
    const shared = { ...drawn(said, message, botUser), channel: place.channel, ...change };
    const from = by === 'stranger' ? elsewhere : team;
    const { files: _files, subtype: _subtype, ...bare } = shared as Record<string, unknown>;
    last = [
      { ...shared, type: 'message', channel_type: isDirect ? 'im' : 'channel' },
      ...(mention && !isDirect ? [{ ...bare, type: 'app_mention' }] : []),
    ].map((event) => ({ event, id: newEventId(), team: from }));
    await deliver(last);
    const spoken: SlackSpoken = { channel: place.channel, id: ts, ...(own && { thread: own }) };
    return { where, by, place: JSON.stringify(spoken) };
  };
  const outcomeOf = async (
    { channel, thread }: Answered,
    act: () => Promise<{ form?: SlackForm; whispered: string[] }>,
  ): Promise<Outcome> => {
    const where = { channel, id: thread ?? '', ...(thread !== undefined && { thread }) };
    const known = new Set((await people.answers(where)).map(({ id }) => id));
    const { form, whispered } = await act();
    const behind = (await people.answers(where)).filter(({ id }) => !known.has(id));
    return {
      ...(form && { form: { title: form.title, fields: form.fields, raw: [form, where] } }),
      said: [...whispered, ...behind.map(({ text }) => text).filter((text) => text.trim() !== '')],
    };
  };

  return {
    takesFiles: () => true,
    givesFiles: () => true,
    say: (said) => say(said),
    redeliver: () => deliver(last, retry),
    unsay: () => {
      const { event, team: from } = mustBe(last[0], 'message');
      return deliver([{ event: deletionOf(event), id: newEventId(), team: from }]);
    },
    echo: (by, said) => say(said, by === 'itself' ? { user: botUser } : { bot_id: 'B0000009' }),
    shown: (spoken) => listShown(spoken, world),
    async peek({ place }) {
      const listed = await people.list(JSON.parse(place) as SlackSpoken);
      return JSON.stringify(listed.filter(({ user }) => user === botUser));
    },
    async press({ raw }, label, by = 'engineer') {
      const answered = raw as Answered;
      return outcomeOf(answered, () => people.press(answered, label, persons[by]));
    },
    async openForm({ raw, buttons }, by = 'engineer') {
      const label = buttons.find((one) => one.startsWith('填写：'));
      const answered = raw as Answered;
      const open = async (name: string) =>
        outcomeOf(answered, () => people.press(answered, name, persons[by]));
      return label === undefined ? undefined : (await open(label)).form;
    },
    async submit({ raw }: ShownForm, fields, by = 'engineer') {
      const [form, where] = raw as [SlackForm, Answered];
      return outcomeOf(where, async () => {
        const before = proxy.calls.length;
        await people.submit(form, { ...form.fields, ...fields }, persons[by]);
        const told = proxy.calls.slice(before);
        const ephemeral = told.filter(({ method }) => method === 'chat.postEphemeral');
        return { whispered: ephemeral.map((call) => call.fields.text ?? '') };
      });
    },
    async takeFiles({ place }) {
      const answers = await people.answers(JSON.parse(place) as SlackSpoken);
      return answers.flatMap(({ files }) => files);
    },
    useModel: (baseUrl, seconds = 5) => useModel(baseUrl, seconds, world.bot()),
    added: () => world.bot().added(),
    stutter: (at) => {
      const before = proxy.calls.length;
      proxy.disturb(at === 'message' ? 'chat.postMessage' : 'chat.update', {
        status: 429,
        headers: { 'retry-after': '1' },
      });
      return () => proxy.calls.slice(before).some(({ status }) => status === 429);
    },
  };
}
