import { doubtOf } from '../../../knowledge/authoring/confirm.ts';
import type { Case } from '../../../knowledge/cases/case.ts';
import type { Signature } from '../../../knowledge/signatures/signature.ts';
import type { SignatureCount } from '../../../knowledge/store/store.ts';
import { assembleAnswering } from '../../assemble.ts';
import type { CliContext, ExitCode } from '../command.ts';

/** What the signatures cover, and how those that spoke have fared. */
export async function printStats({ config, out }: CliContext): Promise<ExitCode> {
  const { knowledge, store } = await assembleAnswering(config);
  const { engine, causeClasses } = knowledge;
  const counts = await store.countSignatures();
  const cases = byNumber([...knowledge.builtinCases, ...(await store.listCases())]);
  await store.close();
  const byStatus = Map.groupBy(engine.byId.values(), ({ status }) => status);
  const covered = new Set(engine.signatures.map(({ causeClass }) => causeClass));
  out(
    `特征 ${engine.byId.size} 个：${[...byStatus].map(([status, list]) => `${status} ${list.length}`).join('，')}`,
  );
  out(`模式 ${engine.patterns.length} 个`);
  out(`原因类别 ${causeClasses.size} 个，已有特征 ${covered.size} 个`);
  if (counts.length === 0) {
    out('还没有回答过提问，没有命中和反馈可列。');
    return 0;
  }
  out('\n命中  有用  没用  已确认案例  状态      特征');
  for (const count of counts) {
    out(describeCount(count, engine.byId.get(count.signature), cases));
  }
  return 0;
}

function describeCount(
  { signature, hits, helpful, wrong }: SignatureCount,
  known: Signature | undefined,
  cases: readonly Case[],
): string {
  const confirmed = cases.filter((one) => !doubtOf(one, signature, known)).length;
  const cells = [
    String(hits).padStart(4),
    String(helpful).padStart(4),
    String(wrong).padStart(4),
    String(confirmed).padStart(10),
    (known?.status ?? '已删除').padEnd(8),
    signature,
  ];
  return cells.join('  ');
}

/** What the store knows of a built-in case counts instead of it. */
function byNumber(cases: readonly Case[]): Case[] {
  return [...new Map(cases.map((one) => [one.case, one])).values()];
}
