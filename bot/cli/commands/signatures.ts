import path from 'node:path';
import { checkPlaybookWording } from '../../../knowledge/check/wording.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { checkSignature, loadKnowledge } from '../../../knowledge/knowledge.ts';
import { compileEngine, type Engine } from '../../../knowledge/match/compile.ts';
import { loadNoise, loadSignature } from '../../../knowledge/signatures/load.ts';
import type { Signature } from '../../../knowledge/signatures/signature.ts';
import { type CliCommand, type CliContext, type ExitCode, UsageError } from '../command.ts';
import { checkHealthyLogs, checkSignatures } from './signature-check.ts';
import { draftFromCase } from './signature-draft.ts';
import { newSignature } from './signature-new.ts';
import { promote } from './signature-promote.ts';
import { printStats } from './signature-stats.ts';

const usage = `caselens signatures check [路径...] | new [日志...] | promote ID CAS号 | stats
  caselens signatures draft CAS号 [--from 日志] [--id ID] [--class 原因类别]`;

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
    if (action === 'draft') {
      return draftFromCase(context, paths);
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
  const healthy = await checkHealthyLogs(engine);
  const problems = [
    ...(await checkSignatures(chosen, engine)),
    ...[...knowledge.playbooks.values()].flatMap(checkPlaybookWording),
    ...healthy.problems,
  ];
  for (const { signature, message } of problems) {
    err(`${signature}：${message}\n`);
  }
  const examples = chosen.flatMap((one) => Object.values(one.examples)).flat().length;
  out(
    `已检查 ${chosen.length} 个特征、${examples} 个例子、${healthy.logs} 份正常日志，发现 ${problems.length} 个问题。`,
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
  const chosen = await Promise.all(paths.map((file) => loadSignature(file)));
  const ids = new Set(chosen.map(({ id }) => id));
  const others = knowledge.engine.signatures.filter(({ id }) => !ids.has(id));
  for (const signature of chosen) {
    checkSignature(signature, knowledge);
  }
  return { engine: compileEngine([...others, ...chosen], await loadNoise()), chosen };
}
