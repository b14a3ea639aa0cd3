import { assembleAnswering } from '../bot/assemble.ts';
import { loadConfig } from '../bot/config.ts';
import { diagnoseOnce } from '../handlers/diagnosing.ts';
import { readLabelled } from '../handlers/eval/rows.ts';
import { scoreAnswers } from '../handlers/eval/score.ts';

/**
 * `npm run score -- DIR [--misses]`: measures the product on a folder of labelled data. DIR holds
 * incidents.jsonl, negatives.jsonl and retrieval-queries.jsonl; any of them may be missing.
 */
async function main(args: readonly string[]): Promise<number> {
  const folder = args.find((one) => !one.startsWith('--'));
  if (!folder) {
    process.stderr.write('usage: npm run score -- DIR [--misses]\n');
    return 2;
  }
  const deps = await assembleAnswering(await loadConfig());
  const asker = { face: 'bench', id: 'bench', role: 'operator' } as const;
  const score = await scoreAnswers(
    await readLabelled(folder),
    (text, question) =>
      diagnoseOnce(
        { asker, texts: text === undefined ? [] : [text], question, files: [] },
        deps,
        () => undefined,
      ),
    deps.knowledge.causeClasses,
  );
  await deps.store.close();
  for (const [name, { misses, ...figures }] of Object.entries(score)) {
    process.stdout.write(`${name.padEnd(10)} ${JSON.stringify(figures)}\n`);
    for (const miss of args.includes('--misses') ? misses : []) {
      process.stdout.write(`    ${JSON.stringify(miss)}\n`);
    }
  }
  return 0;
}

process.exitCode = await main(process.argv.slice(2));
