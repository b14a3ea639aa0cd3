const glue = /[ ·_*~.'"“”‘’-]/gu;
/** How sure an answer is, is not for a model to say. */
const sure = new RegExp(
  [
    '确定(?!性|后|按钮|键)',
    '确认(?:是|为|就|了|由|系)',
    '(?:已经?|可以|能够?|基本|完全|明确)确认',
    '一定(?!程度|的?时间|范围|数量)',
    '必定',
    '必然',
    '必会',
    '必将',
    '肯定',
    '绝对',
    '毫无',
    '无疑',
    '毋庸',
    '不用怀疑',
    '铁定',
    '板上钉钉',
    '百分之?百',
    '百分百',
    '100%',
    '[89]\\d%的?(?:把握|可能|概率|几率)',
    '(?:很|极|非常|最|大有)有?可能',
    '可能性(?:很|最|极|非常)?[大高]',
    '十有八九',
    '[七八九]成',
    '大概率',
    '概率',
    '基本可以',
    '几乎可以',
    '(?:已经?|被|得到|充分|直接)证实',
    '证实(?:了|是|为)',
    '(?:已经?|充分|直接)证明',
    '证明(?:了|是)',
    '实锤',
    '断定',
    '就是因为',
    '就是(?:由|由于|被)',
    '(?:根本|真正|唯一|直接|主要)的?原因',
    '根因',
    '只能是',
    '不会是',
    '无误',
    '保证',
    '担保',
    '准是',
    '把握',
    '置信',
    '显然',
    '毫不',
    '(?:分析|判断|结论|答复|回答|诊断)[^，。；]{0,8}(?:错(?!误|过)|不对|无效|有误|误判|不准|作废|无效|不成立|推翻|不可信|更正|已?更新)',
    '(?:没有|不存在)(?:任何)?(?:问题|故障|错误|异常)',
    '(?:一切|系统|电脑)(?:都)?正常',
    '(?:步骤|做法|第.{1,3}步)(?:都|是|本身|其实|完全|已)?(?:错|不对|有误|无效|有害|多余|没用|作废)',
    '误报',
    '无关',
    '(?:没有|毫无)(?:任何|什么)?关系',
    '不是[^，。；]{1,10}(?:问题|原因|造成|导致|引起)',
    '(?:明显|多半|无非|几乎)(?:就)?是',
  ].join('|'),
  'gu',
);
const denied =
  /(?:不|不能|不足以|未|没有?|还?没有?|尚未|尚不能|无法|难以|是否|能否)(?:能|得到|直接|完全|足以|可以|被|经|由此|据此)?$/u;

/** With what stands before it: then it is repeated, not claimed. */
const context = 2;

/** False for what our own texts say in the same words. */
export function claimsCertainty(folded: string, own: string): boolean {
  const said = folded.replace(glue, '');
  return [...said.matchAll(sure)].some(({ 0: claim, index }) => {
    const isDenied = denied.test(said.slice(Math.max(0, index - 8), index));
    const isRepeated =
      index >= context && own.includes(said.slice(index - context, index + claim.length));
    return !(isDenied || isRepeated);
  });
}
