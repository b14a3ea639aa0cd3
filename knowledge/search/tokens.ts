/** Identifiers stay whole before any Chinese is cut: file names, codes, CAS numbers, symbols. */
const pieces = /\d{1,3}(?:\.\d)? ?%|[a-z0-9$_][a-z0-9$_.-]{1,79}|[\u3400-\u9fff]{1,200}/giu;
const innerCut = /[._\-$]+/u;
const han = /^[\u3400-\u9fff]/u;
const trailing = /[.-]+$/u;

/** So frequent in questions of this field that they tell nothing apart. */
const stopWords = new Set(
  (
    '怎么 什么 请问 如何 可以 能不 不能 是不 不是 有没 没有 一下 这个 那个 我们 你们 老师 谢谢 您好 麻烦 帮忙 一直 还是 就是 但是 然后 之后 ' +
    '时候 已经 现在 问题 情况 办呢 么办 怎办 为什 原因 电脑 机器 台电 几台 报错 错误 失败 安装 装失 升级 级失 更新 补丁 装不 不上 不了 ' +
    'windows win10 win11 microsoft error info warning the and for from with failed failure fail package update install installed user system ' +
    'source target operation status flags neutral amd64 x86 wow64 msil nonsxs arch pkt versionscope typename processorarchitecture publickeytoken 31bf3856ad364e35 hresult file files path null not this was all while during code result'
  ).split(' '),
);

/** Lower-case tokens: identifiers whole and in parts, Chinese in overlapping pairs, percentages. */
export function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (const [piece] of text.toLowerCase().matchAll(pieces)) {
    if (piece.endsWith('%')) {
      tokens.push(piece.replace(' ', ''));
    } else if (han.test(piece)) {
      pushPairs(piece, tokens);
    } else {
      pushIdentifier(piece.replace(trailing, ''), tokens);
    }
  }
  return tokens.filter((token) => !stopWords.has(token));
}

function pushPairs(run: string, tokens: string[]): void {
  for (let at = 0; at + 2 <= run.length; at += 1) {
    tokens.push(run.slice(at, at + 2));
  }
}

function pushIdentifier(piece: string, tokens: string[]): void {
  if (piece.length < 2 || isNumber(piece)) {
    return;
  }
  tokens.push(piece);
  const parts = piece.split(innerCut).filter((part) => part.length >= 3 && !isNumber(part));
  if (parts.length > 1) {
    tokens.push(...parts);
  }
}

const digits = /^[\d.-]+$/u;

/** Times, counters and versions say when and which, not what. */
function isNumber(piece: string): boolean {
  return digits.test(piece);
}

const exact = /^(?:0x|kb\d|cas-)|^[0-9a-f]{8}$/u;

/** Codes and numbers are the same or they are not: one letter makes another thing of them. */
export function isExact(token: string): boolean {
  return exact.test(token);
}

const chineseRun = /[\u3400-\u9fff]{2,200}/gu;
const leastPhrase = 3;

/** The stretches of Chinese in a text all of whose pairs are known, longest first. */
export function sharedPhrases(text: string, known: ReadonlySet<string>): string[] {
  const phrases = new Set<string>();
  for (const [run] of text.matchAll(chineseRun)) {
    let start = 0;
    for (let at = 0; at < run.length; at += 1) {
      if (!known.has(run.slice(at, at + 2))) {
        phrases.add(run.slice(start, at + 1));
        start = at + 1;
      }
    }
  }
  return [...phrases]
    .filter((phrase) => phrase.length >= leastPhrase)
    .sort((left, right) => right.length - left.length);
}

const latin = /^[a-z]/u;

/** File names, functions, symbols, the percentage it stopped at: what people copy from a log or a screen. */
export function isIdentifier(token: string): boolean {
  return (token.length >= 5 && latin.test(token)) || token.endsWith('%');
}

/** How alike two words are, 0 to 1, by the letter triples they share: finds misspelt identifiers. */
export function likeness(left: string, right: string): number {
  const own = triples(left);
  const other = triples(right);
  let shared = 0;
  for (const triple of own) {
    shared += other.has(triple) ? 1 : 0;
  }
  return (2 * shared) / (own.size + other.size || 1);
}

function triples(word: string): Set<string> {
  const padded = `^${word}$`;
  const found = new Set<string>();
  for (let at = 0; at + 3 <= padded.length; at += 1) {
    found.add(padded.slice(at, at + 3));
  }
  return found;
}
