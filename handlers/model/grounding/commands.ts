import type { Corpus } from './corpus.ts';
import { stands } from './corpus.ts';
import { latinRuns } from './spans.ts';

/** First words of what can be run. */
const heads = new Set(
  (
    'at attrib auditpol bash bcdboot bcdedit bitsadmin bootrec bootsect cacls cat cd certmgr certreq certutil chkdsk chmod cipher ' +
    'clear-item cmd cmdkey compact control copy cp cscript curl cd defrag del dir diskpart dism driverquery echo erase eventvwr expand ' +
    'explorer fc find findstr fltmc fodhelper for forfiles format fsutil ftp ftype gpresult gpupdate gci gc gp gwmi icacls icm iex ii ' +
    'ipconfig irm iwr kill klist label logman logoff manage-bde md mkdir mklink mmc mountvol move mshta msconfig msg msiexec mstsc mv ' +
    'nbtstat net net1 netsh netstat ni nltest node nslookup ntdsutil odbcconf pause perl pathping ping pip pkgmgr pnputil popd ' +
    'powercfg powershell print procdump prompt ps psexec pushd pwsh python query quser qwinsta rasdial rd reagentc recover reg ' +
    'regedit regini regsvr32 ren rename replace reset ri rm rmdir robocopy route ruby rundll32 runas saps sc schtasks sconfig set ' +
    'setspn setx sfc shutdown slmgr sp spps ssh start subst sudo systeminfo takeown tar taskkill tasklist telnet timeout tscon ' +
    'tskill type ver verifier vssadmin w32tm wbadmin wecutil wevtutil wget where whoami winrm winrs wmic wpr wpeutil wscript wsl ' +
    'wsreset wusa wuauclt usoclient xcopy invoke-expression invoke-webrequest invoke-command start-process stop-process stop-service'
  ).split(' '),
);
const ending = /\.(?:exe|com|cmd|bat|ps1|vbs|js|msc)$/u;
const flag = /^(?:[-/][a-z?][a-z0-9:?-]{0,40}|--[a-z-]{1,40})$/u;
const cmdlet =
  /^(?:add|clear|convert|copy|disable|dismount|enable|enter|exit|export|find|format|get|import|install|invoke|join|measure|mount|move|new|optimize|out|push|read|register|remove|rename|repair|reset|resolve|restart|restore|resume|save|select|send|set|show|split|start|stop|suspend|test|unblock|uninstall|unregister|update|use|wait|write)-[a-z]{3,40}$/u;
const syntax = /[;|$&=]|%[a-z]{2,}%|\s>\s?|>>/u;
const edges = /^["'(]{1,3}|["'),.;:]{1,3}$/gu;
const script = /\.(?:cmd|bat|ps1|vbs|vbe|wsf|hta|reg)\b/u;

/**
 * Whatever could be typed into a prompt, and is not, letter for letter, what one of our own texts says to type: a
 * command that was cut or completed does something else.
 */
export function namesUnknownCommand(lower: string, corpus: Corpus): boolean {
  return latinRuns(lower).some((run) => isCommand(run) && !isKnown(run, corpus));
}

function isCommand(run: string): boolean {
  const words = run.split(' ').map((word) => word.replace(edges, ''));
  const isHead = (word: string) => heads.has(word.replace(ending, '')) || cmdlet.test(word);
  return (
    syntax.test(run) ||
    script.test(run) ||
    words.some((word) => flag.test(word)) ||
    words.some((word, index) => isHead(word) && (words.length > 1 || !isMentioned(word, index)))
  );
}

const mentioned =
  /^(?:dism|setup|sfc|wpr|cmd|powershell|explorer|format|node|print|set|type|control)$/u;

/** Alone, these are names of programs and logs, too. */
function isMentioned(word: string, index: number): boolean {
  return index === 0 && mentioned.test(word.replace(ending, ''));
}

function isKnown(run: string, { ownRuns, own, others }: Corpus): boolean {
  return (
    ownRuns.has(run) || (!run.includes(' ') && (stands(run, own, true) || isFile(run, others)))
  );
}

const program = /^[a-z0-9_-]{2,60}\.exe$/u;

/** `wusa.exe` of a log line is a program that ran, not one to run. */
function isFile(run: string, others: string): boolean {
  return program.test(run) && stands(run, others);
}
