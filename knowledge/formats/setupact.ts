import type { Format } from '../format.ts';
import { panther } from './panther.ts';

/** setupact.log and setuperr.log of every setup phase, sysprep's too. */
export const setupact: Format = {
  name: 'setupact',
  grammar: panther,
  samples: [
    {
      line: '2026-01-05 10:00:03, Error                 SP     Operation failed: Apply WIM file X. Error: 0x80070005[gle=0x000000b7]',
      reads: {
        time: '2026-01-05T10:00:03',
        level: 'Error',
        component: 'SP',
        text: 'Operation failed: Apply WIM file X. Error: 0x80070005[gle=0x000000b7]',
      },
    },
    {
      line: '2026-01-05 10:00:02, Info       [0x0802c6] MIG    Processing GATHER for migration unit: <System>\\Example (Agent)',
      reads: {
        time: '2026-01-05T10:00:02',
        level: 'Info',
        component: 'MIG',
        text: 'Processing GATHER for migration unit: <System>\\Example (Agent)',
      },
    },
    {
      line: '2026-01-05 10:00:02, Info                         SPGetFootprint: done',
      reads: {
        time: '2026-01-05T10:00:02',
        level: 'Info',
        component: '',
        text: 'SPGetFootprint: done',
      },
    },
  ],
};
