import type { Format, Grammar } from '../format.ts';

/** A finding: failure, warning or repair, then the kind, the code and the file, tab separated. */
const finding =
  /^\((f|w|e|fix)\)\s+((?:CBS|CSI|Servicing|WinSxS|Store|Registry|Unknown)\b.{3,})$/iu;

/** What stands around the findings: the stages and the summary. */
const stage =
  /^(?:Checking System Update Readiness\.?|Checking (?:Windows Servicing Packages|Package Manifests and Catalogs|Package Watchlist|Component Watchlist|Component Store|Packages)|(?:Binary|Package) Version \d{1,3}\.[\d.]{1,30}|Seconds executed: \d{1,6}|\s{0,4}(?:Found|Fixed) \d{1,6} errors?|\s{0,4}(?:Fixed: )?(?:CBS|CSI) [\w /]{3,80} Total count: \d{1,6}|Unavailable repair files:)\s*$/u;

const levels: Readonly<Record<string, string>> = { f: 'Error', e: 'Error', w: 'Warning' };

const grammar: Grammar = {
  name: 'checksur',
  starts: '(CBPSFU \t',
  read(line) {
    if (line.startsWith('(')) {
      const [, mark = '', text = ''] = finding.exec(line) ?? [];
      return text === ''
        ? undefined
        : { time: undefined, level: levels[mark] ?? 'Info', component: 'CheckSUR', text: line };
    }
    return stage.test(line)
      ? { time: undefined, level: 'Info', component: 'CheckSUR', text: line.trim() }
      : undefined;
  },
};

function reads(level: string, text: string) {
  return { time: undefined, level, component: 'CheckSUR', text };
}

/**
 * CheckSUR.log and CheckSUR.persist.log of the System Update Readiness Tool (KB947821);
 * https://learn.microsoft.com/troubleshoot/windows-server/installing-updates-features-roles/fix-windows-update-errors
 */
export const checkSur: Format = {
  name: 'checksur',
  grammar,
  isOneLine: true,
  isOpen: true,
  samples: [
    {
      line: '(f)\tCBS MUM Corrupt\t0x800F0900\tservicing\\Packages\\Package_1_for_KB5099001~31bf3856ad364e35~amd64~~6.1.1.0.mum\t\tLine 1: ',
      reads: reads(
        'Error',
        '(f)\tCBS MUM Corrupt\t0x800F0900\tservicing\\Packages\\Package_1_for_KB5099001~31bf3856ad364e35~amd64~~6.1.1.0.mum\t\tLine 1: ',
      ),
    },
    {
      line: '(fix)\tCBS MUM Corrupt\tCBS File Replaced\tPackage_1_for_KB5099001~31bf3856ad364e35~amd64~~6.1.1.0.mum',
      reads: reads(
        'Info',
        '(fix)\tCBS MUM Corrupt\tCBS File Replaced\tPackage_1_for_KB5099001~31bf3856ad364e35~amd64~~6.1.1.0.mum',
      ),
    },
    { line: 'Checking Component Store', reads: reads('Info', 'Checking Component Store') },
    {
      line: '\tCSI Payload File Missing Total count: 4',
      reads: reads('Info', 'CSI Payload File Missing Total count: 4'),
    },
    { line: 'Seconds executed: 913', reads: reads('Info', 'Seconds executed: 913') },
  ],
};
