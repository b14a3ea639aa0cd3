/** Family names of one character. Those that are mostly grammar (和, 从, 有, 时, 那, 后) are left out. */
const SINGLE =
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常于傅皮' +
  '卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝臧伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房裘' +
  '缪解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠甄曲封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬郗班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景詹束龙叶幸司' +
  '韶郜黎蓟薄印白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥苍闻莘党翟谭劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿边扈燕冀郏浦尚温庄晏柴瞿阎慕连茹习宦艾鱼向古易慎戈廖庾衡耿弘匡文寇禄阙' +
  '欧沃蔚夔隆巩厍聂晁勾敖冷訾辛阚简饶曾沙乜鞠巢关蒯查荆游竺权逯盖桓肖付代闫佟仝冼岳帅邸苑覃岩铁肇啜';

const COMPOUND = new Set([
  '欧阳',
  '司马',
  '上官',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '司徒',
  '司空',
  '夏侯',
  '长孙',
  '宇文',
  '轩辕',
  '端木',
  '南宫',
  '西门',
  '独孤',
  '百里',
  '呼延',
  '澹台',
  '濮阳',
  '太史',
  '申屠',
  '公羊',
  '赫连',
]);

const FAMILY = new Set(SINGLE);

/** Words that begin like a name and are none: never learned, never replaced. */
const ORDINARY = new Set(
  (
    '项目 高级 安全 管理 应用 关于 程序 成功 单位 常用 常规 查询 查看 万一 金融 白名单 黄金 马上 江苏 江西 温州 石家庄 包头 甘肃 沈阳 广西 广东 ' +
    '广州 方案 方法 方式 方便 向导 向您 相关 全部 全新 解决 解决方案 解压 解除 关闭 关机 管控 单击 双击 双方 平台 安装 安装包 安徽 文件 文件名 ' +
    '文档 文本 国家 公司 公共 公告 信息 信任 计算 计算机 计划 连接 连续 边界 强制 支持 支行 原因 原始 原文 空间 空白 步骤 满足 居民 利用 越来越 ' +
    '东北 东莞 都是 都有 终端 终止 容量 容易 充分 别的 古老 简单 简介 区域 区别 代码 代理 岳阳 铁路 苏州 山西 山东 柳州 华东 华北 华南 金华 杭州 ' +
    '宁波 宁夏 武汉 温度 景德镇 庄园 连云港 衡阳 衡水 鲁班 成都 常州 常见 强化 高管 高工程 时间 路径 路由 重启 权限 权力 查找 曲线 索引 双系统 盖章 党委 ' +
    '安全员 管理员 于是 高度 高兴 明确 建设 自动 完成 文化 文明 系统 国际 国庆 广告 向上 向下 单独 单元 万能 应该 应急 应答 常务 平时 平均 ' +
    '全局 全体 包括 包含 左右 左侧 白色 黑色 金额 车间 房间 马达 牛皮 花费 费用 任务 任何 项下 施工 施行 计费 谢谢 谢意 值班 工单 应用 储蓄 储存 富国 许多 许可 单台 单机 农行 农业 交行 华为 荣耀 方正 戴尔 蓝屏 白屏'
  ).split(' '),
);

/** Ends of what stands in a sender field and is a desk, a team or a product, not a person. */
const ORGANISATION =
  /(?:部|组|中心|支持|银行|分行|支行|总行|公司|团队|服务|科|处|室|系统|客服|邮箱|管理员|运维|平台|小组|专班|热线|集团|技术|助手|通知|热线)$/;

const HAN_NAME = /^\p{Script=Han}{2,4}$/u;
const DOTTED_NAME = /^\p{Script=Han}{1,6}[·•・]\p{Script=Han}{1,6}$/u;

/** Length of the family name that the text starts with; 0 when it starts with none. */
export function familyLength(text: string): number {
  if (COMPOUND.has(text.slice(0, 2))) {
    return 2;
  }
  return FAMILY.has(text.slice(0, 1)) ? 1 : 0;
}

export function isOrdinaryWord(text: string): boolean {
  return ORDINARY.has(text);
}

