import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  checkExamples,
  checkHealthy,
  checkLiterals,
  checkPatterns,
  type Problem,
} from '../../../knowledge/check/check-signature.ts';
import { checkWording } from '../../../knowledge/check/wording.ts';
import { uploadOfFile } from '../../../knowledge/input/read.ts';
import type { Engine } from '../../../knowledge/match/compile.ts';
import type { Signature } from '../../../knowledge/signatures/signature.ts';

const healthyFolder = path.join(import.meta.dirname, '../../../test/healthy');

/** What is wrong with signatures by themselves and among all others. */
export async function checkSignatures(
  signatures: readonly Signature[],
  engine: Engine,
): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const signature of signatures) {
    problems.push(
      ...checkWording(signature),
      ...checkLiterals(signature),
      ...(await checkExamples(signature, engine)),
      ...(await checkPatterns(signature)),
    );
  }
  return problems;
}

/** What is named, wrongly, in logs of machines with nothing wrong. */
export async function checkHealthyLogs(
  engine: Engine,
): Promise<{ problems: Problem[]; logs: number }> {
  const names = (await readdir(healthyFolder).catch(() => [])).sort();
  const problems: Problem[] = [];
  for (const name of names) {
    const upload = uploadOfFile(name, path.join(healthyFolder, name));
    problems.push(...(await checkHealthy(name, upload, engine)));
  }
  return { problems, logs: names.length };
}
