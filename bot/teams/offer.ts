import { randomUUID } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Attachment, Reply } from '../../handlers/reply.ts';
import type { TeamsConfig } from '../config.ts';
import { renderTeamsMessage } from './card/message.ts';
import type { TeamsClient } from './client.ts';
import { isChina } from './cloud.ts';
import { type Place, placeOf } from './place.ts';

export interface OfferParts {
  teams: TeamsConfig;
  client: TeamsClient;
  /** What waits to be taken lies there until its retention ends. */
  inboxFolder: string;
}

/** What is kept beside the bytes of an offered file. */
const Offered = z.object({ conversation: z.string(), name: z.string() });
const consentCard = 'application/vnd.microsoft.teams.card.file.consent';

/** Teams takes a file from a bot in a personal chat alone, and there only when somebody wants it. */
export function personalPlace(target: string, { endpoints }: TeamsConfig): Place | undefined {
  const place = placeOf(target);
  return 'room' in place || place.kind !== 'personal' || isChina(endpoints) ? undefined : place;
}

export async function offerFiles(
  target: string,
  reply: Reply,
  { teams, client, inboxFolder }: OfferParts,
): Promise<void> {
  const place = personalPlace(target, teams);
  if (!place) {
    return;
  }
  for (const { name, bytes } of filesBehind(reply)) {
    const file = randomUUID();
    const folder = folderOf(inboxFolder, file);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(path.join(folder, 'bytes'), bytes, { mode: 0o600 });
    const { conversation } = place;
    await writeFile(path.join(folder, 'offer.json'), JSON.stringify({ conversation, name }));
    const content = {
      description: '完整内容，接受后保存到您的 OneDrive。',
      sizeInBytes: bytes.length,
      acceptContext: { file },
      declineContext: { file },
    };
    await client.send(place, { contentType: consentCard, name, content }, `文件：${name}`);
  }
}

const utf8 = new TextEncoder();

function filesBehind(reply: Reply): Attachment[] {
  const { rest } = renderTeamsMessage(reply);
  const whole: Attachment[] =
    rest === undefined
      ? []
      : [{ name: '完整分析.txt', mediaType: 'text/plain', bytes: utf8.encode(`\uFEFF${rest}`) }];
  return [...whole, ...reply.files];
}

function folderOf(inboxFolder: string, file: string): string {
  return path.join(inboxFolder, `offer-${file}`);
}

/** `undefined` when it is not there any more, or was offered to somebody else. */
export async function readOffered(
  place: Place,
  file: string,
  inboxFolder: string,
): Promise<Buffer | undefined> {
  const folder = folderOf(inboxFolder, file);
  try {
    const offered = Offered.parse(
      JSON.parse(await readFile(path.join(folder, 'offer.json'), 'utf8')),
    );
    return offered.conversation === place.conversation
      ? await readFile(path.join(folder, 'bytes'))
      : undefined;
  } catch {
    return undefined;
  }
}
