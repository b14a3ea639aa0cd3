import { eventLogFormat } from '../evtx/event-line.ts';
import { scanEvtx } from '../evtx/scan.ts';
import type { FileFormat } from '../format.ts';

/** `ElfFile\0`; https://github.com/libyal/libevtx, "Windows XML Event Log (EVTX) format". */
const magic = Buffer.from('ElfFile\0', 'latin1');

/** Windows event logs as they lie on disk. */
export const evtx: FileFormat = {
  name: eventLogFormat,
  recognises: (head) => magic.equals(head.subarray(0, magic.length)),
  scan: scanEvtx,
};
