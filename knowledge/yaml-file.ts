import { isUtf8 } from 'node:buffer';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadAll } from 'js-yaml';
import { z } from 'zod';

// Whoever writes a signature reads the message.
z.config(z.locales.zhCN());

/** Reads one of our own YAML files; throws with file, field and what is wrong. */
export async function loadYamlFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const text = await readText(file);
  const result = schema.safeParse(parseYaml(file, text));
  if (!result.success) {
    throw new Error(`${file} 内容有误，请改正以下字段：\n${z.prettifyError(result.error)}`);
  }
  return closeUp(result.data) as z.infer<Schema>;
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Error(`${file} 读不到。请核对路径；要给出文件，不是文件夹`, { cause: error });
  });
  if (!isUtf8(bytes)) {
    throw new Error(`${file} 不是 UTF-8 编码。请用编辑器另存为 UTF-8`);
  }
  return bytes.toString('utf8');
}

const foldedBlank =
  /(?<=[\u2e80-\u9fff\uff00-\uffef]) (?=[\u2e80-\u9fff\uff00-\uffef“‘（])|(?<=[。，；：、！？）]) (?=\S)/gu;

/** Patterns, and lines of logs: every blank in them counts. */
const asWritten: ReadonlySet<string> = new Set(['find', 'pattern', 'examples', 'logs']);

/** A folded text joins its lines with a blank, which Chinese does not have. */
function closeUp(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replace(foldedBlank, '').trimEnd();
  }
  if (Array.isArray(value)) {
    return value.map(closeUp);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, asWritten.has(key) ? one : closeUp(one)]),
    );
  }
  return value;
}

/** Every `.yaml` below a folder, in the order of their paths. */
export async function listYamlFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true });
  return entries
    .filter((entry) => entry.endsWith('.yaml'))
    .sort()
    .map((entry) => path.join(folder, entry));
}

/** `undefined` for a text without any. Throws on bad YAML, and on more than one. */
export function oneDocument(text: string): unknown {
  const [document, ...more] = loadAll(text);
  if (more.length > 0) {
    throw new Error('只能有一份内容，请删去 --- 分隔行');
  }
  return document;
}

function parseYaml(file: string, text: string): unknown {
  try {
    return oneDocument(text);
  } catch (error) {
    throw new Error(`${file} 不是有效的 YAML：${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
