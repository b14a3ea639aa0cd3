import { loadBuiltinCases } from './cases/builtin.ts';
import type { Case } from './cases/case.ts';
import { type CauseClass, loadCauseClasses } from './codes/cause-classes.ts';
import { type Codes, loadCodes } from './codes/codes.ts';
import { compileEngine, type Engine } from './match/compile.ts';
import { loadPlaybooks } from './playbooks/load.ts';
import { loadNoise, loadSignatures } from './signatures/load.ts';
import type { Playbook, Signature } from './signatures/signature.ts';

/** Everything the program knows before anybody asks. */
export interface Knowledge {
  engine: Engine;
  playbooks: ReadonlyMap<string, Playbook>;
  codes: Codes;
  causeClasses: ReadonlyMap<string, CauseClass>;
  builtinCases: readonly Case[];
}

/** Throws with file, field and remedy in Chinese when our own data is bad: the program then does not start. */
export async function loadKnowledge(): Promise<Knowledge> {
  const [signatures, noise, playbooks, codes, causeClasses, builtinCases] = await Promise.all([
    loadSignatures(),
    loadNoise(),
    loadPlaybooks(),
    loadCodes(),
    loadCauseClasses(),
    loadBuiltinCases(),
  ]);
  for (const signature of signatures) {
    checkSignature(signature, playbooks, causeClasses);
  }
  return { engine: compileEngine(signatures, noise), playbooks, codes, causeClasses, builtinCases };
}

/** References to playbooks and cause classes; what the engine refers to, it checks itself. */
export function checkSignature(
  signature: Signature,
  playbooks: ReadonlyMap<string, Playbook>,
  causeClasses: ReadonlyMap<string, CauseClass>,
): void {
  if (!causeClasses.has(signature.causeClass)) {
    throw new Error(
      `${signature.id}.yaml causeClass：没有名为 ${signature.causeClass} 的原因类别。可用的见 knowledge/codes/cause-classes.tsv`,
    );
  }
  for (const step of signature.steps) {
    if ('playbook' in step && !playbooks.has(step.playbook)) {
      throw new Error(
        `${signature.id}.yaml steps：没有名为 ${step.playbook} 的步骤集。可用的见 knowledge/playbooks/`,
      );
    }
  }
}
