import type { Format, Head } from '../format.ts';
import { panther } from './panther.ts';

/** Every CSI record starts with an id; one that does not is the second half of a cut record. */
const csiId = /^[0-9a-f]{8}(?:[ @]|$)/u;

/** CBS.log and its CbsPersist successors: the first log to read when a KB fails. */
export const cbs: Format = {
  name: 'cbs',
  grammar: panther,
  components: new Set(['CBS', 'CSI', 'DPX']),
  continues: (head, previous) =>
    mayContinue(head) && previous.component === 'CSI' && csiId.test(previous.text),
  mayContinue,
  samples: [
    {
      line: '2026-01-05 10:00:03, Info                  CBS    Failed to stage execution package: Package_1 [HRESULT = 0x80070005 - E_ACCESSDENIED]',
      reads: {
        time: '2026-01-05T10:00:03',
        level: 'Info',
        component: 'CBS',
        text: 'Failed to stage execution package: Package_1 [HRESULT = 0x80070005 - E_ACCESSDENIED]',
      },
    },
    {
      line: 'Error CSI 0000002a (F) STATUS_ACCESS_DENIED #12# from SysCreateFile(...)',
      reads: {
        time: undefined,
        level: 'Error',
        component: 'CSI',
        text: '0000002a (F) STATUS_ACCESS_DENIED #12# from SysCreateFile(...)',
      },
    },
    // sfcdetails.txt, which findstr takes out of CBS.log
    {
      line: '2026-01-05 10:00:01, Info                  CSI    00000006 [SR] Verifying 100 components',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Info',
        component: 'CSI',
        text: '00000006 [SR] Verifying 100 components',
      },
    },
    {
      line: '2026-01-05 10:00:01, Error      [0x01803e] CSI    00000e64 (F) Failed execution of queue item',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Error',
        component: 'CSI',
        text: '00000e64 (F) Failed execution of queue item',
      },
    },
  ],
};

function mayContinue(head: Head): boolean {
  return head.component === 'CSI' && !csiId.test(head.text);
}
