import { isLogFormat } from '../format.ts';
import { recognise } from '../formats.ts';

const lines = /\r?\n/u;
/** `> `, line numbers and the like: no prose, but what stands before a log line. */
const lead = /^[>\s\d:|)\]]{0,12}/u;

/** What somebody wrote in their own words: the lines of a text that are no log records. */
export function proseOf(text: string): string {
  return text
    .split(lines)
    .filter((line) => !isLogLine(line) && !isLogLine(line.replace(lead, '')))
    .join('\n');
}

/** What a command printed is quoted in a question like any other sentence. */
function isLogLine(line: string): boolean {
  const recognised = recognise(line);
  return recognised !== undefined && isLogFormat(recognised.format.name);
}
