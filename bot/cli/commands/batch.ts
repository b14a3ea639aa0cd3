import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { AnswerDeps } from '../../../handlers/answer.ts';
import { diagnoseOnce } from '../../../handlers/diagnosing.ts';
import type { Asker } from '../../../handlers/inquiry.ts';
import { assembleAnswering } from '../../assemble.ts';
import type { CliCommand, CliContext, ExitCode } from '../command.ts';
import { interruptible } from '../interrupt.ts';
import { findUploads } from '../paths.ts';

const Request = z.object({
  id: z.union([z.string(), z.number()]),
  question: z.string().optional(),
  text: z.string().optional(),
  paths: z.array(z.string()).optional(),
});

type BatchDeps = Pick<AnswerDeps, 'knowledge' | 'library' | 'limits' | 'spoolFolder'>;

const operator: Asker = { face: 'cli', id: 'operator', role: 'operator' };

/** JSON Lines in, JSON Lines out in the same order; stores nothing. */
export const batchCommand: CliCommand = {
  name: 'batch',
  usage: 'caselens batch',
  run: (context) => interruptible((signal) => answerLines(context, signal)),
};

async function answerLines(
  { config, stdin, out }: CliContext,
  signal: AbortSignal,
): Promise<ExitCode> {
  const deps = await assembleAnswering(config);
  for await (const line of createInterface({
    input: Readable.from(stdin),
    crlfDelay: Infinity,
    signal,
  })) {
    if (line.trim() !== '') {
      out(JSON.stringify(await answerLine(line, deps, signal)));
    }
  }
  signal.throwIfAborted();
  await deps.store.close();
  return 0;
}

async function answerLine(line: string, deps: BatchDeps, signal: AbortSignal): Promise<unknown> {
  let id: string | number | null = null;
  try {
    const parsed: unknown = JSON.parse(line);
    id = idOf(parsed);
    const request = Request.parse(parsed);
    const found = await findUploads(request.paths ?? [], noInput());
    if (found.missing.length > 0) {
      return { id, error: `找不到或没有权限读取：${found.missing.join('、')}` };
    }
    const { text, question } = request;
    const diagnosis = await diagnoseOnce(
      {
        asker: operator,
        texts: text === undefined ? [] : [text],
        question,
        files: found.uploads,
        signal,
      },
      deps,
      () => undefined,
    );
    return { id, diagnosis };
  } catch (error) {
    signal.throwIfAborted();
    return { id, error: describeMistake(error) };
  }
}

function describeMistake(error: unknown): string {
  if (error instanceof SyntaxError) {
    return '这一行不是有效的 JSON';
  }
  return error instanceof z.ZodError
    ? '这一行缺少 id，或 question、text、paths 的类型不对'
    : '处理这一行时出错，请单独用 caselens diagnose 重试';
}

function idOf(parsed: unknown): string | number | null {
  const id = typeof parsed === 'object' && parsed !== null && 'id' in parsed ? parsed.id : null;
  return typeof id === 'string' || typeof id === 'number' ? id : null;
}

async function* noInput(): AsyncGenerator<Uint8Array> {}
