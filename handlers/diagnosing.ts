import { readFile } from 'node:fs/promises';
import { diagnose } from '../knowledge/diagnose.ts';
import type { Diagnosis } from '../knowledge/diagnosis.ts';
import type { ReadProgress } from '../knowledge/input/meter.ts';
import type { Upload } from '../knowledge/input/upload.ts';
import type { Explanation } from '../knowledge/match/match.ts';
import type { SentItem } from '../knowledge/store/store.ts';
import { mayRead } from './access.ts';
import type { AnswerDeps } from './answer.ts';
import { hiding } from './cases/share.ts';
import type { Asker, Progress, Tell } from './inquiry.ts';
import { carriesLog } from './relevant.ts';

/** Diagnoses what lies in the inbox. */
export async function diagnoseSent(
  asker: Asker,
  sent: readonly SentItem[],
  deps: AnswerDeps,
  tell: Tell,
  signal?: AbortSignal,
): Promise<Diagnosis> {
  const files = sent.filter(({ kind }) => kind === 'file').map((item) => deps.inbox.open(item));
  const texts = await Promise.all(
    sent
      .filter(({ kind }) => kind === 'text')
      // What was sent before may have outlived its retention by now.
      .map((item) => readFile(deps.inbox.open(item).path ?? '', 'utf8').catch(() => '')),
  );
  return diagnoseOnce(
    { asker, texts: joinWords(texts), question: undefined, files, signal },
    deps,
    tell,
  );
}

/** What was typed one after the other is one sentence: a KB, then its code. Logs stay by themselves. */
function joinWords(texts: readonly string[]): string[] {
  const logs = texts.filter(carriesLog);
  const words = texts.filter((text) => !carriesLog(text));
  return words.length > 0 ? [...logs, words.join('\n')] : logs;
}

export interface OneQuestion {
  asker: Asker;
  texts: readonly string[];
  question: string | undefined;
  files: readonly Upload[];
  explain?: (explanation: Explanation) => void;
  /** Gives up: rejects then with its reason. */
  signal?: AbortSignal | undefined;
}

/** Diagnoses without a conversation and without storing anything. */
export async function diagnoseOnce(
  { asker, texts, question, files, explain, signal }: OneQuestion,
  deps: Pick<AnswerDeps, 'knowledge' | 'library' | 'limits' | 'spoolFolder'>,
  tell: Tell,
): Promise<Diagnosis> {
  const cases = await deps.library.refresh();
  const diagnosis = await diagnose(
    {
      texts,
      question,
      uploads: files,
      limits: deps.limits,
      spoolFolder: deps.spoolFolder,
      mayRead: (one) => mayRead(asker, one),
      progress: (progress) => tell({ stage: 'reading', ...known(progress) }),
      signal,
      ...(explain && { explain }),
    },
    deps.knowledge,
    cases,
  );
  return {
    ...diagnosis,
    similarCases: diagnosis.similarCases.map((similar) => {
      const hide = hiding([similar.case], asker, cases);
      return { ...similar, title: hide(similar.title), outcome: hide(similar.outcome) };
    }),
  };
}

function known({ expected, secondsLeft, ...progress }: ReadProgress): Omit<Progress, 'stage'> {
  return {
    ...progress,
    ...(expected !== undefined && { expected }),
    ...(secondsLeft !== undefined && { secondsLeft }),
  };
}
