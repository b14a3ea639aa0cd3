import { createLoneFile } from './lone-file.ts';
import { unpackZstd } from './zstd-stream.ts';

const beginning = Buffer.from('28b52ffd', 'hex');

export const zstd = createLoneFile(
  'zstd',
  (head) => beginning.equals(head.subarray(0, beginning.length)),
  unpackZstd,
);
