import { unpackBzip2 } from './bzip2-stream.ts';
import { createLoneFile } from './lone-file.ts';

/** `BZh`, a digit, and the mark of a block, or of the end where nothing was packed. */
const beginning = /^425a683[1-9](?:314159265359|177245385090)/u;

export const bzip2 = createLoneFile(
  'bzip2',
  (head) => beginning.test(Buffer.from(head.subarray(0, 10)).toString('hex')),
  (input, progress) => unpackBzip2(input, Number.POSITIVE_INFINITY, progress),
);
