import { errorCodes, prefixes, symbols } from '../codes/table.ts';

/** How a code in a recognised line was made out. */
export type How =
  /** As it stands there. */
  | 'read'
  /** Letters that can be no digits of a code were taken for the digits they look like. */
  | 'corrected'
  /** Digits that look alike were exchanged too; only a hint. */
  | 'guessed';

export interface Token {
  kind: 'code' | 'extend' | 'kb' | 'symbol';
  /** As it was recognised. */
  raw: string;
  /** Where it begins in the line. */
  start: number;
  /** Canonical: `0x80070005`, `0x20017`, `KB5037768`, `INACCESSIBLE_BOOT_DEVICE`. Several when more than one fits, none when nothing does. */
  values: readonly string[];
  how: How;
}

/** Letters in place of digits. */
const lookalikes: Readonly<Record<string, string>> = {
  o: '0',
  q: '09',
  '@': '0',
  '®': '0',
  l: '1',
  i: '1',
  j: '1',
  '|': '1',
  '!': '1',
  ']': '1',
  '[': '1',
  z: '2',
  s: '58',
  $: '58',
  g: '96',
  t: '17',
};

/** Console fonts strike their zero through. */
const zeroes = '689e';

const hex = /^[0-9a-f]$/u;
const mostLetters = 6;
const mostSwaps = 3;
const codeLength = 8;

/** `0x` in whatever shape, then what may be digits; a blank may have crept in. */
const marked =
  /(?<![0-9a-z\\/_.])(?:[0oq@69®8e]{1,2}x)( ?)([0-9a-z@®|!$[\]]{1,9})(?: ([0-9a-z]{1,4})(?![0-9a-z]))?/giu;
/** The x of `0x` is lost or became an eighth digit's twin: `080070005`. */
const withoutX = /(?<![0-9a-z\\/_.-])[0o]([89bcd][0-9a-zA-Z@]{7})(?![0-9a-z])/giu;
/** Without `0x`, as Windows 7 shows it; only codes of the table. */
const bare = /(?<![0-9a-z\\/_.:+-])(?:80|87|c0|c1)[0-9a-f]{6}(?![0-9a-z_.-])/giu;
/** The names of stop codes. */
const symbol = /(?<![0-9A-Z_])[A-Z0-9]{2,20}(?:_[A-Z0-9]{1,20}){1,7}(?![0-9A-Z_])/gu;
const kb =
  /(?<![a-z])k[b8] ?([0-9oqlis|zg@]{3,8})(?: ([0-9oqlis|zg@]{1,4})(?![0-9a-z]))?(?![0-9])/giu;
const extend = /^0x[0-6]00[0-9a-f]{2}$/u;
const kbNumber = /^\d{6,7}$/u;

/** Everything in one recognised line that is, or tries to be, a code or a KB, in its order. */
export function findTokens(line: string): Token[] {
  const tokens: Token[] = [
    ...[...line.matchAll(marked)].flatMap(readMarked),
    ...[...line.matchAll(withoutX)].flatMap(readWithoutX),
    ...[...line.matchAll(bare)].flatMap(readBare),
    ...[...line.matchAll(symbol)].flatMap(readSymbol),
    ...[...line.matchAll(kb)].flatMap(readKb),
  ];
  return tokens
    .sort((left, right) => left.start - right.start)
    .filter((token, index, all) => {
      const before = all[index - 1];
      return !before || before.start + before.raw.length <= token.start;
    });
}

function readMarked(found: RegExpExecArray): Token[] {
  const [whole, , digits = '', rest = ''] = found;
  const joined = digits.length < codeLength ? digits + rest : digits;
  const isJoined = rest !== '' && joined.length === codeLength;
  const own = isJoined ? joined : digits;
  const raw = isJoined || rest === '' ? whole : whole.slice(0, -rest.length - 1);
  const at = { raw, start: found.index };
  if (own.length === codeLength) {
    return [{ kind: 'code', ...at, ...judgeCode(own.toLowerCase()) }];
  }
  const short = lettersOf(own.toLowerCase()).map((one) => `0x${one}`);
  const values = short.filter((one) => extend.test(one));
  if (values.length > 0) {
    return [{ kind: 'extend', ...at, values, how: 'read' }];
  }
  return own.length >= 6 ? [{ kind: 'code', ...at, values: [], how: 'guessed' }] : [];
}

