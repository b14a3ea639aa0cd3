import type { CaseStatus, StatusEntry } from './case.ts';
import { collapseStatuses } from './statuses.ts';
import type { Mail } from './thread-mails.ts';
import { substance } from './thread-parts.ts';

export type Side = 'desk' | 'customer' | 'vendor';

const DESK_WORDS =
  /服务电话|技术支持热线|问题范围界定|感谢您的电话接听|我们将协助您|案例总结|调查问卷|经您的同意|根据您(?:最新)?上传|CMGELogCollector日志|您可以(?:登陆|登录)/;
const VENDOR_WORDS = /@(?:\w{1,30}\.)?microsoft[\w.]{0,30}|Support Engineer|微软(?:技术)?工程师/i;

/**
 * Who wrote each mail. A sender whose mails ever sound like the desk is the desk throughout, and so is a configured
 * support engineer.
 */
export function findSides(mails: readonly Mail[], staff: readonly string[]): Side[] {
  const texts = mails.map((mail) => mail.lines.join('\n').slice(0, 20_000));
  const desk = new Set([
    ...staff,
    ...mails.filter((_, at) => DESK_WORDS.test(texts[at] ?? '')).map((mail) => mail.sender),
  ]);
  return mails.map((mail, at) => {
    if (VENDOR_WORDS.test(texts[at] ?? '') && !DESK_WORDS.test(texts[at] ?? '')) {
      return 'vendor';
    }
    return desk.has(mail.sender) && !mail.sender.includes('@') ? 'desk' : 'customer';
  });
}

const ARCHIVED =
  /案例总结|(?:我将|将|已|做|同意[，,]?|暂时)[^。\n]{0,14}(?:归档|关闭)|(?:归档|关闭|结案)处理|可归档|已结案/;
const NOT_YET =
  /考虑关闭|考虑归档|案例归档后|归档并不|是否(?:可以)?(?:归档|关闭)|关闭(?:杀毒|防病毒|软件|防火墙)/g;
const WAITS_FOR_VENDOR =
  /(?:等待|联系|提交|反馈|升级|转交|由)[^。\n]{0,12}(?:厂商|第三方|供应商|产品组|微软|vendor)|(?:厂商|第三方|供应商|产品组)[^。\n]{0,12}(?:分析|处理|排查|定位|确认|跟进)中?/i;
const ASKS =
  /请(?:您|先|再|帮忙|协助|提供|收集|收取|上传|反馈|确认|尝试|按|将|把|从|参照|参考|查看|检查|离线|删除|重新|回复|补充|使用|运行|执行|复现)|需要您|还需|麻烦(?:您|提供)|帮忙收集|是否(?:收集|有任何进展)|进展如何|尚未反馈|未反馈结果|待反馈|建议客户/;

/** How a thread stands after its last mail, and how it came there. */
export interface Standing {
  status: CaseStatus;
  statuses: StatusEntry[];
  waitingFor: string | null;
}

/** Each mail decides anew: what it says and who wrote it. A mere acknowledgement changes nothing. */
export function findStanding(mails: readonly Mail[], sides: readonly Side[]): Standing {
  const entries: StatusEntry[] = [];
  let waitingFor: string | null = null;
  mails.forEach((mail, at) => {
    const said = substance(mail.lines).join('\n');
    const side = sides[at] ?? 'customer';
    const before = entries.at(-1)?.status;
    if (before !== undefined && side === 'customer' && isAcknowledgement(said)) {
      return;
    }
    const status = statusOf(mail.lines.join('\n'), said, side);
    entries.push({ status, since: mail.at.slice(0, 10) });
    waitingFor = findAwaited(status, said);
  });
  return {
    status: entries.at(-1)?.status ?? 'open',
    statuses: collapseStatuses(entries),
    waitingFor,
  };
}

const ACKNOWLEDGES =
  /已收悉|收到|正在(?:收集|收取|抓取|安装|测试|操作|尝试)|(?:稍后|明天|尽快|下周|待会)[^。\n]{0,12}(?:反馈|上传|提供|回复|收集)|^(?:好的|谢谢|多谢|了解|知道了|明白)/;
