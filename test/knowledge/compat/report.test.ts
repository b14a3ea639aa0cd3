import { describe, expect, it } from 'vitest';
import { mutations, readRecords, readTexts } from '../../support/blocks.ts';

const report = `<?xml version="1.0" encoding="utf-8"?>
<CompatReport xmlns="http://schemas.microsoft.com/compat/example">
  <Hardware>
    <HardwareItem HardwareType="Setup_LowOnDiskSpace"><CompatibilityInfo BlockingType="Hard"/></HardwareItem>
  </Hardware>
  <DriverPackages>
    <DriverPackage Inf="oem12.inf" BlockMigration="True" HasSignedBinaries="True"/>
  </DriverPackages>
  <Programs>
    <Program Name="Example Guard" Id="{00000000-0000-0000-0000-000000000001}">
      <CompatibilityInfo BlockingType="Hard" StatusDetail="UpgradeBlock"/>
    </Program>
  </Programs>
</CompatReport>
`;

function asset(blocked: boolean, file: string): string {
  return `<Asset>
<PropertyList Type="Inventory"><Property Name="LowerCaseLongPathUnexpanded" Value="${file}" Ordinal="1"/></PropertyList>
<PropertyList Type="DecisionMaker"><Property Name="DT_ANY_FMC_BlockingApplication" Value="${blocked ? 'True' : 'False'}"/></PropertyList>
</Asset>
`;
}

describe('a compatibility report', () => {
  it.each([
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${report}`, 'utf16le')],
    ['one line', report.replaceAll('\n', '')],
    ['Windows line ends', report.replaceAll('\n', '\r\n')],
    ['quoted in a mail', `您好：\n${report.replaceAll(/^/gmu, '> ')}\n谢谢`],
    ['entities of a web page', report.replaceAll('<', '&lt;').replaceAll('>', '&gt;')],
  ])('reads the same from %s', async (_, form) => {
    expect(await readTexts(form, 'compat')).toEqual(await readTexts(report, 'compat'));
  });

  it('gives a record the line on which its element begins', async () => {
    const { records } = await readRecords(report);
    const program = records.find(({ text }) => text.startsWith('<Program'));

    expect(program?.parts).toMatchObject([{ line: 10 }]);
    expect(program?.parts[0]?.raw).toContain('<Program Name="Example Guard"');
    expect(program?.parts[0]?.raw).toContain('BlockingType="Hard"');
  });

  it('takes its time from the name of its file', async () => {
    const { records } = await readRecords(
      report,
      'a.zip/CompatData_2026_03_02_10_14_07_1_0012c000.xml',
    );

    expect(records.find(({ format }) => format === 'compat')?.time).toBe('2026-03-02T10:14:07');
  });

  it('counts what blocks', async () => {
    expect((await readTexts(report, 'compat')).at(-1)).toBe('CompatReport with 2 hard blocks');
  });

  it('tells what stood before the place where it was cut', async () => {
    const cut = report.slice(0, report.indexOf('</Program>'));

    expect((await readTexts(cut, 'compat')).at(-1)).toContain('<Program Name="Example Guard"');
  });
});

describe('the readable appraiser file', () => {
  it('tells of the assets that block, and of no others', async () => {
    const text = `<WicaRun><Assets>\n${asset(false, 'c:\\a.exe')}${asset(true, 'c:\\b.exe')}${asset(false, 'c:\\c.exe')}</Assets></WicaRun>`;

    expect(await readTexts(text, 'compat')).toEqual([
      '<Asset LowerCaseLongPathUnexpanded="c:\\b.exe" DT_ANY_FMC_BlockingApplication="True">',
    ]);
  });

  it('reads a pair of properties that was pasted alone', async () => {
    const text =
      '<Property Name="LowerCaseLongPathUnexpanded" Value="c:\\b.exe"/>\n<Property Name="DT_ANY_FMC_BlockingApplication" Value="True"/>';

    expect((await readTexts(text, 'compat')).join()).toContain('="c:\\b.exe"');
  });

  it('holds no more of a long one than of a short one', async () => {
    const long = asset(false, 'c:\\program files\\example\\a.exe').repeat(20_000);
    const { records, coverage } = await readRecords(`<Assets>\n${long}${asset(true, 'c:\\z.exe')}`);

    expect(coverage.bytes).toBeGreaterThan(4_000_000);
    expect(records.filter(({ format }) => format === 'compat')).toHaveLength(1);
  });
});

it('gives up on what is too deep, too long or no XML at all', async () => {
  const line = '2026-01-05 10:00:03, Info                  CBS    Nothing to do';
  const hostile = [
    `<Assets>\n${'<a>\n'.repeat(5000)}`,
    `<Assets><![CDATA[\n${`${'x'.repeat(60_000)}\n`.repeat(30)}`,
    `<Assets>\n${'<"&;<<!x =>\n'.repeat(2000)}`,
    `<Assets ${'a="b" '.repeat(9000)}`,
  ];
  for (const text of hostile) {
    expect(await readTexts(`${text}\n${line}\n`, 'cbs')).toHaveLength(1);
  }
});

it.each([
  ['report', report],
  ['appraiser file', `<Assets>\n${asset(true, 'c:\\b.exe').repeat(3)}</Assets>`],
])('survives a damaged %s', async (_, form) => {
  for (const damaged of mutations(form, 200, 3)) {
    const { records } = await readRecords(damaged);

    expect(records.every(({ text, parts }) => text.length <= 4096 && parts.length > 0)).toBe(true);
  }
});