function readWithoutX(found: RegExpExecArray): Token[] {
  const [raw, digits = ''] = found;
  const values = lettersOf(digits.toLowerCase())
    .map((one) => `0x${one}`)
    .filter(isKnown);
  return values.length > 0
    ? [{ kind: 'code', raw, start: found.index, values, how: 'corrected' }]
    : [];
}

function readBare({ 0: raw, index: start }: RegExpExecArray): Token[] {
  const code = `0x${raw.toLowerCase()}`;
  return isKnown(code) ? [{ kind: 'code', raw, start, values: [code], how: 'read' }] : [];
}

const noughts = /0/gu;
const ones = /1/gu;

function readSymbol({ 0: raw, index: start }: RegExpExecArray): Token[] {
  const name = symbols().has(raw) ? raw : raw.replace(noughts, 'O').replace(ones, 'I');
  const how = name === raw ? 'read' : 'corrected';
  return symbols().has(name) ? [{ kind: 'symbol', raw, start, values: [name], how }] : [];
}

function readKb(found: RegExpExecArray): Token[] {
  const [whole, digits = '', rest = ''] = found;
  const isJoined = rest !== '' && digits.length + rest.length === 7;
  const own = isJoined ? digits + rest : digits;
  const raw = isJoined || rest === '' ? whole : whole.slice(0, -rest.length - 1);
  const values = lettersOf(own.toLowerCase()).filter((one) => kbNumber.test(one));
  const isRead = kbNumber.test(own);
  return own.length >= 6
    ? [
        {
          kind: 'kb',
          raw,
          start: found.index,
          values: values.map((one) => `KB${one}`),
          how: isRead ? 'read' : 'corrected',
        },
      ]
    : [];
}

function judgeCode(digits: string): Pick<Token, 'values' | 'how'> {
  const spelled = lettersOf(digits).map((one) => `0x${one}`);
  const how: How = [...digits].every((one) => hex.test(one)) ? 'read' : 'corrected';
  const known = spelled.filter(isKnown);
  if (known.length > 0) {
    return { values: known, how };
  }
  const guessed = swapsOf(spelled);
  const structural = spelled.filter(isStructural);
  // A family of codes in which this one is missing; a known one that looks like it is worth a doubt.
  return structural.length === 1 && guessed.length === 0
    ? { values: structural, how }
    : { values: guessed, how: 'guessed' };
}

function isKnown(code: string): boolean {
  return !code.startsWith('0x0') && errorCodes().has(code);
}

function isStructural(code: string): boolean {
  return !code.startsWith('0x0') && prefixes().has(code.slice(0, 6));
}

/** Every spelling in digits; empty when something stands there that looks like none. */
function lettersOf(digits: string): string[] {
  let spellings = [''];
  let letters = 0;
  for (const one of digits) {
    const choices = hex.test(one) ? one : (lookalikes[one] ?? '');
    letters += hex.test(one) ? 0 : 1;
    if (letters > mostLetters) {
      return [];
    }
    spellings = spellings.flatMap((start) => [...choices].map((choice) => start + choice));
  }
  return spellings;
}

/** Known codes that come out when the fewest digits that look like a struck zero are made one. */
function swapsOf(codes: readonly string[]): string[] {
  let level = new Set(codes);
  for (let swaps = 0; swaps < mostSwaps; swaps += 1) {
    level = new Set([...level].flatMap(withOneZero));
    const known = [...level].filter(isKnown);
    if (known.length > 0) {
      return known;
    }
  }
  return [];
}

function withOneZero(code: string): string[] {
  return [...code].flatMap((one, index) =>
    index > 2 && zeroes.includes(one) ? [`${code.slice(0, index)}0${code.slice(index + 1)}`] : [],
  );
}
