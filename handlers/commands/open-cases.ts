import type { Case } from '../../knowledge/cases/case.ts';
import { wallDay } from '../../knowledge/wall-time.ts';
import { mayRead } from '../access.ts';
import { audit } from '../audit.ts';
import { compareUrgency, isOpen, lineOf } from '../cases/lines.ts';
import { shareCase } from '../cases/share.ts';
import { statusWords } from '../cases/words.ts';
import { type Command, type CommandContext, replyOf, say, shortSummary } from '../command.ts';
import type { Block, Reply } from '../reply.ts';

const casesAtOnce = 20;

export const openCases: Command = {
  name: '未结案例',
  aliases: ['open cases', 'open'],
  usage: '[分行、状态或 P2] [页]',
  summary: '还没有归档的案例，最急的在前',
  takes: (text) => parseFilter(text) !== undefined,
  async run(context) {
    const { words, page } = parseFilter(context.text) ?? { words: [], page: 1 };
    const cases = await listVisible(context, isOpen);
    const found = cases.filter((one) => words.every((word) => fits(one, word)));
    await audit(context, 'view');
    return listReply(found, { title: ['未结案例', ...words].join(' '), page }, context);
  },
};

/** Stored cases that the asker may see; from memory, so that thousands take no time. */
export async function listVisible(
  { asker, library }: Pick<CommandContext, 'asker' | 'library'>,
  wanted: (one: Case) => boolean,
): Promise<Case[]> {
  const index = await library.refresh();
  return index.all().filter((one) => wanted(one) && mayRead(asker, one));
}

interface Filter {
  words: string[];
  page: number;
}

const blanks = /\s+/u;
const pageNumber = /^\d{1,3}$/u;
const filterWord = /^(?:P[1-4]|\p{Script=Han}{1,12})$/iu;

/** `undefined` when the words are none that cases are filtered by: it is then a question. */
function parseFilter(text: string): Filter | undefined {
  const words = text.split(blanks).filter(Boolean);
  const pages = words.filter((word) => pageNumber.test(word));
  const others = words.filter((word) => !pageNumber.test(word));
  return others.every((word) => filterWord.test(word)) && others.length <= 3 && pages.length <= 1
    ? { words: others, page: Math.max(1, Number(pages[0] ?? 1)) }
    : undefined;
}

function fits(one: Case, word: string): boolean {
  const wanted = word.toUpperCase();
  return (
    one.severity === wanted ||
    statusWords[one.status].includes(word) ||
    (word === '未指定' && one.owner === null) ||
    [one.branch, one.customer, one.owner].some((name) => name?.includes(word))
  );
}

export interface Listing {
  title: string;
  page: number;
}

/** A long list is cut, and says how to see the rest. */
export async function listReply(
  cases: readonly Case[],
  { title, page }: Listing,
  { asker, desk, library, now }: CommandContext,
): Promise<Reply> {
  if (cases.length === 0) {
    return say(`${title}：没有。`);
  }
  const sorted = cases.toSorted(compareUrgency);
  const pages = Math.ceil(sorted.length / casesAtOnce);
  const shown = Math.min(page, pages);
  const index = await library.refresh();
  const lines = sorted
    .slice((shown - 1) * casesAtOnce, shown * casesAtOnce)
    .map((one) => lineOf(shareCase(one, asker, index), { asker, desk, today: wallDay(now()) }));
  const heading = `${title}（${sorted.length} 个${pages > 1 ? `，第 ${shown}/${pages} 页` : ''}）`;
  const more: Block[] =
    shown < pages
      ? [
          {
            kind: 'paragraph',
            text: `…另有 ${sorted.length - shown * casesAtOnce} 个，回复“${title} ${shown + 1}”查看下一页。`,
          },
        ]
      : [];
  return replyOf(
    [{ kind: 'heading', text: heading }, { kind: 'case-lines', lines }, ...more],
    shortSummary(heading),
  );
}
