import { createContext, Script } from 'node:vm';
import { check as checkSafety } from 'recheck';
import type { ReadLimits } from '../input/read.ts';
import { uploadOfText } from '../input/read.ts';
import type { Upload } from '../input/upload.ts';
import { investigate } from '../investigate.ts';
import { everyday } from '../match/calm-log.ts';
import type { Engine } from '../match/compile.ts';
import { literalsOf } from '../match/literals.ts';
import type { Matched } from '../match/match.ts';
import type { Example, Find, Signature } from '../signatures/signature.ts';
import { hostileRecords } from './hostile.ts';

/** One thing that is wrong with a signature, in Chinese, for the one who wrote it. */
export interface Problem {
  signature: string;
  message: string;
}

const limits: ReadLimits = {
  uploadMiB: 64,
  archiveEntries: 100,
  archiveRatio: 200,
  archiveDepth: 1,
  answerSeconds: 60,
};

/** Milliseconds that a hostile record of full length may cost. */
const slowest = 1;
const recordLength = 4096;

/** Runs a signature's own examples against all signatures. */
export async function checkExamples(signature: Signature, engine: Engine): Promise<Problem[]> {
  const { examples } = signature;
  const problem = (message: string) => ({ signature: signature.id, message });
  const problems: Problem[] = [];
  if (signature.status === 'retired') {
    return problems;
  }
  for (const certainty of ['identified', 'likely', 'clue'] as const) {
    for (const [index, example] of examples[certainty].entries()) {
      const wanted = signature.status === 'draft' ? 'clue' : certainty;
      const ranked = await matchExample(example, engine);
      const wrong = complain(ranked, signature, wanted);
      if (wrong) {
        problems.push(problem(`examples.${certainty} 第 ${index + 1} 个：${wrong}`));
      }
    }
    if (signature.when[certainty] && examples[certainty].length === 0) {
      problems.push(problem(`when 里有 ${certainty}，examples.${certainty} 里却没有例子。请补上`));
    }
  }
  for (const [index, example] of examples.ignores.entries()) {
    const own = (await matchExample(example, engine)).find(
      (one) => one.signature.id === signature.id,
    );
    if (own && own.cause.certainty !== 'clue') {
      problems.push(
        problem(
          `examples.ignores 第 ${index + 1} 个：不该命中却命中了（${own.cause.certainty}）。请收紧条件`,
        ),
      );
    }
  }
  return problems;
}

/** A cause that is named comes first on its own example; a clue need only be there. */
function complain(
  ranked: readonly Matched[],
  signature: Signature,
  wanted: string,
): string | undefined {
  const [first] = ranked;
  const own = ranked.find((one) => one.signature.id === signature.id);
  if (!own) {
    return explainsOwn(ranked, signature, wanted)
      ? undefined
      : `没有命中。排在第一的是 ${first?.signature.id ?? '（无）'}`;
  }
  if (own.cause.certainty !== wanted) {
    return `把握应为 ${wanted}，实际为 ${own.cause.certainty}`;
  }
  return wanted !== 'clue' && first !== own
    ? `应排第一，实际第一是 ${first?.signature.id}`
    : undefined;
}

/** A clue's example may be told by a more specific signature that explains it. */
function explainsOwn(ranked: readonly Matched[], signature: Signature, wanted: string): boolean {
  return wanted === 'clue' && ranked.some(({ cause }) => cause.explains.includes(signature.id));
}

/** Logs of machines with nothing wrong: nobody may name a cause there. */
export async function checkHealthy(
  name: string,
  upload: Upload,
  engine: Engine,
): Promise<Problem[]> {
  const { ranked } = await investigate(
    { uploads: [upload], said: '', limits, spoolFolder: 'data/tmp' },
    engine,
  );
  return ranked
    .filter(({ cause }) => cause.certainty !== 'clue')
    .map(({ signature, cause }) => ({
      signature: signature.id,
      message: `在正常日志 ${name} 第 ${cause.evidence[0]?.line} 行命中。请收紧条件`,
    }));
}

