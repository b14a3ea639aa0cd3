import { describe, expect, it } from 'vitest';
import { mutations, readRecords, readTexts } from '../../support/blocks.ts';

const guid = '6080AFAC-892E-4903-94EA-7A17E69E549E';
const logLine =
  '2026-01-05 10:00:03, Error                 SP     Operation failed: Update Boot Code. Error: 0x80070002[gle=0x000000b7]';

const xml = `<?xml version="1.0" encoding="utf-16"?>
<SetupDiag xmlns="https://learn.microsoft.com/windows/deployment/upgrade/setupdiag">
  <ProfileName>FindRollbackFailure</ProfileName>
  <ProfileGuid>${guid}</ProfileGuid>
  <SystemInfo>
    <MachineName>Offline</MachineName>
    <Model>Example 1000</Model>
    <HostOSVersion>10.0.19041</HostOSVersion>
    <RegisteredAV>Example Guard,</RegisteredAV>
    <FilterDrivers>WdFilter,exampleflt,</FilterDrivers>
    <UpgradeStartTime>2026-01-05T11:00:00</UpgradeStartTime>
    <RollbackStartTime>0001-01-01T00:00:00</RollbackStartTime>
  </SystemInfo>
  <LogErrorLine>${logLine}</LogErrorLine>
  <FailureData>
Error: SetupDiag reports rollback failure found.
Last Phase = Finalize
Error = 0x80070002-0x20003
LogEntry: ${logLine}</FailureData>
  <FailureDetails>Err = 0x80070002, LastOperation = Update Boot Code, LastPhase = Finalize</FailureDetails>
  <SetupPhaseInfo>
    <PhaseName>Finalize</PhaseName>
  </SetupPhaseInfo>
</SetupDiag>
`;

const json = JSON.stringify({
  ProfileName: 'FindRollbackFailure',
  ProfileGuid: guid,
  SystemInfo: {
    CV: null,
    FilterDrivers: 'WdFilter,exampleflt,',
    HostOSVersion: '10.0.19041',
    MachineName: 'Offline',
    Model: 'Example 1000',
    RegisteredAV: 'Example Guard,',
    RollbackStartTime: '/Date(-62135568000000-0800)/',
    UpgradeStartTime: '/Date(1767582000000+0800)/',
  },
  LogErrorLine: logLine,
  FailureData: [
    `\nError: SetupDiag reports rollback failure found.\nLast Phase = Finalize\nError = 0x80070002-0x20003\nLogEntry: ${logLine}`,
  ],
  FailureDetails: 'Err = 0x80070002, LastOperation = Update Boot Code, LastPhase = Finalize',
  SetupPhaseInfo: { PhaseName: 'Finalize' },
}).replaceAll('/', '\\/');

const printed = `
HKEY_LOCAL_MACHINE\\SYSTEM\\Setup\\SetupDiag\\Results
    ProfileName    REG_SZ    FindRollbackFailure
    ProfileGuid    REG_SZ    ${guid}
    MachineName    REG_SZ    Offline
    Model    REG_SZ    Example 1000
    HostOSVersion    REG_SZ    10.0.19041
    RegisteredAV    REG_SZ    Example Guard,
    FilterDrivers    REG_SZ    WdFilter,exampleflt,
    UpgradeStartTime    REG_SZ    2026-01-05T11:00:00
    LogErrorLine    REG_SZ    ${logLine}
    FailureData    REG_SZ    Error: SetupDiag reports rollback failure found.
Last Phase = Finalize
Error = 0x80070002-0x20003
LogEntry: ${logLine}
    FailureDetails    REG_SZ    Err = 0x80070002, LastOperation = Update Boot Code, LastPhase = Finalize
    PhaseName    REG_SZ    Finalize
`;

const exported = `Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\\SYSTEM\\Setup\\MoSetup\\Volatile\\SetupDiag]
"ProfileName"="FindRollbackFailure"
"ProfileGuid"="${guid}"
"Model"="Example 1000"
"HostOSVersion"="10.0.19041"
"RegisteredAV"="Example Guard,"
"FilterDrivers"="WdFilter,exampleflt,"
"UpgradeStartTime"="2026-01-05T11:00:00"
"LogErrorLine"="${logLine}"
"FailureData"="Error: SetupDiag reports rollback failure found.
Last Phase = Finalize
Error = 0x80070002-0x20003
LogEntry: ${logLine}"
"FailureDetails"="Err = 0x80070002, LastOperation = Update Boot Code, LastPhase = Finalize"
"PhaseName"="Finalize"
`;

