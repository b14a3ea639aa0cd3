import { plain } from '../plain.ts';

const special = /[\\`*_[\]<>{}|~&@]/g;
/** Headings, bullets, and the dot or bracket of a numbered list. */
const lineStart = /^([ \t]*)([#+=-])/gm;
const numbered = /^([ \t]*\d{1,9})([.)])/gm;
const scheme = /:(?=\/\/)/g;
const host = /\bwww\./gi;
const indentation = /^[ \t]+/gm;
const lineBreaks = /\n+/g;

/**
 * For a TextBlock, which reads Markdown: what comes out is drawn as exactly `text`.
 * Nothing in it becomes emphasis, a list, a link, a mention or a `{{DATE()}}`.
 */
export function escapeMarkdown(text: string): string {
  return plain(text)
    .replace(special, '\\$&')
    .replace(scheme, '\\:')
    .replace(host, (found) => `${found.slice(0, -1)}\\.`)
    .replace(lineStart, '$1\\$2')
    .replace(numbered, '$1\\$2')
    .replace(indentation, (spaces) => '\u00a0'.repeat(spaces.length))
    .replace(lineBreaks, '\n\n');
}

const dateFunction = /\{\{(?=(?:DATE|TIME)\()/g;
const mention = /<(?=\/?at>)/gi;

/** For a TextRun, which reads no Markdown but does read `{{DATE()}}`, and in Teams perhaps `<at>`. */
export function plainRun(text: string): string {
  return plain(text).replace(dateFunction, '{\u200b{').replace(mention, '<\u200b');
}
