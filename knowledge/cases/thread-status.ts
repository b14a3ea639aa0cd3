import type { CaseStatus } from './case.ts';
import type { Mail } from './thread-mails.ts';
import { substance } from './thread-parts.ts';

export type Side = 'desk' | 'customer' | 'vendor';

const DESK_WORDS =
  /服务电话|技术支持热线|问题范围界定|感谢您的电话接听|我们将协助您|案例总结|调查问卷|经您的同意|根据您(?:最新)?上传|CMGELogCollector日志|您可以(?:登陆|登录)/;
const VENDOR_WORDS = /@(?:\w{1,30}\.)?microsoft[\w.]{0,30}|Support Engineer|微软(?:技术)?工程师/i;

/** Who wrote each mail. A sender whose mails ever sound like the desk is the desk throughout. */
export function findSides(mails: readonly Mail[], raw: (mail: Mail) => string): Side[] {
  const texts = mails.map((mail) => raw(mail).slice(0, 20_000));
  const desk = new Set(
    mails.filter((_, at) => DESK_WORDS.test(texts[at] ?? '')).map((mail) => mail.sender),
  );
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
  /请(?:您|先|再|帮忙|协助|提供|收集|上传|反馈|确认|尝试|按|将|把|参照|查看|检查|离线|删除|重新|回复|补充)|需要您|还需|麻烦(?:您|提供)|帮忙收集|是否(?:收集|有任何进展)|进展如何|尚未反馈|未反馈结果|待反馈|建议客户/;

/** The last mail decides: what it says and who wrote it. */
export function findStatus(last: Mail | undefined, side: Side | undefined): CaseStatus {
  if (!last) {
    return 'open';
  }
  return statusOf(last.lines.join('\n'), substance(last.lines).join('\n'), side ?? 'customer');
}

function statusOf(whole: string, said: string, side: Side): CaseStatus {
  if (ARCHIVED.test(whole.replace(NOT_YET, ''))) {
    return 'archived';
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
