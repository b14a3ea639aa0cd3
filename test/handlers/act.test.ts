import { describe, expect, it, vi } from 'vitest';
import { type Act, actOn } from '../../handlers/act.ts';
import type { Feedback } from '../../knowledge/store/store.ts';
import { icbcBranch, openDesk, textsOf } from '../support/conversation.ts';

const { deps, say } = await openDesk();
const { id } = await say('补丁装不上怎么办');

/** Presses a button and tells what was stored. */
async function press(act: Partial<Act>) {
  const stored: Feedback[] = [];
  const saveFeedback = vi.fn(async (feedback: Feedback) => {
    stored.push(feedback);
    await deps.store.saveFeedback(feedback);
  });
  const reply = await actOn(
    {
      asker: icbcBranch,
      conversation: 'c-1',
      action: 'helpful',
      value: id,
      fields: {},
      ...act,
    },
    { ...deps, store: { ...deps.store, saveFeedback }, now: () => 7 },
  );
  return { reply, stored, said: textsOf({ reply }, 'notice').join() };
}

describe('actOn', () => {
  it('stores that an answer helped', async () => {
    const { stored, said, reply } = await press({ action: 'helpful' });

    expect(stored).toEqual([{ inquiry: id, asker: 'branch-1', helpful: true, reason: '', at: 7 }]);
    expect(said).toBe('已记录，谢谢。');
    expect(reply.form).toBeUndefined();
  });

  it('stores at once that an answer was wrong, and asks why', async () => {
    const { stored, reply } = await press({ action: 'wrong' });

    expect(stored).toMatchObject([{ helpful: false, reason: '' }]);
    expect(reply.form).toMatchObject({
      id: `wrong-reason:${id}`,
      fields: [{ id: 'what' }, { id: 'reason' }],
    });
  });

  it('stores the reason that the form brings, redacted and shortened', async () => {
    const fields = { what: 'cause', reason: `电话 13800000001\n${'长'.repeat(900)}` };

    const { stored } = await press({ action: `wrong-reason:${id}`, value: '', fields });

    expect(stored).toMatchObject([
      { inquiry: id, helpful: false, reason: expect.stringMatching(/^cause：电话/u) },
    ]);
    expect(stored[0]?.reason).not.toContain('13800000001');
    expect(stored[0]?.reason.length).toBeLessThanOrEqual(500);
  });

  it('stores what was chosen when nothing was written', async () => {
    const { stored } = await press({
      action: `wrong-reason:${id}`,
      fields: { what: 'steps', reason: '' },
    });

    expect(stored).toMatchObject([{ reason: 'steps' }]);
  });

  it.each(['helpful', 'wrong', 'wrong-reason:gone'])(
    'says of %s on a forgotten answer that nothing was stored',
    async (action) => {
      const { stored, said, reply } = await press({ action, value: 'gone' });

      expect(stored).toEqual([]);
      expect(said).toContain('已过保留期');
      expect(reply.form).toBeUndefined();
    },
  );

  it('says of an unknown button that it is out of date', async () => {
    const { stored, said } = await press({ action: 'burn-case' });

    expect(stored).toEqual([]);
    expect(said).toContain('请重新提问');
  });
});
