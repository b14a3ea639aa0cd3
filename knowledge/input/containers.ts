import type { Container } from './container.ts';
import { bzip2 } from './containers/bzip2.ts';
import { cab } from './containers/cab.ts';
import { gzip } from './containers/gzip.ts';
import { mail } from './containers/mail.ts';
import { sevenZip } from './containers/seven-zip.ts';
import { tar } from './containers/tar.ts';
import { xz } from './containers/xz.ts';
import { zip } from './containers/zip.ts';
import { zstd } from './containers/zstd.ts';

/** No two take the same bytes, so the order says nothing. */
export const containers: readonly Container[] = [
  zip,
  cab,
  sevenZip,
  gzip,
  bzip2,
  xz,
  zstd,
  tar,
  mail,
];

export function findContainer(head: Uint8Array): Container | undefined {
  return containers.find((container) => container.recognises(head));
}
