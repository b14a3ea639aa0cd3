import { describe, expect, it } from 'vitest';
import { actOn } from '../../handlers/act.ts';
import { composeHome } from '../../handlers/home.ts';
import type { Asker } from '../../handlers/inquiry.ts';
import type { Reply } from '../../handlers/reply.ts';
import { caseNumber, caseOf } from '../support/cases.ts';
import { icbcBranch, openDesk, otherBranch, textsOf, wordsOf } from '../support/conversation.ts';

const engineer: Asker = { face: 'slack', id: 'U0000001', role: 'staff', name: '谭工' };
const newcomer: Asker = { face: 'slack', id: 'U0000005', role: 'staff' };

async function openFilled() {
  const desk = await openDesk();
  const cases = [
    { status: 'open', owner: '谭工', title: '我在处理的' },
    { status: 'waiting-customer', owner: '谭工', title: '等客户的' },
    { status: 'archived', owner: '谭工', title: '已经归档的' },
    { status: 'open', owner: '林工', title: '同事在处理的' },
    { status: 'waiting-customer', owner: '谭工', title: '别的银行的', customer: '农业银行' },
  ] as const;
  for (const [index, one] of cases.entries()) {
    await desk.deps.store.importCase(
      caseOf({
        branch: '深圳分行',
        opened: '2026-02-20',
        updated: '2026-02-25',
        closed: one.status === 'archived' ? '2026-02-25' : null,
        ...one,
        case: caseNumber(index + 1),
      }),
    );
  }
  return desk;
}

function casesUnder({ blocks }: Reply, heading: string): string[] {
  const from = blocks.findIndex((block) => block.kind === 'heading' && block.text === heading);
  const rest = blocks.slice(from + 1);
  const to = rest.findIndex(({ kind }) => kind === 'heading');
  return rest
    .slice(0, to < 0 ? rest.length : to)
    .flatMap((block) => (block.kind === 'case-lines' ? block.lines.map(({ title }) => title) : []));
}

describe('the home of an engineer', () => {
  it('shows what waits for him, and his other open cases apart from it', async () => {
    const { deps } = await openFilled();

    const home = await composeHome(engineer, deps);

    expect(casesUnder(home, '等我处理（1）')).toEqual(['我在处理的']);
    expect(casesUnder(home, '我的未结案例（3）')).toEqual(['等客户的', '别的银行的']);
    expect(wordsOf({ reply: home })).not.toContain('同事在处理的');
  });

  it('says what to do when the configuration has no name for him', async () => {
    const { deps } = await openFilled();

    const home = await composeHome(newcomer, deps);

    expect(textsOf({ reply: home }, 'notice').join()).toContain('在 people 里补上 name');
    expect(home.blocks.some(({ kind }) => kind === 'case-lines')).toBe(false);
  });
});

describe('the home of a branch', () => {
  it('shows the cases of its branch, those that wait for it first', async () => {
    const { deps } = await openFilled();

    const home = await composeHome(icbcBranch, deps);

    expect(casesUnder(home, '等我处理（1）')).toEqual(['等客户的']);
    expect(casesUnder(home, '我的未结案例（3）')).toEqual(['我在处理的', '同事在处理的']);
    expect(wordsOf({ reply: home })).not.toMatch(/别的银行的|农业银行/u);
  });
});

describe('a home', () => {
  it('shows his own last five questions with their verdicts, the newest first', async () => {
    const { deps, say, pass } = await openDesk();
    for (const text of ['第一问', '第二问', '第三问', '第四问', '第五问', '0x80070005 第六问']) {
      await say(text, { asker: icbcBranch });
      pass(60_000);
    }
    await say('别人的问题', { asker: otherBranch });

    const home = await composeHome(icbcBranch, deps);

    const list = home.blocks.find(({ kind }) => kind === 'list');
    const items = list?.kind === 'list' ? list.items : [];
    expect(items).toHaveLength(5);
    expect(items[0]).toMatch(/^03-02：0x80070005 第六问 → (?:线索|未识别)/u);
    expect(items[4]).toContain('第二问');
    expect(items.join()).not.toContain('别人');
  });

  it('does not show what somebody asked when he belonged to another customer', async () => {
    const { deps, say } = await openDesk();
    await say('以前的问题', { asker: icbcBranch });

    const home = await composeHome({ ...icbcBranch, customer: '农业银行' }, deps);

    expect(wordsOf({ reply: home })).not.toContain('以前的问题');
  });

  it('has the chart of what he may see, and none where there is no case', async () => {
    const [filled, empty] = [await openFilled(), await openDesk()];

    const own = await composeHome(icbcBranch, filled.deps);
    const foreign = await composeHome(otherBranch, filled.deps);
    const none = await composeHome(engineer, empty.deps);

    const openOf = ({ blocks }: Reply) =>
      blocks.flatMap((block) => (block.kind === 'chart' ? [block.rows.at(-1)?.[1]] : []));
    expect(openOf(own)).toEqual(['3']);
    expect(openOf(foreign)).toEqual(['1']);
    expect(openOf(none)).toEqual([]);
  });

  it('has a button that switches the summary on, and then one that switches it off', async () => {
    const { deps } = await openDesk();
    const press = (action: string) =>
      actOn(
        { asker: engineer, conversation: 'T0000001/D0000001', action, value: '', fields: {} },
        deps,
      );

    const before = await composeHome(engineer, deps);
    await press('notify-digest-on');
    const between = await composeHome(engineer, deps);
    const kept = await deps.store.listPreferences('digest');
    await press('notify-digest-off');
    const after = await composeHome(engineer, deps);

    expect([before, between, after].map(({ actions }) => actions.map(({ id }) => id))).toEqual([
      ['notify-digest-on'],
      ['notify-digest-off'],
      ['notify-digest-on'],
    ]);
    expect(textsOf({ reply: between }, 'paragraph').at(-1)).toContain('已开启');
    expect(kept).toEqual([
      { person: 'slack/U0000001', name: 'digest', value: 'T0000001/D0000001' },
    ]);
  });

  it('does not switch the summary on for a stranger', async () => {
    const { deps } = await openDesk();
    const asker: Asker = { face: 'slack', id: 'U0000007', role: 'stranger' };

    const reply = await actOn(
      { asker, conversation: 'T1/D1', action: 'notify-digest-on', value: '', fields: {} },
      deps,
    );

    expect(textsOf({ reply }, 'notice').join()).toContain('还没有登记');
    expect(await deps.store.listPreferences('digest')).toEqual([]);
  });

  it('stays small with hundreds of cases', async () => {
    const { deps } = await openDesk();
    for (let index = 1; index <= 60; index += 1) {
      const one = { case: caseNumber(index), title: `长标题${'很'.repeat(200)}`, closed: null };
      await deps.store.importCase(
        caseOf({ ...one, status: index % 2 ? 'open' : 'waiting-vendor', owner: '谭工' }),
      );
    }

    const home = await composeHome(engineer, deps);

    const lines = home.blocks.flatMap((block) => (block.kind === 'case-lines' ? block.lines : []));
    expect(lines).toHaveLength(20);
    expect(textsOf({ reply: home }, 'paragraph').join()).toContain('…另有 20 个');
  });
});
