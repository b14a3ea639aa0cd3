import { textFormat } from '../format.ts';
import { recognise } from '../formats.ts';
import { literalsOf } from '../match/literals.ts';
import { openText, type Proposal } from './propose.ts';

const longest = 400;
const blanks = /\s+/gu;
/** `{file}`; what was hidden by redaction varies, too. */
const variable = /\{([^{}\n]{0,40})\}|\[(?:人员|电话|邮箱|QQ|主机|用户|IP|MAC|证件)\d{0,4}\]/gu;
const validName = /^[a-z][A-Za-z0-9]{0,30}$/u;
const wordCharacter = /[\p{L}\p{N}_]/u;

/**
 * Patterns of a text that stands in a log as it is but for `{variables}`: the narrowest first. Numbers, times and
 * names that no two machines share are left open. None where too little of it is fixed.
 */
export function patternsOf(text: string): Proposal[] {
  const parts = splitText(recordOf(text.slice(0, longest)).text);
  return [narrow, wide]
    .map((open) => build(parts, open))
    .filter(({ pattern }) => literalsOf(pattern) !== undefined && !ownNumber.test(pattern));
}

/** Such a long number is somebody's: a code begins with `0x`. */
const ownNumber = /(?<![0-9A-Fa-fx])\d{6,}/u;

/** What a line says without its header, and the format that it is of. */
export function recordOf(line: string): { text: string; format: string } {
  const known = recognise(line);
  return {
    text: (known?.head.text ?? line).replace(blanks, ' ').trim(),
    format: known?.format.name ?? textFormat,
  };
}

type Part = { literal: string } | { name: string };

function splitText(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(variable)) {
    const literal = text.slice(from, found.index);
    // Two gaps beside each other are one.
    if (literal !== '' || parts.length === 0) {
      parts.push({ literal }, { name: found[1]?.trim() ?? '' });
    }
    from = found.index + found[0].length;
  }
  return [...parts, { literal: text.slice(from) }];
}

type Open = (next: string) => string;

/** Up to what stands behind the gap, where that ends it. */
function narrow(next: string): string {
  if (next === '') {
    return '[^\\s,;)\\]"\']{1,160}';
  }
  return wordCharacter.test(next) ? '[^\\s"\']{1,160}?' : `[^${escapeInClass(next)}\\n]{1,160}`;
}

function wide(next: string): string {
  return next === '' ? '[^\\n]{1,200}' : '[^\\n]{1,200}?';
}

const specialInClass = /[\\\]^-]/u;

function escapeInClass(one: string): string {
  return specialInClass.test(one) ? `\\${one}` : one;
}

function build(parts: readonly Part[], open: Open): Proposal {
  const variables: string[] = [];
  const sources = parts.map((part, index) => {
    if ('literal' in part) {
      return openText(part.literal, variables);
    }
    const next = parts[index + 1];
    const gap = open(next && 'literal' in next ? next.literal.charAt(0) : '');
    const isNew = validName.test(part.name) && !variables.includes(part.name);
    if (isNew) {
      variables.push(part.name);
    }
    return isNew ? `(?<${part.name}>${gap})` : gap;
  });
  return { pattern: sources.join(''), variables };
}
