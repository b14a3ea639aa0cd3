import type { Asker } from '../../handlers/inquiry.ts';
import { addsToQuestion, asksAboutAnswer, carriesLog } from '../../handlers/relevant.ts';
import type { StoredInquiry } from '../../knowledge/store/store.ts';

export type Listening = 'logs' | 'mentions' | 'silent';

/** What is known of a message before anything is kept of it. */
export interface Heard {
  isDirect: boolean;
  isMention: boolean;
  text: string;
  /** True when files came with it, or may have. */
  hasFiles: boolean;
  /** True for a reply to something said before. */
  inThread: boolean;
}

export interface Surroundings {
  /** What the configuration says of the channel; undefined when it does not name it. */
  listen: Listening | undefined;
  /** True when the bot has answered in this thread within a day. */
  isOurThread(): Promise<boolean>;
  /** True when whoever speaks is the one who was answered last in this thread; absent where questions have no use. */
  isOwnThread?(): Promise<boolean>;
}

/** What is not answered is not kept either. */
export async function isForUs(heard: Heard, around: Surroundings): Promise<boolean> {
  const { isDirect, isMention, text, hasFiles, inThread } = heard;
  if (isDirect) {
    return text !== '' || hasFiles;
  }
  if (around.listen === 'silent') {
    return false;
  }
  if (isMention) {
    return text !== '' || hasFiles;
  }
  if (around.listen === 'logs' && (hasFiles || carriesLog(text))) {
    return true;
  }
  if (!inThread) {
    return false;
  }
  return hasFiles || addsToQuestion(text)
    ? around.isOurThread()
    : asksAboutAnswer(text) && (await around.isOwnThread?.()) === true;
}

/** Newest first. */
export function isLastOf({ face, id }: Asker, [last]: readonly StoredInquiry[]): boolean {
  return last?.face === face && last.asker === id;
}
