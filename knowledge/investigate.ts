import { redactName } from './cases/redact-name.ts';
import type { InputReport } from './diagnosis.ts';
import { textFormat } from './format.ts';
import { type ReadLimits, readInputs } from './input/read.ts';
import { scanLines } from './input/scan-lines.ts';
import type { Upload } from './input/upload.ts';
import { type Collected, Collector } from './match/collector.ts';
import type { Engine } from './match/compile.ts';
import { machineOf } from './match/hit.ts';
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
  progress?(input: string, bytes: number): void;
  explain?(explanation: Explanation): void;
}

export interface Findings {
  /** Most likely first. */
  ranked: Matched[];
  collected: Collected;
  reports: InputReport[];
}

/** read ▶ match ▶ rank, without what is known of past cases. */
export async function investigate(request: Investigation, engine: Engine): Promise<Findings> {
  const { progress, explain } = request;
  const collector = new Collector(engine);
  const reports = await readInputs({
    uploads: request.uploads,
    limits: request.limits,
    spoolFolder: request.spoolFolder,
    scan: scanLines,
    filter: engine.filter,
    found: (record, patterns) => collector.take(record, patterns),
    cleanName: (name) => redactName(cleanName(name)),
    ...(progress && { progress }),
  });
  const { collected } = collector;
  const matched = matchSignatures(engine, {
    collected,
    partial: partialMachines(reports),
    remarks: remarksAmong(reports),
    onTopic: isAboutServicing(
      [request.said?.slice(0, mostSaid), ...reports.map(({ name }) => name)].join('\n'),
    ),
    ...(explain && { explain }),
  });
  return { ranked: rankCauses(matched, engine), collected, reports };
}

const mostSaid = 65_536;
const mostRemarkLines = 1;

function remarksAmong(reports: readonly InputReport[]): Set<string> {
  return new Set(
    reports
      .filter(({ format, lines }) => format === textFormat && lines <= mostRemarkLines)
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

function partialMachines(reports: readonly InputReport[]): Set<string> {
  return new Set(
    reports
      .filter(({ status }) => status !== 'read')
      // An archive that is not whole is a machine of its own.
      .flatMap(({ name }) => [machineOf(name), machineOf(`${name}/`)]),
  );
}
