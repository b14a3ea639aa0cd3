import { z } from 'zod';
import { Playbook, Signature } from '../signatures/signature.ts';

/**
 * JSON Schemas for editors, kept beside the data; written anew by
 * `node_modules/.bin/node knowledge/authoring/write-schemas.ts`.
 */
export const schemas: Readonly<Record<string, () => string>> = {
  'signatures/signature.schema.json': () => write(Signature),
  'playbooks/playbook.schema.json': () => write(Playbook),
};

function write(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}
