/** What people do in a chat and what they see of the bot there, whichever chat it is. */
export interface ChatWorld {
  /** False where the bot gets no bytes of what people upload. */
  takesFiles(where: Where): boolean;
  /** False where the bot cannot put a file beside its answer. */
  givesFiles(where: Where): boolean;
  /** Delivered and acknowledged; the answer may be under way. Begins a conversation unless it is `after` something. */
  say(said: Saying): Promise<Spoken>;
  /** Again what was said last, as the platform does that missed the acknowledgement. */
  redeliver(): Promise<void>;
  /** Deletes what was said last. */
  unsay(): Promise<void>;
  /** By a machine: the bot's own messages come back to it, and others' too. */
  echo(by: 'itself' | 'another bot', said: Saying): Promise<Spoken>;
  /** What the bot shows in a conversation once nothing is under way any more, oldest first, files left out. */
  shown(spoken: Spoken): Promise<Shown[]>;
  /** Whatever the bot shows there right now, in one. */
  peek(spoken: Spoken): Promise<string>;
  press(shown: Shown, label: string, by?: Who): Promise<Outcome>;
  /** That an answer asks to fill in, where it stands or behind a button. */
  openForm(shown: Shown, by?: Who): Promise<ShownForm | undefined>;
  submit(form: ShownForm, fields: Readonly<Record<string, string>>, by?: Who): Promise<Outcome>;
  /** Every file that the bot has put there, or offers. */
  takeFiles(spoken: Spoken): Promise<ChatFile[]>;
  /** From now on this model is asked, with so much patience, as if nobody had asked it before. */
  useModel(baseUrl: string | undefined, seconds?: number): Promise<void>;
  /** Ends when nothing comes behind answers any more. */
  added(): Promise<void>;
  /** The platform is too busy for the next message of the bot, or for the next edit of one; tells whether it was. */
  stutter(at: 'message' | 'edit'): () => boolean;
}

/** Staff with a name, staff without one, a person of a customer, a person of a tenant that nobody configured. */
export type Who = 'engineer' | 'colleague' | 'customer' | 'stranger';

/** Channels: listened to for logs, configured for mentions, silent, named nowhere, and one of a customer. */
export type Where = 'direct' | 'listening' | 'asked' | 'silent' | 'unknown' | 'customers';

export interface ChatFile {
  name: string;
  text: string;
}

export interface SentFile {
  name: string;
  content: string | Uint8Array;
}

export interface Saying {
  text: string;
  where: Where;
  by?: Who;
  mention?: boolean;
  style?: 'typed' | 'code' | 'quote';
  files?: readonly SentFile[];
  /** In the same thread, or in the same direct conversation. */
  after?: Spoken;
  /** More than a minute after everything that was said before. */
  later?: boolean;
}

/** Where something was said; opaque but for who said it. */
export interface Spoken {
  where: Where;
  by: Who;
  place: string;
}

export interface Shown {
  id: string;
  /** As it is drawn, line by line; what was escaped for the platform is not any more. */
  text: string;
  buttons: readonly string[];
  /** Whatever a client would take for markup, a link or the name of somebody to call. */
  markup: readonly string[];
  /** How a face finds it again. */
  raw: unknown;
}

export interface ShownForm {
  title: string;
  /** What stands in its fields, by their ids. */
  fields: Readonly<Record<string, string>>;
  raw: unknown;
}

/** What a press leads to: a form, messages for everybody, or a word for the presser alone. */
export interface Outcome {
  form?: ShownForm;
  said: readonly string[];
}

export function mustBe<Found>(found: Found | undefined, what: string): Found {
  if (found === undefined) {
    throw new Error(`there is no ${what}`);
  }
  return found;
}
