import type { Collect } from './diagnosis.ts';

/** What is asked back when it is missing, and how one sees that it is there. */
interface Question {
  ask: string;
  /** Looks at everything the asker wrote. */
  isKnown(text: string): boolean;
}

const kb = /KB\s?\d{6,7}/iu;
const code = /(?:0x|\b8\d{3})[0-9a-f]{4,}/iu;
const build =
  /\b1\d{4}(?:\.\d{2,5})?\b|\b(?:760[01]|9[26]00)\b|\b(?:1[5-9]0\d|20(?:04|H2)|2[1-9]H[12])\b/iu;
const channel = /在线|离线|wsus|wusa|msu|手动/iu;
const restart = /重启|重新启动/u;
const count = /(?:\d|[一二两三四五六七八九十几])\s?台/u;
const versions = /(?:从|由).{1,30}(?:升|到)|\b2[0-9]H[12]\b|V20\d\d/iu;
const progress = /\d{1,3}\s?%|0xC19/iu;

const howMany: Question = {
  ask: '有几台；装了哪些管控、杀毒、加密软件，能否临时脱管',
  isKnown: (text) => count.test(text),
};

const update: readonly Question[] = [
  {
    ask: '补丁编号（KB…）和报错代码',
    isKnown: (text) => kb.test(text) || code.test(text),
  },
  { ask: '报错代码（例如 0x80070005）', isKnown: (text) => !kb.test(text) || code.test(text) },
  { ask: '补丁编号（KB…）', isKnown: (text) => !code.test(text) || kb.test(text) },
  { ask: '系统版本（运行 winver，例如 1809 17763.3046）', isKnown: (text) => build.test(text) },
  {
    ask: '在线（WSUS）还是离线安装；失败在重启前还是重启后',
    isKnown: (text) => channel.test(text) || restart.test(text),
  },
  howMany,
];

const upgrade: readonly Question[] = [
  {
    ask: '从哪个版本升到哪个版本，用什么介质（ISO、U 盘、推送）',
    isKnown: (text) => versions.test(text),
  },
  {
    ask: '停在百分之几、重启前还是重启后；屏幕上的报错代码（如 0xC1900101-0x30018）',
    isKnown: (text) => progress.test(text),
  },
  howMany,
];

const upgradeWords = /升级|V20\d\d|0xC19|setup\.exe|setuperr|就地|母盘|功能更新/iu;
const downloadWords = /0?x?80(?:24|0?72e)|下载|检查更新|扫描/iu;

const topicWords =
  /补丁|更新|升级|回退|日志|报错|错误|失败|蓝屏|系统|安装包|离线|KB\s?\d|0x[0-9a-f]{4}|\b8\d{3}[0-9a-f]{4}\b|windows|win1[01]|dism|sfc|cbs|setup|wsus|wusa|msu|\.cab|\.log/iu;

/** False for small talk and other people's trouble: nothing is then asked back or collected. */
export function isOnTopic(text: string): boolean {
  return topicWords.test(text);
}

/** Numbered questions for somebody who sent no log; what they already said is not asked again. */
export function questionsFor(text: string): string[] {
  const list = upgradeWords.test(text) ? upgrade : update;
  return list.filter(({ isKnown }) => !isKnown(text)).map(({ ask }) => ask);
}

const collector: Collect = {
  what: '日志收集工具的压缩包',
  how: '先重现一次失败，然后立即收集（日志会滚动覆盖）：运行 CMGELogCollector.exe，勾选全部，点“收集”，把桌面生成的压缩包发来。若文件被透明加密，请解密后再发。',
};

const cbsLogs: Collect = {
  what: 'C:\\Windows\\Logs\\CBS\\CBS.log 和同目录的 CbsPersist_*.cab',
  how: '不便使用工具时，把这些文件复制到桌面，压缩成 zip 后发来。',
};

const updateLog: Collect = {
  what: 'WindowsUpdate.log',
  how: '管理员 PowerShell 运行 Get-WindowsUpdateLog，桌面会生成该文件。',
};

const setupLogs: Collect = {
  what: 'C:\\$Windows.~BT\\Sources\\Panther 和 C:\\$Windows.~BT\\Sources\\Rollback 两个文件夹',
  how: '隐藏目录：先在资源管理器“查看”里勾选“隐藏的项目”，再复制出来压缩成 zip 发来。',
};

/** What to send so that the cause can be found; by what the asker wrote of. */
export function logsToCollect(text: string): Collect[] {
  if (upgradeWords.test(text)) {
    return [collector, setupLogs];
  }
  return downloadWords.test(text) ? [collector, cbsLogs, updateLog] : [collector, cbsLogs];
}