const TELLS =
  /已上传|上传(?:了|完)|请查收|附件|如下|报错|失败|成功|仍|依旧|结果|0x[0-9a-f]{4}|无法|不能|复现|出现/i;
const LONGEST_ACKNOWLEDGEMENT = 80;

/** `您的邮件已收悉，正在收取日志中`: the customer is still the one who is waited for. */
function isAcknowledgement(said: string): boolean {
  return said.length <= LONGEST_ACKNOWLEDGEMENT && ACKNOWLEDGES.test(said) && !TELLS.test(said);
}

const ASKING = /请|需要?您|还需|麻烦|建议/;
const LOGS =
  /(?:收集|收取|抓取|采集|上传|提供|反馈|回传|发送|补充)[^。\n]{0,40}(?:日志|log|dump|procmon|process monitor|evtx|cbs|截图)|(?:日志|log|dump)[^。\n]{0,30}(?:收集|收取|上传|发给|发送|回传|提供)/i;
const TRIAL =
  /尝试|测试|重试|再次|重新|按照?(?:如下|以下|上述)|执行|验证|离线|脱管|托管|卸载|删除|替换|覆盖|升级|安装/;
const VENDOR =
  /(TMS|DSP(?:Client)?|亚信(?:安全)?|趋势(?:科技)?|奇安信|360|深信服|微软|产品组|第三方)[^\S\n]{0,2}(?:厂商|供应商)?/;

/** What is waited for, in the words of the summary; `null` unless somebody is waited for. */
export function findAwaited(status: CaseStatus, said: string): string | null {
  if (status === 'waiting-vendor') {
    const name = VENDOR.exec(said)?.[1];
    return name === undefined ? '厂商分析' : vendorOf(name);
  }
  if (status !== 'waiting-customer') {
    return null;
  }
  const asked = said.split(SENTENCES).filter((sentence) => ASKING.test(sentence));
  if (asked.some((sentence) => LOGS.test(sentence))) {
    return '日志';
  }
  return asked.some((sentence) => TRIAL.test(sentence)) ? '测试结果' : '答复';
}

const NAMES_ITSELF = /^(?:微软|产品组)$/;

function vendorOf(name: string): string {
  return NAMES_ITSELF.test(name) ? name : name === '第三方' ? '第三方厂商' : `${name} 厂商`;
}

const STILL_ASKS = /还需(?:要)?您|需要您(?:配合|协助|提供)|请您(?:提供|收集|上传)/;

function statusOf(whole: string, said: string, side: Side): CaseStatus {
  if (ARCHIVED.test(whole.replace(NOT_YET, ''))) {
    return 'archived';
  }
  if (side !== 'customer' && STILL_ASKS.test(said)) {
    return 'waiting-customer';
  }
  if (WAITS_FOR_VENDOR.test(said)) {
    return 'waiting-vendor';
  }
  return side !== 'customer' && ASKS.test(whole) ? 'waiting-customer' : 'open';
}

const SUCCEEDED =
  /(?:已|可以?|能|则)?(?:正常|成功)(?:安装|升级|更新)|(?:安装|升级|更新|清理)[^。，,\n]{0,12}(?:已)?(?:成功|完成)|不再复现|恢复正常|(?:问题|故障)(?:已|得到)解决|已解决|已安装成功/;
const DOUBTED =
  /(?:未能?|没有|无法|不能|仍|仍然|依旧|尚未|是否|能否|可否|如果?|若|尝试|待|看)[^。，,；\n]{0,14}(?:成功|正常|完成|解决|复现)|(?:成功|正常|解决)(?:与否|吗|？)|(?:后|时)，?再导入|现象依旧/;

/** True when a sentence of the text says that something worked, and does not merely ask or hope. */
export function saysItWorked(text: string): boolean {
  return text
    .split(SENTENCES)
    .some((sentence) => SUCCEEDED.test(sentence) && !DOUBTED.test(sentence));
}

const SENTENCES = /[。！!；;\n]/;

/** What a result cell of a comparison table says about its case. */
export function statusOfResult(result: string): CaseStatus {
  if (saysItWorked(result)) {
    return 'archived';
  }
  return statusOf('', result, 'desk') === 'waiting-vendor'
    ? 'waiting-vendor'
    : ASKS.test(result)
      ? 'waiting-customer'
      : 'open';
}
