import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../support/records.ts';

const results = [
  '<SetupDiag xmlns="https://docs.microsoft.com/windows/deployment/upgrade/setupdiag">',
  '  <ProfileName>DiskSpaceBlockInDownLevel</ProfileName>',
  '  <FailureData>Warning: Found Disk Space Hard Block.</FailureData>',
  '</SetupDiag>',
].join('\n');
const json = '{"ProfileName":"DiskSpaceBlockInDownLevel","FailureData":["Warning: Found x."]}';
const report = [
  '<CompatReport xmlns="http://schemas.microsoft.com/compat/example">',
  '<DriverPackages><DriverPackage Inf="oem47.inf" BlockMigration="True"/></DriverPackages>',
  '</CompatReport>',
].join('\n');
const keys = [
  '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate]',
  '"WUServer"="http://wsus.example.com:8530"',
].join('\n');

const damages: readonly [string, (text: string) => string][] = [
  ['typographic quotes', (text) => text.replaceAll('"', '\u201d')],
  ['blanks that do not break', (text) => text.replaceAll(' ', '\u00a0')],
  [
    'entities',
    (text) =>
      text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;'),
  ],
  ['carriage returns alone', (text) => text.replaceAll('\n', '\r')],
];

describe.each(damages)('a document with %s', (_, damage) => {
  it.each([
    ['SetupDiag XML', results],
    ['SetupDiag JSON', json],
    ['a compatibility report', report],
    ['keys of the registry', keys],
  ])('says the same: %s', async (_name, text) => {
    const texts = async (sent: string) => (await recordsOf(sent)).map((record) => record.text);

    expect(await texts(damage(text))).toEqual(await texts(text));
  });
});
