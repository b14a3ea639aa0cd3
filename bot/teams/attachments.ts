import { z } from 'zod';
import type { MissingFile } from '../../handlers/inquiry.ts';
import type { Attached } from './activity.ts';

/** A file that can be fetched as it is; the address is a secret for a few minutes. */
export interface SentFile {
  name: string;
  url: string;
}

export interface Attachments {
  files: SentFile[];
  /** True when files came along that Teams does not hand over here. */
  elsewhere: boolean;
  /** What is known at once not to be read. */
  missing: MissingFile[];
}

const DownloadInfo = z.object({ downloadUrl: z.url() });
const downloadInfo = 'application/vnd.microsoft.teams.file.download.info';
/** A quoted message has a number there. */
const fileMark = /<attachment id="[0-9a-f]{8}-[0-9a-f-]{27}"/i;

export function readAttachments(attached: readonly Attached[]): Attachments {
  const read: Attachments = { files: [], elsewhere: false, missing: [] };
  for (const [index, { contentType, content, name }] of attached.entries()) {
    if (contentType === downloadInfo) {
      const info = DownloadInfo.safeParse(content).data;
      const known = name ?? `文件${index + 1}`;
      if (info) {
        read.files.push({ name: known, url: info.downloadUrl });
      } else {
        read.missing.push({ name: known, reason: '没有收到文件的下载地址。请重新发送一次。' });
      }
    } else if (contentType.startsWith('image/')) {
      read.missing.push(picture(name ?? `图片${index + 1}`));
    } else if (contentType === 'reference') {
      read.elsewhere = true;
    } else if (contentType === 'text/html' && typeof content === 'string') {
      read.elsewhere ||= fileMark.test(content);
    }
  }
  return read;
}

/** What is pasted into a message can only be fetched with a token of the bot, which this door does not hold. */
function picture(name: string): MissingFile {
  return {
    name,
    reason:
      '直接粘贴在消息里的图片取不到。请在与机器人的私聊里用“附加文件”发送这张图片，或把图里的报错粘贴成文字。',
  };
}
