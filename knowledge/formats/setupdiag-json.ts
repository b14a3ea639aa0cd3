import type { BlockFormat } from '../format.ts';
import { setupDiagJson as begins, SetupDiagJsonReader } from '../setupdiag/json.ts';
import { setupdiag } from './setupdiag.ts';

/** SetupDiagResults.json, whole or pasted in part; its records are those of the text form. */
export const setupDiagJson: BlockFormat = {
  name: setupdiag.name,
  owns: true,
  heads: ['"ProfileName"', '"ProfileGuid"', '"FailureData"'],
  begins: (line) => begins.test(line),
  open: (input, onRecord) => new SetupDiagJsonReader(input, onRecord),
  samples: [
    {
      text: '{"Version":"1.7.0.0","ProfileName":"DiskSpaceBlockInDownLevel","ProfileGuid":"6080AFAC-892E-4903-94EA-7A17E69E549E","SystemInfo":{"CV":null,"HostOSVersion":"10.0.19041","RegisteredAV":"","RollbackStartTime":"\\/Date(-62135568000000-0800)\\/","UpgradeStartTime":"\\/Date(1767582000000+0800)\\/"},"FailureData":["Warning: Found Disk Space Hard Block."],"DeviceDriverInfo":null,"Remediation":["You must free up at least \\"6603\\" MB of space on the System Drive, and try again."]}',
      reads: [
        { text: 'Version = 1.7.0.0' },
        {
          component: 'SetupDiag',
          text: 'Matching Profile found: DiskSpaceBlockInDownLevel - 6080AFAC-892E-4903-94EA-7A17E69E549E',
        },
        { text: 'HostOSVersion = 10.0.19041' },
        { text: 'UpgradeStartTime = 2026-01-05T11:00:00' },
        { text: 'Failure Data: Warning: Found Disk Space Hard Block.' },
        {
          text: 'Remediation: You must free up at least "6603" MB of space on the System Drive, and try again.',
        },
      ],
    },
    {
      text: [
        '  "ProfileName": "FindRollbackFailure",',
        '  "SystemInfo": {',
        '    "Model": "Example 1000"',
        '  },',
        '  "FailureData": [',
        '    "Error: SetupDiag reports rollback failure found."',
        '  ]',
        '}',
      ].join('\n'),
      reads: [
        { text: 'Model = Example 1000' },
        { text: 'Error: SetupDiag reports rollback failure found.' },
        { text: 'Matching Profile found: FindRollbackFailure' },
      ],
    },
  ],
};
