import type { ReadLimits } from '../../knowledge/input/read.ts';
import type { Upload } from '../../knowledge/input/upload.ts';
import { investigate } from '../../knowledge/investigate.ts';
import type { Engine } from '../../knowledge/match/compile.ts';
import type { Matched } from '../../knowledge/match/match.ts';
import type { Example, Signature } from '../../knowledge/signatures/signature.ts';
import { type Mutation, mutations } from './mutations.ts';
import { createRandom } from './random.ts';

const limits: ReadLimits = {
  uploadMiB: 64,
  archiveEntries: 100,
  archiveRatio: 200,
  archiveDepth: 1,
  answerSeconds: 60,
};

/** One example of one signature, told in another way. */
export interface Trial {
  signature: Signature;
  /** What it promises; `ignores` is a near miss. */
  promise: 'identified' | 'likely' | 'ignores';
  example: Example;
  number: number;
  mutation: string;
}

const promises = ['identified', 'likely', 'ignores'] as const;

/** Every example of every trusted signature with every mutation. */
export function trialsOf(signatures: readonly Signature[]): Trial[] {
  return signatures
    .filter(({ status }) => status === 'trusted')
    .flatMap((signature) =>
      promises.flatMap((promise) =>
        signature.examples[promise].flatMap((example, number) =>
          Object.keys(mutations).map((mutation) => ({
            signature,
            promise,
            example,
            number,
            mutation,
          })),
        ),
      ),
    );
}

/** Undefined when the trial ends as it must; else what was named in its place. */
export async function tryOut(
  trial: Trial,
  engine: Engine,
  seed: number,
): Promise<string | undefined> {
  const ranked = await investigateMutated(trial, engine, seed);
  const named = ranked.filter(({ cause }) => cause.certainty !== 'clue');
  const own = named.some(({ signature }) => signature.id === trial.signature.id);
  if (trial.promise === 'ignores') {
    return own ? trial.signature.id : undefined;
  }
  const [first] = named;
  const right = own || first?.cause.causeClass === trial.signature.causeClass;
  return right ? undefined : (first?.signature.id ?? ranked[0]?.signature.id ?? 'nothing');
}

async function investigateMutated(trial: Trial, engine: Engine, seed: number): Promise<Matched[]> {
  const mutate = mutations[trial.mutation] as Mutation;
  const { example } = trial;
  const files = typeof example === 'string' ? { 'setup.log': example } : example.files;
  const uploads = Object.entries(files).map(([name, text]) => {
    const changed = mutate(text, createRandom(seed));
    return uploadOf(name, typeof changed === 'string' ? Buffer.from(changed) : changed);
  });
  const said = Object.values(files).join('\n');
  const { ranked } = await investigate({ uploads, said, limits, spoolFolder: 'data/tmp' }, engine);
  return ranked;
}

function uploadOf(name: string, bytes: Uint8Array): Upload {
  return {
    name,
    async *open() {
      yield bytes;
    },
  };
}
