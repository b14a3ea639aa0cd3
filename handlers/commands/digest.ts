import { wallDay } from '../../knowledge/wall-time.ts';
import { audit } from '../audit.ts';
import type { Command } from '../command.ts';
import { isDay } from '../digest/days.ts';
import { composeDigest } from '../digest.ts';

/** Posted on every working day, so it knows when that was. */
const postedEverywhere = 'web/console';

export const digest: Command = {
  name: '日报',
  aliases: ['digest'],
  usage: '[日期]',
  summary: '今天的案例日报，或 2026-03-02 这样某一天的',
  takes: (text) => text === '' || isDay(text),
  async run(context) {
    const { asker, text, store, now, desk } = context;
    const date = text || wallDay(now(), desk.zone);
    const previous =
      (await store.lastDigest(`${asker.face}/${context.conversation}`, date)) ??
      (await store.lastDigest(postedEverywhere, date));
    const reply = await composeDigest({ date, scope: asker, previous }, context);
    await audit(context, 'digest');
    return reply;
  },
};
