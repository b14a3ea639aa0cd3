import type { Collect, InputReport } from '../diagnosis.ts';
import { isFile } from './gaps.ts';

/** What failed decides which logs tell of it. */
export type FailureKind = 'upgrade' | 'servicing' | 'download' | 'feature' | 'crash';

interface Need extends Collect {
  /** True for a report on it. */
  isSent(report: InputReport): boolean;
}

const named = (pattern: RegExp) => (report: InputReport) => pattern.test(report.name);
const inFormat = (format: string) => (report: InputReport) => report.format === format;

const reporting = /reportingevents/iu;
const setupDiagName = /setupdiag/iu;
const systemName = /system[^/]{0,40}\.evtx$/iu;
const dumpName = /\.dmp$/iu;

const copied = '复制到桌面，压缩成 zip 后发来';
const hidden = '隐藏目录：先在资源管理器“查看”里勾选“隐藏的项目”，再复制出来压缩成 zip 发来';

const setupLogs: Need = {
  what: 'C:\\$Windows.~BT\\Sources\\Panther\\setupact.log 和 setuperr.log',
  how: hidden,
  isSent: inFormat('setupact'),
};

const rollbackFolder: Need = {
  what: 'C:\\$Windows.~BT\\Sources\\Rollback 整个文件夹',
  how: `发生回退时才有。${hidden}`,
  isSent: named(/(?:^|\/)Rollback\//iu),
};

/** https://learn.microsoft.com/windows/deployment/upgrade/log-files */
const blueBox: Need = {
  what: 'C:\\$Windows.~BT\\Sources\\Panther\\BlueBox.log',
  how: `从 ISO 或 setup.exe 升级时才有。${hidden}`,
  isSent: named(/bluebox[^/]{0,20}\.log$/iu),
};

/** https://learn.microsoft.com/windows/deployment/upgrade/setupdiag */
const setupDiag: Need = {
  what: 'C:\\Windows\\Logs\\SetupDiag\\SetupDiagResults.xml',
  how: '没有这个文件时，下载微软的 SetupDiag.exe，以管理员身份运行后把生成的 SetupDiagResults.log 发来',
  isSent: (report) => report.format === 'setupdiag' || setupDiagName.test(report.name),
};

const cbsLogs: Need = {
  what: 'C:\\Windows\\Logs\\CBS\\CBS.log 和同目录失败当天的 CbsPersist_*.cab',
  how: copied,
  isSent: inFormat('cbs'),
};

const dismLog: Need = {
  what: 'C:\\Windows\\Logs\\DISM\\dism.log',
  how: copied,
  isSent: inFormat('dism'),
};

/** https://learn.microsoft.com/windows/deployment/update/windows-update-logs */
const updateLog: Need = {
  what: 'WindowsUpdate.log',
  how: '管理员 PowerShell 运行 Get-WindowsUpdateLog，桌面会生成该文件',
  isSent: (report) => report.format === 'windowsupdate' && !reporting.test(report.name),
};

const reportingEvents: Need = {
  what: 'C:\\Windows\\SoftwareDistribution\\ReportingEvents.log',
  how: copied,
  isSent: named(reporting),
};

const systemEvents: Need = {
  what: '系统事件日志 System.evtx',
  how: '管理员命令提示符运行 wevtutil epl System %USERPROFILE%\\Desktop\\System.evtx，把桌面的文件发来',
  isSent: (report) => report.format === 'event-log' && systemName.test(report.name),
};

const minidumps: Need = {
  what: 'C:\\Windows\\Minidump 文件夹里最新的 .dmp 文件',
  how: copied,
  isSent: (report) => report.format.includes('dump') || dumpName.test(report.name),
};

/** The one that tells most comes first. */
const needs: Readonly<Record<FailureKind, readonly Need[]>> = {
  upgrade: [setupLogs, rollbackFolder, setupDiag, blueBox],
  servicing: [cbsLogs, dismLog],
  download: [updateLog, reportingEvents, cbsLogs],
  feature: [dismLog, cbsLogs],
  crash: [systemEvents, minidumps],
};

/** What was not sent of the logs that this kind of failure writes. */
export function missingLogs(kind: FailureKind, reports: readonly InputReport[]): Collect[] {
  const files = reports.filter(isFile);
  return needs[kind]
    .filter(({ isSent }) => !files.some(isSent))
    .map(({ what, how }) => ({ what, how }));
}

const fileName = /[\w$-]{3,40}\.(?:log|xml|evtx|dmp)\b/giu;

/** True when every file that a request names was sent. A request for a pattern of names, or for none, never is. */
export function wasSent({ what }: Collect, reports: readonly InputReport[]): boolean {
  const wanted = what.match(fileName) ?? [];
  const sent = new Set(
    reports.filter(isFile).map(({ name }) => name.slice(name.lastIndexOf('/') + 1).toLowerCase()),
  );
  return (
    wanted.length > 0 && !what.includes('*') && wanted.every((name) => sent.has(name.toLowerCase()))
  );
}
