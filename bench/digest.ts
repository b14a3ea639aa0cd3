import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { assembleAnswering } from '../bot/assemble.ts';
import { createDrawChart } from '../bot/chart.ts';
import { loadConfig } from '../bot/config.ts';
import { commands, findCommand } from '../handlers/commands.ts';
import { composeDigest } from '../handlers/digest.ts';
import type { Asker } from '../handlers/inquiry.ts';
import { Case, type CaseStatus } from '../knowledge/cases/case.ts';
import { createCaseLibrary } from '../knowledge/search/cases.ts';
import type { StoredInquiry } from '../knowledge/store/store.ts';
import { addDays } from '../knowledge/wall-time.ts';

/**
 * `node_modules/.bin/node bench/digest.ts [CASES]`: how long the daily summary and 未结案例 take, default over
 * 10,000 cases, a tenth of them open, and 2,000 questions of the last week.
 */
const count = Number(process.argv[2] ?? 10_000);
const questions = 2000;
const runs = 5;
const today = '2026-03-03';
const now = Date.parse(`${today}T09:00:00+08:00`);
const asker: Asker = { face: 'bench', id: 'bench', role: 'operator' };
const branches = [
  '湖北分行',
  '苏州分行',
  '天津分行',
  '山西分行',
  '江西分行',
  '深圳分行',
  '北京分行',
];
const waiting: readonly CaseStatus[] = ['open', 'waiting-customer', 'waiting-vendor'];

function caseAt(index: number, signatures: readonly string[]): Case {
  const isOpen = index % 10 === 0;
  const opened = addDays(today, -(isOpen ? index % 60 : (index % 900) + 3));
  const status = isOpen ? (waiting[(index / 10) % 3] ?? 'open') : 'archived';
  const since = isOpen ? addDays(opened, Math.min(2, index % 60)) : addDays(opened, 3);
  return Case.parse({
    case: `CAS-${String(index).padStart(5, '0')}-A1B2C3`,
    title: `${branches[index % 7]}补丁安装失败`,
    severity: (['P1', 'P2', 'P3', 'P4'] as const)[index % 4],
    customer: '工商银行',
    branch: branches[index % 7],
    status,
    statuses: [
      { status: 'open', since: opened },
      { status, since },
    ],
    opened,
    updated: since,
    closed: isOpen ? null : since,
    symptom: '安装累积更新失败，重启后回退。',
    findings: [],
    resolution: '',
    verified: false,
    timeline: [{ at: `${opened}T09:00:00`, by: 'customer', what: '报告问题。' }],
    features: {},
    signatures: [signatures[index % signatures.length]],
    source: 'crm',
  });
}

function questionAt(index: number, signatures: readonly string[]): StoredInquiry {
  const verdict = index % 4 === 0 ? 'unknown' : 'identified';
  const causes = [{ signature: signatures[index % 9], certainty: 'identified', title: '原因' }];
  return {
    id: `q${index}`,
    face: 'bench',
    conversation: `c${index}`,
    asker: 'bench',
    customer: '工商银行',
    branch: branches[index % 7],
    at: now - (index % 7) * 24 * 60 * 60_000 - 1000,
    question: '补丁安装失败',
    sent: [],
    diagnosis: { verdict, causes } as unknown as StoredInquiry['diagnosis'],
    reply: '{}',
  };
}

async function measure(what: string, run: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  await run();
  for (let index = 0; index < runs; index += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  times.sort((left, right) => left - right);
  const median = times[Math.floor(runs / 2)] ?? 0;
  process.stdout.write(`${what}: ${median.toFixed(1)} ms median of ${runs}\n`);
}

const folder = await mkdtemp(path.join(tmpdir(), 'caselens-bench-'));
const assembled = await assembleAnswering(await loadConfig({ CASELENS_DATA: folder }));
const { knowledge, store } = assembled;
try {
  const signatures = knowledge.engine.signatures.map(({ id }) => id);
  const cases = Array.from({ length: count }, (_, index) => caseAt(index, signatures));
  for (let index = 0; index < questions; index += 1) {
    await store.saveInquiry(questionAt(index, signatures));
  }
  // In memory as after the start; how long that takes is another matter.
  const library = createCaseLibrary([...knowledge.builtinCases, ...cases], store);
  const deps = { ...assembled, library, now: () => now };
  const request = { date: today, scope: asker, previous: undefined };
  await measure(`日报, ${count} cases`, () =>
    composeDigest(request, {
      ...deps,
      drawChart: async () => ({ name: '', mediaType: '', bytes: new Uint8Array() }),
    }),
  );
  await measure('日报 with its picture', () =>
    composeDigest(request, { ...deps, drawChart: createDrawChart() }),
  );
  const called = findCommand('未结案例');
  if (called) {
    const context = { ...deps, asker, conversation: 'bench', text: '', commands };
    await measure(`未结案例, ${count} cases`, () => called.command.run(context));
  }
} finally {
  await store.close();
  await rm(folder, { recursive: true, force: true });
}
