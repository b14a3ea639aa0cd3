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
    checkSignature(signature, { playbooks, causeClasses, builtinCases });
  }
  return { engine: compileEngine(signatures, noise), playbooks, codes, causeClasses, builtinCases };
}

/** References to playbooks, cause classes and cases; what the engine refers to, it checks itself. */
export function checkSignature(
  signature: Signature,
  known: Pick<Knowledge, 'playbooks' | 'causeClasses' | 'builtinCases'>,
): void {
  const { id, causeClass } = signature;
  if (!known.causeClasses.has(causeClass)) {
    throw new Error(
      `${id}.yaml causeClass：没有名为 ${causeClass} 的原因类别。可用的见 knowledge/codes/cause-classes.tsv`,
    );
  }
  for (const step of signature.steps) {
    if ('playbook' in step && !known.playbooks.has(step.playbook)) {
      throw new Error(
        `${id}.yaml steps：没有名为 ${step.playbook} 的步骤集。可用的见 knowledge/playbooks/`,
      );
    }
  }
  const numbers = new Set(known.builtinCases.map((one) => one.case));
  for (const number of [...signature.cases, ...signature.raise.flatMap(({ because }) => because)]) {
    if (!numbers.has(number)) {
      throw new Error(
        `${id}.yaml cases 或 because：没有案例 ${number}。请核对案例号，或先把它收进 knowledge/cases/builtin/`,
      );
    }
  }
}
