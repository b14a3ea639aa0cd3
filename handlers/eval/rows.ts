import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const Text = z.union([z.string(), z.array(z.string())]);

/** A failure whose cause is known. */
export const Incident = z.object({
  id: z.string(),
  log_lines: Text,
  question: z.string().default(''),
  /** A class of cause-classes.tsv; `accept` are others that are right as well. */
  cause_class: z.string(),
  cause_group: z.string(),
  accept: z.array(z.string()).default([]),
  /** The lines do not hold the cause. */
  undecidable: z.unknown().optional(),
});
export type Incident = z.infer<typeof Incident>;

/** Nothing of which a cause may be named. */
export const Negative = z.object({
  id: z.string(),
  log_lines: Text.optional(),
  text: z.string().optional(),
  question: z.string().optional(),
});
export type Negative = z.infer<typeof Negative>;

export const Query = z.object({
  id: z.string(),
  kind: z.string(),
  query: z.string(),
  /** 2 the same problem, 1 a related one; empty when no case fits. */
  relevant: z.record(z.string(), z.number()).default({}),
});
export type Query = z.infer<typeof Query>;

export interface Labelled {
  incidents: Incident[];
  negatives: Negative[];
  queries: Query[];
}

const files = {
  incidents: 'incidents.jsonl',
  negatives: 'negatives.jsonl',
  queries: 'retrieval-queries.jsonl',
} as const;

/** Any of the files may be missing, but not all. Throws with file, line and remedy in Chinese. */
export async function readLabelled(folder: string): Promise<Labelled> {
  const labelled = {
    incidents: await readRows(folder, files.incidents, Incident),
    negatives: await readRows(folder, files.negatives, Negative),
    queries: await readRows(folder, files.queries, Query),
  };
  if (Object.values(labelled).every((rows) => rows.length === 0)) {
    throw new Error(
      `${folder} 里没有标注数据。需要 ${Object.values(files).join('、')} 中的至少一个。`,
    );
  }
  return labelled;
}

async function readRows<Row>(folder: string, name: string, row: z.ZodType<Row>): Promise<Row[]> {
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') {
      return [];
    }
    const parsed = row.safeParse(parseJson(line));
    if (!parsed.success) {
      throw new Error(`${name} 第 ${index + 1} 行有误，请改正：\n${z.prettifyError(parsed.error)}`);
    }
    return [parsed.data];
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

export function joined(text: string | readonly string[] | undefined): string {
  return typeof text === 'string' ? text : (text ?? []).join('\n');
}

/** The cases of the same problem. */
export function bestOf({ relevant }: Query): string[] {
  return Object.keys(relevant).filter((number) => relevant[number] === 2);
}
