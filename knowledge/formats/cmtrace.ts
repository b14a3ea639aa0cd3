import { opening, readClassic, readEntry } from '../cmtrace/entry.ts';
import { LongEntryReader } from '../cmtrace/long-entry.ts';
import type { BlockFormat, Format, Grammar } from '../format.ts';

const name = 'cmtrace';

const grammar: Grammar = {
  name,
  read: (line) => (line.startsWith(opening) ? readEntry(line) : readClassic(line)),
};

/**
 * Logs that CMTrace shows: ConfigMgr clients (WUAHandler.log, UpdatesDeployment.log, DeploymentAgent.log), task
 * sequences, Intune; https://learn.microsoft.com/mem/configmgr/core/support/cmtrace
 */
export const cmtrace: Format = {
  name,
  grammar,
  isOneLine: true,
  isOpen: true,
  samples: [
    {
      line: '<![LOG[Scan failed with error = 0x8024402c.]LOG]!><time="10:00:01.123-480" date="01-05-2026" component="WUAHandler" context="" type="3" thread="4712" file="cwuahandler.cpp:100">',
      reads: {
        time: '2026-01-05T10:00:01',
        level: 'Error',
        component: 'WUAHandler',
        text: 'Scan failed with error = 0x8024402c.',
      },
    },
    {
      line: '<![LOG[更新安装程序返回 0x80070005]LOG]!><time="9:00:01.1234567" date="1-5-2026" component="ExampleAgent" context="" type="1" thread="7" file="">',
      reads: {
        time: '2026-01-05T09:00:01',
        level: 'Info',
        component: 'ExampleAgent',
        text: '更新安装程序返回 0x80070005',
      },
    },
    {
      line: 'Successfully forwarded the message.  $$<SMS_EXAMPLE><01-05-2026 10:00:01.123-480><thread=4712 (0x1268)>',
      reads: {
        time: '2026-01-05T10:00:01',
        level: '',
        component: 'SMS_EXAMPLE',
        text: 'Successfully forwarded the message.',
      },
    },
  ],
};

/** The same where one message runs over several lines: time and component stand behind the last. */
export const longCmtrace: BlockFormat = {
  name,
  owns: true,
  isOpen: true,
  begins: (line) => line.startsWith(opening) && readEntry(line) === undefined,
  open: (input, onRecord) => new LongEntryReader(input, onRecord),
  samples: [
    {
      text: [
        '<![LOG[The installer said:',
        '  error 0x80070643',
        'and ended]LOG]!><time="10:00:01.123-480" date="01-05-2026" component="ExampleInstall" context="" type="3" thread="1" file="a.cpp:1">',
      ].join('\r\n'),
      reads: [
        {
          time: '2026-01-05T10:00:01',
          component: 'ExampleInstall',
          text: 'The installer said:\nerror 0x80070643\nand ended',
        },
      ],
    },
  ],
};
