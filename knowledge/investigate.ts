import { redactName } from './cases/redact-name.ts';
import { findGaps, type Gap, isFile } from './coverage/gaps.ts';
import type { InputReport } from './diagnosis.ts';
import { pictureFormat } from './format.ts';
import { openFormats } from './formats.ts';
import type { ReadProgress } from './input/meter.ts';
import { LostThread } from './input/parallel/deliver.ts';
import { type Readers, readersOf } from './input/parallel/readers.ts';
import { type ReadLimits, readInputs } from './input/read.ts';
import { scanBytes } from './input/scan-bytes.ts';
import type { Upload } from './input/upload.ts';
import { type Collected, Collector } from './match/collector.ts';
import type { Engine } from './match/compile.ts';
import { findMachines, type Machines } from './match/machines.ts';
import { type Explanation, type Matched, matchSignatures } from './match/match.ts';
import { rankCauses } from './match/rank.ts';
import { isAboutServicing } from './match/weight.ts';

export interface Investigation {
  uploads: readonly Upload[];
  limits: ReadLimits;
  /** Our own folder for nested archives; nothing is written anywhere else. */
  spoolFolder: string;
  /** What was written beside the files: tells whether lines of unknown format are about Windows at all. */
  said?: string | undefined;
  progress?(progress: ReadProgress): void;
  /** Gives up: rejects then with its reason. */
  signal?: AbortSignal | undefined;
  explain?(explanation: Explanation): void;
  /** Threads that read large logs; those of the engine unless told, null for none. */
  readers?: Readers | null;
}

export interface Findings {
  /** Most likely first. */
  ranked: Matched[];
  collected: Collected;
  reports: InputReport[];
  /** What pictures show of codes and KBs. */
  shown: string;
  machines: Machines;
  /** Failures that the logs do not reach. */
  gaps: Gap[];
}

/** read ▶ match ▶ rank, without what is known of past cases. */
export async function investigate(request: Investigation, engine: Engine): Promise<Findings> {
  const { explain } = request;
  const { collector, shown, reports } = await readAll(request, engine);
  request.signal?.throwIfAborted();
  const machines = findMachines(
    reports.map(({ name }) => name),
    collector.computers,
  );
  collector.settle(machines);
  const { collected } = collector;
  const gaps = findGaps({
    reports,
    machines,
    outcomes: collected.outcomes,
    said: request.said?.slice(0, mostSaid) ?? '',
  });
  const matched = matchSignatures(engine, {
    collected,
    partial: partialMachines(reports, machines),
    gaps,
    remarks: remarksAmong(reports),
    onTopic: isAboutServicing(
      [request.said?.slice(0, mostSaid), ...reports.map(({ name }) => name)].join('\n'),
    ),
    ...(explain && { explain }),
  });
  return {
    ranked: rankCauses(matched, engine),
    collected,
    reports: describeMachines(reports, machines, (name) => collector.buildOf(name)),
    shown: shown.join('\n').slice(0, mostSaid),
    machines,
    gaps,
  };
}

interface ReadAll {
  collector: Collector;
  shown: string[];
  reports: InputReport[];
}

async function readAll(request: Investigation, engine: Engine): Promise<ReadAll> {
  const { readers = readersOf(engine), limits } = request;
  const started = Date.now();
  try {
    return await collect(request, engine, readers ?? undefined);
  } catch (error) {
    if (!(error instanceof LostThread)) {
      throw error;
    }
    const answerSeconds = limits.answerSeconds - (Date.now() - started) / 1000;
    return collect({ ...request, limits: { ...limits, answerSeconds } }, engine, undefined);
  }
}

async function collect(
  { uploads, limits, spoolFolder, signal, progress }: Investigation,
  engine: Engine,
  readers: Readers | undefined,
): Promise<ReadAll> {
  const collector = new Collector(engine);
  const shown: string[] = [];
  const reports = await readInputs({
    ...{ uploads, limits, spoolFolder, signal, readers },
    scan: scanBytes,
    filter: engine.filter,
    found: (record, patterns) => collector.take(record, patterns),
    computer: (input, name) => collector.takeComputer(input, name),
    shown: (text) => shown.push(text),
    cleanName: (name) => redactName(cleanName(name)),
    ...(progress && { progress }),
  });
  return { collector, shown, reports };
}

const mostSaid = 65_536;
const mostRemarkLines = 1;

function remarksAmong(reports: readonly InputReport[]): Set<string> {
  return new Set(
    reports
      .filter(({ format, lines }) => openFormats.has(format) && lines <= mostRemarkLines)
      .map(({ name }) => name),
  );
}

const pathCut = /[\\/]+/u;
const unshowable = /[\p{Cc}\p{Cf}<>"|?*]/gu;

/** Keeps the folders inside an archive, drops what only an attacker puts into a name. */
function cleanName(name: string): string {
  return name
    .split(pathCut)
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .map((part) =>
      part.includes('\ufffd') ? '（文件名损坏）' : part.replace(unshowable, '').slice(0, 120),
    )
    .join('/')
    .slice(0, 400);
}

function partialMachines(reports: readonly InputReport[], machines: Machines): Set<string> {
  return new Set(
    reports
      // A log loses nothing by a picture beside it.
      .filter(({ status, format }) => status !== 'read' && format !== pictureFormat)
      // What an archive that is not whole has lost may be anybody's in it.
      .flatMap(({ name }) => [machines.of(name), ...machines.within(name)]),
  );
}

function describeMachines(
  reports: readonly InputReport[],
  machines: Machines,
  buildOf: (name: string) => string | undefined,
): InputReport[] {
  const isSeveral = areSeveral(reports, machines);
  return reports.map((report) => {
    const build = buildOf(report.name);
    const machine = isSeveral && isFile(report) && machines.label(machines.of(report.name));
    return { ...report, ...(build && { build }), ...(machine && { machine }) };
  });
}

/** True when the logs of more than one machine were sent. */
export function areSeveral(reports: readonly InputReport[], machines: Machines): boolean {
  return new Set(reports.filter(isFile).map(({ name }) => machines.of(name))).size > 1;
}
