import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { assembleAnswering } from '../bot/assemble.ts';
import { loadConfig } from '../bot/config.ts';
import type { AnswerDeps } from '../handlers/answer.ts';
import { diagnoseOnce } from '../handlers/diagnosing.ts';
import type { Cause, Diagnosis } from '../knowledge/diagnosis.ts';

/**
 * `npm run score -- DIR [--misses]`: measures the product on a folder of labelled data. DIR holds
 * incidents.jsonl, negatives.jsonl and retrieval-queries.jsonl; any of them may be missing.
 */
interface Incident {
  id: string;
  log_lines: string[] | string;
  question: string;
  cause_class: string;
  cause_group: string;
  accept?: string[];
  undecidable?: boolean;
}

interface Negative {
  id: string;
  log_lines?: string[] | string;
  text?: string;
  question?: string;
}

interface Query {
  id: string;
  kind: string;
  query: string;
  relevant: Record<string, number>;
}

const share = (part: number, whole: number) =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 1000;
const joined = (lines: string[] | string | undefined) =>
  Array.isArray(lines) ? lines.join('\n') : (lines ?? '');
const squeeze = (text: string) => text.replace(/\s+/gu, ' ').trim();

async function readRows<Row>(folder: string, name: string): Promise<Row[]> {
  const text = await readFile(path.join(folder, name), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Row);
}

/** Only identified and likely answers count as said. */
function said(diagnosis: Diagnosis): Cause | undefined {
  return diagnosis.verdict === 'identified' || diagnosis.verdict === 'likely'
    ? diagnosis.causes[0]
    : undefined;
}

function isProven(cause: Cause, sent: string): boolean {
  return (
    cause.evidence.length > 0 &&
    cause.evidence.every(
      ({ text }) => squeeze(text).length >= 8 && squeeze(sent).includes(squeeze(text)),
    )
  );
}

type Ask = (text: string | undefined, question: string | undefined) => Promise<Diagnosis>;

async function scoreIncidents(
  rows: readonly Incident[],
  withQuestion: boolean,
  ask: Ask,
  deps: AnswerDeps,
) {
  const sum = {
    top1: 0,
    clueTop1: 0,
    wrongCause: 0,
    wrongClass: 0,
    silent: 0,
    named: 0,
    proven: 0,
  };
  const misses: unknown[] = [];
  for (const row of rows) {
    const sent = joined(row.log_lines);
    const diagnosis = await ask(sent, withQuestion ? row.question : undefined);
    const cause = said(diagnosis);
    const [first] = diagnosis.causes;
    const right = [row.cause_class, ...(row.accept ?? [])];
    const hit = right.includes(cause?.causeClass ?? '');
    const group = deps.knowledge.causeClasses.get(cause?.causeClass ?? '')?.group;
    sum.wrongCause += Number(cause !== undefined && !hit && group !== row.cause_group);
    sum.wrongClass += Number(cause !== undefined && !hit && group === row.cause_group);
    sum.named += Number(cause !== undefined);
    sum.proven += Number(cause !== undefined && isProven(cause, sent));
    if (row.undecidable) {
      continue;
    }
    sum.top1 += Number(hit);
    sum.clueTop1 += Number(!hit && right.includes(first?.causeClass ?? ''));
    sum.silent += Number(first === undefined);
    if (!hit) {
      misses.push({
        id: row.id,
        want: row.cause_class,
        got: first?.signature ?? null,
        verdict: diagnosis.verdict,
      });
    }
  }
  const decidable = rows.filter((row) => !row.undecidable).length;
  return {
    n: decidable,
    top1: share(sum.top1, decidable),
    clueTop1: share(sum.clueTop1, decidable),
    wrongCause: share(sum.wrongCause, rows.length),
    wrongClass: share(sum.wrongClass, rows.length),
    silent: share(sum.silent, decidable),
    proven: share(sum.proven, sum.named),
    misses,
  };
}

async function scoreNegatives(rows: readonly Negative[], ask: Ask) {
  const misses: unknown[] = [];
  for (const row of rows) {
    const cause = said(await ask(joined(row.log_lines ?? row.text ?? row.question), undefined));
    if (cause) {
      misses.push({ id: row.id, got: cause.signature });
    }
  }
  return { n: rows.length, falseCause: share(misses.length, rows.length), misses };
}

async function scoreQueries(rows: readonly Query[], ask: Ask) {
  const sum = { recall: 0, wanted: 0, none: 0, silent: 0 };
  const misses: unknown[] = [];
  for (const row of rows) {
    const paste = row.kind === 'paste';
    const diagnosis = await ask(paste ? row.query : undefined, paste ? undefined : row.query);
    const found = diagnosis.similarCases.map((similar) => similar.case);
    const best = Object.keys(row.relevant).filter((number) => row.relevant[number] === 2);
    if (Object.keys(row.relevant).length === 0) {
      sum.none += 1;
      sum.silent += Number(found.length === 0);
      if (found.length > 0) {
        misses.push({ id: row.id, want: [], got: found });
      }
      continue;
    }
    const hit = best.filter((number) => found.includes(number)).length;
    const most = Math.min(3, best.length);
    sum.wanted += Number(best.length > 0);
    sum.recall += most === 0 ? 0 : hit / most;
    if (hit < most) {
      misses.push({ id: row.id, want: best, got: found });
    }
  }
  return {
    n: rows.length,
    recallAt3: share(sum.recall, sum.wanted),
    silentWhenNone: share(sum.silent, sum.none),
    misses,
  };
}

async function main(args: readonly string[]): Promise<number> {
  const folder = args.find((one) => !one.startsWith('--'));
  if (!folder) {
    process.stderr.write('usage: npm run score -- DIR [--misses]\n');
    return 2;
  }
  const deps = await assembleAnswering(await loadConfig());
  const ask: Ask = (text, question) =>
    diagnoseOnce(
      {
        asker: { face: 'bench', id: 'bench', role: 'operator' },
        texts: text === undefined ? [] : [text],
        question,
        files: [],
      },
      deps,
      () => undefined,
    );
  const incidents = await readRows<Incident>(folder, 'incidents.jsonl');
  const report = {
    log: await scoreIncidents(incidents, false, ask, deps),
    ask: await scoreIncidents(incidents, true, ask, deps),
    negatives: await scoreNegatives(await readRows<Negative>(folder, 'negatives.jsonl'), ask),
    retrieval: await scoreQueries(await readRows<Query>(folder, 'retrieval-queries.jsonl'), ask),
  };
  await deps.store.close();
  for (const [name, { misses, ...figures }] of Object.entries(report)) {
    process.stdout.write(`${name.padEnd(10)} ${JSON.stringify(figures)}\n`);
    for (const miss of args.includes('--misses') ? misses : []) {
      process.stdout.write(`    ${JSON.stringify(miss)}\n`);
    }
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
