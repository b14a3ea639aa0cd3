import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { PostedMessage } from '../../bot/face.ts';
import type { ChatFace } from '../../bot/jobs/answering.ts';
import type { Delivery } from '../../bot/jobs.ts';
import type { Asker, Inquiry } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import { uploadOfText } from '../../knowledge/input/read.ts';

/** What a platform tells the bot. */
export interface ScriptedEvent {
  /** Of the delivery: another one of the same message has another. */
  id: string;
  message: string;
  conversation: string;
  text: string;
  file?: { name: string; content: string };
  /** Id of the message that it is to be answered in. */
  into?: string;
}

export interface Message extends PostedMessage {
  key: string | undefined;
  /** What it showed, one after the other. */
  shown: Reply[];
}

type Entry = { id: string; reply: Reply } & (
  | { kind: 'post'; target: string; key: string | undefined }
  | { kind: 'edit' }
);
export type Call = 'open' | 'post' | 'find' | 'edit';

export interface ScriptedParts {
  /** What people see: appended to, so that it outlives whoever writes it. */
  logFile: string;
  /** Whether a message can be found again by its key. */
  canFind: boolean;
  /** Throws when the platform is to fail this time. Called before anything is shown. */
  fail?: (call: Call) => void;
  /** How long a call travels, there and back; nothing when absent. */
  travel?: () => Promise<void>;
}

const asker: Asker = { face: 'script', id: 'U1', role: 'operator' };

/** A platform without a network: what is posted and edited goes into a file. */
export function createScriptedFace({ logFile, canFind, fail, travel }: ScriptedParts): ChatFace {
  const call = async <Result>(name: Call, run: () => Result): Promise<Result> => {
    await travel?.();
    fail?.(name);
    const result = run();
    await travel?.();
    return result;
  };
  const write = (entry: Entry) => appendFileSync(logFile, `${JSON.stringify(entry)}\n`);
  return {
    open: (payload) =>
      call('open', () => {
        const { conversation, text, file, into } = JSON.parse(payload) as ScriptedEvent;
        if (text === 'nothing to answer') {
          return undefined;
        }
        const inquiry: Inquiry = { asker, conversation, text, files: [], language: 'zh' };
        return {
          target: conversation,
          inquiry,
          ...(into && { posted: { target: conversation, id: into } }),
          ...(file && {
            prepare: () =>
              call('open', () => ({
                ...inquiry,
                files: [uploadOfText(file.name, file.content)],
              })),
          }),
        };
      }),
    post: (target, reply, key) =>
      call('post', () => {
        const id = randomUUID();
        write({ kind: 'post', id, target, key, reply });
        return { target, id };
      }),
    ...(canFind && {
      find: (target, key) =>
        call('find', () => {
          const found = readMessages(logFile).find(
            (message) => message.target === target && message.key === key,
          );
          return found && { target, id: found.id };
        }),
    }),
    edit: ({ id }, reply) => call('edit', () => write({ kind: 'edit', id, reply })),
  };
}

export function deliveryOf(event: ScriptedEvent): Delivery {
  const { id, message, conversation } = event;
  return { face: 'script', event: id, message, conversation, payload: JSON.stringify(event) };
}

/** In the order they were posted. */
export function readMessages(logFile: string): Message[] {
  const messages = new Map<string, Message>();
  const lines = existsSync(logFile) ? readFileSync(logFile, 'utf8').split('\n') : [];
  for (const line of lines.filter(Boolean)) {
    const entry = JSON.parse(line) as Entry;
    if (entry.kind === 'post') {
      const { id, target, key, reply } = entry;
      messages.set(id, { id, target, key, shown: [reply] });
    } else {
      messages.get(entry.id)?.shown.push(entry.reply);
    }
  }
  return [...messages.values()];
}

/** The platform asks to be left alone for a while. */
export function tooManyRequests(retryAfterMs: number): Error {
  return Object.assign(new Error('429'), { retryAfterMs });
}
