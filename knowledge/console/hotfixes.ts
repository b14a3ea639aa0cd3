import { nothing, type Rows, type Table } from './table.ts';

const heading = /(?:^|\s|")HotFixID(?:\s|"|=|$)/u;
const kb = /(?<![A-Za-z])KB\d{6,7}(?!\d)/u;
const rule = /^[\s-]{5,}$/u;
const label =
  /^\s{0,4}(?:Source|Description|InstalledBy|InstalledOn|Caption|CSName|FixComments|Name|ServicePackInEffect|Status|PSComputerName|InstallDate)\s{0,30}[:=]/u;
const dated = /^\s{0,4}\d{4}-\d\d-\d\d /u;

/** `wmic qfe` and `Get-HotFix`, as a table or as a list. Their rows name the machine and who installed: only the KB stays. */
export const hotfixes: Table = {
  starts: 'SHCNDIP"',
  begins: (line) => line.includes('HotFixID') && heading.test(line),
  open: createRows,
};

function createRows(): Rows {
  return {
    read(line) {
      const found = kb.exec(line)?.[0];
      if (found && !dated.test(line)) {
        return { kind: 'record', text: `installed hotfix=${found}` };
      }
      return heading.test(line) || rule.test(line) || label.test(line) ? nothing : undefined;
    },
  };
}
