import { CompatReport, compatFormat } from '../compat/report.ts';
import type { BlockFormat } from '../format.ts';
import { XmlBlock } from '../xml/xml-block.ts';

/** A root, or a finding that was pasted out of its document. */
const begins =
  /<(?:[A-Za-z]\w{0,20}:)?(?:CompatReport|WicaRun|Assets?|PropertyList|Program(?=\s[^<>]{0,300}\bName=)|DriverPackage(?=\s[^<>]{0,300}\bInf=)|HardwareItem(?=\s[^<>]{0,300}\bHardwareType=)|Property(?=\s[^<>]{0,300}\bName="(?:DT_ANY_|LowerCaseLongPath)))(?=[\s>/])/u;

/** CompatData*.xml, ScanResult.xml and *_APPRAISER_HumanReadable.xml, whole or pasted in part. */
export const compat: BlockFormat = {
  name: compatFormat,
  owns: true,
  heads: ['CompatReport', 'WicaRun xmlns', '<PropertyList', '<DriverPackage', '<HardwareItem'],
  begins: (line) => line.includes('<') && begins.test(line),
  open: (input, onRecord) => new XmlBlock(begins, new CompatReport(input, onRecord)),
  samples: [
    {
      text: [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<CompatReport xmlns="http://schemas.microsoft.com/compat/example">',
        '  <DriverPackages>',
        '    <DriverPackage Inf="oem12.inf" BlockMigration="False" HasSignedBinaries="True"/>',
        '    <DriverPackage HasSignedBinaries="True" BlockMigration="True" Inf="oem47.inf"/>',
        '  </DriverPackages>',
        '  <Programs>',
        '    <Program Id="{00000000-0000-0000-0000-000000000001}" Name="Example &quot;Guard&quot; &amp; Co"',
        '       IconId="x">',
        '      <CompatibilityInfo StatusDetail="UpgradeBlock" BlockingType="Hard" Message="Not&#10;compatible"/>',
        '      <Action Name="Uninstall" ResolveState="NotRun"/>',
        '    </Program>',
        '  </Programs>',
        '</CompatReport>',
      ].join('\r\n'),
      reads: [
        {
          text: '<DriverPackage Inf="oem12.inf" BlockMigration="False" HasSignedBinaries="True">',
        },
        { text: '<DriverPackage Inf="oem47.inf" BlockMigration="True" HasSignedBinaries="True">' },
        {
          component: 'Compat',
          text: `<Program Name="Example 'Guard' & Co" Id="{00000000-0000-0000-0000-000000000001}" IconId="x"><CompatibilityInfo BlockingType="Hard" StatusDetail="UpgradeBlock" Message="Not compatible"><Action Name="Uninstall" ResolveState="NotRun">`,
        },
        { text: 'CompatReport with 1 hard blocks' },
      ],
    },
    {
      text: [
        '<Assets>',
        '<Asset><PropertyList Type="Inventory">',
        '<Property Name="LowerCaseLongPathUnexpanded" Value="c:\\program files\\example\\guard.exe" Ordinal="1"/>',
        '</PropertyList><PropertyList Type="DecisionMaker">',
        '<Property Name="DT_ANY_FMC_BlockingApplication" Value="True"/>',
        '</PropertyList></Asset>',
        '<Asset><Property Name="DT_ANY_FMC_BlockingApplication" Value="False"/></Asset>',
        '</Assets>',
      ].join('\n'),
      reads: [
        {
          text: '<Asset LowerCaseLongPathUnexpanded="c:\\program files\\example\\guard.exe" DT_ANY_FMC_BlockingApplication="True">',
        },
      ],
    },
  ],
};
