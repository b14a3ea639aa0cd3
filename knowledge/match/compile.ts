import { textFormat } from '../format.ts';
import { blockHeads, formatNames } from '../formats.ts';
import type { Condition, Find, Noise, Signature } from '../signatures/signature.ts';
import type { Role } from './byte-literals.ts';
import { type FactPattern, factPatterns } from './facts.ts';
import { LiteralFilter } from './literal-filter.ts';
import { literalsOf, shortestLiteral } from './literals.ts';
import { type OutcomePattern, outcomes, sessionMarks } from './outcomes.ts';
import { templateVariables } from './template.ts';

/** What a pattern is looked for. */
export type Duty =
  | { kind: 'find'; signature: Signature; name: string }
  | { kind: 'noise'; noise: Noise }
  | { kind: 'session' }
  | { kind: 'outcome'; outcome: OutcomePattern }
  | { kind: 'fact'; fact: FactPattern };

export interface CompiledPattern {
  regex: RegExp;
  /** Undefined: every format. */
  formats: ReadonlySet<string> | undefined;
  duty: Duty;
}

export interface Engine {
  signatures: readonly Signature[];
  byId: ReadonlyMap<string, Signature>;
  patterns: readonly CompiledPattern[];
  filter: LiteralFilter;
  /** What the filter was made of, by pattern. */
  literals: readonly (readonly string[])[];
  /** Every id that a signature explains, through any number of steps. */
  explained: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Runs are told apart by their marks, however many; noise takes back what another pattern found. */
const roles: Partial<Record<Duty['kind'], Role>> = { session: 'mark', noise: 'hide' };

interface Source {
  pattern: string;
  formats: readonly string[] | undefined;
  duty: Duty;
  /** For messages: file and field. */
  where: string;
}

/** Throws with file, field and remedy in Chinese when a pattern, a format or a reference is bad. */
export function compileEngine(signatures: readonly Signature[], noise: readonly Noise[]): Engine {
  const active = signatures.filter((signature) => signature.status !== 'retired');
  const sources = [
    ...active.flatMap(sourcesOfSignature),
    ...noise.map((one) =>
      source(one.pattern, undefined, { kind: 'noise', noise: one }, `noise.yaml ${one.id}`),
    ),
    ...sessionMarks.map((mark) =>
      source(mark.pattern, mark.formats, { kind: 'session' }, 'sessionMarks'),
    ),
    ...outcomes.map((outcome) =>
      source(outcome.pattern, outcome.formats, { kind: 'outcome', outcome }, 'outcomes'),
    ),
    ...factPatterns.map((fact) =>
      source(fact.pattern, undefined, { kind: 'fact', fact }, 'factPatterns'),
    ),
  ];
  const compiled = compileAll(sources, compilePattern);
  const literals = compiled.map((one) => one.literals);
  checkReferences(signatures);
  return {
    signatures: active,
    byId: new Map(signatures.map((signature) => [signature.id, signature])),
    patterns: compiled.map(({ pattern }) => pattern),
    filter: new LiteralFilter(
      literals,
      compiled.map(({ pattern }) => roles[pattern.duty.kind] ?? 'seek'),
      blockHeads,
    ),
    literals,
    explained: explainedBy(signatures),
  };
}

function source(
  pattern: string,
  formats: readonly string[] | undefined,
  duty: Duty,
  where: string,
): Source {
  return { pattern, formats, duty, where };
}

function sourcesOfSignature(signature: Signature): Source[] {
  return Object.entries(signature.find).flatMap(([name, find]) => {
    const text = patternText(find);
    const formats =
      typeof find === 'object' && 'formats' in find ? find.formats : signature.formats;
    const where = `${signature.id}.yaml find.${name}`;
    return text === undefined
      ? []
      : [source(text, formats, { kind: 'find', signature, name }, where)];
  });
}

function patternText(find: Find): string | undefined {
  if (typeof find === 'string') {
    return find;
  }
  return 'pattern' in find ? find.pattern : undefined;
}

function compilePattern({ pattern, formats, duty, where }: Source) {
  for (const format of formats ?? []) {
    if (!formatNames.has(format)) {
      throw new Error(
        `${where}：没有名为 ${format} 的日志格式。可用：${[...formatNames].join('、')}`,
      );
    }
  }
  const regex = compileRegex(pattern, where);
  const literals = literalsOf(pattern);
  if (!literals) {
    throw new Error(
      `${where}：没有 ${shortestLiteral} 个字节以上的固定文字，无法快速筛选。请写入日志里固定不变的词句`,
    );
  }
  const meets = formats && new Set([...formats, textFormat]);
  return { literals, pattern: { regex, formats: meets, duty } satisfies CompiledPattern };
}

function compileRegex(pattern: string, where: string): RegExp {
  try {
    return new RegExp(pattern, 'iu');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${where}：正则表达式有误。${reason}`, { cause: error });
  }
}

/** What could be made of each; all that is wrong is told at once, so that it can be mended at once. */
function compileAll<From, To>(sources: readonly From[], compile: (source: From) => To): To[] {
  const mistakes: string[] = [];
  const compiled = sources.flatMap((source) => {
    try {
      return [compile(source)];
    } catch (error) {
      mistakes.push(error instanceof Error ? error.message : String(error));
      return [];
    }
  });
  if (mistakes.length > 0) {
    throw new Error(mistakes.join('\n'));
  }
  return compiled;
}

function checkReferences(signatures: readonly Signature[]): void {
  const ids = new Set(signatures.map((signature) => signature.id));
  compileAll(signatures, (signature) => {
    for (const id of signature.explains) {
      if (!ids.has(id)) {
        throw new Error(`${signature.id}.yaml explains：没有名为 ${id} 的特征。请改正或删去`);
      }
    }
    checkNames(signature);
  });
}

function checkNames(signature: Signature): void {
  for (const [name, find] of Object.entries(signature.find)) {
    if (typeof find === 'object' && 'fact' in find) {
      compileRegex(find.matches, `${signature.id}.yaml find.${name}`);
    }
  }
  const variables = variablesOf(signature);
  for (const [level, conditions] of Object.entries(signature.when)) {
    for (const condition of conditions ?? []) {
      for (const name of namesIn(condition)) {
        if (!(name in signature.find)) {
          throw new Error(`${signature.id}.yaml when.${level}：条件 ${name} 在 find 里没有定义`);
        }
      }
      checkVariables(signature, `when.${level}.same`, condition.same ?? [], variables);
    }
  }
  for (const rule of signature.raise) {
    checkVariables(signature, 'raise.when', Object.keys(rule.when), variables);
  }
  const sentences = [
    signature,
    signature.inference,
    ...signature.raise,
    ...signature.raise.map((rule) => rule.inference),
  ];
  for (const sentence of sentences) {
    const text = `${sentence?.title ?? ''} ${sentence?.explanation ?? ''}`;
    checkVariables(signature, 'title 或 explanation', templateVariables(text), variables);
  }
}

function namesIn(condition: Condition): string[] {
  const { all = [], any = [], none = [], order = [], within, count = {} } = condition;
  const anchors = within
    ? [within.from, within.to].map((text) => text.split(' ').at(-1) ?? '')
    : [];
  return [...all, ...any, ...none, ...order, ...anchors, ...Object.keys(count)];
}

const namedGroup = /\(\?<([a-zA-Z]\w*)>/gu;

/** What the patterns capture; a fact gives its value under the name of the condition. */
function variablesOf(signature: Signature): Set<string> {
  return new Set(
    Object.entries(signature.find).flatMap(([name, find]) => {
      const text = patternText(find);
      return text === undefined
        ? [name]
        : [...text.matchAll(namedGroup)].map(([, group = '']) => group);
    }),
  );
}

function checkVariables(
  signature: Signature,
  where: string,
  used: readonly string[],
  variables: ReadonlySet<string>,
): void {
  for (const name of used) {
    if (!variables.has(name)) {
      throw new Error(
        `${signature.id}.yaml ${where}：没有模式用 (?<${name}>…) 取得变量 ${name}。请在 find 里加上，或改正名称`,
      );
    }
  }
}

function explainedBy(signatures: readonly Signature[]): Map<string, Set<string>> {
  const direct = new Map(signatures.map((signature) => [signature.id, signature.explains]));
  const whole = new Map<string, Set<string>>();
  for (const { id } of signatures) {
    const seen = new Set<string>();
    const queue = [...(direct.get(id) ?? [])];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (!seen.has(next) && next !== id) {
        seen.add(next);
        queue.push(...(direct.get(next) ?? []));
      }
    }
    whole.set(id, seen);
  }
  return whole;
}
