import type { Certainty } from '../diagnosis.ts';
import { pictureFormat, textFormat } from '../format.ts';
import { questionName } from '../input/names.ts';
import type { Hit } from './hit.ts';

/** What is known of the inputs when hits are weighed. */
export interface Surroundings {
  /** Inputs of a line or two without any log record: remarks, not logs. */
  remarks: ReadonlySet<string>;
  /** True when what was asked or how the inputs are called is about Windows servicing. */
  onTopic: boolean;
}

/** Where this is read, a line of unknown format is about Windows setup, servicing or update. */
const servicing =
  /\b(?:dism|dismhost|sfc|cbs|csi|wusa|wuauclt|wuaueng|wuauserv|usoclient|usosvc|wsus|wuahandler|win_(?:updates|hotfix)|scan failed with error|wu client|sysprep|bcdedit|reagentc|bootrec|trustedinstaller|tiworker|poqexec|setup(?:host|act|err|prep|platform|api|diag)|windowsupdatebox|pnputil|chkdsk|netfx3?|appx|winre|installer|servicing)\b|KB\s?\d{6,7}|Package_\w*for|WinSxS|SoftwareDistribution|\$WINDOWS\.~BT|Windows ?Update|windows(?:capability|optionalfeature|package|image|driver|edition)|install\.(?:wim|esd)|component store|driver package|update for|cumulative|migplugin|migration|\.msu\b|\.mum\b|\.inf\b|\b(?:sto|sig|dvi|inf|flq|ndv):\s|0xc19|0x800f0|0xc8000|wim image|wsl(?:\.exe)? --install|CBS_E|PSFX|SXS|HRESULT|(?:safe_os|first_boot|second_boot)|Microsoft-Windows|Event ID|事件|映像|资源保护|组件存储|补丁|更新|升级|BitLocker|EULA|Hyper-V|\.NET ?(?:Framework ?)?3\.5|Feature|功能/iu;

/** What is left of a match that is nothing but a code with the word for it. */
const codeWords =
  /0x[0-9a-f]{1,8}|-?\b\d{1,10}\b|\b[0-9a-f]{8}\b|errors?|codes?|hresult|failed|returned|exit|result|process|installer|with|错误|代码|报错|返回码?|[\s:：=,，()（）[\].\-–—#]+/giu;

const han = /[\u3400-\u9fff]/gu;
const leastProse = 4;

/** What stands between such marks, or behind a colon, is quoted from a window or a log. */
const quotations =
  /“[^”\n]{1,400}”|"[^"\n]{1,400}"|「[^」\n]{1,400}」|『[^』\n]{1,400}』|‘[^’\n]{1,400}’|`[^`\n]{1,400}`|【[^】\n]{1,400}】/gu;
const announced =
  /(?:提示|显示|报错?|弹出|错误|信息|内容|写着|如下|原文|日志|结果)[^。；？?\n]{0,12}[:：]\s{0,3}$/u;
/** A message in English among Chinese words was copied, not made up. */
const copied = /(?:[A-Za-z][A-Za-z'-]{1,40}[ ,.:]{1,3}){2,12}[A-Za-z][A-Za-z'-]{1,40}/u;
const asksMeaning =
  /(?:什么|啥|何)(?:意思|含义|东西|文件|情况下)|怎么理解|如何理解|会不会|是不是(?:正常|因为)/u;
const asks = /[？?]|怎么|如何|为什么|为啥|请问|什么原因|咋|能不能|是否|求助|[吗呢]/u;

/** What somebody tells of a message is no proof of it; a code alone says what, not why. */
export function weigh(
  certainty: Certainty,
  hits: readonly Hit[],
  surroundings: Surroundings,
  everydayWords: boolean,
): Certainty {
  if (hits.some(isFromPicture)) {
    return 'clue';
  }
  if (hits.some((hit) => hit.record.format !== textFormat)) {
    return certainty;
  }
  const strange =
    everydayWords && !surroundings.onTopic && !hits.some((hit) => servicing.test(hit.record.text));
  if (strange || hits.every((hit) => isRemark(hit, surroundings) && isBareCode(hit))) {
    return 'clue';
  }
  if (hits.every(isSaid)) {
    return 'clue';
  }
  const told = hits.every((hit) => isRemark(hit, surroundings) && isProse(hit));
  return told && certainty === 'identified' ? 'likely' : certainty;
}

/** What was recognised in a picture may be misread: it never proves a cause. */
export function isFromPicture({ record }: Hit): boolean {
  return record.format === pictureFormat;
}

export function isAboutServicing(text: string): boolean {
  return servicing.test(text);
}

/** The asker's own words, or a paste so short that it is no log. */
function isRemark({ record }: Hit, { remarks }: Surroundings): boolean {
  return record.input === questionName || remarks.has(record.input);
}

function isBareCode({ record, start, end }: Hit): boolean {
  return record.text.slice(start, end).replace(codeWords, '') === '';
}

/** The asker's own sentence in the question, with nothing in it that was copied from a window or a log. */
function isSaid(hit: Hit): boolean {
  const { record, start, end } = hit;
  if (record.input !== questionName || isQuoted(hit)) {
    return false;
  }
  const matched = record.text.slice(start, end);
  const isOwn = isProse(hit) || (matched.search(han) >= 0 && asks.test(record.text));
  return isOwn && (!copied.test(matched) || asksMeaning.test(record.text));
}

function isQuoted({ record, start, end }: Hit): boolean {
  return (
    announced.test(record.text.slice(Math.max(0, start - 40), start)) ||
    [...record.text.matchAll(quotations)].some(
      ({ 0: quotation, index }) => index <= start && end <= index + quotation.length,
    )
  );
}

function isProse({ record, start, end }: Hit): boolean {
  const around = record.text.slice(0, start) + record.text.slice(end);
  return (around.match(han)?.length ?? 0) >= leastProse;
}
