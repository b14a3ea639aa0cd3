import { readFile } from 'node:fs/promises';
import path from 'node:path';

export interface CauseClass {
  id: string;
  group: string;
  /** Chinese, short. */
  name: string;
}

const file = path.join(import.meta.dirname, 'cause-classes.tsv');

/** By id, from cause-classes.tsv: columns class, group, name, definition, distinguish. */
export async function loadCauseClasses(): Promise<Map<string, CauseClass>> {
  const [, ...rows] = (await readFile(file, 'utf8')).split('\n');
  const classes = rows
    .filter(Boolean)
    .map((row) => row.split('\t'))
    .map(([id = '', group = '', name = '']) => ({ id, group, name }));
  return new Map(classes.map((one) => [one.id, one]));
}
