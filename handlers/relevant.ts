import { extractFeatures } from '../knowledge/cases/features.ts';
import { recognise } from '../knowledge/formats.ts';
import { findCommand } from './commands.ts';
import { outcomeNotice } from './outcome.ts';

const lineBreak = /\r?\n/u;
/** `> `, line numbers and the like, which stand before a pasted log line. */
const lead = /^[>\s\d:|)\]]{0,12}/u;
const code = /(?<![0-9a-z])(?:0x)?[89cd][0-9a-f]{7}(?![0-9a-z])/i;
const ascii = /[\x20-\x7e]/g;
/** A line of a log that lost its head is long and hardly Chinese. */
const shortestRecord = 40;
const mostLines = 2000;

/** True when a line of the text comes out of a log. What carries none is not looked at, nor kept, unless it is asked. */
export function carriesLog(text: string): boolean {
  return text
    .split(lineBreak, mostLines)
    .some((line) => recognise(line) ?? recognise(line.replace(lead, '')) ?? isBeheaded(line));
}

function isBeheaded(line: string): boolean {
  const trimmed = line.trim();
  const latin = trimmed.match(ascii)?.length ?? 0;
  return trimmed.length >= shortestRecord && latin / trimmed.length > 0.85 && code.test(trimmed);
}

const tellsHow =
  /^(?:是|对)?[，,]?(?:在线|离线|重启前|重启后|wsus|sccm|脱管|(?:共|一共|有)?\s?\d{1,4}\s?台|\d{4,5}\.\d{1,6})/iu;
const longestAddition = 200;

/** True when something said in a thread of ours completes its question; colleagues also talk to each other there. */
export function addsToQuestion(text: string): boolean {
  const said = text.trim();
  if (carriesLog(said) || findCommand(said)) {
    return true;
  }
  if (said === '' || said.length > longestAddition) {
    return false;
  }
  const { codes, kbs } = extractFeatures(said);
  return (
    codes.length > 0 || kbs.length > 0 || tellsHow.test(said) || outcomeNotice(said) !== undefined
  );
}
