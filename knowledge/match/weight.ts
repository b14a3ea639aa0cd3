import type { Certainty } from '../diagnosis.ts';
import { textFormat } from '../format.ts';
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
  /\b(?:dism|sfc|cbs|csi|wusa|wuauclt|wuaueng|usoclient|sysprep|bcdedit|reagentc|bootrec|trustedinstaller|tiworker|poqexec|setup(?:host|act|err|prep|platform|api|diag)|windowsupdatebox|pnputil|chkdsk|netfx3?|appx|winre|installer|servicing)\b|KB\s?\d{6,7}|Package_\w*for|WinSxS|SoftwareDistribution|\$WINDOWS\.~BT|Windows ?Update|windows(?:capability|optionalfeature)|install\.(?:wim|esd)|component store|driver package|update for|cumulative|migplugin|migration|\.msu\b|\.mum\b|\.inf\b|\b(?:sto|sig|dvi|inf|flq|ndv):\s|0xc19|CBS_E|PSFX|SXS|HRESULT|(?:safe_os|first_boot|second_boot)|Microsoft-Windows|Event ID|事件|映像|资源保护|组件存储|补丁|更新|升级|BitLocker|EULA|Hyper-V|Feature|功能/iu;

/** What is left of a match that is nothing but a code with the word for it. */
const codeWords =
  /0x[0-9a-f]{1,8}|-?\b\d{1,10}\b|\b[0-9a-f]{8}\b|errors?|codes?|hresult|failed|returned|exit|result|process|installer|with|错误|代码|报错|返回码?|[\s:：=,，()（）[\].\-–—#]+/giu;

const han = /[\u3400-\u9fff]/gu;
const leastProse = 4;

/** What somebody tells of a message is no proof of it; a code alone says what, not why. */
export function weigh(
  certainty: Certainty,
  hits: readonly Hit[],
  surroundings: Surroundings,
  everydayWords: boolean,
): Certainty {
  if (hits.some((hit) => hit.record.format !== textFormat)) {
    return certainty;
  }
  const strange =
    everydayWords && !surroundings.onTopic && !hits.some((hit) => servicing.test(hit.record.text));
  if (strange || hits.every((hit) => isRemark(hit, surroundings) && isBareCode(hit))) {
    return 'clue';
  }
  const told = hits.every((hit) => isRemark(hit, surroundings) && isProse(hit));
  return told && certainty === 'identified' ? 'likely' : certainty;
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

function isProse({ record, start, end }: Hit): boolean {
  const around = record.text.slice(0, start) + record.text.slice(end);
  return (around.match(han)?.length ?? 0) >= leastProse;
}
