import { describe, expect, it } from 'vitest';
import { createDigestWorker, digestFace, startDigests } from '../../../bot/digests.ts';
import { createLog } from '../../../bot/log.ts';
import { createCalendar, createSchedule } from '../../../bot/schedule.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';
import { until } from '../../support/slack-world.ts';
import { openSlackWorld } from '../../support/slack-world-open.ts';
import { refusal } from '../../support/slack-world-proxy.ts';

const { workspace, people, bot } = await openSlackWorld();
const { channels, proxy } = workspace;

/** Strikes nine on a working day, and waits until everything that this leads to is done. */
async function strike(date: string): Promise<void> {
  const { answering, config, face, jobs, workers, settled } = bot();
  const now = () => Date.parse(`${date}T09:00:30+08:00`);
  const calendar = createCalendar(config.summary);
  const log = createLog('silent');
  const parts = { config, faces: [face], answering: { ...answering, now }, calendar, log };
  workers.set(digestFace, createDigestWorker(parts));
  const clock = { now, after: () => ({ stop: () => undefined }) };
  let received = 0;
  startDigests(parts, {
    schedule: createSchedule({ calendar, log, clock }),
    jobs: {
      receive: async (delivery) => {
        const isNew = await jobs.receive(delivery);
        received += 1;
        return isNew;
      },
    },
  }).stop();
  // The console and the channel.
  await until('the jobs of the summary', () => received === 2 || undefined);
  await settled();
}

function posted() {
  return people.answers({ channel: channels.summary, id: '' });
}

describe('the daily summary', () => {
  it('is posted to its channel with its picture, once', async () => {
    await bot().answering.store.importCase(
      caseOf({
        case: caseNumber(7121),
        title: '湖北分行补丁安装失败',
        status: 'open',
        opened: '2026-03-02',
        updated: '2026-03-02',
        closed: null,
        source: 'chat',
      }),
    );

    await strike('2026-03-03');
    await strike('2026-03-03');

    const [summary, ...more] = await posted();
    expect(more).toEqual([]);
    expect(summary?.text).toContain('案例日报 · 2026-03-03');
    expect(summary?.text).toContain(caseNumber(7121));
    const uploads = proxy.calls.filter(({ method }) => method === 'files.getUploadURLExternal');
    expect(uploads.map(({ fields }) => fields.filename)).toEqual(['案例日报-2026-03-03.png']);
    const [message] = await people.list({ channel: channels.summary, id: '' });
    expect(JSON.stringify(message?.blocks)).toContain('"slack_file"');
  });

  it('shows its table when Slack does not take the picture', async () => {
    proxy.disturb('chat.postMessage', { ...refusal('invalid_blocks'), times: 3 });
    await bot().answering.store.importCase(
      caseOf({
        case: caseNumber(7122),
        status: 'open',
        opened: '2026-03-03',
        updated: '2026-03-03',
        closed: null,
        source: 'chat',
      }),
    );

    await strike('2026-03-04');

    const summary = (await posted()).at(-1);
    expect(summary?.text).toContain('案例日报 · 2026-03-04');
    const message = (await people.list({ channel: channels.summary, id: '' })).at(-1);
    expect(JSON.stringify(message?.blocks)).not.toContain('"slack_file"');
  });

  it('is not posted twice when only the answer of Slack was lost', async () => {
    const before = (await posted()).length;
    proxy.disturb('chat.postMessage', { status: 502, isDone: true });

    await strike('2026-03-05');

    expect(await posted()).toHaveLength(before + 1);
  });
});
