import { createLoneFile } from './lone-file.ts';
import { unpackXz, xzBeginning } from './xz-stream.ts';

export const xz = createLoneFile(
  'xz',
  (head) => xzBeginning.equals(head.subarray(0, xzBeginning.length)),
  unpackXz,
);