/** A whole Chinese name: family name and one or two characters, or a name with a dot. */
export function isFullName(text: string): boolean {
  if (DOTTED_NAME.test(text)) {
    return true;
  }
  const family = familyLength(text);
  const given = text.length - family;
  return family > 0 && given >= 1 && given <= 2 && HAN_NAME.test(text) && !startsOrdinary(text);
}

/** `安全部`, `方案组`: a word, or one with an ending that teams and things have. */
function startsOrdinary(text: string): boolean {
  const longer = text.length > 2 && (isOrdinaryWord(text.slice(0, 2)) || THING.test(text));
  return longer || isOrdinaryWord(text);
}

const THING = /[部组局厅端包库盘键版码率值项类性表]$/;

/** Where only a person or a desk can stand (a sender field), a rare family name passes too. */
export function isSenderName(text: string): boolean {
  return (
    isFullName(text) || (HAN_NAME.test(text) && !ORGANISATION.test(text) && !isOrdinaryWord(text))
  );
}

const ENGLISH_NAME = /^[A-Z][A-Za-z'’-]{1,19}(?:[ \u00a0]{1,3}[A-Z][A-Za-z'’.-]{0,19}){1,2}$/;
const NOT_PEOPLE =
  /\b(?:support|server|service|services|team|microsoft|windows|group|admin|desk|system|office|help|update|bot|noreply|reply|notification|mail|center|centre|bank|branch|engineer|manager|department|alert|security|client|defender|monitor|process|program|files|info|error|kind|best|regards|thanks|dear|icbc|cmgos|cbs|dism)\b/i;

/** `Tan Yu`, `John A. Smith`; teams, products and greetings are none. */
export function isEnglishName(text: string): boolean {
  return ENGLISH_NAME.test(text) && !NOT_PEOPLE.test(text);
}

const ENGLISH_FIRST = /^[A-Z][a-z]{2,14}$/;
const COMMON_ENGLISH = new Set(
  'All Team Everyone Sir Madam Colleague Colleagues Support Customer There Both Folks Friends Will Mark Page Long Bill Grant Chase Frank Rich May Chance Windows Office Update System Thanks User Users Admin Hello Dear Best Kind Regards Local Default Public Service Error Info Warning Drew Hope Joy Grace Pat Rob Sue Jack Case Miss Install Setup Failed Guest Power Test Temp File Files Data Host Page Path Read Write Open Close Start Stop Boot Root Core Note Line Last First Next'.split(
    ' ',
  ),
);

/** One English word that may be replaced by itself wherever it stands. */
export function isDistinctEnglishWord(text: string): boolean {
  return ENGLISH_FIRST.test(text) && !COMMON_ENGLISH.has(text) && !NOT_PEOPLE.test(text);
}

/** Text before a title that is not part of the name: `刚刚和沈工`, `谢谢郭老师`. */
const BEFORE_NAME =
  /^(?:谢谢|感谢|多谢|辛苦|麻烦|刚刚|刚才|根据|按照|依照|参照|联系|通知|请教|咨询|反馈|转告|告知|回复|以及|还有|或者|如果|因为|由于|任何|尊敬的|亲爱的|您好|你好|电话|今天|昨天|上午|下午|我行|贵行|分行|支行|总行|同事|用户|客户|领导|各位|沟通|确认|经过|我们|他们|现在|目前|已经|可以|需要|希望|建议|以下|如下|其中|请|和|与|跟|给|由|让|找|问|叫|对|到|的|被|将|已|是|致|及|同|为|在|据|经|等|但|而|也|还|再|且|并|或|从|当|把|了|行|部|后|我|您|他|她|该|这|那|嗯|好|嗨|托|代|除|凭|像|替|于(?=.)|向(?=.))/u;

/** The run of Chinese characters before a title, without the words that only lead up to the name. */
export function trimLeadingWords(run: string): string {
  let rest = run;
  for (let found = BEFORE_NAME.exec(rest); found; found = BEFORE_NAME.exec(rest)) {
    rest = rest.slice(found[0].length);
  }
  return rest;
}
