import type { Format, Grammar } from '../format.ts';

/** Lines that only SetupDiag writes; each is a record of its own. */
const own =
  /^\s*(?:Matching Profile found:|SetupDiag |SetupDiag:|Error: SetupDiag reports|Last (?:Setup )?(?:Phase|Operation)|Failure Data:|Migration (?:Operation|Obejct|Object):|ProfileName|System Information:|\t?(?:HostOS|TargetOS|FilterDrivers|RegisteredAV|FirmwareType|Manufacturer|ReportId|SetupReportsInfo|Remediation)[A-Za-z]{0,30}\s?[:=])/u;

const grammar: Grammar = {
  name: 'setupdiag',
  read(line) {
    return own.test(line)
      ? { time: undefined, level: '', component: 'SetupDiag', text: line.trim() }
      : undefined;
  },
};

/** SetupDiagResults.log and what SetupDiag prints. */
export const setupdiag: Format = {
  name: 'setupdiag',
  grammar,
  samples: [
    {
      line: 'Matching Profile found: FindAbruptDownlevelFailure - 55882B1A-DA3E-408A-9076-23B22A0472BD',
      reads: {
        time: undefined,
        level: '',
        component: 'SetupDiag',
        text: 'Matching Profile found: FindAbruptDownlevelFailure - 55882B1A-DA3E-408A-9076-23B22A0472BD',
      },
    },
    {
      line: '\tFilterDrivers = FileInfo,exampleflt',
      reads: {
        time: undefined,
        level: '',
        component: 'SetupDiag',
        text: 'FilterDrivers = FileInfo,exampleflt',
      },
    },
  ],
};
