import { findIn } from './aligned.ts';
import type { Corpus } from './corpus.ts';
import { covers, isFilling } from './filling.ts';
import { lettersIn, type Passage } from './passages.ts';
import { words } from './verbs.ts';

/** What is not known, or is asked. */
const open =
  /(?:没有|还没|未|没)(?:能)?(?:写明|点名|说明|列出|提到|记录|证明|直接证明|查明|看到)|[看分说判断]{1,2}不[出清]|不能(?:说明|证明|判断|确定)|不足以|无法(?:判断|区分|核对)|还缺|才能(?:看出|核对|知道|判断|定位)|还?要(?:看|等)|以后?再看|哪[个些]|是不是|[是能]否|为什么|(?:相符|符合)$/u;
const looking = new Set(['检查', '查看', '核对', '确认', '安装', '升级', '更新', '恢复']);

const answered = /(?<![没未不])(?<!没有)(?:写明|点名|说明|列出|查明|知道)了|已经?/u;
const deniedTwice = /(?:没|不|无)[^,。;]{1,12}(?:(?<!是)不是|并非|以外|之外)/u;

export function isOpen(clause: string): boolean {
  return (
    open.test(clause) &&
    !deniedTwice.test(clause) &&
    !answered.test(clause) &&
    words(clause).every(({ verb }) => looking.has(verb))
  );
}

const hedge = /^(.{0,14}?)(?<![不的])(?:可能(?!性)|也许|或许|推测|怀疑)/u;
const solves = /就[能可会好行]|即可|能?解决|可以(?:安装|升级|成功|修)|会好|恢复正常/u;

export function isGuess(
  clause: string,
  { lower, passages, corpus }: { lower: string; passages: readonly Passage[]; corpus: Corpus },
): boolean {
  const [found, lead = ''] = hedge.exec(clause) ?? [];
  if (found === undefined || solves.test(clause)) {
    return false;
  }
  const before = lettersIn(lead);
  const saying = {
    words: before,
    sentence: lower,
    mayAdd: (added: readonly string[], passage: Passage) => isFilling(added, passage, clause),
  };
  return (
    covers(before.filter((word) => word.length === 1).join(''), corpus.spoken) ||
    passages.some((passage) => findIn(saying, passage) !== undefined)
  );
}
