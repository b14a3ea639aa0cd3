/**
 * Letters of other scripts that look like Latin ones; where a text is checked they count as what a reader takes them
 * for. Source of the pairs: https://www.unicode.org/Public/security/latest/confusables.txt
 */
const alike =
  'аaАAвbВBеeЕEоoОOрpРPсcСCхxХXуyУYкkКKмmМMнhНHтtТTіiІIјjЈJѕsЅSԁdһhԛqԝwԜWαaΑAΒBΕEεeΖZΗHΙIιiΚKκkΜMΝNνvΟOοoΡPρpΤTτtΥYυuΧXχxⅼlօoսuցgհhոnԌG';
const latinOf = new Map(
  [...alike.matchAll(/(.)(.)/gu)].map(([, other = '', own = '']) => [other, own]),
);
const confusable = /[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u217c]/gu;
const hidden = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{M}]/gu;
const blanks = /[\p{Zs}\p{Cc}\u2028\u2029]{1,200}/gu;
const dashes = /[\u2010-\u2015\u2212]/gu;

/** What a reader sees: half-width, without anything hidden, Latin for what looks like it, single blanks. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replace(hidden, '')
    .replace(confusable, (letter) => latinOf.get(letter) ?? letter)
    .replace(dashes, '-')
    .replace(blanks, ' ')
    .trim();
}

const notHan = /[^\p{Script=Han}]/gu;

/** Chinese alone: what stands between its characters does not count. */
export function hanOf(folded: string): string {
  return folded.replace(notHan, '');
}

/** Of no weight: they stand in every sentence. */
const small =
  /[的了在是和与就也都会能可以要请再先后这那它其一个该并及或但而为对从到把将被由用本第步做么什不有没还]/gu;
const hanRuns = /\p{Script=Han}{2,}/gu;

/** Every two characters of Chinese that stand side by side, but for those that stand in every sentence. */
export function pairsOf(folded: string): string[] {
  const runs = folded.replace(small, ' ').match(hanRuns) ?? [];
  return runs.flatMap((run) =>
    Array.from({ length: run.length - 1 }, (_, at) => run.slice(at, at + 2)),
  );
}

const notLetter = /[^\p{Script=Han}a-z0-9]/gu;

/** Chinese, letters and digits alone, of a text in lower case. */
export function lettersOf(lower: string): string {
  return lower.replace(notLetter, '');
}

const plain =
  /^[\x20-\x7e\p{Script=Han}。，、；：？！“”‘’（）《》〈〉【】「」…—–·～％×≥≤→　]{1,2000}$/u;
const han = /\p{Script=Han}/gu;

/** False where a sentence holds anything but simplified Chinese, ASCII and Chinese punctuation. */
export function isPlain(text: string): boolean {
  return plain.test(text) && (text.match(han) ?? []).every((one) => simplified().has(one));
}

let characters: ReadonlySet<string> | undefined;

/** The 6,763 of GB 2312: traditional forms, in which the words that are looked for are others, are not among them. */
function simplified(): ReadonlySet<string> {
  if (!characters) {
    const rows = Array.from({ length: 0xf7 - 0xb0 + 1 }, (_, row) => row + 0xb0);
    const bytes = rows.flatMap((row) =>
      Array.from({ length: 94 }, (_, cell) => [row, cell + 0xa1]).flat(),
    );
    characters = new Set(new TextDecoder('gbk').decode(Uint8Array.from(bytes)));
  }
  return characters;
}

const digits = '〇零一二三四五六七八九';
const values: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...digits].map((digit, index) => [digit, String(Math.max(0, index - 1))])),
  幺: '1',
  壹: '1',
  贰: '2',
  两: '2',
  叁: '3',
  肆: '4',
  伍: '5',
  陆: '6',
  柒: '7',
  捌: '8',
  玖: '9',
};
const spelled =
  /[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖](?:[ -]?[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){2,40}/gu;
const digit = /[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]/gu;

const counted =
  /[一二三四五六七八九]?十[一二三四五六七八九]?(?=[个次台例行天条项页秒块家位名批]|小时|分钟|年|月|日|[GMT]B)/gu;

/** Numbers read out digit by digit, three and more, and counts of ten and more, as digits: `零二五六四`, `三十七次`. */
export function digitise(folded: string): string {
  return folded
    .replace(spelled, (run) => run.replace(digit, (one) => values[one] ?? one))
    .replace(counted, (count) => String(smallNumber(count) ?? count));
}

const tens = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/u;

/** Up to 99, in digits or Chinese; undefined for what is no such number. */
export function smallNumber(text: string): number | undefined {
  const number = Number(text);
  if (Number.isInteger(number)) {
    return number;
  }
  const [whole, first, ten, last] = tens.exec(text) ?? [];
  if (!whole || (first && last && !ten)) {
    return undefined;
  }
  const units = Number(values[last ?? ''] ?? 0);
  const lead = Number(values[first ?? ''] ?? (ten ? 1 : 0));
  return ten ? lead * 10 + units : lead + units;
}
