import type { Case } from '../knowledge/cases/case.ts';
import { wallDay } from '../knowledge/wall-time.ts';
import { isDesk } from './access.ts';
import { digestOff, digestOn } from './actions/notifications.ts';
import type { AnswerDeps } from './answer.ts';
import { audit } from './audit.ts';
import { compareUrgency, isOpen, lineOf } from './cases/lines.ts';
import { shareCase } from './cases/share.ts';
import { replyOf } from './command.ts';
import { listVisible } from './commands/open-cases.ts';
import { composeChart } from './digest/picture.ts';
import { readFacts } from './digest.ts';
import { listOwnQuestions } from './home/questions.ts';
import type { Asker } from './inquiry.ts';
import type { Action, Block, Reply } from './reply.ts';

const shown = 10;

/** What somebody finds when he opens the bot's own page: his cases, his questions, how things stand, his settings. */
export async function composeHome(asker: Asker, deps: AnswerDeps): Promise<Reply> {
  const seesDigest = await wantsDigest(asker, deps);
  const blocks = [
    ...(await composeCases(asker, deps)),
    ...(await listOwnQuestions(asker, deps)),
    ...(await composeStanding(asker, deps)),
    { kind: 'heading', text: '通知' } satisfies Block,
    {
      kind: 'paragraph',
      text: seesDigest
        ? '案例日报：已开启，每个工作日发到您的私信。'
        : '案例日报：未开启。开启后，每个工作日把您能看到的案例汇总发到您的私信。',
    } satisfies Block,
  ];
  await audit({ ...deps, asker, conversation: 'home' }, 'view');
  return { ...replyOf(blocks, '我的案例'), actions: [seesDigest ? switchOff : switchOn] };
}

const switchOn: Action = { id: digestOn.id, label: '开启日报', value: '' };
const switchOff: Action = { id: digestOff.id, label: '关闭日报', value: '' };

async function wantsDigest({ face, id }: Asker, { store }: AnswerDeps): Promise<boolean> {
  const known = await store.listPreferences('digest');
  return known.some(({ person, value }) => person === `${face}/${id}` && value !== '');
}

/** An engineer's cases are those he owns, a branch's those of its customer or branch. */
async function composeCases(asker: Asker, deps: AnswerDeps): Promise<Block[]> {
  if (isDesk(asker) && asker.name === undefined) {
    const text =
      '配置里没有您的名字，不知道哪些案例由您负责。请在 people 里补上 name，或用“未结案例”查看全部。';
    return [{ kind: 'notice', tone: 'info', text }];
  }
  const mine = await listVisible(
    { asker, library: deps.library },
    (one) => isOpen(one) && (!isDesk(asker) || one.owner === asker.name),
  );
  const waited = isDesk(asker) ? 'open' : 'waiting-customer';
  const [waiting, others] = [
    mine.filter(({ status }) => status === waited),
    mine.filter(({ status }) => status !== waited),
  ];
  return [
    { kind: 'heading', text: `等我处理（${waiting.length}）` },
    ...(await listCases(waiting, asker, deps)),
    { kind: 'heading', text: `我的未结案例（${mine.length}）` },
    ...(waiting.length > 0 && others.length > 0
      ? [{ kind: 'paragraph', text: `除等我处理的 ${waiting.length} 个外：` } satisfies Block]
      : []),
    ...(mine.length > 0 && others.length === 0
      ? [{ kind: 'paragraph', text: '都在上面。' } satisfies Block]
      : await listCases(others, asker, deps)),
  ];
}

async function listCases(
  cases: readonly Case[],
  asker: Asker,
  { library, desk, now }: AnswerDeps,
): Promise<Block[]> {
  if (cases.length === 0) {
    return [{ kind: 'paragraph', text: '没有。' }];
  }
  const index = await library.refresh();
  const lines = cases
    .toSorted(compareUrgency)
    .slice(0, shown)
    .map((one) => lineOf(shareCase(one, asker, index), { asker, desk, today: wallDay(now()) }));
  const rest = cases.length - lines.length;
  const text = `…另有 ${rest} 个，发“我的案例”查看全部。`;
  return [
    { kind: 'case-lines', lines },
    ...(rest > 0 ? [{ kind: 'paragraph', text } satisfies Block] : []),
  ];
}

/** The picture of the daily summary, of what he may see; without any case there is nothing to draw. */
async function composeStanding(asker: Asker, deps: AnswerDeps): Promise<Block[]> {
  const date = wallDay(deps.now(), deps.desk.zone);
  const facts = await readFacts({ date, scope: asker, previous: undefined }, deps);
  const isEmpty = facts.series.days.every(
    ({ open, opened, archived }) => open + opened + archived === 0,
  );
  return isEmpty
    ? []
    : [{ kind: 'heading', text: '近 30 天' }, await composeChart(facts, deps.drawChart)];
}
