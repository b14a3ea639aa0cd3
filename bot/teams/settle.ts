import { say } from '../../handlers/command.ts';
import type { Reply } from '../../handlers/reply.ts';
import { isFileUrl } from './cloud.ts';
import type { KeptConsent } from './keep.ts';
import { type OfferParts, readOffered } from './offer.ts';
import { targetOf } from './place.ts';

const infoCard = 'application/vnd.microsoft.teams.card.file.info';
const uploadTime = 60_000;
const closed: ReadonlySet<number> = new Set([404, 409, 410]);

/** Hands the file over, or takes the offer back; both can be done twice. */
export async function settleConsent(
  { place, offer, file, upload }: KeptConsent,
  { teams, client, inboxFolder }: OfferParts,
  isRetry: boolean,
): Promise<void> {
  const edit = async (reply: Reply) => {
    if (offer !== undefined) {
      await client.edit({ target: targetOf(place), id: offer }, reply);
    }
  };
  if (!upload) {
    await edit(say('没有保存文件。'));
    return;
  }
  const bytes = await readOffered(place, file, inboxFolder);
  const url = URL.parse(upload.url);
  if (!(bytes && url && isFileUrl(url, teams.endpoints))) {
    await edit(say('文件已过期，请重新提问。', 'warning'));
    return;
  }
  await putFile(url, bytes, isRetry);
  const { name, contentUrl, id, type } = upload;
  const content = { uniqueId: id, fileType: type };
  const sent = { contentType: infoCard, name, contentUrl, content };
  if (offer !== undefined) {
    await client.replace(place, offer, sent, `文件：${name}`);
  }
}

async function putFile(url: URL, bytes: Buffer, isRetry: boolean): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
    },
    body: new Uint8Array(bytes),
    redirect: 'error',
    signal: AbortSignal.timeout(uploadTime),
  });
  await response.body?.cancel();
  // An upload that came through once is closed.
  if (!(response.ok || (isRetry && closed.has(response.status)))) {
    throw new Error(`The upload was answered with ${response.status}`);
  }
}
