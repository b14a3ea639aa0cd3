import {
  type BlockFormat,
  type FileFormat,
  type Format,
  type Grammar,
  type Head,
  textFormat,
} from './format.ts';
import { cbs } from './formats/cbs.ts';
import { dism } from './formats/dism.ts';
import { eventLog } from './formats/event-log.ts';
import { eventViewer } from './formats/event-viewer.ts';
import { evtx } from './formats/evtx.ts';
import { setupact } from './formats/setupact.ts';
import { setupdiag } from './formats/setupdiag.ts';
import { windowsUpdate } from './formats/windows-update.ts';

/** Tried in order; within one grammar the format that takes all that is left comes last. */
export const formats: readonly Format[] = [cbs, dism, setupact, windowsUpdate, setupdiag, eventLog];

/** Tried in order at each line; of those whose lines nothing else reads, the first takes it. */
export const blockFormats: readonly BlockFormat[] = [eventViewer];

/** No two take the same bytes. */
export const fileFormats: readonly FileFormat[] = [evtx];

export const formatNames: ReadonlySet<string> = new Set([
  ...[...formats, ...blockFormats, ...fileFormats].map((format) => format.name),
  textFormat,
]);

const grammars: readonly Grammar[] = [...new Set(formats.map((format) => format.grammar))];

export interface Recognised {
  format: Format;
  head: Head;
}

/** `undefined` for a line that starts no record of a known format. */
export function recognise(line: string): Recognised | undefined {
  for (const grammar of grammars) {
    const head = grammar.read(line);
    if (head) {
      const format = formats.find((one) => one.grammar === grammar && takes(one, head));
      return format && { format, head };
    }
  }
  return undefined;
}

function takes(format: Format, head: Head): boolean {
  return format.components?.has(head.component) ?? true;
}
