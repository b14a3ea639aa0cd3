import type { Answer, Drawn, EarlierAnswer, Post, Progress, Submitted } from './types.ts';

export interface Question {
  text: string;
  files: readonly File[];
}

export interface Listeners {
  uploading(sent: number, total: number): void;
  progress(progress: Progress): void;
}

/** An answer, and what it becomes when something is added to it. */
export interface Asked {
  answer: Answer;
  added: Promise<Answer | undefined>;
}

const unreachable = '连不上 CaseLens。请确认它仍在运行，然后重试。';

/** XMLHttpRequest, because `fetch` cannot tell how much of an upload has been sent. */
export function ask(
  conversation: string,
  question: Question,
  listeners: Listeners,
  signal: AbortSignal,
): Promise<Asked> {
  const body = new FormData();
  body.append('conversation', conversation);
  body.append('text', question.text);
  for (const file of question.files) {
    body.append('files', file, file.webkitRelativePath || file.name);
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const added = Promise.withResolvers<Answer | undefined>();
    let isAnswered = false;
    const lines = createLineReader((line) => {
      if ('progress' in line) {
        listeners.progress(line.progress as Progress);
      } else if ('error' in line) {
        reject(new Error(String(line.error)));
      } else if (isAnswered) {
        added.resolve(line as unknown as Answer);
      } else {
        isAnswered = true;
        resolve({ answer: line as unknown as Answer, added: added.promise });
      }
    });
    request.onloadend = () => added.resolve(undefined);
    request.open('POST', '/api/ask');
    request.upload.onprogress = ({ loaded, total }) => listeners.uploading(loaded, total);
    request.onprogress = () => lines(request.responseText, false);
    request.onload = () => {
      lines(request.responseText, true);
      // Has no effect when an answer came; otherwise the connection was cut in the middle.
      reject(new Error(unreachable));
    };
    request.onerror = () => reject(new Error(unreachable));
    request.onabort = () => reject(new DOMException('', 'AbortError'));
    signal.addEventListener('abort', () => request.abort());
    request.send(body);
  });
}

type Line = Record<string, unknown>;

/** Given all text so far, hands on each line once; the last needs no line break when all is there. */
function createLineReader(take: (line: Line) => void): (text: string, isAll: boolean) => void {
  let read = 0;
  return (text, isAll) => {
    const end = isAll ? text.length : text.lastIndexOf('\n') + 1;
    const lines = text.slice(read, Math.max(read, end)).split('\n');
    read = Math.max(read, end);
    for (const line of lines.filter((candidate) => candidate.trim() !== '')) {
      take(parse(line));
    }
  };
}

function parse(line: string): Line {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return { error: unreachable };
  }
}

export function act(conversation: string, submitted: Submitted): Promise<Drawn> {
  return call('/api/act', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ conversation, ...submitted }),
  });
}

export function history(conversation: string): Promise<EarlierAnswer[]> {
  return call(`/api/answers?conversation=${encodeURIComponent(conversation)}`);
}

export function recall(id: string): Promise<Drawn> {
  return call(`/api/answers/${encodeURIComponent(id)}`);
}

export function posts(conversation: string, after: number): Promise<Post[]> {
  return call(`/api/feed?conversation=${encodeURIComponent(conversation)}&after=${after}`);
}

async function call<Result>(path: string, init?: RequestInit): Promise<Result> {
  const response = await fetch(path, init).catch(() => undefined);
  if (response?.status === 401) {
    location.assign('/login');
  }
  const body = (await response?.json().catch(() => undefined)) as { error?: string } | undefined;
  if (!response?.ok) {
    throw new Error(body?.error ?? unreachable);
  }
  return body as Result;
}
