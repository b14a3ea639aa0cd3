/** What a draft is made of; drawn as blocks, as text, as HTML and as Markdown. */
export type Part =
  | { kind: 'heading'; text: string }
  | { kind: 'text'; text: string }
  | { kind: 'list'; items: readonly string[] }
  /** Lines of logs and commands, kept as they are. */
  | { kind: 'log'; lines: readonly string[] }
  | { kind: 'table'; header: readonly string[]; rows: readonly (readonly string[])[] };

/** Something written for somebody to check, complete and send. */
export interface Draft {
  title: string;
  /** Name of the files, without ending. */
  file: string;
  parts: readonly Part[];
}

export const draftNotice = '草稿，发送前请核对；标有【待补充】的地方由您填写。';

/** Marks what nobody has told: a draft never fills a gap by itself. */
export function missing(what: string): string {
  return `【待补充：${what}】`;
}

/** The text, or a mark that it is missing. */
export function orMissing(text: string, what: string): string {
  return text.trim() === '' ? missing(what) : text.trim();
}
