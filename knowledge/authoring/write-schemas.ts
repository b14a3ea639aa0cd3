import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { schemas } from './schema.ts';

for (const [file, schema] of Object.entries(schemas)) {
  await writeFile(path.join(import.meta.dirname, '..', file), schema());
}
