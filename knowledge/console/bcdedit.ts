import { type Rows, squeeze, type Table } from './table.ts';

const title =
  /^\s{0,4}(?:Windows Boot (?:Manager|Loader)|Firmware Boot Manager|Resume from Hibernate|Windows Memory Tester|Windows 启动(?:管理器|加载器)|固件启动管理器|从休眠状态恢复|Windows 内存测试程序)\s*$/u;
const rule = /^\s{0,4}-{5,}\s*$/u;
const element =
  /^\s{0,4}(?:identifier|标识符|device|path|description|locale|inherit|default|resumeobject|displayorder|bootsequence|toolsdisplayorder|timeout|osdevice|systemroot|nx|pae|bootmenupolicy|recoverysequence|recoveryenabled|displaymessageoverride|isolatedcontext|allowedinmemorysettings|hypervisorlaunchtype|bootstatuspolicy|testsigning|safeboot|winpe|detecthal|flightsigning|integrityservices|filedevice|filepath|ramdisksdidevice|ramdisksdipath|custom:\w{1,12}|debug\w{0,20}|bootdebug|bootlog)\s{1,40}\S/iu;
const more = /^\s{2,40}\{[0-9a-z-]{3,40}\}\s*$/iu;

/** `bcdedit`: a record for each entry of the boot store. */
export const bcdedit: Table = {
  starts: 'WFR固从',
  begins: (line) =>
    (line.includes('Boot') || line.includes('启动') || line.includes('Resume')) && title.test(line),
  open: (): Rows => ({
    read(line) {
      const isFirst = title.test(line);
      return isFirst || rule.test(line) || element.test(line) || more.test(line)
        ? { kind: 'part', text: squeeze(line), isFirst }
        : undefined;
    },
  }),
};
