import { describe, expect, it } from 'vitest';
import { forgetOld } from '../../handlers/answer.ts';
import { listEarlier, recallReply } from '../../handlers/history.ts';
import { hour, openDesk } from '../support/conversation.ts';

describe('what was answered before', () => {
  it('is listed oldest first, and recalled as it was given', async () => {
    const { deps, say, pass } = await openDesk();
    const first = await say('补丁装不上怎么办', { conversation: 'c' });
    pass(hour);
    await say('KB5014692 0x800f0985', { conversation: 'c' });

    const earlier = await listEarlier('c', deps);

    expect(earlier).toMatchObject([
      {
        id: first.id,
        at: '2026-03-02T09:00:00.000Z',
        question: '补丁装不上怎么办',
        summary: first.reply.summary,
      },
      { question: 'KB5014692 0x800f0985' },
    ]);
    expect(await recallReply(first.id, deps)).toEqual(first.reply);
  });

  it('is forgotten after its retention, files and all, and not before', async () => {
    const { deps, say, pass } = await openDesk();
    const { id } = await say('补丁装不上怎么办', { conversation: 'c' });

    await forgetOld(30, deps);
    expect(await recallReply(id, deps)).toBeDefined();
    pass(31 * 24 * hour);
    await forgetOld(30, deps);

    expect(await listEarlier('c', deps)).toEqual([]);
    expect(await recallReply(id, deps)).toBeUndefined();
  });
});
