import { localTime } from '../evtx/event-line.ts';
import { recordLimit } from '../input/record.ts';
import type { Coverage, ScanRequest } from '../input/scan.ts';
import { type DumpStory, readKernelDump } from './kernel.ts';
import { readUserDump } from './user.ts';
import { View } from './view.ts';

export const dumpFormat = 'dump';

export const userMagic = 'MDMP';
export const kernelMagics: readonly string[] = ['PAGEDU64', 'PAGEDUMP'];

/** Headers and lists stand in front; behind them is memory, up to all of the PC's. */
const mostBytes = 16 * 1024 * 1024;
/** Dumps keep UTC; as with event logs that name no zone, their times are shown as Beijing time. */
const beijing = 480;
/** Setup writes it when an upgrade ends in a stop error, and nothing else does. */
const duringSetup = /(?:^|[\\/])setupmem\.dmp$/iu;

const stopCode = /^BugCheck 0x[0-9a-f]{8}/u;

/** A record for the stop code or the exception, and one for what was loaded. */
export async function scanDump(request: ScanRequest): Promise<Coverage> {
  const { input, filter, found } = request;
  const { head, whole } = await readHead(request);
  const view = new View(head);
  const story = read(view, whole);
  const time = localTime(story.at, beijing);
  const shown = time ? `${time.replace('T', ' ')}+08:00 ` : '';
  const isSetup = duringSetup.test(input);
  story.texts.forEach((told, index) => {
    const text = (isSetup ? told.replace(stopCode, '$& in setupmem.dmp') : told).slice(
      0,
      recordLimit,
    );
    const patterns: number[] = [];
    filter.match(text, patterns);
    if (patterns.length > 0) {
      const parts = [{ line: index + 1, raw: `${shown}${text}`, start: 0 }];
      const component = 'Dump';
      found(
        { input, format: dumpFormat, time, component, text, variant: undefined, parts },
        patterns,
      );
    }
  });
  return {
    bytes: head.length,
    lines: story.texts.length,
    encoding: 'binary',
    from: time,
    to: time,
    formats: new Map([[dumpFormat, Math.max(1, story.texts.length)]]),
    cutLines: 0,
    gaps: story.gaps,
  };
}

function read(view: View, whole: boolean): DumpStory {
  return view.latin(0, 4) === userMagic ? readUserDump(view, whole) : readKernelDump(view);
}

/** `whole` is false where there is more; that is not read, whatever its size. */
async function readHead({
  bytes,
  progress,
}: ScanRequest): Promise<{ head: Buffer; whole: boolean }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    progress?.(size);
    if (size > mostBytes) {
      break;
    }
  }
  return { head: Buffer.concat(chunks).subarray(0, mostBytes), whole: size <= mostBytes };
}
