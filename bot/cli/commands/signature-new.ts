import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Candidate, findCandidates } from '../../../knowledge/authoring/candidates.ts';
import { type DraftAnswers, fileOfDraft, writeDraft } from '../../../knowledge/authoring/draft.ts';
import { proposePattern } from '../../../knowledge/authoring/propose.ts';
import { type ReadLimits, uploadOfText } from '../../../knowledge/input/read.ts';
import type { Upload } from '../../../knowledge/input/upload.ts';
import { investigate } from '../../../knowledge/investigate.ts';
import type { Knowledge } from '../../../knowledge/knowledge.ts';
import { loadKnowledge } from '../../../knowledge/knowledge.ts';
import { literalsOf } from '../../../knowledge/match/literals.ts';
import { signatureFolder } from '../../../knowledge/signatures/load.ts';
import { type CliContext, UsageError } from '../command.ts';
import { Dialogue } from '../dialogue.ts';
import { findUploads } from '../paths.ts';

const spoolFolder = 'data/tmp';

/** Asks for what a signature needs, proposes its patterns from a log, and writes the file: where it was written. */
export async function newSignature(
  context: CliContext,
  paths: readonly string[],
  folder = signatureFolder,
): Promise<string> {
  const knowledge = await loadKnowledge();
  const dialogue = new Dialogue(context.stdin, context.err);
  const limits = context.config.limits;
  const uploads = await uploadsFor(paths, dialogue, context);
  await tellWhatIsNamed(uploads, limits, knowledge, context);
  const candidates = await findCandidates({ uploads, limits, spoolFolder });
  const answers = await askAll(dialogue, candidates, knowledge, context);
  const text = writeDraft(answers);
  const group = knowledge.causeClasses.get(answers.causeClass)?.group ?? 'unknown';
  const file = fileOfDraft(folder, group, answers.id);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' });
  return file;
}

async function uploadsFor(
  paths: readonly string[],
  dialogue: Dialogue,
  { stdin }: CliContext,
): Promise<Upload[]> {
  if (paths.length > 0) {
    const { uploads, missing } = await findUploads(paths, stdin);
    if (missing.length > 0) {
      throw new UsageError(`读不到 ${missing.join('、')}。请核对路径。`);
    }
    return uploads;
  }
  const lines = await dialogue.askLines('粘贴失败的日志行', 1);
  return [uploadOfText('粘贴文本', lines.join('\n'))];
}

async function tellWhatIsNamed(
  uploads: readonly Upload[],
  limits: ReadLimits,
  { engine }: Knowledge,
  { err }: CliContext,
): Promise<void> {
  const { ranked } = await investigate({ uploads, limits, spoolFolder }, engine);
  const named = ranked.map(
    ({ cause }) => `  ${cause.certainty} ${cause.signature}：${cause.title}`,
  );
  err(
    named.length > 0
      ? `现有特征已经这样回答，先确认不是同一个原因：\n${named.join('\n')}\n`
      : '现有特征都没有命中。\n',
  );
}

async function askAll(
  dialogue: Dialogue,
  candidates: readonly Candidate[],
  knowledge: Knowledge,
  context: CliContext,
): Promise<DraftAnswers> {
  const { chosen, patterns } = await askPatterns(dialogue, candidates, context);
  const { engine, causeClasses, playbooks } = knowledge;
  const id = await dialogue.ask(
    'id（小写英文和连字符，说出原因，如 wsus-content-missing）',
    (text) => idMistake(text, knowledge),
  );
  return {
    id,
    title: await dialogue.ask('标题（一句话，只写日志证实的，不加句号）', needed),
    causeClass: await dialogue.ask('原因类别（cause-classes.tsv 第一列）', (text) =>
      causeClasses.has(text)
        ? undefined
        : `没有这个类别。相近的：${near(text, causeClasses.keys())}`,
    ),
    certainty: (await dialogue.ask(
      '把握 identified / likely / clue（拿不准选低的）',
      (text) =>
        ['identified', 'likely', 'clue'].includes(text) ? undefined : '只能是这三个之一。',
      'likely',
    )) as DraftAnswers['certainty'],
    explanation: await dialogue.ask(
      '说明（两三句中文，日志写明了什么，意味着什么，以句号结尾）',
      needed,
    ),
    formats: [...new Set(chosen.map(({ format }) => format))],
    patterns,
    playbooks: await askList(
      dialogue,
      '步骤集（knowledge/playbooks 里的名字，空格分开）',
      playbooks,
      1,
    ),
    explains: await askList(
      dialogue,
      '盖过哪些更笼统的特征（id，空格分开，可以空着）',
      engine.byId,
      0,
    ),
    cases: words(await dialogue.ask('相关案例号（空格分开，可以空着）')),
    sources: await dialogue.askLines('来源：案例号或网址，一行一个', 1),
    examples: [chosen.flatMap(({ raws }) => raws).join('\n')],
    nearMisses: [(await dialogue.askLines('反例：很像、却是别的原因的日志行', 1)).join('\n')],
    today: new Date().toISOString().slice(0, 10),
  };
}

