import {
  type BlockFormat,
  type FileFormat,
  type Format,
  type Grammar,
  type Head,
  textFormat,
} from './format.ts';
import { cbs } from './formats/cbs.ts';
import { checkSur } from './formats/checksur.ts';
import { cmtrace, longCmtrace } from './formats/cmtrace.ts';
import { compat } from './formats/compat.ts';
import { consoleMessages, consoleTables } from './formats/console.ts';
import { dism } from './formats/dism.ts';
import { dump } from './formats/dump.ts';
import { eventDetails } from './formats/event-details.ts';
import { eventLog } from './formats/event-log.ts';
import { eventViewer } from './formats/event-viewer.ts';
import { evtx } from './formats/evtx.ts';
import { picture } from './formats/picture.ts';
import { procmon } from './formats/procmon.ts';
import { procmonTable, procmonXml } from './formats/procmon-text.ts';
import { registry } from './formats/registry.ts';
import { reportingEvents } from './formats/reporting-events.ts';
import { setupact } from './formats/setupact.ts';
import { setupapi } from './formats/setupapi.ts';
import { setupdiag } from './formats/setupdiag.ts';
import { setupDiagJson } from './formats/setupdiag-json.ts';
import { setupDiagXml } from './formats/setupdiag-xml.ts';
import { werReport } from './formats/wer-report.ts';
import { windowsSetupact } from './formats/windows-setupact.ts';
import { windowsUpdate } from './formats/windows-update.ts';

/** Tried in order; within one grammar the format that takes all that is left comes last. */
export const formats: readonly Format[] = [
  cbs,
  dism,
  setupact,
  windowsUpdate,
  setupdiag,
  eventLog,
  cmtrace,
  setupapi,
  reportingEvents,
  checkSur,
  windowsSetupact,
  consoleMessages,
];

/** Tried in order at each line; of those whose lines nothing else reads, the first takes it. */
export const blockFormats: readonly BlockFormat[] = [
  eventViewer,
  eventDetails,
  setupDiagXml,
  setupDiagJson,
  compat,
  registry,
  werReport,
  procmonTable,
  procmonXml,
  longCmtrace,
  consoleTables,
];

/** What the first lines of blocks hold, wherever they stand. */
export const blockHeads: readonly string[] = blockFormats.flatMap(({ heads = [] }) => heads);

/** No two take the same bytes. */
export const fileFormats: readonly FileFormat[] = [evtx, dump, procmon, picture];

export const formatNames: ReadonlySet<string> = new Set([
  ...[...formats, ...blockFormats, ...fileFormats].map((format) => format.name),
  textFormat,
]);

/** Formats whose records are matched like text of unknown format. */
export const openFormats: ReadonlySet<string> = new Set([
  ...[...formats, ...blockFormats].filter((format) => format.isOpen).map((format) => format.name),
  textFormat,
]);

const grammars: readonly Grammar[] = [...new Set(formats.map((format) => format.grammar))];

export interface Recognised {
  format: Format;
  head: Head;
}

/** `undefined` for a line that starts no record of a known format. */
export function recognise(line: string): Recognised | undefined {
  for (const grammar of grammarsFor(line)) {
    const head = grammar.read(line);
    if (head) {
      const format = formats.find((one) => one.grammar === grammar && takes(one, head));
      return format && { format, head };
    }
  }
  return undefined;
}

const byStart = new Map<string, readonly Grammar[]>();

/** In their order; most lines can belong to few. */
function grammarsFor(line: string): readonly Grammar[] {
  const start = line.charAt(0);
  const known = byStart.get(start);
  if (known) {
    return known;
  }
  const own = grammars.filter(({ starts }) => starts?.includes(start) ?? true);
  if (byStart.size < mostStarts) {
    byStart.set(start, own);
  }
  return own;
}

const mostStarts = 512;

function takes(format: Format, head: Head): boolean {
  return format.components?.has(head.component) ?? true;
}
