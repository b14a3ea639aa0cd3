import type { BlockFormat } from '../format.ts';
import { setupDiagXml as begins, openSetupDiagXml } from '../setupdiag/xml.ts';
import { setupdiag } from './setupdiag.ts';

/** SetupDiagResults.xml, whole or pasted in part; its records are those of the text form. */
export const setupDiagXml: BlockFormat = {
  name: setupdiag.name,
  owns: true,
  heads: ['<SetupDiag', '<ProfileName', '<FailureData'],
  begins: (line) => begins.test(line),
  open: openSetupDiagXml,
  samples: [
    {
      text: [
        '<?xml version="1.0" encoding="utf-16"?>',
        '<SetupDiag xmlns="https://docs.microsoft.com/windows/deployment/upgrade/setupdiag">',
        '  <Version>1.7.0.0</Version>',
        '  <ProfileName>DiskSpaceBlockInDownLevel</ProfileName>',
        '  <ProfileGuid>6080AFAC-892E-4903-94EA-7A17E69E549E</ProfileGuid>',
        '  <SystemInfo>',
        '    <HostOSVersion>10.0.19041</HostOSVersion>',
        '    <RegisteredAV />',
        '    <FilterDrivers>WdFilter,exampleflt</FilterDrivers>',
        '    <RollbackStartTime>0001-01-01T00:00:00</RollbackStartTime>',
        '  </SystemInfo>',
        '  <FailureData>Warning: Found Disk Space Hard Block.</FailureData>',
        '  <Remediation>You must free up at least "6603" MB of space on the System Drive, and try again.</Remediation>',
        '</SetupDiag>',
      ].join('\r\n'),
      reads: [
        { text: 'Version = 1.7.0.0' },
        {
          component: 'SetupDiag',
          text: 'Matching Profile found: DiskSpaceBlockInDownLevel - 6080AFAC-892E-4903-94EA-7A17E69E549E',
        },
        { text: 'HostOSVersion = 10.0.19041' },
        { text: 'FilterDrivers = WdFilter,exampleflt' },
        { text: 'Failure Data: Warning: Found Disk Space Hard Block.' },
        {
          text: 'Remediation: You must free up at least "6603" MB of space on the System Drive, and try again.',
        },
      ],
    },
    {
      text: '<sd:FailureData xmlns:sd="https://learn.microsoft.com/x">Error: SetupDiag reports rollback failure found.</sd:FailureData>',
      reads: [{ text: 'Error: SetupDiag reports rollback failure found.' }],
    },
  ],
};