async function askPatterns(
  dialogue: Dialogue,
  candidates: readonly Candidate[],
  { err }: CliContext,
): Promise<{ chosen: Candidate[]; patterns: string[] }> {
  if (candidates.length === 0) {
    throw new UsageError(
      '这些日志里没有看上去像失败的行。请换一份日志，或直接照 docs/adding-a-signature.md 写文件。',
    );
  }
  candidates.forEach(({ input, line, text }, index) => {
    err(`${index + 1}. ${input}:${line} ${text.split('\n')[0]?.slice(0, 160)}\n`);
  });
  const answer = await dialogue.ask('哪几行说明了原因？（编号，空格分开）', (text) =>
    words(text).length > 0 && words(text).every((one) => candidates[Number(one) - 1])
      ? undefined
      : '请写上面列出的编号。',
  );
  const chosen = words(answer).flatMap((one) => candidates[Number(one) - 1] ?? []);
  const patterns: string[] = [];
  for (const { text } of chosen) {
    const proposal = proposePattern(text);
    patterns.push(
      await dialogue.ask('模式（会变的部分已放开，可以改）', patternMistake, proposal?.pattern),
    );
  }
  return { chosen, patterns };
}

function patternMistake(pattern: string): string | undefined {
  try {
    return literalsOf(pattern) ? undefined : '没有 8 个字节以上的固定文字，请写入更长的词句。';
  } catch (error) {
    return `正则表达式有误：${error instanceof Error ? error.message : String(error)}`;
  }
}

const idShape = /^[a-z0-9]+(?:-[a-z0-9]+)*$/u;

function idMistake(id: string, { engine, causeClasses }: Knowledge): string | undefined {
  if (!idShape.test(id)) {
    return '只能用小写字母、数字和连字符。';
  }
  const groups = new Set([...causeClasses.values()].map(({ group }) => group));
  const exists = [...groups].some((group) => existsSync(fileOfDraft(signatureFolder, group, id)));
  return engine.byId.has(id) || exists ? '已经有这个 id，请换一个，或去改那个文件。' : undefined;
}

async function askList(
  dialogue: Dialogue,
  question: string,
  known: ReadonlyMap<string, unknown>,
  least: number,
): Promise<string[]> {
  const answer = await dialogue.ask(question, (text) => {
    const strange = words(text).filter((one) => !known.has(one));
    if (strange.length > 0) {
      return `没有 ${strange.join('、')}。相近的：${near(strange[0] ?? '', known.keys())}`;
    }
    return words(text).length < least
      ? `至少写 ${least} 个。可用：${[...known.keys()].join(' ')}`
      : undefined;
  });
  return words(answer);
}

function needed(text: string): string | undefined {
  return text === '' ? '不能为空。' : undefined;
}

const blanks = /[\s,，、]+/u;

function words(text: string): string[] {
  return text.split(blanks).filter(Boolean);
}

const mostNear = 8;

/** Names that share a word with what was typed. */
function near(typed: string, names: Iterable<string>): string {
  const parts = typed.split('-').filter((part) => part.length > 2);
  const all = [...names];
  const alike = all.filter((one) => parts.some((part) => one.includes(part)));
  return (alike.length > 0 ? alike : all).slice(0, mostNear).join(' ');
}
