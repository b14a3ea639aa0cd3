import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { schemas } from '../../../knowledge/authoring/schema.ts';

const folder = path.join(import.meta.dirname, '../../../knowledge');

it.each(Object.entries(schemas))('%s says what the loader demands', (file, write) => {
  expect(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))).toEqual(JSON.parse(write()));
});
