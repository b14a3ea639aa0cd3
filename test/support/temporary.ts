import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Whatever the tests and the programs that they start leave behind lies in one folder, which goes with them. */
export function setup(): () => void {
  const folder = mkdtempSync(path.join(tmpdir(), 'caselens-tests-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) {
    // biome-ignore lint/style/noProcessEnv: what the workers are started with.
    process.env[name] = folder;
  }
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
