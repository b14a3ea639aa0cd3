import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Call {
  method: string;
  args: Record<string, string>;
}

/** A message of the bot, as people see it. */
export interface Shown {
  channel: string;
  thread: string | undefined;
  ts: string;
  /** One after the other; the last one is what stands there. */
  texts: string[];
  blocks: string;
  metadata: string | undefined;
}

export const bot = 'U0000009';
export const team = 'T0000001';

/** Slack's web API, as far as the bot needs it to answer: it records what is called and remembers what is posted. */
export class RecordingWeb {
  readonly calls: Call[] = [];
  readonly shown: Shown[] = [];
  readonly whispered: string[] = [];
  readonly answers = new Map<string, (call: Call) => object | undefined>();
  socketUrl = '';
  readonly #travel: number;
  #ts = 1_772_000_000;

  constructor(travel: number) {
    this.#travel = travel;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? '').replace('/api/', '');
    const args = Object.fromEntries(new URLSearchParams(await text(request)));
    const call = { method, args };
    this.calls.push(call);
    await sleep(this.#travel);
    const answer = this.answers.get(method)?.(call) ?? this.#answer(call);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: !('error' in answer), ...answer }));
  }

  #answer({ method, args }: Call): object {
    switch (method) {
      case 'auth.test':
        return { user_id: bot, team_id: team, bot_id: 'B0000009' };
      case 'apps.connections.open':
        return { url: this.socketUrl };
      case 'chat.postMessage':
        return this.#post(args);
      case 'chat.update':
        return this.#edit(args);
      case 'conversations.history':
      case 'conversations.replies':
        return { messages: this.#list(args) };
      case 'conversations.open':
        return { channel: { id: `D${args.users?.slice(1)}` } };
      case 'views.publish':
        return { view: { id: 'V1', hash: `${this.calls.length}` } };
      case 'chat.postEphemeral':
        this.whispered.push(args.text ?? '');
        return { message_ts: '1' };
      case 'reactions.add':
      case 'views.open':
        return {};
      default:
        return { error: 'unknown_method' };
    }
  }

  #post({ channel = '', thread_ts, text: words = '', blocks = '', metadata }: Call['args']) {
    this.#ts += 1;
    const ts = `${this.#ts}.000100`;
    this.shown.push({ channel, thread: thread_ts, ts, texts: [words], blocks, metadata });
    return { channel, ts };
  }

  #edit({ channel = '', ts = '', text: words = '', blocks = '' }: Call['args']) {
    const message = this.shown.find((one) => one.channel === channel && one.ts === ts);
    if (!message) {
      return { error: 'message_not_found' };
    }
    message.texts.push(words);
    message.blocks = blocks;
    return { channel, ts };
  }

  #list({ channel, ts }: Call['args']) {
    return this.shown
      .filter((one) => one.channel === channel && one.thread === ts)
      .map((one) => ({
        ts: one.ts,
        ...(one.metadata !== undefined && { metadata: JSON.parse(one.metadata) }),
      }));
  }
}
