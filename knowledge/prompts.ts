import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { load } from 'js-yaml';
import { z } from 'zod';

/** One file of `prompts/`: what a language model is told before the data. */
export interface PromptText<Purpose extends string> {
  purpose: Purpose;
  /** Grows with every change of the text. */
  version: number;
  text: string;
}

const promptFolder = path.join(import.meta.dirname, 'prompts');

/** Throws with file, field and remedy in Chinese when one is missing, bad or of no known purpose. */
export async function loadPrompts<Purpose extends string>(
  purposes: readonly Purpose[],
  folder = promptFolder,
): Promise<Record<Purpose, PromptText<Purpose>>> {
  const entries = await readdir(folder).catch((error: unknown) => {
    throw new Error(`${folder} 读不到。提示词应在 knowledge/prompts/`, { cause: error });
  });
  const stray = entries.find(
    (entry) => entry.endsWith('.md') && !purposes.some((purpose) => entry === fileOf(purpose)),
  );
  if (stray !== undefined) {
    const known = purposes.map(fileOf).join('、');
    throw new Error(`${path.join(folder, stray)} 没有对应的用途。文件名只能是 ${known}`);
  }
  const prompts = await Promise.all(purposes.map((purpose) => loadPrompt(folder, purpose)));
  return Object.fromEntries(prompts.map((prompt) => [prompt.purpose, prompt])) as Record<
    Purpose,
    PromptText<Purpose>
  >;
}

function fileOf(purpose: string): string {
  return `${purpose}.md`;
}

async function loadPrompt<Purpose extends string>(
  folder: string,
  purpose: Purpose,
): Promise<PromptText<Purpose>> {
  const file = path.join(folder, fileOf(purpose));
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`${file} 读不到。每个用途都要有一个提示词文件，请补上`, { cause: error });
  });
  return withParts(parsePrompt(file, text.replace(lineEnds, '\n'), purpose), file, folder);
}

/** `{{rules}}` stands for what `parts/rules.md` says, which several prompts say alike. */
const partMark = /\{\{([a-z]{1,30})\}\}/gu;

async function withParts<Purpose extends string>(
  prompt: PromptText<Purpose>,
  file: string,
  folder: string,
): Promise<PromptText<Purpose>> {
  const parts = new Map<string, string>();
  for (const [, name = ''] of prompt.text.matchAll(partMark)) {
    const part = path.join(folder, 'parts', `${name}.md`);
    const said = await readFile(part, 'utf8').catch((error: unknown) => {
      throw new Error(`${file} 里的 {{${name}}} 要用 ${part}，读不到。请补上这个文件，或改正名字`, {
        cause: error,
      });
    });
    parts.set(name, said.replace(lineEnds, '\n').trim());
  }
  const text = prompt.text.replace(partMark, (_, name: string) => parts.get(name) ?? '');
  if (text.length > longest) {
    throw new Error(`${file} 连同各部分最多 ${longest} 个字，现在是 ${text.length} 个`);
  }
  return { ...prompt, text };
}

const lineEnds = /\r\n?/gu;
const frontMatter = /^\ufeff?---\n([\s\S]{0,2000}?)\n---\n([\s\S]*)$/u;
/** A server with a small window must take it beside 24,000 characters of data. */
const longest = 6000;

const FrontMatter = z.strictObject({
  version: z.int('版本是整数').positive('版本从 1 开始'),
  purpose: z.string('写明用途'),
});

function parsePrompt<Purpose extends string>(
  file: string,
  text: string,
  purpose: Purpose,
): PromptText<Purpose> {
  const [, head, body = ''] = frontMatter.exec(text) ?? [];
  if (head === undefined) {
    throw new Error(`${file} 开头缺少两行 --- 之间的 version 和 purpose，请补上`);
  }
  const result = FrontMatter.safeParse(parseHead(file, head));
  if (!result.success) {
    throw new Error(`${file} 开头有误，请改正以下字段：\n${z.prettifyError(result.error)}`);
  }
  if (result.data.purpose !== purpose) {
    throw new Error(`${file} 的 purpose 是 ${result.data.purpose}，应与文件名一致：${purpose}`);
  }
  const words = body.trim();
  if (words === '' || words.length > longest) {
    throw new Error(`${file} 的正文应为 1 到 ${longest} 个字，现在是 ${words.length} 个`);
  }
  return { purpose, version: result.data.version, text: words };
}

function parseHead(file: string, head: string): unknown {
  try {
    return load(head);
  } catch (error) {
    throw new Error(
      `${file} 开头不是有效的 YAML：${error instanceof Error ? error.message : error}`,
      {
        cause: error,
      },
    );
  }
}
