import { dumpFormat, kernelMagics, scanDump, userMagic } from '../dump/scan.ts';
import type { FileFormat } from '../format.ts';

/** Dumps of the kernel (MEMORY.DMP, setupmem.dmp, Minidump\*.dmp) and of a program. */
export const dump: FileFormat = {
  name: dumpFormat,
  recognises(head) {
    const magic = Buffer.from(head.subarray(0, 8)).toString('latin1');
    return kernelMagics.includes(magic) || magic.startsWith(userMagic);
  },
  scan: scanDump,
};
