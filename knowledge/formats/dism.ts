import type { Format } from '../format.ts';
import { panther } from './panther.ts';

/** dism.log: image and feature commands, also those that setup runs. */
export const dism: Format = {
  name: 'dism',
  grammar: panther,
  components: new Set(['DISM']),
  samples: [
    {
      line: '2026-01-05 10:00:02, Error                 DISM   DISM Package Manager: PID=100 TID=200 Failed finalizing changes. - CDISMPackageManager::Internal_Finalize(hr:0x800f081f)',
      reads: {
        time: '2026-01-05T10:00:02',
        level: 'Error',
        component: 'DISM',
        text: 'DISM Package Manager: PID=100 TID=200 Failed finalizing changes. - CDISMPackageManager::Internal_Finalize(hr:0x800f081f)',
      },
    },
  ],
};