const operation = 'Operation failed: Update Boot Code. Error: 0x80070002[gle=0x000000b7]';

async function tell(content: string | Uint8Array): Promise<string[]> {
  const { records } = await readRecords(content);
  return records
    .filter(({ format }) => format !== 'text')
    .map(({ format, component, time, text }) => [format, component, time, text].join('|'))
    .sort();
}

describe('a SetupDiag result', () => {
  it('tells what failed, on which machine, and quotes the log as the log it is', async () => {
    const texts = await readTexts(xml, 'setupdiag');

    expect(texts).toEqual([
      `Matching Profile found: FindRollbackFailure - ${guid}`,
      'Model = Example 1000',
      'HostOSVersion = 10.0.19041',
      'RegisteredAV = Example Guard,',
      'FilterDrivers = WdFilter,exampleflt,',
      'UpgradeStartTime = 2026-01-05T11:00:00',
      'Error: SetupDiag reports rollback failure found.',
      'Last Phase = Finalize',
      'Failure Data: Error = 0x80070002-0x20003',
      'FailureDetails: Err = 0x80070002, LastOperation = Update Boot Code, LastPhase = Finalize',
      'Last Setup Phase:\nPhase Name: Finalize',
    ]);
    expect(await readTexts(xml, 'setupact')).toEqual([operation, operation]);
  });

  it.each([
    ['JSON', json],
    ['JSON over many lines', JSON.stringify(JSON.parse(json), null, 2)],
    ['what reg query prints', printed],
    ['an exported registry', exported],
    ['XML of UTF-16', Buffer.from(`\uFEFF${xml}`, 'utf16le')],
    ['XML with Windows line ends', xml.replaceAll('\n', '\r\n')],
    ['XML with prefixes', xml.replaceAll(/<(\/?)([A-Z])/gu, '<$1sd:$2')],
    ['quoted XML in a mail', xml.replaceAll(/^/gmu, '> ')],
    [
      'XML on one line',
      xml
        .replace(/<FailureData>[\s\S]*<\/FailureData>/u, (text) => text.replaceAll('\n', '&#10;'))
        .replaceAll('\n', ' '),
    ],
  ])('tells the same as %s', async (_, form) => {
    expect(await tell(form)).toEqual(await tell(xml));
  });

  it('still tells what stood before the place where it was cut', async () => {
    const cut = xml.slice(0, xml.indexOf('<LogErrorLine>'));

    expect(await readTexts(cut, 'setupdiag')).toHaveLength(6);
    expect(
      await readTexts(json.slice(0, json.indexOf('"LogErrorLine"')), 'setupdiag'),
    ).toHaveLength(6);
  });

  it('gives back the log that follows a cut one', async () => {
    const cut = xml.slice(0, xml.indexOf('<FailureData>'));
    const line = '2026-01-05 10:00:03, Info                  CBS    Nothing to do';

    expect(await readTexts(`${cut}\n${line}\n`, 'cbs')).toEqual(['Nothing to do']);
    expect(await readTexts(`${exported.slice(0, 300)}\n${line}\n`, 'cbs')).toEqual([
      'Nothing to do',
    ]);
  });

  it('expands no entity of its own', async () => {
    const bomb = `<!DOCTYPE a [<!ENTITY b "boom"><!ENTITY c "&b;&b;&b;">]>\n<FailureData>&c;</FailureData>`;

    expect((await readTexts(bomb, 'setupdiag')).join()).not.toContain('boom');
  });
});

it.each([
  ['XML', xml],
  ['JSON', json],
  ['the registry', exported],
])('survives damaged %s', async (_, form) => {
  for (const damaged of mutations(form, 200, 7)) {
    const { records } = await readRecords(damaged);

    expect(records.every(({ text, parts }) => text.length <= 4096 && parts.length > 0)).toBe(true);
  }
});
