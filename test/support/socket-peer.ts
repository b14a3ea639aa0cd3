import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { bot, type Call, RecordingWeb, type Shown, team } from './recording-web.ts';

interface Pending {
  envelope: Record<string, unknown> & { envelope_id: string };
  tries: number;
  acknowledged(payload: unknown): void;
}

export interface SocketPeer {
  apiUrl: string;
  calls: Call[];
  /** What the bot posted, in order. */
  shown: Shown[];
  /** What only one person saw. */
  whispered: string[];
  /** How many connections there were. */
  connections(): number;
  isConnected(): boolean;
  /** Resolves with what the acknowledgement carries; comes again with each new connection until then. */
  deliver(type: 'events_api' | 'interactive' | 'slash_commands', payload: object): Promise<unknown>;
  /** What was not acknowledged, once more. */
  redeliver(): void;
  /** How many deliveries wait for their acknowledgement. */
  pending(): number;
  /** Slack is about to recycle the connection. */
  sayDisconnect(): void;
  /** The network is gone. */
  drop(): void;
  /** Answers a method in another way; `undefined` answers as ever. */
  answer(method: string, how: (call: Call) => object | undefined): void;
  stop(): Promise<void>;
}

/**
 * Slack as far as Socket Mode needs it: the web API that records, and the other end of the socket. A call of the web
 * API takes `travel` milliseconds.
 */
export async function startSocketPeer({ travel = 0 } = {}): Promise<SocketPeer> {
  const web = new RecordingWeb(travel);
  const state = new PeerState();
  const http = createServer((request, response) => void web.handle(request, response));
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (socket) => state.greet(socket));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo;
  web.socketUrl = `ws://127.0.0.1:${port}/link`;
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls: web.calls,
    shown: web.shown,
    whispered: web.whispered,
    connections: () => state.connections,
    isConnected: () => state.socket !== undefined,
    deliver: (type, payload) => state.deliver(type, payload),
    redeliver: () => state.sendPending(),
    pending: () => state.pending.size,
    sayDisconnect: () => state.say({ type: 'disconnect', reason: 'refresh_requested' }),
    drop: () => state.socket?.terminate(),
    answer: (method, how) => web.answers.set(method, how),
    async stop() {
      for (const socket of sockets.clients) {
        socket.terminate();
      }
      sockets.close();
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
    },
  };
}

class PeerState {
  readonly pending = new Map<string, Pending>();
  socket: WebSocket | undefined;
  connections = 0;

  greet(socket: WebSocket): void {
    this.socket = socket;
    this.connections += 1;
    socket.on('message', (data) => this.#hear(JSON.parse(String(data))));
    socket.on('close', () => {
      if (this.socket === socket) {
        this.socket = undefined;
      }
    });
    this.say({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0000001' } });
    this.sendPending();
  }

  say(message: object): void {
    this.socket?.send(JSON.stringify(message));
  }

  deliver(type: string, payload: object): Promise<unknown> {
    const id = randomUUID();
    const accepts = type !== 'events_api';
    const envelope = { envelope_id: id, type, payload, accepts_response_payload: accepts };
    return new Promise((acknowledged) => {
      const pending = { envelope, tries: 0, acknowledged };
      this.pending.set(id, pending);
      this.#send(pending);
    });
  }

  sendPending(): void {
    for (const pending of this.pending.values()) {
      this.#send(pending);
    }
  }

  #send(pending: Pending): void {
    if (this.socket) {
      this.say({ ...pending.envelope, retry_attempt: pending.tries, retry_reason: '' });
      pending.tries += 1;
    }
  }

  #hear({ envelope_id: id, payload }: { envelope_id: string; payload: unknown }): void {
    this.pending.get(id)?.acknowledged(payload);
    this.pending.delete(id);
  }
}

let count = 0;

/** A message of a person; what is not told is one in a channel that is listened to. */
export function messageOf(parts: Record<string, unknown> & { text: string }) {
  count += 1;
  return {
    type: 'event_callback',
    team_id: team,
    api_app_id: 'A0000001',
    event_id: `Ev${String(count).padStart(6, '0')}`,
    event_time: 1_771_000_000 + count,
    authorizations: [{ team_id: team, user_id: bot, is_bot: true, enterprise_id: null }],
    event: {
      type: 'message',
      user: 'U0000001',
      channel: 'C0000001',
      channel_type: 'channel',
      ts: `${1_771_000_000 + count * 100}.000100`,
      ...parts,
    },
  };
}
