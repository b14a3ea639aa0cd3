import { describe, expect, it } from 'vitest';
import { actOn } from '../../handlers/act.ts';
import { actions } from '../../handlers/actions.ts';
import { commands } from '../../handlers/commands.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { AuditEntry } from '../../knowledge/store/store.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { icbcBranch, openDesk } from '../support/conversation.ts';

const engineer: Asker = { face: 'slack', id: 'U1', role: 'staff', name: '谭工' };
const desk = await openDesk();
const { deps, say } = desk;
const first = caseNumber(1);
const second = caseNumber(2);

/** Freshly put, so that every change changes something. */
async function prepare(conversation: string): Promise<string> {
  for (const number of [first, second]) {
    await deps.store.forgetCase(number);
    await deps.store.importCase(
      caseOf({ case: number, status: 'open', closed: null, branch: '深圳分行' }),
    );
  }
  return (await say('补丁装不上 0x80070005', { asker: engineer, conversation })).id;
}

async function noted(work: () => Promise<unknown>): Promise<AuditEntry[]> {
  const before = await deps.store.listAudit({ limit: 1000 });
  desk.pass(1000);
  await work();
  const after = await deps.store.listAudit({ limit: 1000 });
  return after.slice(0, after.length - before.length).reverse();
}

type Expected = [what: AuditEntry['what'], caseNumber: string][];
const temporary = expect.stringMatching(/^TMP-/u) as unknown as string;

/** What each command leaves behind; a new one must be told here. */
const byCommand: Readonly<Record<string, { text: string; entries: Expected }>> = {
  错误码: { text: '0x80070005', entries: [] },
  查案例: { text: '0x80070005', entries: [['view', '']] },
  案例: { text: first, entries: [['view', first]] },
  对比: {
    text: `${first} ${second}`,
    entries: [
      ['draft', first],
      ['draft', second],
    ],
  },
  未结案例: { text: '', entries: [['view', '']] },
  我的案例: { text: '', entries: [['view', '']] },
  开案例: { text: '工行 补丁安装失败', entries: [['open', temporary]] },
  更新案例: { text: `${first} 已联系`, entries: [['change', first]] },
  关联: { text: first, entries: [['link', first]] },
  归档案例: { text: `${first} 确认`, entries: [['archive', first]] },
  初次响应: { text: first, entries: [['draft', first]] },
  起草回复: { text: '', entries: [['draft', '']] },
  放行申请: { text: '', entries: [['draft', '']] },
  日报: { text: '', entries: [['digest', '']] },
  收集: { text: '', entries: [] },
  取消: { text: '', entries: [] },
  帮助: { text: '', entries: [] },
};

describe('the audit', () => {
  it.each(commands.map(({ name }) => name))(
    'tells of %s who did it, where and when',
    async (name) => {
      const conversation = `c-${name}`;
      await prepare(conversation);
      const expected = byCommand[name];

      const entries = await noted(() =>
        say(`${name} ${expected?.text}`, { asker: engineer, conversation }),
      );

      expect(entries).toEqual(
        expected?.entries.map(([what, number]) => ({
          at: deps.now(),
          who: 'slack/U1',
          what,
          case: number,
          where: `slack/${conversation}`,
        })),
      );
    },
  );

  it('tells of the draft of a closing mail as of a draft', async () => {
    await prepare('c-closing');

    const entries = await noted(() =>
      say(`归档案例 ${first}`, { asker: engineer, conversation: 'c-closing' }),
    );

    expect(entries).toMatchObject([{ what: 'draft', case: first }]);
  });

  const byAction: Readonly<Record<string, Expected>> = {
    helpful: [],
    cancel: [],
    wrong: [],
    'wrong-reason': [],
    'ask-opening': [],
    'open-case': [['open', temporary]],
    'ask-link': [],
    'link-case': [['link', first]],
    collect: [],
    'whole-analysis': [],
    'ai-explain': [],
    'edit-case': [['view', first]],
    'update-case': [['change', first]],
    'draft-closing': [['draft', first]],
    'archive-case': [['archive', first]],
    'show-reading': [],
    'accept-reading': [],
    'first-response': [['draft', first]],
    'draft-reply': [['draft', '']],
    'notify-digest-on': [],
    'notify-digest-off': [],
  };

  it.each(actions.map(({ id }) => id))('tells of the button %s', async (action) => {
    const conversation = `c-${action}`;
    const inquiry = await prepare(conversation);
    const isFiled = action === 'link-case';
    const aboutCase = !isFiled && byAction[action]?.some(([, number]) => number === first);

    const entries = await noted(() =>
      actOn(
        {
          asker: engineer,
          conversation,
          action,
          value: aboutCase ? first : inquiry,
          fields: {
            title: '升级失败',
            customer: '工行',
            progress: '已联系',
            ...(isFiled && { number: first }),
          },
        },
        deps,
      ),
    );

    expect(entries.map((one) => [one.what, one.case])).toEqual(byAction[action]);
  });

  it('tells of nothing that did not happen', async () => {
    await prepare('c-none');
    const abc = { ...icbcBranch, customer: '农业银行' };

    const entries = await noted(async () => {
      await say(`案例 ${first}`, { asker: abc });
      await say(`更新案例 ${first} 已重试`, { asker: abc });
      await say(`归档案例 ${first} 确认`, { asker: abc });
      await say(`更新案例 ${first} 状态 处理中`, { asker: engineer });
    });

    expect(entries).toEqual([]);
  });
});
