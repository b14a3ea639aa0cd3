import type { Desk } from '../desk.ts';
import type { Block } from '../reply.ts';
import type { DigestFacts } from './facts.ts';
import {
  caseLine,
  commonLine,
  detailLine,
  newsItems,
  newsLine,
  openLine,
  sinceWords,
  titleLine,
} from './words.ts';

const linesShown = 10;
const commonShown = 5;
const itemsShown = 20;

/** The summary as it is read: counts, what to do, what spreads, what is new. */
export function composeBlocks(facts: DigestFacts, chart: readonly Block[], desk: Desk): Block[] {
  const { open, commonCauses, news, today } = facts;
  const title: Block = { kind: 'heading', text: titleLine(facts) };
  const isQuiet =
    open.total === 0 && !facts.changed && commonCauses.length === 0 && news.unanswered === 0;
  if (isQuiet && !hasNews(news) && !hasNews(today)) {
    const text = facts.live
      ? '今天没有未结案例，也没有新动态。'
      : '当天没有未结案例，也没有新动态。';
    return [title, { kind: 'paragraph', text }];
  }
  const forDesk = facts.customer === null;
  return [
    title,
    { kind: 'paragraph', text: openLine(facts) },
    ...(open.total > 0
      ? [{ kind: 'paragraph', text: detailLine(open, forDesk) } satisfies Block]
      : []),
    ...chart,
    ...composeFollowUps(facts, desk),
    ...composeCommon(facts),
    ...composeNews(facts),
  ];
}

function hasNews({ opened, archived, reopened }: DigestFacts['today']): boolean {
  return opened.length + archived.length + reopened.length > 0;
}

function composeFollowUps(facts: DigestFacts, desk: Desk): Block[] {
  const { followUps, open } = facts;
  if (followUps.length === 0) {
    return open.total === 0
      ? []
      : [{ kind: 'paragraph', text: '没有到期需要催办的案例。回复“未结案例”查看全部。' }];
  }
  const rest = followUps.length - linesShown;
  const lines = followUps.slice(0, linesShown).map((one) => caseLine(one, facts, desk));
  return [
    { kind: 'heading', text: '需要跟进' },
    { kind: 'case-lines', lines },
    ...(rest > 0
      ? [more(`…另有 ${rest} 个需要跟进（回复“未结案例”查看全部）`)]
      : open.total > followUps.length
        ? [more(`其余 ${open.total - followUps.length} 个按计划进行（回复“未结案例”查看全部）`)]
        : []),
  ];
}

function more(text: string): Block {
  return { kind: 'paragraph', text };
}

function composeCommon({ commonCauses }: DigestFacts): Block[] {
  if (commonCauses.length === 0) {
    return [];
  }
  const rest = commonCauses.length - commonShown;
  return [
    { kind: 'heading', text: '疑似共性问题' },
    {
      kind: 'list',
      ordered: false,
      items: [
        ...commonCauses.slice(0, commonShown).map(commonLine),
        ...(rest > 0 ? [`另有 ${rest} 个原因在多个分行出现`] : []),
      ],
    },
  ];
}

function composeNews(facts: DigestFacts): Block[] {
  const { news, today, live } = facts;
  const items = newsItems(facts);
  const rest = items.length - itemsShown;
  const shown = [...items.slice(0, itemsShown), ...(rest > 0 ? [`另有 ${rest} 条未列出`] : [])];
  const later = hasNews(today) ? `${live ? '今日至今' : '当日'}：${newsLine(today)}。` : '';
  return [
    { kind: 'heading', text: sinceWords(facts) },
    {
      kind: 'paragraph',
      text: `${newsLine(news)}${items.length > 0 ? '（见明细）' : ''}。${later}`,
    },
    ...(items.length > 0
      ? [
          {
            kind: 'details',
            title: `明细（${items.length} 条）`,
            blocks: [{ kind: 'list', ordered: false, items: shown }],
          } satisfies Block,
        ]
      : []),
  ];
}
