import { destroysAsTold } from './destruction.ts';
import { hanOf, pairsOf, smallNumber } from './fold.ts';
import { words } from './verbs.ts';

const glue = /[ ·_*~'"“”‘’《》【】「」-]/gu;
const numbered =
  /第?([\d一二三四五六七八九十]{1,3})(?:、|和|到|至|~|-)?(?:第?([\d一二三四五六七八九十]{1,3}))?步(?!步)|步骤([\d一二三四五六七八九十]{1,3})/gu;

/** The steps that a sentence names in words: `第三步` is `S3`. */
export function namedSteps(folded: string): string[] {
  const said = folded.replace(glue, '');
  return [...said.matchAll(numbered)]
    .filter(([whole]) => whole.startsWith('第') || whole.startsWith('步骤'))
    .flatMap(([, one, two, three]) => [one, two, three])
    .flatMap((number) => (number === undefined ? [] : [`S${smallNumber(number) ?? 0}`]));
}

/** What tells somebody to do something, whatever it is. */
const telling = new RegExp(
  [
    '(?<![申报邀提])请(?![求示假])',
    '建议(?!的|里|中)',
    '推荐',
    '最好',
    '不妨',
    '务必',
    '必须',
    '应[该当]',
    '(?<![对响相反适供效回])应(?![用对答付急变]|为该)',
    '须',
    '需(?:要(?!求)|(?!要))(?=先|再|在|由|将|把|重|做|用|等|立|尽|联|检|确|保|手|你|您|管|备|释|清|解|脱|更|安|卸|下|执|运|修|替|换|删|停|关|禁)',
    '(?<![只重主需不想还a-z]|升级|安装|补丁|程序|更新|系统|服务)要(?=先|再|把|将|由|在|用|做|重|联|检|确|保|备|关|停|卸|删)',
    '即可',
    '就(?:行|好|可以)',
    '可以?(?=先|再|尝试|试|直接|通过|(?<=以)用|使用|手动|改|把|将|在|从|到|去|联系|让|请|按|参照|运行|执行|安装|下载|删|卸|关|停|禁|重|忽略|跳过|放心|不)',
    '尝试',
    '试试',
    '试一',
    '(?<![首优事预原])先(?=把|将|用|做|试|关|停|卸|删|重|检|查|备|运|在|确|解|联|退|去|按|从|看|执|安|下|清|脱|拔|断|由|让)',
    '不要',
    '不必',
    '无需',
    '不用',
    '不需要',
    '千万',
    '(?<![分特区识个级类])别(?![的处人名是台])',
    '勿',
    '记得',
    '注意',
    '联系',
    '致电',
    '拨打',
    '打电话',
    '扫码',
    '加群',
    '转账',
    '付款',
    '告诉',
    '告知',
    '转告',
    '通知',
    '回复(?!“)',
    '发[送给到至](?!的)',
    '提供(?!的|者)',
    '点[击开]',
    '[单双]击',
    '(?<!拒绝|无法|不能|禁止|允许|要求)访问(?!被|权|控制|冲突|违例|的)',
    '登[录陆](?!时|后|失败)',
    '输入(?!的|文件)',
  ].join('|'),
  'u',
);

/** Changes a machine: telling, too, but where it is told as something that happened. */
const changing =
  /卸载|删除|删掉|删去|禁用|停用|关闭|关掉|停止|停掉|重装|重置|格式化|格掉|清空|清除|清理|清掉|抹[掉除]|擦除|替换|(?<!转)换[成为掉]|改[成为用]|修改|更改|编辑|授权|赋予|接管|结束进程|杀掉|终止|断开|拔[掉出]|移除|挂起|暂停|跳过|忽略|绕过|还原|解除|放行|覆盖|注销|重启|重新启动|重新安装|重新运行|拷贝|复制|粘贴|导入|写入|下载|执行|关机|断电|降级|刷[新写机]/gu;
const happenedBefore =
  /(?:被|已|已经|已被|未|未被|没|没有|标记|未能|无法|不能|没能|限制|曾|曾经|遭|遭到|自动|正在|是否|会被|在|导致|造成|引起|触发|发生|出现|要求|尝试|试图|程序|系统|安装|更新|升级|服务|驱动|文件|处于|等待|进入|允许|拒绝|阻止|拦截|禁止|由于|因为|因|对|的|了|后|时|次|异常|意外|强制|失败的?)$/u;
const happenedBehind =
  /^(?:失败|被|时|后|前|之[前后]|过程|操作|动作|中|的|了|不了|权限|失效|状态|请求|日志|记录|任务|阶段|期间|错误|超时|完成|成功|未|没|本身|但|次数|大小|速度|量|缓存|目录|地址|以前|以后|会|导致|造成|到|无效|过|和|与|或|、)/u;
/** Where a sentence or a part of one begins with what is to be done. */
const ordering =
  /(?:^|[，。；：、!?！？,;:]|然后|接着|随后|再|并|直接|手动|立即|马上|赶紧)(?:去|来|到)?(?:运行(?!中|时|的|了|状态|期|环境|日志|记录)|检查(?!时|到|结果|发现|的|表明|记录|阶段|失败|更新(?:时|失|的|被))|查看|安装(?!程序|包|过|阶段|时|在|失败|日志|被|没|结束|停|中|到|返回|介质|的|和|完|源|文件|服务|这|该|KB|kb|后|前|与|映像|器|最后|仍|也|会|未|补丁(?:时|失|被|后|的)|更新(?:时|失|被|后|的))|升级(?!程序|包|过|阶段|时|在|失败|日志|被|没|结束|停|中|到|返回|介质|的|和|完|后|前|与|最后|仍|也|会|未)|打开(?!失败|时|文件(?:时|失|被)|的)|使用(?!的|者|中|时)|选择|勾选|进入(?!了|新|的|第|恢复环境(?:时|后))|把|将(?!会|要|被|无法|导致|使)|换|用(?!户|到|于|时)|找到(?!了|的)|前往|关注|添加|取消(?!了|后)|开启|启用|启动(?!失|时|后|的|了|过|类|项|分|阶|扇|管|被|服务(?:时|失)))/u;

/** `told`: somebody is to do something. `done`: something that changes a machine is spoken of. */
export type Advice = 'told' | 'done' | 'none';

export function adviceOf(folded: string): Advice {
  const said = folded.replace(glue, '');
  if (telling.test(said) || ordering.test(said)) {
    return 'told';
  }
  return [...said.matchAll(changing)].some(({ 0: verb, index }) => !happened(said, verb, index))
    ? 'done'
    : 'none';
}

function happened(said: string, verb: string, index: number): boolean {
  const end = index + verb.length;
  return (
    happenedBefore.test(said.slice(Math.max(0, index - 6), index)) ||
    happenedBehind.test(said.slice(end, end + 6))
  );
}

/** Words that turn a step into its opposite: a step that does not say them is not told so. */
const denials =
  /不要|不必|无需|不用|不需要|跳过|省略|忽略|绕过|禁止|勿|千万|不可|不能|不影响|不会丢|可以不|没有?必要|任选|永远|不再需要|没有风险|无风险|随便|放心|任意|所有|全部|一律|永久|立即|马上|尽快/gu;
/** What must not come into a step from elsewhere. */
const grave =
  /密码|口令|验证码|密钥|私钥|令牌|[账帐][号户]|卡号|身份证|转账|付款|费用|远程|注册表|系统盘|全盘|磁盘|硬盘|分区|数据|个人文件|防火墙|杀毒|防病毒|安全软件|管控|策略|域|权限|分行|自己|管理员|厂商|审批|证书|固件|主板|内存|网线|微信|短信|群/gu;
const leastShared = 0.5;

/** False where a sentence makes light of a step in words that are not ours. */
export function keepsWeight(folded: string, ownLetters: string): boolean {
  return (folded.replace(glue, '').match(denials) ?? []).every((one) => ownLetters.includes(one));
}

/** True when a sentence that tells what to do says nothing but what the texts say, those of its steps. */
export function restsOn(folded: string, texts: readonly string[], ownHan: string): boolean {
  const steps = texts.join('。').replace(glue, '');
  const said = folded.toLowerCase();
  const bare = said.replace(glue, '');
  if (steps === '') {
    return false;
  }
  const verbs = words(bare).filter(({ verb, index }) => !happened(bare, verb, index));
  return (
    verbs.every(({ spellings }) => spellings.some((one) => steps.includes(one))) &&
    [denials, grave].every((list) =>
      (bare.match(list) ?? []).every((one) => steps.includes(one)),
    ) &&
    shared(bare, `${steps}${ownHan}`) >= leastShared &&
    destroysAsTold(said, texts)
  );
}

/** The share of the sentence's pairs of characters that the steps hold, too. */
function shared(said: string, steps: string): number {
  const pairs = pairsOf(said);
  const han = hanOf(steps);
  return pairs.length === 0 ? 1 : pairs.filter((pair) => han.includes(pair)).length / pairs.length;
}
