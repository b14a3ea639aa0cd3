import type { Format, Grammar, Head } from '../format.ts';

/**
 * The text logs of SetupAPI: sections between `>>>` and `<<<`, in them lines of a category and an indentation;
 * `!!!` marks errors, `!` warnings. https://learn.microsoft.com/windows-hardware/drivers/install/setupapi-text-logs
 */
const section =
  /^(?:>>>|<<<)\s{1,4}(?:(?=\[)|Section (?:start|end) (\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d))/u;

const boot =
  /^\[(?:Boot Session: (\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)|Device Install Log|BeginLog)/u;

const body =
  /^(!{3}|!|\.)?\s{1,12}(bak|cbk|cci|cmd|cpl|cpy|dvi|dvs|flq|idb|inf|ndv|nop|pol|prp|res|rgs|set|sig|sto|tid|ump|usr|utl):\s{1,60}\S/u;

/** Without the blanks before it, only categories that are no words. */
const bare = /^(!{3}|!)?(dvi|dvs|flq|idb|ndv|sto|ump):\s{1,60}\S/u;

const levels: Readonly<Record<string, string>> = { '!!!': 'Error', '!': 'Warning' };

const grammar: Grammar = {
  name: 'setupapi',
  starts: '<>[ !\t.dfinsu',
  read(line) {
    const first = line.charCodeAt(0);
    if (first === 62 || first === 60) {
      return readSection(line);
    }
    return first === 91 ? readBoot(line) : readBody(line, first);
  },
};

function readSection(line: string): Head | undefined {
  const found = section.exec(line);
  const [, year, month, day, clock] = found ?? [];
  const time = clock && `${year}-${month}-${day}T${clock}`;
  return found ? { time, level: '', component: 'section', text: line.trim() } : undefined;
}

function readBoot(line: string): Head | undefined {
  const found = boot.exec(line);
  const [, year, month, day, clock] = found ?? [];
  const time = clock && `${year}-${month}-${day}T${clock}`;
  return found ? { time, level: '', component: 'boot', text: line.trim() } : undefined;
}

function readBody(line: string, first: number): Head | undefined {
  const isMarked = first === 32 || first === 33 || first === 9 || first === 46;
  const [, mark = '', component] =
    (isMarked ? body.exec(line) : undefined) ?? bare.exec(line) ?? [];
  return component === undefined
    ? undefined
    : { time: undefined, level: levels[mark] ?? '', component, text: line.trim() };
}

/** setupapi.dev.log, setupapi.app.log and their copies in Rollback: driver installation. */
export const setupapi: Format = {
  name: 'setupapi',
  grammar,
  isOneLine: true,
  isOpen: true,
  samples: [
    {
      line: '>>>  [Device Install (Hardware initiated) - USB\\VID_0000&PID_0001\\0001]',
      reads: {
        time: undefined,
        level: '',
        component: 'section',
        text: '>>>  [Device Install (Hardware initiated) - USB\\VID_0000&PID_0001\\0001]',
      },
    },
    {
      line: '>>>  Section start 2026/01/05 10:00:01.250',
      reads: {
        time: '2026-01-05T10:00:01',
        level: '',
        component: 'section',
        text: '>>>  Section start 2026/01/05 10:00:01.250',
      },
    },
    {
      line: '     sto: {Setup Import Driver Package: C:\\Drivers\\example.inf} 10:00:01.300',
      reads: {
        time: undefined,
        level: '',
        component: 'sto',
        text: 'sto: {Setup Import Driver Package: C:\\Drivers\\example.inf} 10:00:01.300',
      },
    },
    {
      line: '!!!  sto:           The driver package has no trusted signature. Error = 0xE0000247',
      reads: {
        time: undefined,
        level: 'Error',
        component: 'sto',
        text: '!!!  sto:           The driver package has no trusted signature. Error = 0xE0000247',
      },
    },
    {
      line: '<<<  [Exit status: FAILURE(0xe0000247)]',
      reads: {
        time: undefined,
        level: '',
        component: 'section',
        text: '<<<  [Exit status: FAILURE(0xe0000247)]',
      },
    },
    {
      line: '[Boot Session: 2026/01/05 09:58:00.500]',
      reads: {
        time: '2026-01-05T09:58:00',
        level: '',
        component: 'boot',
        text: '[Boot Session: 2026/01/05 09:58:00.500]',
      },
    },
  ],
};
