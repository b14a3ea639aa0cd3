import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { load } from 'js-yaml';
import { caseNumbersIn, findVisible } from '../../../handlers/cases/find.ts';
import type { Speaking } from '../../../handlers/command.ts';
import type { Drafted } from '../../../handlers/model/build-draft.ts';
import { draftSignature } from '../../../handlers/model/draft-signature.ts';
import { findCandidates } from '../../../knowledge/authoring/candidates.ts';
import { fileOfDraft } from '../../../knowledge/authoring/draft.ts';
import type { Case } from '../../../knowledge/cases/case.ts';
import { checkExamples } from '../../../knowledge/check/check-signature.ts';
import { checkSignature, type Knowledge } from '../../../knowledge/knowledge.ts';
import { compileEngine } from '../../../knowledge/match/compile.ts';
import { loadNoise, signatureFolder } from '../../../knowledge/signatures/load.ts';
import { Signature } from '../../../knowledge/signatures/signature.ts';
import { wallDay } from '../../../knowledge/wall-time.ts';
import { type CliContext, type ExitCode, UsageError } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { findUploads } from '../paths.ts';
import { atDesk } from './case-desk.ts';
import { sayMissing } from './case-list.ts';
import { noReply, requireModel } from './model-words.ts';
import { checkHealthyLogs, checkSignatures } from './signature-check.ts';

const usage = 'caselens signatures draft CAS号 [--from 日志] [--id ID] [--class 原因类别]';

/** Writes the file of a draft that a model made of a closed case; one that does not pass every check is only printed. */
export function draftFromCase(
  context: CliContext,
  args: readonly string[],
  folder = signatureFolder,
): Promise<ExitCode> {
  const options = parseOptions(args);
  return interruptible((signal) =>
    atDesk(context, async (speaking) => {
      const model = requireModel(speaking.model, context.config);
      const one = await findVisible(options.number, speaking);
      if (!one) {
        context.err(sayMissing(options.number));
        return 3;
      }
      if (one.status !== 'archived') {
        throw new UsageError(`${one.case} 还没有归档，结论可能会变，不能据此起草特征。`);
      }
      const request = await requestFor(one, options, folder, context, speaking);
      const drafted = await draftSignature(request, speaking.knowledge, model, signal);
      if (!drafted) {
        context.err(
          `没有草稿，没有写文件：${noReply}。可以稍后重试，或用 signatures new 手工起草。\n`,
        );
        return 1;
      }
      return finish(drafted, { ...request, folder }, context, speaking.knowledge);
    }),
  );
}

type Options = ReturnType<typeof parseOptions>;

async function requestFor(
  one: Case,
  options: Options,
  folder: string,
  context: CliContext,
  { knowledge, desk, limits, spoolFolder, asker, now }: Speaking,
) {
  const causeClass = options.class ?? one.findings.flatMap((finding) => finding.causeClasses)[0];
  if (causeClass === undefined || !knowledge.causeClasses.has(causeClass)) {
    throw new UsageError(
      `${one.case} 没有记下原因类别。请用 --class 指定 cause-classes.tsv 里的一个。`,
    );
  }
  const id = options.id ?? `${causeClass}-${one.case.slice(4, 9)}`;
  const group = knowledge.causeClasses.get(causeClass)?.group ?? '';
  if (knowledge.engine.byId.has(id) || existsSync(fileOfDraft(folder, group, id))) {
    throw new UsageError(`已经有名为 ${id} 的特征，不会覆盖。请用 --id 另起一个。`);
  }
  const found = await findUploads(options.from, context.stdin);
  if (found.missing.length > 0) {
    throw new UsageError(`读不到 ${found.missing.join('、')}。请核对路径。`);
  }
  const candidates = await findCandidates({ uploads: found.uploads, limits, spoolFolder });
  const lines = candidates.flatMap(({ raws }) => raws);
  if (lines.length + one.logs.length === 0) {
    throw new UsageError(`${one.case} 里没有日志行。请用 --from 给出证明它的日志。`);
  }
  const today = wallDay(now());
  return { one, lines, id, causeClass, today, asker, unsaid: desk.staff.map(({ name }) => name) };
}

interface Place {
  id: string;
  causeClass: string;
  folder: string;
}

async function finish(
  { text, problems }: Drafted,
  { id, causeClass, folder }: Place,
  { out, err }: CliContext,
  knowledge: Knowledge,
): Promise<ExitCode> {
  const all = [...problems, ...(text === undefined ? [] : await check(text, knowledge))];
  if (text !== undefined && all.length === 0) {
    const file = fileOfDraft(folder, knowledge.causeClasses.get(causeClass)?.group ?? '', id);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text, { flag: 'wx' });
    out(`已写入 ${path.relative('.', file)}（draft，AI 起草，未经审阅，只作为线索）。`);
    return 0;
  }
  if (text !== undefined) {
    out(text.trimEnd());
  }
  for (const problem of all) {
    err(`${problem}\n`);
  }
  err('草稿没有通过检查，没有写文件。\n');
  return 1;
}

/** As it will stand among the others: as a draft, and, so that near misses count, as if it were trusted. */
async function check(text: string, knowledge: Knowledge): Promise<string[]> {
  try {
    const draft = Signature.parse(load(text));
    checkSignature(draft, knowledge);
    const noise = await loadNoise();
    const among = (one: Signature) => compileEngine([...knowledge.engine.signatures, one], noise);
    const strict = strictly(draft);
    const engine = among(strict);
    const misses = await checkExamples({ ...strict, examples: onlyMisses(draft) }, engine);
    const healthy = await checkHealthyLogs(engine);
    const problems = [
      ...(await checkSignatures([draft], among(draft))),
      ...misses.filter(({ message }) => message.startsWith('examples.ignores')),
      ...healthy.problems.filter(({ signature }) => signature === draft.id),
    ];
    return problems.map(({ message }) => message);
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function strictly(draft: Signature): Signature {
  const conditions = [...(draft.when.likely ?? []), ...(draft.when.clue ?? [])];
  return { ...draft, status: 'trusted', when: { likely: conditions } };
}

function onlyMisses({ examples }: Signature): Signature['examples'] {
  return { identified: [], likely: [], clue: [], ignores: examples.ignores };
}

function parseOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        from: { type: 'string', multiple: true, default: [] },
        id: { type: 'string' },
        class: { type: 'string' },
      },
    });
    const [number] = caseNumbersIn(positionals[0] ?? '');
    if (!number || positionals.length > 1) {
      throw new UsageError();
    }
    return { ...values, number };
  } catch {
    throw new UsageError(`请给出案例号。\n用法：${usage}`);
  }
}
