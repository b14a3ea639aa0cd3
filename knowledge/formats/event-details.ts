import { beginsDetails, EventDetailsReader } from '../evtx/event-details.ts';
import { eventLogFormat } from '../evtx/event-line.ts';
import type { BlockFormat } from '../format.ts';

/** The details pane of the event viewer, copied as text. */
export const eventDetails: BlockFormat = {
  name: eventLogFormat,
  owns: false,
  heads: ['+ System', '- System'],
  begins: beginsDetails,
  open: (input, onRecord) => new EventDetailsReader(input, onRecord),
  samples: [
    {
      text: [
        '+ System ',
        '',
        '  - Provider ',
        '',
        '   [ Name]  Microsoft-Windows-WindowsUpdateClient ',
        '   [ Guid]  {945a8954-c147-4acd-923f-40c45405a658} ',
        ' ',
        '   EventID 20 ',
        ' ',
        '   Level 2 ',
        ' ',
        '  - TimeCreated ',
        '',
        '   [ SystemTime]  2026-01-05T02:00:01.1234567Z ',
        ' ',
        '   EventRecordID 1234 ',
        '   Correlation ',
        '   Channel System ',
        '',
        '- EventData ',
        '',
        '  errorCode 0x80070643 ',
        '  updateTitle 2026-01 累积更新 (KB5099001) ',
        '',
        '就是这个错误',
      ].join('\r\n'),
      reads: [
        {
          format: eventLogFormat,
          time: '2026-01-05T10:00:01',
          component: 'WindowsUpdateClient',
          text: 'WindowsUpdateClient 20 errorCode=0x80070643 updateTitle=2026-01 累积更新 (KB5099001)',
        },
      ],
    },
    {
      text: [
        '- System',
        '- Provider',
        '[ Name] Service Control Manager',
        '- EventID 7000',
        '[ Qualifiers] 49152',
        '- TimeCreated',
        '[ SystemTime] 2026-01-05T02:00:01Z',
        '- EventData',
        'param1 Windows Modules Installer',
        'param2 %%1058',
      ].join('\n'),
      reads: [
        {
          format: eventLogFormat,
          time: '2026-01-05T10:00:01',
          text: 'Service Control Manager 7000 param1=Windows Modules Installer param2=%%1058',
        },
      ],
    },
  ],
};
