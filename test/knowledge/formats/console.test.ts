import { describe, expect, it } from 'vitest';
import { recordsOf } from '../../support/records.ts';

async function textsOf(text: string): Promise<string[]> {
  return (await recordsOf(text))
    .filter(({ format }) => format === 'console')
    .map((record) => record.text);
}

const filters = [
  'Filter Name                     Num Instances    Altitude    Frame',
  '------------------------------  -------------  ------------  -----',
  'exampleflt                              5       328520         0',
  'WdFilter                                5       328010         0',
];
const told = ['fltmc filter=exampleflt altitude=328520', 'fltmc filter=WdFilter altitude=328010'];

describe('a table of fltmc', () => {
  it.each([
    ['collapsed blanks', filters.map((line) => line.replace(/ +/gu, ' '))],
    ['hard blanks', filters.map((line) => line.replaceAll(' ', '\u00a0'))],
    ['marks of a quotation', filters.map((line) => `> ${line}`)],
    ['empty lines between', filters.flatMap((line) => [line, ''])],
    ['the last column on a line of its own', filters.flatMap((line) => line.split(/ {3,}(?=0$)/u))],
  ])('is read with %s', async (_, lines) => {
    expect(await textsOf(lines.join('\n'))).toEqual(told);
  });

  it('is read with a legacy filter, which has no altitude', async () => {
    const legacy = 'oldflt                                                <Legacy>       ';

    expect(await textsOf([...filters, legacy].join('\n'))).toEqual([
      ...told,
      'fltmc filter=oldflt',
    ]);
  });

  it('ends where the prompt comes back', async () => {
    const records = await recordsOf([...filters, '', 'C:\\>echo done', 'done'].join('\n'));

    expect(records.slice(2)).toMatchObject([
      { format: 'text', text: 'C:\\>echo done' },
      { format: 'text', text: 'done' },
    ]);
  });
});

describe('systeminfo', () => {
  const lines = [
    'Host Name:                 PC-0001',
    'OS Version:                10.0.17763 N/A Build 17763',
    'Registered Owner:          San Zhang',
    'Registered Organization:   Example Bank',
    'Product ID:                00000-00000-00000-AAAAA',
    'Domain:                    corp.example.com',
    'Logon Server:              \\\\DC-0001',
    'Hotfix(s):                 1 Hotfix(s) Installed.',
    '                           [01]: KB5099001',
    'Network Card(s):           1 NIC(s) Installed.',
    '                           [01]: Example Ethernet',
    '                                 IP address(es)',
    '                                 [01]: 192.0.2.7',
  ];

  it('tells nothing of its owner and its network', async () => {
    const records = await recordsOf(lines.join('\r\n'));
    const all = JSON.stringify(records);

    expect(records.map(({ text }) => text)).toEqual([
      'Host Name: PC-0001',
      'OS Version: 10.0.17763 N/A Build 17763',
      'installed hotfix=KB5099001',
    ]);
    expect(all).not.toMatch(/San Zhang|Example Bank|AAAAA|corp\.|DC-0001|192\.0\.2/u);
  });

  it('is read from its middle', async () => {
    expect(await textsOf(lines.slice(7, 9).join('\n'))).toEqual(['installed hotfix=KB5099001']);
  });

  it('is told from a sentence', async () => {
    const text = '域: 例子\nDomain: example\n时区: 北京';

    expect(await textsOf(text)).toEqual([]);
  });

  it('of PowerShell is read', async () => {
    const text = [
      'WindowsBuildLabEx                 : 17763.1.amd64fre.rs5_release.180914-1434',
      'CsManufacturer                    : EXAMPLE',
      'CsModel                           : Tower 1',
      'CsName                            : PC-0001',
      'OsHotFixes                        : {KB5099001, KB5099002}',
      'OsRegisteredUser                  : San Zhang',
    ].join('\n');

    expect(await textsOf(text)).toEqual([
      'WindowsBuildLabEx : 17763.1.amd64fre.rs5_release.180914-1434',
      'CsManufacturer : EXAMPLE',
      'CsModel : Tower 1 machine model=EXAMPLE Tower 1',
      'installed hotfix=KB5099001,KB5099002',
    ]);
    expect(JSON.stringify(await recordsOf(text))).not.toContain('San Zhang');
  });
});

describe('lists of hotfixes', () => {
  it.each([
    [
      'wmic qfe',
      'Caption  CSName  Description  FixComments  HotFixID  InstallDate  InstalledBy  InstalledOn\nhttp://support.example.com/?kbid=5099001  PC-0001  Update    KB5099001   CORP\\san  1/5/2026',
    ],
    ['wmic qfe list', 'HotFixID=KB5099001\nInstalledOn=1/5/2026'],
    ['Get-HotFix as a list', 'HotFixID    : KB5099001\nInstalledBy : CORP\\san'],
  ])('of %s keep only the numbers', async (_, text) => {
    const records = await recordsOf(text);

    expect(records.map((record) => record.text)).toEqual(['installed hotfix=KB5099001']);
  });
});

describe('what commands say', () => {
  it('is read behind a progress bar that prints over itself', async () => {
    const text =
      '\r[==        10.0%             ] \r[=====     62.3%===          ] \r\r\nError: 0x800f081f\r\n';

    const records = await recordsOf(text);

    expect(records.map(({ text: one, parts }) => [one, parts[0]?.line])).toEqual([
      ['[== 10.0% ]', 1],
      ['[===== 62.3%=== ]', 1],
      ['Error: 0x800f081f', 2],
    ]);
    expect(records.every(({ format }) => format === 'console')).toBe(true);
  });

  it('is read where a console put a blank behind every letter', async () => {
    const text = [...'Windows Resource Protection found corrupt files'].join(' ');

    expect(await textsOf(text)).toEqual(['Windows Resource Protection found corrupt files']);
  });

  it('ends no record of another log', async () => {
    const head =
      '2026-01-05 10:00:01, Error                 MIG    Error 5 while applying object X[gle=0x00000005]';

    expect(await recordsOf(`${head}\nError: 5`)).toMatchObject([
      { format: 'setupact', text: expect.stringContaining('\nError: 5') },
    ]);
  });

  it.each(['错误: 我们不知道原因', 'Error: it does not work', '版本: 新的', 'Versions differ'])(
    'is not %j',
    async (line) => {
      expect(await recordsOf(line)).toMatchObject([{ format: 'text' }]);
    },
  );
});
