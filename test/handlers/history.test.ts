import { existsSync } from 'node:fs';
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

  it('stays when what was sent is deleted at the end of its retention, and not before', async () => {
    const { deps, say, pass } = await openDesk();
    const { id } = await say('补丁装不上怎么办', { conversation: 'c' });
    const [sent] = (await deps.store.findInquiry(id))?.sent ?? [];
    const file = sent ? (deps.inbox.open(sent).path ?? '') : '';

    await forgetOld(30, deps);
    expect(existsSync(file)).toBe(true);
    pass(400 * 24 * hour);
    await forgetOld(30, deps);

    expect(existsSync(file)).toBe(false);
    expect(await recallReply(id, deps)).toBeDefined();
  });
});
