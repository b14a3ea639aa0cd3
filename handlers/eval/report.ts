import { replyOf } from '../command.ts';
import type { DropReason } from '../model/ground.ts';
import type { Purpose } from '../model/model.ts';
import type { Block, Reply } from '../reply.ts';
import type { Judged } from './judged.ts';
import type { RecordedCall } from './recording-gate.ts';
import type { Score } from './score.ts';
import { byPurpose, type Figures, type Prices, sumUp } from './sum-up.ts';

export interface ModelReport {
  model: string;
  /** False when the tokens were spent before all inputs were through. */
  complete: boolean;
  all: Figures;
  purposes: Partial<Record<Purpose, Figures>>;
  /** Ids of what was answered against its label. */
  misses: { id: string; purpose: Purpose }[];
}

export function reportOf(
  model: string,
  judged: readonly Judged[],
  complete: boolean,
  prices: Prices | undefined,
): ModelReport {
  return {
    model,
    complete,
    all: sumUp(judged, prices),
    purposes: Object.fromEntries(
      [...byPurpose(judged)].map(([purpose, some]) => [purpose, sumUp(some, prices)]),
    ),
    misses: judged
      .filter(({ agrees, isHealthy, shown }) => agrees === false || (isHealthy && shown))
      .map(({ id, purpose }) => ({ id, purpose })),
  };
}

const purposeWords: Record<Purpose, string> = {
  hypotheses: '推测',
  explain: '说明',
  'follow-up': '追问',
  understand: '理解',
  'read-thread': '重读邮件',
  'draft-signature': '起草特征',
};

const failureWords: Record<RecordedCall['outcome'], string> = {
  answered: '有回答',
  refused: '拒答',
  invalid: '格式无效',
  cut: '被截断',
  late: '超时',
  busy: '服务器忙',
  unreachable: '连不上',
  rejected: '请求被拒',
  cancelled: '已取消',
};

const dropWords: Record<DropReason, string> = {
  code: '错误代码',
  case: '案例号',
  kb: '补丁编号',
  name: '名称',
  command: '命令',
  step: '步骤',
  link: '链接',
  certainty: '把握',
  reference: '依据',
  length: '过长',
  copied: '照抄',
  claim: '没有根据的说法',
};

type Row = readonly [name: string, show: (figures: Figures) => string];

const rows: readonly Row[] = [
  ['调用次数', ({ calls }) => String(calls)],
  ['不调用（与实际使用相同）', ({ uncalled }) => String(uncalled)],
  ['有回答', ({ answered }) => String(answered)],
  ['没有回答', ({ failed }) => listOf(failed, failureWords)],
  ['有内容可显示', ({ shown }) => percent(shown)],
  ['句子保留率', ({ grounding, kept }) => `${percent(grounding)}（${kept} 句）`],
  ['丢弃的句子', ({ dropped }) => listOf(dropped, dropWords)],
  ['与标注一致', ({ agreement, told }) => `${percent(agreement)}（${told} 个可判断）`],
  ['同一大类', ({ near }) => percent(near)],
  ['没有故障仍推测', ({ onHealthy }) => percent(onHealthy)],
  ['中文句子', ({ chinese }) => percent(chinese)],
  ['耗时中位数', ({ medianMilliseconds }) => seconds(medianMilliseconds)],
  ['耗时 p95', ({ p95Milliseconds }) => seconds(p95Milliseconds)],
  ['token 发出/收到', ({ sent, received }) => `${sent}/${received}`],
  ['费用', ({ cost }) => (cost === null ? '未给单价' : cost.toFixed(4))],
];

function listOf<Key extends string>(
  counted: Partial<Record<Key, number>>,
  words: Readonly<Record<Key, string>>,
): string {
  const told = (Object.entries(counted) as [Key, number][]).map(
    ([key, count]) => `${words[key]} ${count}`,
  );
  return told.length > 0 ? told.join('、') : '无';
}

function percent(part: number | null): string {
  return part === null ? '—' : `${(part * 100).toFixed(1)}%`;
}

function seconds(milliseconds: number | null): string {
  return milliseconds === null ? '—' : `${(milliseconds / 1000).toFixed(2)} 秒`;
}

const meanings = [
  '推测：与标注一致指第一条推测说的原因类别，看不出类别的不算。',
  '追问：有依据地答上了算一致。理解：换了检索词后找到标注的案例算一致。',
];

export function describeModel({ model, complete, all, purposes, misses }: ModelReport): Reply {
  const columns = Object.entries(purposes) as [Purpose, Figures][];
  const table: Block = {
    kind: 'table',
    header: ['', ...columns.map(([purpose]) => purposeWords[purpose]), '合计'],
    rows: rows.map(([name, show]) => [
      name,
      ...columns.map(([, figures]) => show(figures)),
      show(all),
    ]),
  };
  const warning = '到了 --most-tokens 的上限，后面的输入没有问完。';
  return replyOf(
    [
      { kind: 'heading', text: `模型 ${model}` },
      ...(complete ? [] : [{ kind: 'notice', tone: 'warning', text: warning } as const]),
      table,
      { kind: 'list', ordered: false, items: meanings },
      ...describeMisses(misses),
    ],
    '',
  );
}

function describeMisses(misses: ModelReport['misses']): Block[] {
  const items = misses.map(({ id, purpose }) => `${id}（${purposeWords[purpose]}）`);
  return items.length > 0 ? [{ kind: 'paragraph', text: `与标注不一致：${items.join('、')}` }] : [];
}

const scoreWords: Record<keyof Score, string> = {
  log: '只有日志',
  ask: '日志加提问',
  negatives: '没有故障的输入',
  retrieval: '找案例',
};

const figureWords: Readonly<Record<string, string>> = {
  n: '数量',
  top1: '原因说对',
  clueTop1: '线索说对',
  wrongCause: '原因说错',
  wrongClass: '同一大类内说错',
  silent: '没有说',
  proven: '有原文依据',
  falseCause: '误报原因',
  recallAt3: '前三个找到',
  silentWhenNone: '没有相似案例时不说',
};

/** What the answers are worth without a model. */
export function describeScore(score: Score): Reply {
  const rowsOf = Object.entries(score).flatMap(([name, { misses: _, ...figures }]) =>
    Object.entries(figures).map(([figure, value]) => [
      scoreWords[name as keyof Score],
      figureWords[figure] ?? figure,
      figure === 'n' ? String(value) : percent(typeof value === 'number' ? value : null),
    ]),
  );
  return replyOf(
    [
      { kind: 'heading', text: '不用模型的回答' },
      { kind: 'table', header: ['输入', '指标', '值'], rows: rowsOf },
    ],
    '',
  );
}
