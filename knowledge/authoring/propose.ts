import { factPatterns } from '../match/facts.ts';
import { literalsOf } from '../match/literals.ts';

/** A pattern made from one line, with what varies between machines captured or left open. */
export interface Proposal {
  pattern: string;
  /** What it captures. */
  variables: string[];
}

interface Part {
  /** Sticky; what of a record's text varies. */
  finds: RegExp;
  /** What stands for it. `{name}` becomes the variable's name, numbered when it is taken. */
  becomes: string;
  variable?: string;
}

/** Tried in order at each place of the text. */
const parts: readonly Part[] = [
  {
    finds: /Package_(?:\d{1,5}_)?for_KB\d{6,7}~[^\s,\]"']{4,120}/iuy,
    becomes: '(?<{name}>Package_[^\\s,\\]"\']{3,160})',
    variable: 'package',
  },
  {
    finds: /[A-Za-z][\w-]{2,80}~31bf3856ad364e35~[^\s,\]"']{4,120}/iuy,
    becomes: '(?<{name}>[^\\s,\\]"\']{3,160})',
    variable: 'package',
  },
  { finds: /KB\d{6,7}/iuy, becomes: '(?<{name}>KB\\d{6,7})', variable: 'kb' },
  {
    finds: /\{?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}?/iuy,
    becomes: '\\{?[0-9a-f-]{36}\\}?',
  },
  {
    finds:
      /(?:\\\\\?\\|\\\?\?\\|\\SystemRoot\\|[A-Z]:\\)[^\n"'<>|*?]{0,240}\\[^\n"'<>|*?\\\s,;)\]]{1,100}/iuy,
    becomes: '[^\\n"\']{1,300}\\\\(?<{name}>[^\\\\\\n"\'\\s,;)\\]]{1,100})',
    variable: 'file',
  },
  {
    finds: /(?:amd64|x86|wow64|msil|arm64)_[a-z0-9.-]{2,60}_31bf3856ad364e35_[\w.]{5,80}/iuy,
    becomes: '(?<{name}>(?:amd64|x86|wow64|msil|arm64)_[^\\s\\\\"\']{5,160})',
    variable: 'component',
  },
  {
    finds: /\b\d{4}[-/]\d\d?[-/]\d\d?(?:[ T:]\d\d?:\d\d(?::\d\d)?(?:\.\d{1,7})?)?/uy,
    becomes: '\\d{4}[-/]\\d\\d?[-/]\\d\\d?[\\d:. T]{0,20}',
  },
  // The session of CBS.
  { finds: /(?<!\w)\d{6,12}_\d{3,12}(?!\w)/uy, becomes: '\\d{6,12}_\\d{3,12}' },
  { finds: /#\d{1,10}#/uy, becomes: '#\\d{1,10}#' },
  { finds: /\b(?:[0-9a-f]{32,64})\b/iuy, becomes: '[0-9a-f]{32,64}' },
  { finds: /\b10\.0\.\d{5}\.\d{1,6}/uy, becomes: '10\\.0\\.[\\d.]{5,20}' },
  { finds: /\[l:\d{1,4}(?: ml:\d{1,4}|\{\d{1,4}\})?\]/uy, becomes: '\\[[^\\]]{1,30}\\]' },
  { finds: /(?<![\w.])(?:[PT]ID[=:] ?)\d{1,6}/uy, becomes: '[PT]ID[=:] ?\\d{1,6}' },
  { finds: /(?<=\()\d{1,5}(?=\))/uy, becomes: '\\d{1,5}' },
  { finds: /(?<![\w.])\d{2,12}(?![\w.])/uy, becomes: '\\d{1,12}' },
];

/** The id that CSI puts before each of its records says nothing. */
const recordId = /^[0-9a-f]{8}(?:@[\d/:.]{8,30})? /u;
const special = /[\\^$.*+?()[\]{}|]/u;
const mostText = 400;

/** Of one record's text: see `LogRecord.text`. Undefined where no fixed words are left. */
export function proposePattern(text: string): Proposal | undefined {
  const rest = text.split('\n')[0]?.replace(recordId, '').slice(0, mostText).trim() ?? '';
  const variables: string[] = [];
  const pattern = openText(rest, variables);
  return literalsOf(pattern) ? { pattern, variables } : undefined;
}

/** The text as a pattern, with what varies between machines left open. Names that it captures are added to `taken`. */
export function openText(text: string, taken: string[]): string {
  let pattern = '';
  let at = 0;
  while (at < text.length) {
    const found = partAt(text, at);
    if (found) {
      pattern += name(found.part, taken);
      at += found.length;
    } else {
      const one = text.charAt(at);
      pattern += special.test(one) ? `\\${one}` : one;
      at += 1;
    }
  }
  return pattern;
}

function partAt(text: string, at: number): { part: Part; length: number } | undefined {
  for (const part of parts) {
    part.finds.lastIndex = at;
    const found = part.finds.exec(text);
    if (found) {
      return { part, length: found[0].length };
    }
  }
  return undefined;
}

function name({ becomes, variable }: Part, taken: string[]): string {
  if (!variable) {
    return becomes;
  }
  const same = taken.filter((one) => one.startsWith(variable)).length;
  const unique = same === 0 ? variable : `${variable}${same + 1}`;
  taken.push(unique);
  return becomes.replace('{name}', unique);
}

const failing =
  /\[HRESULT = 0x8|\b0x[8c][0-9a-f]{7}\b|\bGLE \[|\(F\)|\bfail(?:ed|ure|s)?\b|\berror\b|\bcannot\b|denied|corrupt|missing|abort|timed? ?out|失败|错误|拒绝|找不到|无法|损坏|超时/iu;
const telling =
  /denied|corrupt|missing|mismatch|not found|abort|timed? ?out|hang|拒绝|损坏|找不到|超时/iu;
const generic =
  /Failed to process single phase|Generating failure report|Not able to query|CBS_E_INVALID_PACKAGE/iu;
const facts = factPatterns.map(({ pattern }) => new RegExp(pattern, 'iu'));

/** How likely a record's text is to say why something failed; 0 for what says nothing of a failure. */
export function tellingScore(text: string): number {
  if (!failing.test(text) || facts.some((fact) => fact.test(text))) {
    return 0;
  }
  return (
    1 + (telling.test(text) ? 2 : 0) - (generic.test(text) ? 2 : 0) + (text.includes('\\') ? 1 : 0)
  );
}
