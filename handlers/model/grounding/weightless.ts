import { type Corpus, stands } from './corpus.ts';
import { covers } from './filling.ts';

/** `先做第 1 步，再做第 2 步` */
const structure = new Set(
  '先 再 后 做 然后 接着 等 要 可以 请 是 时 完 之后 以后 按 顺序 完成 用 在 里 的 才 做完 到 所以 收集 收集的 看 日志 输出'.split(
    ' ',
  ),
);

const logName = /\.(?:log|txt|etl|evtx)$/u;

export function isStructure(said: readonly string[]): boolean {
  return covers(said.filter((word) => !logName.test(word)).join(''), structure);
}

const fileName = /\.(?:dll|exe|sys|inf|cat|mum|msu|log|efi|wim|esd)$/u;
const links = /[是由为]|属于/u;

/** Of words without weight, and of what the log says in English. */
export function isNeutral(said: readonly string[], { spoken, others }: Corpus): boolean {
  const files = said.filter((word) => fileName.test(word));
  const chinese = said.filter((word) => word.length === 1).join('');
  return (
    covers(chinese, spoken) &&
    files.every((file) => stands(file, others)) &&
    !(files.length > 1 && links.test(chinese))
  );
}

/** What names a cause, an end, or somebody who acts, and what makes light of something. */
const tells =
  /[由被使让]|导致|造成|引起|引发|原因|因为|由于|来自|源自|属于|所致|出在|(?<!也)就是|管控|安全|防病毒|杀毒|病毒|木马|驱动|权限|网络|网线|代理|策略|硬盘|磁盘|内存|主板|固件|分区|空间(?:不|少|满)|没有?空间|损|坏|缺失|缺少|丢失|不存在|改|篡|加密|拦|拒|限制|阻止|禁|冲突|兼容|厂商|微软|产品|软件|人|成功|解决|完成|正常|修|问题|好了|可以|能够|[才就都也]能|不用|不必|不需|不是|没必要|必要|多余|意义|没关系|无所谓|影响|行$|够|备份|审批|数据|密码|去掉|弄|卸|(?<!回)退|关|停|扔|腾|合并|调|拔|删|换|清|装[完上好]|查明|唯一|只有一|只能|证|太|旧|过期|老化|用户|[^报返]错误操作|操作错|操作失误|权|完整|没装|真凶|元凶|悬念|清楚|排除|答案|结论|分析|判断|已|只剩|硬件|重装|重置|格式|还原|群|微信|公众号|搜|[加扫]/u;
const undone = /(?:没有|没能|未能|无法|还没)[^,。;]{0,6}?(?:完成|成功|恢复|解决)/gu;

/** False for words that claim something. */
export function claimsNothing(clause: string): boolean {
  return !tells.test(clause.replace(undone, ''));
}
