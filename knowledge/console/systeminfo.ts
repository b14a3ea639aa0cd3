import { nothing, type Row, type Rows, squeeze, type Table } from './table.ts';

/** What a line of it tells; what names its owner and its network is read and dropped. */
type Label = 'told' | 'manufacturer' | 'model' | 'hotfixes' | 'dropped';

const labels: ReadonlyMap<string, Label> = new Map([
  ...all('told', [
    'Host Name,OS Name,OS Version,OS Build Type,OS Configuration,Original Install Date,System Boot Time,System Type,BIOS Version,System Locale,Total Physical Memory,Available Physical Memory,Virtual Memory',
    '主机名,OS 名称,OS 版本,OS 构建类型,OS 内部版本类型,OS 配置,初始安装日期,系统启动时间,系统类型,BIOS 版本,系统区域设置,物理内存总量,可用的物理内存,虚拟内存',
    'OsName,OsVersion,OsBuildNumber,WindowsProductName,WindowsVersion,WindowsBuildLabEx,OsArchitecture,OsHardwareAbstractionLayer,OSDisplayVersion,BiosSMBIOSBIOSVersion',
  ]),
  ...all('manufacturer', ['System Manufacturer,系统制造商,CsManufacturer']),
  ...all('model', ['System Model,系统型号,CsModel']),
  ...all('hotfixes', ['Hotfix(s),修补程序,OsHotFixes']),
  ...all('dropped', [
    'OS Manufacturer,Registered Owner,Registered Organization,Product ID,Processor(s),Windows Directory,System Directory,Boot Device,Input Locale,Time Zone,Page File Location(s),Domain,Logon Server,Network Card(s),Hyper-V Requirements,Virtualization-based security',
    'OS 制造商,注册的所有人,注册的组织,产品 ID,处理器,Windows 目录,系统目录,启动设备,输入法区域设置,时区,页面文件位置,域,登录服务器,网卡,Hyper-V 要求,基于虚拟化的安全性',
  ]),
]);

function all(label: Label, names: readonly string[]): [string, Label][] {
  return names.flatMap((line) => line.split(',')).map((name) => [name.toLowerCase(), label]);
}

/** Everyday words, which begin nothing. */
const everyday = new Set([
  'product id',
  'domain',
  'time zone',
  '域',
  '时区',
  '处理器',
  '网卡',
  '产品 id',
]);

const indented = /^\s{4,}\S/u;
/** Get-ComputerInfo prints hundreds of names of this form. */
const property =
  /^(?:Windows|Bios|Cs|Os|Hyper|Device|Power|Time|Keyboard|Logon|Server)[A-Z]\w{2,60}\s{0,60}:/u;

/** `systeminfo` and `Get-ComputerInfo`. */
export const systeminfo: Table = {
  starts: [...new Set([...labels.keys()].map((name) => name.charAt(0)))]
    .flatMap((start) => [start, start.toUpperCase()])
    .join(''),
  begins(line) {
    const found = labelOf(line);
    return found !== undefined && !everyday.has(found.name);
  },
  open: createRows,
};

interface Found {
  name: string;
  label: Label;
  value: string;
}

/** Where a label of this length ends. */
const longestLabel = 60;

function labelOf(line: string): Found | undefined {
  const colon = line.search(anyColon);
  if (colon < 1 || colon > longestLabel) {
    return undefined;
  }
  const name = line.slice(0, colon).trim().toLowerCase();
  const label = labels.get(name);
  return label && { name, label, value: line.slice(colon + 1).trim() };
}

const anyColon = /[:：]/u;

function createRows(): Rows {
  let within: Label | undefined;
  let manufacturer = '';
  return {
    read(line) {
      const found = labelOf(line);
      if (found) {
        within = found.label;
        manufacturer = found.label === 'manufacturer' ? found.value : manufacturer;
        return rowOf(line, found, manufacturer);
      }
      if (property.test(line)) {
        within = 'dropped';
        return nothing;
      }
      return indented.test(line) && within !== undefined ? readMore(line, within) : undefined;
    },
  };
}

function rowOf(line: string, { label, value }: Found, manufacturer: string): Row {
  if (label === 'dropped') {
    return nothing;
  }
  if (label === 'hotfixes') {
    return readMore(value, label);
  }
  const model = [manufacturer, value].filter(Boolean).join(' ');
  const text = label === 'model' ? `${line} machine model=${model}` : line;
  return { kind: 'record', text: squeeze(text) };
}

/** A list of hotfixes, one a line; everything else that is indented belongs to what was dropped. */
function readMore(line: string, within: Label): Row {
  const found = within === 'hotfixes' ? line.match(kbs) : null;
  return found ? { kind: 'record', text: `installed hotfix=${found.join(',')}` } : nothing;
}

const kbs = /(?<![A-Za-z])KB\d{6,7}(?!\d)/gu;
