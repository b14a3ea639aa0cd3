import type { TeamsConfig } from '../../config.ts';

/** What of an activity has to agree with its token. */
export interface ActivityHead {
  channelId: string;
  serviceUrl: string;
}

/** Where a conversation is reached. */
export interface Wire {
  serviceUrl: string;
  /** With `;messageid=…` it is a thread of a channel. */
  conversation: string;
}

export interface OutgoingAttachment {
  contentType: string;
  name?: string;
  contentUrl?: string;
  content: object;
}

/** Never a text beside an attachment: Teams makes two messages of it, and neither can be edited then. */
export type Outgoing =
  | { kind: 'typing' }
  | { kind: 'message'; attachment: OutgoingAttachment; summary: string };

/** What answers for the bot's own requests; `scope` is whom the token is for. */
export type SignIn = (scope: string) => Promise<string>;

/** All that is wanted of Microsoft's SDK; nothing else imports it. */
export interface Sdk {
  /** True when Microsoft has sent it, for this bot. Throws a `ConnectorError` when its keys cannot be had. */
  authenticate(activity: ActivityHead, authorization: string): Promise<boolean>;
  /** Resolves to the id of the message. Throws a `ConnectorError`. */
  send(wire: Wire, outgoing: Outgoing): Promise<string>;
  /** Throws a `ConnectorError`. */
  update(wire: Wire, id: string, outgoing: Outgoing): Promise<void>;
  /** What Microsoft Graph calls a team; undefined when it cannot be learnt. */
  groupOf(wire: Wire, team: string): Promise<string | undefined>;
}

/** What the other side said to a request of ours. */
export class ConnectorError extends Error {
  /** 0 when nothing came back. */
  readonly status: number;
  /** As it was told; 0 when it was not. */
  readonly waitMs: number;

  constructor(status: number, waitMs: number, cause: unknown) {
    super(`Teams answered ${status || 'nothing'}`, { cause });
    this.status = status;
    this.waitMs = waitMs;
  }
}

export interface SdkParts {
  teams: TeamsConfig;
  /** Instead of Microsoft's login service. */
  signIn?: SignIn | undefined;
  /** How long a request may take. */
  milliseconds: number;
}
