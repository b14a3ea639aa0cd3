import path from 'node:path';
import { z } from 'zod';
import { loadYamlFile } from './yaml-file.ts';

const For = z.enum(['upgrade', 'update', 'both']);
const Place = z.strictObject({ path: z.string().min(1), for: For, why: z.string().min(1) });

/** What the security team is asked to let through while Windows is upgraded or updated. */
export const AllowList = z.strictObject({
  why: z.string().min(1),
  duration: z.strictObject({ update: z.string().min(1), upgrade: z.string().min(1) }),
  directories: z.array(Place.extend({ access: z.string().min(1) })).min(1),
  processes: z.array(Place.extend({ name: z.string().min(1) })).min(1),
  registry: z.array(Place),
  boot: z.array(Place),
  rules: z.array(z.string().min(1)).min(1),
  sources: z.array(z.string().min(1)).min(1),
});
export type AllowList = z.infer<typeof AllowList>;

/** Throws with file and field when our own data is bad. */
export function loadAllowList(
  file = path.join(import.meta.dirname, 'allow-list.yaml'),
): Promise<AllowList> {
  return loadYamlFile(file, AllowList);
}
