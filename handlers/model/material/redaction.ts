import { hideForms, hostsIn, narrow, peopleIn } from '../../../knowledge/cases/private-forms.ts';
import { createRedactor, type Redactor } from '../../../knowledge/cases/redact.ts';
import { findHosts, redactName, redactWords } from '../../../knowledge/cases/redact-name.ts';

export interface Said {
  /** Opaque: who said it. */
  asker: string;
  text: string;
}

/** Of one conversation: a value has one token in it, whoever names it and wherever it stands. */
export interface ConversationRedactor {
  /** Words and log lines. */
  redact(text: string): string;
  /** Words of our own: only what is known of the conversation, and what has the form of a secret. */
  redactForms(text: string): string;
  /** Names of files, which people name after people. */
  redactName(text: string): string;
  /** With what `asker` typed himself in place of the tokens that stand for it; other tokens stay. */
  restore(text: string, asker: string): string;
}

/** People tell who they are in the first and the last words of what they paste. */
const longestLearned = 60_000;
const token = /\[(?:人员|电话|邮箱|QQ|主机|用户|IP|MAC|证件)\d{1,4}\]/u;
const tokens = new RegExp(token, 'gu');
/** A password leaves a mark, too, and never comes back. */
const marks = /\[(?:人员|电话|邮箱|QQ|主机|用户|IP|MAC|证件)\d{0,4}\]|\[已删除\]/gu;
const longestValue = 120;

/**
 * Rebuilt from everything that was said in it, oldest first: the same words give the same tokens again, after a
 * restart too. `unsaid` are names that are never told, whoever says them.
 */
export function redactConversation(
  said: readonly Said[],
  unsaid: readonly string[] = [],
): ConversationRedactor {
  const redactor = createRedactor();
  const hide = (given: string) => {
    const text = narrow(given);
    for (const host of findHosts(text)) {
      // In the form that the redactor learns them from: in a sentence they stand without one.
      redactor.learn(`<Computer>${host}</Computer>`);
    }
    const unnamed = unsaid.reduce((left, name) => left.replaceAll(name, '[人员]'), text);
    return hideForms(redactor.redact(unnamed));
  };
  const redact = (text: string) => redactWords(hide(text));
  // Learned as a whole first: a name that is introduced later was perhaps used before.
  const texts = said.map(({ asker, text }) => ({ asker, text: narrow(endsOf(text)) }));
  for (const { text } of texts) {
    learnFrom(text, redactor);
  }
  const redacted = texts.map(({ asker, text }) => ({ asker, text, redacted: redact(text) }));
  let typed: Map<string, Map<string, string>> | undefined;
  const valuesOf = (asker: string): ReadonlyMap<string, string> => {
    typed ??= new Map();
    let values = typed.get(asker);
    if (!values) {
      values = new Map(
        redacted.filter((one) => one.asker === asker).flatMap((one) => [...align(one, redact)]),
      );
      typed.set(asker, values);
    }
    return values;
  };
  return {
    redact,
    redactForms: hide,
    redactName: (text) => redactName(hide(text)),
    restore: (text, asker) => {
      if (!token.test(text)) {
        return text;
      }
      const values = valuesOf(asker);
      return text.replace(tokens, (found) => values.get(found) ?? found);
    },
  };
}

/** Of people and machines that are named in passing, in the forms that a redactor learns from. */
function learnFrom(text: string, redactor: Redactor): void {
  for (const name of peopleIn(text)) {
    redactor.learn(`姓名：${name}`);
  }
  for (const host of hostsIn(text)) {
    redactor.learn(`<Computer>${host}</Computer>`);
  }
}

function endsOf(text: string): string {
  return text.length <= longestLearned
    ? text
    : `${text.slice(0, longestLearned / 2)}\n${text.slice(-longestLearned / 2)}`;
}

/** What stood where a token stands now. A value counts only when it gives that very token by itself. */
function* align(
  { text, redacted }: { text: string; redacted: string },
  redact: (text: string) => string,
): Generator<[string, string]> {
  const found = [...redacted.matchAll(marks)];
  const seen = new Set<string>();
  let at = found[0]?.index ?? 0;
  for (const [index, match] of found.entries()) {
    const end = match.index + match[0].length;
    const behind = redacted.slice(end, found[index + 1]?.index);
    const until = behind === '' ? -1 : text.indexOf(behind, at + 1);
    if (until < 0 && !(behind === '' && index === found.length - 1)) {
      return;
    }
    const value = text.slice(at, until < 0 ? undefined : until);
    if (!seen.has(match[0]) && value.length <= longestValue && redact(value) === match[0]) {
      seen.add(match[0]);
      yield [match[0], value];
    }
    at = (until < 0 ? text.length : until) + behind.length;
  }
}
