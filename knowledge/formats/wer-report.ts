import { eventLogFormat } from '../evtx/event-line.ts';
import type { BlockFormat } from '../format.ts';
import { WerReader, werStart } from '../wer/reader.ts';

/** Report.wer, as it lies in WER\ReportArchive and ReportQueue; its record is that of event 1001. */
export const werReport: BlockFormat = {
  name: eventLogFormat,
  owns: true,
  heads: ['EventType='],
  begins: (line) => werStart.test(line),
  open: (input, onRecord) => new WerReader(input, onRecord),
  samples: [
    {
      text: [
        'EventType=WinSetupDiag02',
        'EventTime=134168688010000000',
        'Consent=1',
        'Sig[0].Name=Scenario',
        'Sig[0].Value=8',
        'Sig[1].Value=X64',
        'Sig[4].Value=0xC1900101',
        'Sig[5].Value=0x30018',
        'DynamicSig[1].Name=OS Version',
        'DynamicSig[1].Value=10.0.19045.2.0.0.256.4',
        'LoadedModule[0]=C:\\Windows\\example.exe',
      ].join('\r\n'),
      reads: [
        {
          component: 'Windows Error Reporting',
          time: '2026-03-02T04:00:01',
          text: 'Windows Error Reporting 1001 EventName=WinSetupDiag02 P1=8 P2=X64 P5=0xC1900101 P6=0x30018 OS Version=10.0.19045.2.0.0.256.4',
        },
      ],
    },
  ],
};
