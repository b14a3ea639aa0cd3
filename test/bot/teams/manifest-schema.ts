import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import AjvDraft4, { type ValidateFunction } from 'ajv-draft-04';
import addFormats from 'ajv-formats';

const require = createRequire(import.meta.url);
const schemas = join(dirname(require.resolve('@microsoft/app-manifest')), 'json-schemas/teams');

/** Microsoft's own, as it comes with its package: nothing is fetched. */
export function loadManifestSchema(version: string): ValidateFunction {
  const file = join(schemas, `v${version}/MicrosoftTeams.schema.json`);
  const ajv = new AjvDraft4.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')));
}
