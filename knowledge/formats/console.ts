import { ConsoleReader } from '../console/console-reader.ts';
import { isConsoleMessage, messageStarts } from '../console/messages.ts';
import { findTable } from '../console/tables.ts';
import { type BlockFormat, consoleFormat, type Format, type Grammar } from '../format.ts';

const grammar: Grammar = {
  name: consoleFormat,
  starts: messageStarts,
  read: (line) =>
    isConsoleMessage(line)
      ? { time: undefined, level: '', component: '', text: line.trim() }
      : undefined,
};

function sample(line: string) {
  return { line, reads: { time: undefined, level: '', component: '', text: line.trim() } };
}

/** What sfc, DISM, chkdsk, wusa, sc, reagentc and bcdedit say in single lines. */
export const consoleMessages: Format = {
  name: consoleFormat,
  grammar,
  isOneLine: true,
  isWeak: true,
  isOpen: true,
  samples: [
    sample('Windows Resource Protection found corrupt files but was unable to fix some of them.'),
    sample('Windows 资源保护找到了损坏文件，但其中有一些文件无法修复。'),
    sample('Windows 资源保护未找到任何完整性冲突。'),
    sample('Verification 100% complete.'),
    sample('验证 37% 已完成。'),
    sample('Deployment Image Servicing and Management tool'),
    sample('部署映像服务和管理工具'),
    sample('Image Version: 10.0.17763.316'),
    sample('映像版本: 10.0.17763.316'),
    sample('[===========================62.3%====                      ]'),
    sample('Error: 0x800f081f'),
    sample('错误: 0x800f081f'),
    sample('错误: 87'),
    sample('The type of the file system is NTFS.'),
    sample('文件系统的类型是 NTFS。'),
    sample('Windows has scanned the file system and found no problems.'),
    sample('Windows 已扫描文件系统并且没有发现问题。'),
    sample('[SC] OpenService FAILED 1060:'),
    sample('[SC] StartService 失败 1058:'),
    sample('REAGENTC.EXE: 操作成功。'),
    sample('The update is not applicable to your computer.'),
    sample('此更新不适用于你的计算机。'),
    sample('安装程序遇到错误: 0x80070005'),
    sample('Microsoft Windows [版本 10.0.17763.3046]'),
    sample('版本 1809 (OS 内部版本 17763.3046)'),
  ],
};

