import type { Format, Grammar } from '../format.ts';

/** `[MM/DD/YYYY HH:MM.SS.mmm] WudfCoInstaller: …`: a full stop between minute and second. */
const stamped =
  /^\[(\d\d)\/(\d\d)\/(\d{4}) (\d\d):(\d\d)\.(\d\d)\.\d{3}\]\s{1,4}(([A-Za-z][\w.]{2,30}):\s.*)$/u;

const bare = /^\*{0,3}((AudMig|dispci\.dll|WudfUpdate|WudfCoInstaller): .*)$/u;

const grammar: Grammar = {
  name: 'windows-setupact',
  starts: '[*AWd',
  read(line) {
    const first = line.charCodeAt(0);
    if (first === 91) {
      const [, month, day, year, hour, minute, second, text, component = ''] =
        stamped.exec(line) ?? [];
      const time = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
      return text === undefined ? undefined : { time, level: '', component, text };
    }
    const [, text, component = ''] = bare.exec(line) ?? [];
    return text === undefined ? undefined : { time: undefined, level: '', component, text };
  },
};

/** C:\Windows\setupact.log: what driver co-installers and plug-ins of sysprep write, not the log of setup. */
export const windowsSetupact: Format = {
  name: 'windows-setupact',
  grammar,
  isOneLine: true,
  isOpen: true,
  samples: [
    {
      line: '[01/25/2026 21:43.53.320] WudfCoInstaller: Configuring UMDF Service ExampleMtp.',
      reads: {
        time: '2026-01-25T21:43:53',
        level: '',
        component: 'WudfCoInstaller',
        text: 'WudfCoInstaller: Configuring UMDF Service ExampleMtp.',
      },
    },
    {
      line: 'AudMig: Device Ids match - {2}.\\\\?\\hdaudio#example',
      reads: {
        time: undefined,
        level: '',
        component: 'AudMig',
        text: 'AudMig: Device Ids match - {2}.\\\\?\\hdaudio#example',
      },
    },
    {
      line: '***AudMig: No endpoint settings of an older Windows 0x2',
      reads: {
        time: undefined,
        level: '',
        component: 'AudMig',
        text: 'AudMig: No endpoint settings of an older Windows 0x2',
      },
    },
    {
      line: 'dispci.dll: DisplayClassInstaller: 安装类',
      reads: {
        time: undefined,
        level: '',
        component: 'dispci.dll',
        text: 'dispci.dll: DisplayClassInstaller: 安装类',
      },
    },
  ],
};
