import { collectCredentials, DESTROYED } from './redact-credentials.ts';
import { maskForms } from './redact-line.ts';
import { collectPeople, findTitled } from './redact-people.ts';
import { plainToken, type SecretKind, type Tokenise } from './redact-tokens.ts';
import { familyLength, isDistinctEnglishWord, isOrdinaryWord } from './redact-words.ts';

export interface Redactor {
  /** Collects names, hosts, logins and mailboxes, so that `redact` also knows them out of context. */
  learn(text: string): void;
  /** Learns from the text, too. Tokens (`[人员1]`) stay the same as long as the redactor lives. */
  redact(text: string): string;
}

/** One for each case: tokens and names never cross from one case to another. */
export function createRedactor(): Redactor {
  return new CaseRedactor();
}

/**
 * For what leaves without a case around it: evidence lines, names of uploads. Learns nothing and
 * numbers nothing; a line with nothing to hide comes back byte for byte.
 */
export function redactLine(text: string): string {
  return maskForms(text, plainToken);
}

interface Entry {
  kind: SecretKind | 'credential';
  /** What the token belongs to: several spellings of one person share it. */
  key: string;
}

/** Beyond it nothing more is learned: a thread with more people is no thread. */
const MOST_ENTRIES = 400;
const GENERIC =
  /^(?:lenovo|dell|asus|huawei|acer|thinkpad|microsoft|windows|win\d{1,2}|icbc|users?|admin\d*|administrator|desktop|laptop|test|temp|support|service|info|noreply|no-reply|postmaster|system|public|default|office|wusa|setup|update|name|mail|html?|amd64|none|null|localhost)$/i;
const SEPARATORS = /[\s\u00a0._+,-]|%20/g;
const SPECIAL = /[\\^$.*+?()[\]{}|]/g;
const CHINESE = /\p{Script=Han}/u;

class CaseRedactor implements Redactor {
  private readonly tokens = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private readonly entries = new Map<string, Entry>();
  private readonly spellings = new Set<string>();
  private readonly owners = new Map<string, string>();
  private dictionary: RegExp | undefined;

  learn(text: string): void {
    const people = collectPeople(text);
    for (const name of people.chinese) {
      this.learnChinese(name);
    }
    for (const name of people.given) {
      this.add(name, '人员', this.personOf(name));
    }
    for (const name of people.english) {
      this.learnEnglish(name);
    }
    for (const number of people.numbers) {
      this.add(number, 'QQ', number);
    }
    for (const value of collectCredentials(text)) {
      this.add(value, 'credential', value);
    }
    maskForms(text, this.collect);
  }

  redact(text: string): string {
    this.learn(text);
    const masked = this.replaceKnown(maskForms(text, this.token));
    return this.replaceTitled(masked);
  }

  private readonly token: Tokenise = (kind, value) => {
    const id = `${kind}\n${value}`;
    const known = this.tokens.get(id);
    if (known) {
      return known;
    }
    const number = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, number);
    const token = `[${kind}${number}]`;
    this.tokens.set(id, token);
    return token;
  };

  private readonly collect: Tokenise = (kind, value) => {
    if (kind === '邮箱') {
      this.learnWord(value.split('@')[0] ?? '', '邮箱', value, 5);
    } else if (kind === '用户') {
      this.learnWord(value, '用户', value, 4);
    } else if (kind === '主机') {
      this.learnWord(value, '主机', value, 5);
    } else if (kind === 'QQ') {
      this.add(value, 'QQ', value);
    }
    return '';
  };

  private learnWord(word: string, kind: SecretKind, key: string, shortest: number): void {
    const isName = CHINESE.test(word)
      ? word.length >= 2 && !isOrdinaryWord(word)
      : word.length >= shortest;
    if (isName && !GENERIC.test(word)) {
      this.add(word, kind, key);
    }
  }

  private learnChinese(name: string): void {
    this.add(name, '人员', name);
    const given = name.slice(familyLength(name) || 1);
    if (given.length === 2 && !isOrdinaryWord(given)) {
      this.add(given, '人员', name);
    }
  }

  private learnEnglish(name: string): void {
    const words = name.split(' ').filter((word) => word !== '');
    const key = words.join(' ').toLowerCase();
    this.add(words.join(' '), '人员', key);
    if (words.length > 1) {
      this.add([...words].reverse().join(' '), '人员', key);
      for (const word of words.filter((part) => part.length >= 4 && isDistinctEnglishWord(part))) {
        this.add(word, '人员', key);
      }
    }
  }

  /** A family name or a given name belongs to the one person known to carry it, or to somebody new. */
  private personOf(part: string): string {
    const known = this.owners.get(part);
    if (known) {
      return known;
    }
    const owners = new Set<string>();
    for (const { kind, key } of this.entries.values()) {
      if (kind === '人员' && CHINESE.test(key) && (key.startsWith(part) || key.endsWith(part))) {
        owners.add(key);
      }
    }
    const owner = owners.size === 1 ? ([...owners][0] ?? part) : part;
    this.owners.set(part, owner);
    return owner;
  }

  private add(spelling: string, kind: Entry['kind'], key: string): void {
    const id = normalise(spelling);
    if (id.length < 2 || this.entries.has(id) || this.entries.size >= MOST_ENTRIES) {
      return;
    }
    this.entries.set(id, { kind, key });
    this.spellings.add(spelling);
    if (CHINESE.test(spelling)) {
      this.entries.set(normalise(encodeURIComponent(spelling)), { kind, key });
    }
    this.dictionary = undefined;
    this.owners.clear();
  }

  private replaceKnown(text: string): string {
    if (this.spellings.size === 0) {
      return text;
    }
    this.dictionary ??= compile([...this.spellings]);
    return text.replace(this.dictionary, (found) => {
      const entry = this.entries.get(normalise(found));
      if (!entry) {
        return found;
      }
      return entry.kind === 'credential' ? DESTROYED : this.token(entry.kind, entry.key);
    });
  }

  private replaceTitled(text: string): string {
    const parts: string[] = [];
    let from = 0;
    for (const { name, start, end } of findTitled(text)) {
      parts.push(text.slice(from, start), this.token('人员', this.personOf(name)));
      from = end;
    }
    return parts.join('') + text.slice(from);
  }
}

function normalise(spelling: string): string {
  return spelling.replace(SEPARATORS, '').replaceAll('%25', '%').toLowerCase();
}

/** Longest first, so that a whole name wins over a part of it. */
function compile(spellings: string[]): RegExp {
  const sorted = spellings.sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return new RegExp(sorted.flatMap(alternatives).join('|'), 'giu');
}

function alternatives(spelling: string): string[] {
  if (CHINESE.test(spelling)) {
    const characters = [...spelling].map(quote);
    const encoded = [...spelling].map((character) => encodeURIComponent(character)).join('');
    return [characters.join('[^\\S\\r\\n]{0,6}'), encoded.replaceAll('%', '%(?:25)?')];
  }
  const words = spelling.split(' ').map(quote);
  const joint =
    words.length > 1 && spelling.length < 6
      ? '(?:[ \\u00a0._+,-]|%20){1,2}'
      : '(?:[ \\u00a0._+,-]|%20){0,2}';
  return [`(?<![A-Za-z0-9_%])(?:${words.join(joint)})(?![A-Za-z0-9_])`];
}

function quote(text: string): string {
  return text.replace(SPECIAL, '\\$&');
}
