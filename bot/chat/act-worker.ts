import { type Act, asksModel } from '../../handlers/act.ts';
import type { Reply } from '../../handlers/reply.ts';
import type { Job } from '../../knowledge/store/job.ts';
import type { PostedMessage, Target } from '../face.ts';
import type { ChatFace } from '../jobs/answering.ts';
import { postOnce } from '../jobs/posting.ts';
import { givenUpReply, modelReply } from '../jobs/words.ts';
import { attempt, type Hold, type Worker } from '../jobs/worker.ts';

/** What is kept of a pressed button or a sent form until it is answered, as JSON. */
export interface KeptAct {
  act: Act;
  target: string;
}

/** A face on which one person can be told something that nobody else reads. */
export interface ActFace extends ChatFace {
  whisper?(target: Target, person: string, reply: Reply): Promise<void>;
}

export interface ActWorkerParts {
  face: ActFace;
  act(act: Act): Promise<Reply>;
}

/** Answers pressed buttons and sent forms, each once, in the thread where it was pressed. */
export function createActWorker({ face, act }: ActWorkerParts): Worker {
  return {
    async work(job, hold) {
      if (job.posted && (JSON.parse(job.posted) as Told).isWhole) {
        return;
      }
      const { act: pressed } = keptOf(job);
      if (asksModel(pressed.action)) {
        await tellLater(() => act(pressed), { face, job, hold });
        return;
      }
      const reply = await attempt('Answering failed', () => act(pressed));
      await tell(reply, { face, job, hold });
    },
    async giveUp(job, hold, reference) {
      await hold.check();
      if (!job.posted) {
        await tell(givenUpReply(reference), { face, job, hold });
      } else if (asksModel(keptOf(job).act.action)) {
        await face.edit(JSON.parse(job.posted) as Told, givenUpReply(reference));
      }
    },
  };
}

/** Our own text: written by a face and nobody else. */
function keptOf({ payload }: Job): KeptAct {
  return JSON.parse(payload) as KeptAct;
}

/** With whether what belongs behind the message is there too. */
interface Told extends PostedMessage {
  isWhole?: true;
}

interface Telling {
  face: ActFace;
  job: Job;
  hold: Hold;
}

/** An acknowledgement is for who pressed; a draft or a case is for everybody in the thread. */
async function tell(reply: Reply, { face, job, hold }: Telling): Promise<void> {
  const { act, target } = keptOf(job);
  if (face.whisper && isAcknowledgement(reply)) {
    await attempt('Posting failed', async () => {
      await hold.check();
      await face.whisper?.(target, act.asker.id, reply);
      await noteWhole({ target, id: '' }, hold);
    });
    return;
  }
  const posted = await postOnce({ face, job, hold, target }, reply);
  await attempt('Editing failed', async () => {
    await face.follow?.(posted, reply);
    await noteWhole(posted, hold);
  });
}

/** Says at once that it was heard, and puts what comes of it in the same place. */
async function tellLater(work: () => Promise<Reply>, { face, job, hold }: Telling): Promise<void> {
  const posted = await postOnce({ face, job, hold, target: keptOf(job).target }, modelReply());
  const reply = await attempt('Answering failed', work);
  await attempt('Editing failed', async () => {
    await hold.check();
    await face.edit(posted, reply);
    await noteWhole(posted, hold);
  });
}

async function noteWhole({ target, id }: PostedMessage, hold: Hold): Promise<void> {
  const told: Told = { target, id, isWhole: true };
  await hold.note(JSON.stringify(told));
}

function isAcknowledgement({ blocks, actions, files, images, form }: Reply): boolean {
  return (
    form === undefined &&
    blocks.every(({ kind }) => kind === 'notice') &&
    actions.length + files.length + images.length === 0
  );
}
