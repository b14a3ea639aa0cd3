import { describe, expect, it } from 'vitest';
import { renderText } from '../../bot/text.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { icbcBranch, openDesk, otherBranch } from '../support/conversation.ts';

/** The clock of the desk stands on 2026-03-02, 17:00 in Shanghai. */
const { deps, say } = await openDesk();
await deps.store.importCase(
  caseOf({
    case: caseNumber(1),
    branch: '深圳分行',
    status: 'waiting-customer',
    opened: '2026-02-27',
    updated: '2026-02-27',
    closed: null,
  }),
);

describe('日报 in a chat', () => {
  it.each(['日报', 'digest', '日报 2026-02-28'])('%s gives the summary', async (text) => {
    const { reply, diagnosis } = await say(text);

    expect(diagnosis).toBeUndefined();
    expect(renderText(reply)).toContain('案例日报 · 2026-0');
    expect(renderText(reply)).toContain('未结 1');
  });

  it('gives a branch its own cases', async () => {
    const [own, other] = [
      await say('日报', { asker: icbcBranch }),
      await say('日报', { asker: otherBranch }),
    ];

    expect(JSON.stringify(own.reply)).toContain(caseNumber(1));
    expect(JSON.stringify(other.reply)).not.toContain(caseNumber(1));
    expect(renderText(other.reply)).toContain('今天没有未结案例');
  });

  it('tells who belongs to no customer that he sees none', async () => {
    const { reply } = await say('日报', { asker: { face: 'test', id: 'x', role: 'stranger' } });

    expect(JSON.stringify(reply)).not.toContain('CAS-');
    expect(renderText(reply)).toContain('登记');
  });

  it('is noted in the audit', async () => {
    await say('日报', { conversation: 'c1' });

    const [entry] = await deps.store.listAudit({ limit: 1 });

    expect(entry).toMatchObject({
      who: 'test/operator',
      what: 'digest',
      where: 'test/c1',
      case: '',
    });
  });

  it.each(['日报怎么不发了', '日报 2026-02-30', '日报 里少了一个案例'])(
    '%s is a question',
    async (text) => {
      expect((await say(text)).diagnosis).toBeDefined();
    },
  );
});
