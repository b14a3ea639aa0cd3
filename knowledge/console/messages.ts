/**
 * Lines that commands of Windows print, English and Chinese, each from its beginning; where a sentence goes on, the
 * beginning is enough. Wording as the commands print it; nothing else in a log begins so.
 */
const sfc = [
  'Beginning system scan\\.',
  'Beginning verification phase of system scan',
  'Verification \\d{1,3}% complete',
  'Windows Resource Protection (?:found|did not|could not)',
  'There is a system repair pending which requires reboot',
  '开始系统扫描',
  '开始系统扫描的验证阶段',
  '验证 ?\\d{1,3}% ?已?完成',
  'Windows 资源保护(?:找到|未|没有|无法)',
  '有一个系统修复',
];

const dism = [
  'Deployment Image Servicing and Management tool',
  '部署映像服务和管理工具',
  '(?:Image )?Version: \\d{1,2}\\.\\d{1,2}\\.\\d{4,5}\\.\\d{1,5}\\s*$',
  '(?:映像)?版本: ?\\d{1,2}\\.\\d{1,2}\\.\\d{4,5}\\.\\d{1,5}\\s*$',
  '\\[[= ]{1,60}\\d{1,3}(?:[.,]\\d)?%[= ]{1,60}\\]',
  'Error: {1,4}(?:0x[0-9a-f]{8}|\\d{1,5})\\s*$',
  '错误: {0,4}(?:0x[0-9a-f]{8}|\\d{1,5})\\s*$',
  'The source files could not be found\\.',
  '找不到源文件',
  'The DISM log file can be found at ',
  'DISM 日志文件可以在',
  '可以在 .{3,100}dism\\.log',
  'The (?:restore )?operation completed successfully\\.',
  '(?:还原)?操作成功完成',
  'No component store corruption detected\\.',
  '未检测到组件存储损坏',
  'The component store (?:is repairable|cannot be repaired|corruption was repaired)',
  '(?:可以修复|无法修复)组件存储',
  '组件存储(?:可修复|无法修复)',
  'The component store (?:has been|was) repaired',
];

const chkdsk = [
  'The type of the file system is \\w{3,6}\\.',
  '文件系统的类型是 ?\\w{3,6}',
  'WARNING! +/[FR] parameter not specified\\.',
  '警告! ?未指定 /?F',
  'Stage \\d: Examining ',
  '阶段 \\d: 检查',
  'Windows has (?:scanned the file system and found|made corrections to the file system|examined)',
  'Windows 已(?:扫描文件系统|更正文件系统|对文件系统进行了更正)',
  'Windows found problems with the file system',
  'Windows 在文件系统中发现问题',
  'Errors found\\.  ?CHKDSK cannot continue in read-only mode',
  '\\s{0,16}\\d{1,12} KB (?:total disk space|in bad sectors|available on disk)',
  '\\s{0,16}(?:磁盘空间总数|总共有 \\d{1,12} KB|坏扇区)',
  'Cannot (?:lock current drive|open volume for direct access)',
  'Chkdsk cannot run because the volume is in use',
  '无法锁定当前驱动器',
];

const wusa = [
  'Windows Update Standalone Installer\\s*$',
  'Windows 更新独立安装程序\\s*$',
  'The update is not applicable to your computer',
  '(?:此|该)更新不适用于(?:你|您)的计算机',
  'Installer encountered an error: 0x',
  '安装程序遇到错误: ?0x',
  'The following updates were not installed',
  '以下更新(?:尚未|未能?|没有)安装',
  'Update for Windows \\(KB\\d{6,7}\\) is already installed',
  '(?:Windows )?安全?更新程序 ?[（(]KB\\d{6,7}[）)] ?已安装',
  'Searching for updates on this computer',
  '正在这台计算机上搜索更新',
];

const tools = [
  '\\[SC\\] \\w{4,40}(?: FAILED| 失败| SUCCESS| 成功)',
  'REAGENTC\\.EXE: ',
  'The boot configuration data store could not be opened',
  '(?:无法打开启动配置数据存储|启动配置数据存储无法打开)',
  'BFSVC Error: ',
  'Microsoft Windows \\[(?:Version|版本) \\d{1,2}\\.\\d{1,2}\\.\\d{4,5}(?:\\.\\d{1,5})?\\]',
  '(?:Version|版本) \\w{4} ?[（(](?:OS Build|OS 内部版本|内部版本|操作系统内部版本|OS 版本) ?\\d{5}\\.\\d{1,5}[)）]',
];

const messages = [...sfc, ...dism, ...chkdsk, ...wusa, ...tools];

/** By the first letter of what they begin with: a line meets few of them. */
const byFirst = new Map<string, RegExp>();

const firsts = [
  ...new Set([...'ABCDEFIMNRSTUVW[可启以阶验版部错找未还操无文警正此该开有组安映总磁坏']),
];

for (const first of firsts) {
  const own = messages.filter((message) => mayBegin(message, first));
  if (own.length > 0) {
    byFirst.set(first, new RegExp(`^(?:${own.join('|')})`, 'iu'));
  }
}
byFirst.set(
  ' ',
  new RegExp(`^(?:${messages.filter((one) => one.startsWith('\\s')).join('|')})`, 'iu'),
);

/** What any of them can begin with. */
export const messageStarts = [...byFirst.keys()].join('');

/** By a look at the beginning of the pattern; groups and classes may begin with anything. */
function mayBegin(message: string, first: string): boolean {
  return message.startsWith(first) || message.startsWith(`\\${first}`) || message.startsWith('(');
}

/** True for a line that a command of Windows prints. */
export function isConsoleMessage(line: string): boolean {
  return byFirst.get(line.charAt(0))?.test(line) ?? false;
}
