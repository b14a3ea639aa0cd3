import { readdir } from 'node:fs/promises';
import path from 'node:path';
import {
  checkExamples,
  checkHealthy,
  checkLiterals,
  checkPatterns,
  type Problem,
} from '../../../knowledge/check/check-signature.ts';
import { checkPlaybookWording, checkWording } from '../../../knowledge/check/wording.ts';
import { uploadOfFile } from '../../../knowledge/input/read.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { checkSignature, loadKnowledge } from '../../../knowledge/knowledge.ts';
import { compileEngine, type Engine } from '../../../knowledge/match/compile.ts';
import { loadNoise, loadSignature } from '../../../knowledge/signatures/load.ts';
import type { Signature } from '../../../knowledge/signatures/signature.ts';
import { type CliCommand, type CliContext, type ExitCode, UsageError } from '../command.ts';
import { newSignature } from './signature-new.ts';
import { promote } from './signature-promote.ts';
import { printStats } from './signature-stats.ts';

const usage = 'caselens signatures check [路径...] | new [日志...] | promote ID CAS号 | stats';
const healthyFolder = path.join(import.meta.dirname, '../../../test/healthy');

export const signaturesCommand: CliCommand = {
  name: 'signatures',
  usage,
  async run(context) {
    const [action, ...paths] = context.args;
    if (action === 'check') {
      return check(context, paths);
    }
    if (action === 'new') {
      const file = await newSignature(context, paths);
      context.out(`已写入 ${path.relative('.', file)}（draft，只作为线索）。检查结果：`);
      return check(context, [file]);
    }
    if (action === 'promote') {
      const file = await promote(context, paths);
      context.out(`${path.relative('.', file)} 已改为 trusted。检查结果：`);
      return check(context, [file]);
    }
    if (action === 'stats') {
      return printStats(context);
    }
    throw new UsageError(`用法：${usage}`);
  },
};

async function check({ out, err }: CliContext, paths: readonly string[]): Promise<ExitCode> {
  let knowledge: Knowledge;
  let engine: Engine;
  let chosen: readonly Signature[];
  try {
    knowledge = await loadKnowledge();
    ({ engine, chosen } = await choose(knowledge, paths));
  } catch (error) {
    err(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
  const problems: Problem[] = [];
  for (const signature of chosen) {
    problems.push(
      ...checkWording(signature),
      ...checkLiterals(signature),
      ...(await checkExamples(signature, engine)),
      ...(await checkPatterns(signature)),
    );
  }
  problems.push(...[...knowledge.playbooks.values()].flatMap(checkPlaybookWording));
  const healthy = await healthyLogs();
  for (const file of healthy) {
    problems.push(
      ...(await checkHealthy(path.basename(file), uploadOfFile(path.basename(file), file), engine)),
    );
  }
  for (const { signature, message } of problems) {
    err(`${signature}：${message}\n`);
  }
  const examples = chosen.flatMap((one) => Object.values(one.examples)).flat().length;
  out(
    `已检查 ${chosen.length} 个特征、${examples} 个例子、${healthy.length} 份正常日志，发现 ${problems.length} 个问题。`,
  );
  return problems.length > 0 ? 1 : 0;
}

/** All that the product carries, or the given files as they would stand among them. */
async function choose(
  knowledge: Knowledge,
  paths: readonly string[],
): Promise<{ engine: Engine; chosen: readonly Signature[] }> {
  if (paths.length === 0) {
    return { engine: knowledge.engine, chosen: knowledge.engine.signatures };
  }
  const chosen = await Promise.all(paths.map(loadSignature));
  const ids = new Set(chosen.map(({ id }) => id));
  const others = knowledge.engine.signatures.filter(({ id }) => !ids.has(id));
  for (const signature of chosen) {
    checkSignature(signature, knowledge);
  }
  return { engine: compileEngine([...others, ...chosen], await loadNoise()), chosen };
}

async function healthyLogs(): Promise<string[]> {
  const names = await readdir(healthyFolder).catch(() => []);
  return names.sort().map((name) => path.join(healthyFolder, name));
}
