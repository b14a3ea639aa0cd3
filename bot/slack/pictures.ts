import { setTimeout as sleep } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import { z } from 'zod';
import type { Reply } from '../../handlers/reply.ts';
import { escapeText } from './blocks/message.ts';
import { errorCode } from './errors.ts';

const fileWaits = [500, 2000, 4000];

/** Ids by name; what cannot be uploaded is told as a table. */
export async function uploadPictures(web: webApi.WebClient, { blocks }: Reply) {
  const ids = new Map<string, string>();
  for (const block of blocks) {
    if (block.kind === 'chart' && block.picture) {
      const { name, bytes } = block.picture;
      const id = await uploadPicture(web, name, bytes, block.alt).catch(() => undefined);
      if (id) {
        ids.set(name, id);
      }
    }
  }
  return ids;
}

const Uploaded = z.object({
  files: z.array(z.object({ files: z.array(z.object({ id: z.string() })).min(1) })).min(1),
});

async function uploadPicture(web: webApi.WebClient, name: string, bytes: Uint8Array, alt: string) {
  const uploaded = await web.filesUploadV2({
    filename: name,
    file: Buffer.from(bytes),
    alt_text: escapeText(alt),
  });
  return Uploaded.safeParse(uploaded).data?.files[0]?.files[0]?.id;
}

/** Slack takes a moment to process a picture and refuses blocks that show it until then. */
export async function sendWhenReady<Sent>(
  hasPictures: boolean,
  send: (withPictures: boolean) => Promise<Sent>,
): Promise<Sent> {
  if (!hasPictures) {
    return send(false);
  }
  for (const wait of fileWaits) {
    await sleep(wait);
    try {
      return await send(true);
    } catch (error) {
      if (errorCode(error) !== 'invalid_blocks') {
        throw error;
      }
    }
  }
  return send(false);
}