/** Refuses patterns that would have most lines of a healthy log looked at. */
export function checkLiterals(signature: Signature): Problem[] {
  return Object.entries(signature.find).flatMap(([name, find]) => {
    const source = patternOf(find);
    const common = (source === undefined ? [] : (literalsOf(source) ?? [])).filter((literal) =>
      everyday.some((line) => line.toLowerCase().includes(literal)),
    );
    return common.map((literal) => ({
      signature: signature.id,
      message: `find.${name}：固定文字“${literal.trim()}”在正常日志里到处都有，会拖慢大日志的读取。请换成更少见的词句`,
    }));
  });
}

/** Refuses patterns that a hostile record could make slow. */
export async function checkPatterns(signature: Signature): Promise<Problem[]> {
  const problems: Problem[] = [];
  for (const [name, find] of Object.entries(signature.find)) {
    const source = patternOf(find);
    const cost = source === undefined ? undefined : await costOf(source);
    if (cost) {
      problems.push({ signature: signature.id, message: `find.${name}：${cost}` });
    }
  }
  return problems;
}

function patternOf(find: Find): string | undefined {
  if (typeof find === 'string') {
    return find;
  }
  return 'pattern' in find ? find.pattern : undefined;
}

/**
 * Exponential patterns are refused as such. Bounded repeats are never that, but their bounds can be so large
 * that a hostile record takes long all the same: that is measured.
 */
async function costOf(source: string): Promise<string | undefined> {
  const result = await checkSafety(source, 'iu', { checker: 'automaton', timeout: 10_000 });
  if (result.status === 'vulnerable' && result.complexity.type === 'exponential') {
    return '遇到恶意文本会指数级变慢。请把重复改成有上限的 {1,200}，不要嵌套重复';
  }
  const regex = new RegExp(source, 'iu');
  const spent = slowestTime(regex, hostileRecords(source, recordLength));
  return spent > slowest
    ? `遇到恶意文本要 ${spent.toFixed(1)} 毫秒，上限是 ${slowest} 毫秒。请缩小重复的上限，或用更具体的字符`
    : undefined;
}

/** Only the interpreter's own clock can stop a regular expression; to start it costs more than most of them do. */
const search = new Script('for (const text of texts) regex.exec(text)');
const guarded = createContext({});
const mostTrials = 60;
const longestTrial = 50;
/** Once may be the memory being tidied up. */
const mostStopped = 4;

function slowestTime(regex: RegExp, texts: readonly string[]): number {
  const areQuick = endsInTime(regex, texts);
  return Math.max(
    ...texts.map((text) => (areQuick ? leastTime(regex, text) : timeOf(regex, text))),
  );
}

/** What never ends under the clock is not timed without it. */
function timeOf(regex: RegExp, text: string): number {
  for (let trial = 0; trial < mostStopped; trial += 1) {
    if (endsInTime(regex, [text])) {
      return leastTime(regex, text);
    }
  }
  return longestTrial;
}

function endsInTime(regex: RegExp, texts: readonly string[]): boolean {
  Object.assign(guarded, { regex, texts });
  const started = process.threadCpuUsage();
  try {
    search.runInContext(guarded, { timeout: longestTrial });
    return true;
  } catch {
    // The clock is the one on the wall: other programs may have had the machine.
    return millisecondsSince(started) < longestTrial / 2;
  }
}

/** Until it is fast enough once. */
function leastTime(regex: RegExp, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let trial = 0; trial < mostTrials && best > slowest; trial += 1) {
    const started = process.threadCpuUsage();
    regex.exec(text);
    best = Math.min(best, millisecondsSince(started));
  }
  return best;
}

/** Of this thread's own processor time. */
function millisecondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(started);
  return (user + system) / 1000;
}

export async function matchExample(example: Example, engine: Engine): Promise<Matched[]> {
  const files = typeof example === 'string' ? { 例子: example } : example.files;
  const uploads = Object.entries(files).map(([name, text]) => uploadOfText(name, text));
  const { ranked } = await investigate(
    { uploads, said: Object.values(files).join('\n'), limits, spoolFolder: 'data/tmp' },
    engine,
  );
  return ranked;
}
