import { z } from 'zod';
import type { Activity } from './activity.ts';
import { keep, type ReceiveParts } from './keep.ts';
import { placeOfActivity } from './place.ts';

const Consent = z.object({
  action: z.enum(['accept', 'decline']),
  context: z.object({ file: z.guid() }),
  uploadInfo: z
    .object({
      contentUrl: z.string(),
      name: z.string(),
      uploadUrl: z.string(),
      uniqueId: z.string(),
      fileType: z.string().default('txt'),
    })
    .nullish(),
});

/** Stored, and done by a job: the address for the upload holds for a while. */
export async function receiveConsent(activity: Activity, parts: ReceiveParts): Promise<void> {
  const consent = Consent.safeParse(activity.value).data;
  if (!consent) {
    return;
  }
  const { action, context, uploadInfo: to } = consent;
  const upload =
    action === 'accept' && to
      ? {
          url: to.uploadUrl,
          name: to.name,
          contentUrl: to.contentUrl,
          id: to.uniqueId,
          type: to.fileType,
        }
      : undefined;
  const place = placeOfActivity(activity);
  const kept = { kind: 'consent', place, offer: activity.replyTo, file: context.file } as const;
  await keep(activity, { ...kept, upload }, parts);
}
