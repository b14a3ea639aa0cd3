import { eventLogFormat } from '../evtx/event-line.ts';
import { beginsEvent, EventViewerReader } from '../evtx/event-viewer.ts';
import type { BlockFormat } from '../format.ts';

/** Events as text: copied from the event viewer, printed by wevtutil or Get-WinEvent, rows of a saved list, XML. */
export const eventViewer: BlockFormat = {
  name: eventLogFormat,
  owns: false,
  heads: ['Log Name', '日志名称', '<Event xmlns', 'ProviderName'],
  begins: beginsEvent,
  open: (input, onRecord) => new EventViewerReader(input, onRecord),
  samples: [
    {
      text: [
        '日志名称:          System',
        '来源:            Microsoft-Windows-WindowsUpdateClient',
        '日期:            2026/1/5 10:00:01',
        '事件 ID:         20',
        '级别:            错误',
        '描述:',
        '安装失败: Windows 无法安装下列更新，错误 0x80070643: KB5099001。',
      ].join('\r\n'),
      reads: [
        {
          format: eventLogFormat,
          time: '2026-01-05T10:00:01',
          component: 'WindowsUpdateClient',
          text: 'WindowsUpdateClient 20 message=安装失败: Windows 无法安装下列更新，错误 0x80070643: KB5099001。',
        },
      ],
    },
    {
      text: '错误\t2026/1/5 10:00:01\tMicrosoft-Windows-Servicing\t3\t无\t程序包 KB5099001 无法更改为 已安装 状态。',
      reads: [{ format: eventLogFormat, component: 'Servicing', time: '2026-01-05T10:00:01' }],
    },
    {
      // The XML view of the details pane.
      text: [
        '- <Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">',
        '- <System>',
        '  <Provider Name="Microsoft-Windows-WindowsUpdateClient" Guid="{945a8954-c147-4acd-923f-40c45405a658}" /> ',
        '  <EventID>20</EventID> ',
        '  <TimeCreated SystemTime="2026-01-05T02:00:01.1234567Z" /> ',
        '  </System>',
        '- <EventData>',
        '  <Data Name="errorCode">0x80070643</Data> ',
        '  </EventData>',
        '  </Event>',
      ].join('\n'),
      reads: [
        {
          format: eventLogFormat,
          time: '2026-01-05T10:00:01',
          text: 'WindowsUpdateClient 20 errorCode=0x80070643',
        },
      ],
    },
  ],
};
