import type { Answered } from '../../handlers/answer.ts';
import type { Inquiry, Tell } from '../../handlers/inquiry.ts';
import type { Deps } from '../face.ts';
import { type AnsweringParts, type ChatFace, createAnsweringWorker } from '../jobs/answering.ts';
import { givenUpReply } from '../jobs/words.ts';
import { attempt, type Worker } from '../jobs/worker.ts';
import type { Kept } from './keep.ts';
import { type OfferParts, offerFiles } from './offer.ts';
import { type OpenParts, openKept, type Pressing } from './open.ts';
import { targetOf } from './place.ts';
import { restHint, sendRest } from './rest.ts';
import { settleConsent } from './settle.ts';

export interface WorkerParts
  extends Pick<Deps, 'answer' | 'act'>,
    Pick<AnsweringParts, 'additions' | 'now'>,
    OpenParts,
    OfferParts {}

/** One worker for questions and presses, so that those of one conversation are worked on in order. */
export function createTeamsWorker(parts: WorkerParts): Worker {
  const { client, now, additions } = parts;
  const face: ChatFace = {
    open: (payload) => openKept(payload, parts),
    post: (target, reply) => client.post(target, reply),
    edit: (posted, reply) => client.edit(posted, reply, restHint(posted.target, reply, parts)),
    follow: async ({ target }, reply) => {
      await offerFiles(target, reply, parts);
      await sendRest(target, reply, parts);
    },
  };
  const answer = (inquiry: Inquiry, tell: Tell, signal?: AbortSignal) =>
    answerOrAct(inquiry, tell, signal, parts);
  const answering = createAnsweringWorker({ face, answer, now, additions });
  return {
    ...answering,
    async work(job, hold) {
      const kept = JSON.parse(job.payload) as Kept;
      if (kept.kind === 'consent') {
        await attempt('Working failed', () => settleConsent(kept, parts, job.attempts > 1));
      } else {
        await answering.work(job, hold);
      }
    },
    async giveUp(job, hold, reference) {
      const kept = JSON.parse(job.payload) as Kept;
      if (kept.kind !== 'consent') {
        await answering.giveUp?.(job, hold, reference);
      } else if (kept.offer !== undefined) {
        const offer = { target: targetOf(kept.place), id: kept.offer };
        await client.edit(offer, givenUpReply(reference));
      }
    },
  };
}

async function answerOrAct(
  inquiry: Inquiry,
  tell: Tell,
  signal: AbortSignal | undefined,
  { answer, act }: WorkerParts,
): Promise<Answered> {
  const { act: pressed } = inquiry as Pressing;
  return pressed
    ? { id: inquiry.id ?? '', reply: await act(pressed) }
    : answer(inquiry, tell, signal);
}
