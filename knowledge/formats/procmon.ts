import type { FileFormat } from '../format.ts';
import { scanPml } from '../procmon/scan-pml.ts';
import { procmonFormat } from '../procmon/trace-event.ts';

/** https://github.com/eronnen/procmon-parser, "PML File Format". */
const magic = Buffer.from('PML_', 'latin1');

/** Process Monitor logs as they are saved. */
export const procmon: FileFormat = {
  name: procmonFormat,
  recognises: (head) => magic.equals(head.subarray(0, magic.length)) && head[5] === 0,
  seeks: true,
  scan: scanPml,
};
