import { addsToQuestion, carriesLog } from '../../handlers/relevant.ts';

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
  return inThread && (hasFiles || addsToQuestion(text)) && (await around.isOurThread());
}
