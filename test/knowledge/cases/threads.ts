import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Case } from '../../../knowledge/cases/case.ts';
import { readThread } from '../../../knowledge/cases/thread.ts';

const folder = path.join(import.meta.dirname, '../../fixtures/threads');

export const threadNames = [
  'CAS-02564-J6C0B1',
  'CAS-02713-B6R8B4',
  'CAS-06079-G5K3W1',
  'CAS-06686-V8Q9W1',
  'CAS-06859-Q6V5Z7',
];

export function threadText(name: string): string {
  return readFileSync(path.join(folder, `${name}.txt`), 'utf8');
}

/** All cases of one thread; the first is the thread's own. */
export function casesOf(name: string): Case[] {
  const reading = readThread(threadText(name));
  if (reading.kind === 'unreadable') {
    throw new Error(reading.reason);
  }
  return reading.cases;
}

/** What must not be found in anything made from the threads. */
export function privateWords(): string[] {
  return readFileSync(path.join(folder, 'private.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
}
