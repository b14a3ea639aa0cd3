import type { Format, Head } from '../format.ts';
import { cbs } from '../formats/cbs.ts';
import { dism } from '../formats/dism.ts';
import { setupact } from '../formats/setupact.ts';
import { setupdiag } from '../formats/setupdiag.ts';
import { recordLimit } from '../input/record.ts';

/** A record without the place where it stands. */
export interface FailureRecord {
  format: string;
  time: string | undefined;
  component: string;
  text: string;
}

const lines = /\r?\n/u;
const logEntry = /^\s*LogEntry:\s*/u;
const blanks = /[ \t]{2,}|\t/gu;
const mostLines = 400;
/** What SetupDiag quotes, and its own sentences. */
const quoted: readonly Format[] = [cbs, dism, setupact, setupdiag];

/** The lines of other logs that SetupDiag quotes stay lines of those logs; others get a label in front. */
export function readFailureLines(text: string, label: string): FailureRecord[] {
  const records: FailureRecord[] = [];
  for (const line of text.split(lines).slice(0, mostLines)) {
    const bare = line.replace(logEntry, '').trim().slice(0, recordLimit);
    if (bare !== '') {
      records.push(readLine(bare, label));
    }
  }
  return records;
}

function readLine(line: string, label: string): FailureRecord {
  const found = recognise(line);
  if (found) {
    const { time, component, text } = found.head;
    return { format: found.format.name, time, component, text: text.replace(blanks, ' ') };
  }
  const text = `${label}: ${line.replace(blanks, ' ')}`.slice(0, recordLimit);
  return { format: setupdiag.name, time: undefined, component: 'SetupDiag', text };
}

function recognise(line: string): { format: Format; head: Head } | undefined {
  for (const format of quoted) {
    const head = format.grammar.read(line);
    if (head && (format.components?.has(head.component) ?? true)) {
      return { format, head };
    }
  }
  return undefined;
}
