const families =
  'wang|li|zhang|liu|chen|yang|zhao|huang|zhou|wu|xu|sun|hu|zhu|gao|lin|he|guo|ma|luo|liang|song|zheng|xie|han|tang|feng|yu|dong|xiao|cheng|cao|yuan|deng|fu|shen|zeng|peng|lv|lu|su|jiang|cai|jia|ding|wei|xue|ye|yan|pan|du|dai|xia|zhong|tian|ren|fan|fang|shi|yao|tan|liao|zou|xiong|jin|hao|kong|bai|cui|kang|mao|qiu|qin|gu|hou|shao|meng|long|wan|duan|lei|qian|yin|yi|wen|niu|ge';
const given =
  '(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v)';
const whole = new RegExp(
  `^(?:${families})[._-]?(?:${given}){1,2}(?:[._-]?[a-z]{0,2}\\d{0,4})?$`,
  'u',
);
const english =
  /^(?:change|hanging|linger|machine|language|manage|finding|pending|binding|loading|funding|shape|shade|share|shine|wide|file|fine|line|like|live|mate|made|make|male|time|tile|tide|done|done|huge|rule|rude|june|lute|tune|duke|wine|wise|wife|side|site|size|same|safe|sale|save|wake|wave|have|hate|here|hero|jade|hide|like|luna|cache|xiaomi|huawei|shanghai|guangdong|tianjin|chengdu|yunnan|henan|hunan|hainan|fujian|linux|yahoo|lite)$/u;

/** `zhangsan`, `li.xuemei`, `wang_wei01`: how people are called in accounts. */
export function isPinyinName(word: string): boolean {
  const lower = word.toLowerCase();
  return lower.length >= 5 && whole.test(lower) && !english.test(lower);
}
