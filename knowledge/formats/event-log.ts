import { eventLogFormat } from '../evtx/event-line.ts';
import type { Format, Grammar } from '../format.ts';

/**
 * How an event is quoted, whether it was read from an `.evtx` file or copied from the event viewer:
 *
 *     2026-01-05 18:00:01+08:00 #1234 Error WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=…
 *     time on the wall and its zone, EventRecordID, level, then what signatures see:
 *     provider without `Microsoft-Windows-`, id, names and values in the order of the event
 *
 * Data without a name are `data1`, `data2` and so on, empty ones counted and left out. `message=` holds the text that
 * the event viewer shows, in the machine's language; only copied events have it. No signature may need it.
 */
const quoted =
  /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:Z|[+-]\d\d:\d\d)? (?:#\d{1,20} )?(Critical|Error|Warning|Info|Verbose) ((\S.{0,119}?) \d{1,5}(?: .*)?)$/u;

const grammar: Grammar = {
  name: eventLogFormat,
  starts: '0123456789',
  read(line) {
    const [, day, clock, level = '', text = '', component = ''] = quoted.exec(line) ?? [];
    return day ? { time: `${day}T${clock}`, level, component, text } : undefined;
  },
};

/** Windows event logs: the only place where some causes stand, in every language alike. */
export const eventLog: Format = {
  name: eventLogFormat,
  grammar,
  samples: [
    {
      line: '2026-01-05 18:00:01+08:00 #1234 Error WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=Example Update (KB5099001) updateGuid={11111111-2222-3333-4444-555555555555} updateRevisionNumber=1',
      reads: {
        time: '2026-01-05T18:00:01',
        level: 'Error',
        component: 'WindowsUpdateClient',
        text: 'WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=Example Update (KB5099001) updateGuid={11111111-2222-3333-4444-555555555555} updateRevisionNumber=1',
      },
    },
    {
      line: '2026-01-05 10:00:01Z Critical Kernel-Power 41 BugcheckCode=0 PowerButtonTimestamp=0',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Critical',
        component: 'Kernel-Power',
        text: 'Kernel-Power 41 BugcheckCode=0 PowerButtonTimestamp=0',
      },
    },
    {
      line: '2026-01-05 10:00:01 #7 Info Service Control Manager 7040 param1=Windows Update param2=demand start param3=disabled param4=wuauserv',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Info',
        component: 'Service Control Manager',
        text: 'Service Control Manager 7040 param1=Windows Update param2=demand start param3=disabled param4=wuauserv',
      },
    },
    {
      line: '2026-01-05 10:00:01+08:00 Error Servicing 3 message=程序包 KB5099001 无法更改为 已安装 状态。状态: 0x800f0922。',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Error',
        component: 'Servicing',
        text: 'Servicing 3 message=程序包 KB5099001 无法更改为 已安装 状态。状态: 0x800f0922。',
      },
    },
  ],
};