/** What they print as tables and as labels with values; nothing of it is a line of a log. */
export const consoleTables: BlockFormat = {
  name: consoleFormat,
  owns: true,
  isOpen: true,
  heads: [
    'Filter Name ',
    '筛选器名称',
    'Host Name:',
    '主机名:',
    'HotFixID',
    'Package Identity',
    '程序包标识',
    'Windows Boot Manager',
    'Windows 启动管理器',
    'SERVICE_NAME',
    '服务名称',
    'Windows RE status',
    'Windows RE 状态',
  ],
  begins: (line) => findTable(line) !== undefined,
  open: (input, onRecord) => new ConsoleReader(input, onRecord),
  samples: [
    {
      text: [
        'Filter Name                     Num Instances    Altitude    Frame',
        '------------------------------  -------------  ------------  -----',
        'exampleflt                              5       328520         0',
        'WdFilter                                5       328010         0',
      ].join('\r\n'),
      reads: [
        { text: 'fltmc filter=exampleflt altitude=328520' },
        { text: 'fltmc filter=WdFilter altitude=328010' },
      ],
    },
    {
      text: [
        '筛选器名称                      数字实例       高度          框架',
        '------------------------------  -------------  ------------  -----',
        'exampleflt                              5       328520         0',
      ].join('\r\n'),
      reads: [{ text: 'fltmc filter=exampleflt altitude=328520' }],
    },
    {
      text: [
        'Filter                Volume Name                              Altitude        Instance Name       Frame   SprtFtrs  VlStatus',
        '--------------------  -------------------------------------  ------------  ----------------------  -----   --------  --------',
        'exampleflt            C:                                        328520     Example Instance          0     00000003',
        'exampleflt            \\Device\\Mup                               328520     Example Instance          0     00000003',
      ].join('\r\n'),
      reads: [{ text: 'fltmc filter=exampleflt altitude=328520' }],
    },
    {
      text: [
        'Host Name:                     PC-0001',
        'OS Name:                       Microsoft Windows 10 Enterprise LTSC',
        'OS Version:                    10.0.17763 N/A Build 17763',
        'Registered Owner:              example',
        'System Manufacturer:           EXAMPLE',
        'System Model:                  Tower 1',
        'Hotfix(s):                     2 Hotfix(s) Installed.',
        '                               [01]: KB5099001',
        '                               [02]: KB5099002',
        'Network Card(s):               1 NIC(s) Installed.',
        '                               [01]: Example Ethernet',
        '                                     Connection Name: Ethernet',
      ].join('\r\n'),
      reads: [
        { text: 'Host Name: PC-0001' },
        { text: 'OS Name: Microsoft Windows 10 Enterprise LTSC' },
        { text: 'OS Version: 10.0.17763 N/A Build 17763' },
        { text: 'System Manufacturer: EXAMPLE' },
        { text: 'System Model: Tower 1 machine model=EXAMPLE Tower 1' },
        { text: 'installed hotfix=KB5099001' },
        { text: 'installed hotfix=KB5099002' },
      ],
    },
    {
      text: [
        '主机名:           PC-0001',
        'OS 名称:          Microsoft Windows 10 企业版',
        'OS 版本:          10.0.19045 暂缺 Build 19045',
        '注册的所有人:     example',
        '系统型号:         Tower 1',
        '修补程序:         安装了 1 个修补程序。',
        '                  [01]: KB5099001',
      ].join('\r\n'),
      reads: [
        { text: '主机名: PC-0001' },
        { text: 'OS 名称: Microsoft Windows 10 企业版' },
        { text: 'OS 版本: 10.0.19045 暂缺 Build 19045' },
        { text: '系统型号: Tower 1 machine model=Tower 1' },
        { text: 'installed hotfix=KB5099001' },
      ],
    },
    {
      text: [
        'Source        Description      HotFixID      InstalledBy          InstalledOn',
        '------        -----------      --------      -----------          -----------',
        'PC-0001       Update           KB5099001     NT AUTHORITY\\SYSTEM  1/5/2026 12:00:00 AM',
      ].join('\r\n'),
      reads: [{ text: 'installed hotfix=KB5099001' }],
    },
    {
      text: 'HotFixID   InstalledOn\r\nKB5099001  1/5/2026\r\nKB5099002  1/6/2026',
      reads: [{ text: 'installed hotfix=KB5099001' }, { text: 'installed hotfix=KB5099002' }],
    },
    {
      text: [
        'Package Identity : Package_for_KB5099001~31bf3856ad364e35~amd64~~17763.1.1.0',
        'State : Installed',
        'Release Type : Security Update',
        'Install Time : 1/5/2026 10:00 AM',
      ].join('\r\n'),
      reads: [
        {
          text: 'Package Identity : Package_for_KB5099001~31bf3856ad364e35~amd64~~17763.1.1.0\nState : Installed\nRelease Type : Security Update\nInstall Time : 1/5/2026 10:00 AM',
        },
      ],
    },
    {
      text: [
        'Package Identity                                              | State     | Release Type | Install Time',
        '------------------------------------------------------------ | --------- | ------------ | ------------',
        'Package_for_KB5099001~31bf3856ad364e35~amd64~~17763.1.1.0     | Installed | Update       | 1/5/2026 10:00 AM',
      ].join('\r\n'),
      reads: [
        {
          text: 'Package Identity : Package_for_KB5099001~31bf3856ad364e35~amd64~~17763.1.1.0\nState : Installed\nUpdate 1/5/2026 10:00 AM',
        },
      ],
    },
    {
      text: [
        'Windows RE 状态:           Disabled',
        'Windows RE 位置:',
        '引导配置数据(BCD)标识符:   11111111-2222-3333-4444-555555555555',
        '恢复映像索引:              0',
      ].join('\r\n'),
      reads: [
        {
          text: 'Windows RE 状态: Disabled\nWindows RE 位置:\n引导配置数据(BCD)标识符: 11111111-2222-3333-4444-555555555555\n恢复映像索引: 0',
        },
      ],
    },
    {
      text: [
        'Windows 启动加载器',
        '-------------------',
        '标识符                  {current}',
        'device                  partition=C:',
        'path                    \\Windows\\system32\\winload.efi',
      ].join('\r\n'),
      reads: [
        {
          text: 'Windows 启动加载器\n-------------------\n标识符 {current}\ndevice partition=C:\npath \\Windows\\system32\\winload.efi',
        },
      ],
    },
    {
      text: [
        'SERVICE_NAME: wuauserv',
        '        TYPE               : 30  WIN32',
        '        STATE              : 1  STOPPED',
        '        WIN32_EXIT_CODE    : 1058  (0x422)',
      ].join('\r\n'),
      reads: [
        {
          text: 'SERVICE_NAME: wuauserv\nTYPE : 30 WIN32\nSTATE : 1 STOPPED\nWIN32_EXIT_CODE : 1058 (0x422)',
        },
      ],
    },
  ],
};
