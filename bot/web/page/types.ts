/** What the server sends; see bot/web/draw.ts. */
export interface Drawn {
  card: object;
  text: string;
  files: readonly { name: string; mediaType: string; base64: string }[];
}

export interface Answer extends Drawn {
  id: string;
}

export interface EarlierAnswer {
  id: string;
  at: string;
  question: string;
  summary: string;
}

export interface Post extends Drawn {
  id: string;
  at: string;
  revision: number;
}

export interface Progress {
  stage: 'reading' | 'matching' | 'searching';
  input?: string;
  bytes?: number;
  /** Of all that was sent, in bytes. */
  read?: number;
  expected?: number;
  files?: number;
  secondsLeft?: number;
}

export interface Submitted {
  action: string;
  value: string;
  fields: Readonly<Record<string, string>>;
}
