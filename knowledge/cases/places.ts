/** Provinces and cities that name a branch. `西安` is told as it stands, not moved to 陕西. */
const places = (
  '北京 上海 天津 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 ' +
  '内蒙古 广西 西藏 宁夏 新疆 香港 澳门 台湾 深圳 苏州 杭州 宁波 厦门 青岛 大连 广州 南京 武汉 西安 成都 沈阳 长春 哈尔滨 济南 郑州 长沙 ' +
  '合肥 福州 南昌 石家庄 太原 呼和浩特 南宁 海口 贵阳 昆明 拉萨 兰州 西宁 银川 乌鲁木齐 无锡 常州 南通 徐州 扬州 镇江 泰州 盐城 淮安 连云港 ' +
  '宿迁 温州 嘉兴 湖州 绍兴 金华 衢州 舟山 台州 丽水 泉州 漳州 莆田 龙岩 三明 南平 宁德 烟台 潍坊 淄博 威海 临沂 济宁 泰安 德州 聊城 滨州 ' +
  '菏泽 枣庄 日照 东营 洛阳 开封 新乡 安阳 焦作 许昌 南阳 商丘 信阳 周口 驻马店 平顶山 宜昌 襄阳 荆州 黄石 十堰 孝感 黄冈 咸宁 株洲 湘潭 ' +
  '衡阳 岳阳 常德 郴州 邵阳 永州 怀化 珠海 佛山 东莞 中山 惠州 汕头 江门 湛江 茂名 肇庆 清远 韶关 揭阳 潮州 梅州 桂林 柳州 北海 梧州 玉林 ' +
  '三亚 绵阳 德阳 宜宾 泸州 南充 乐山 达州 自贡 遵义 曲靖 玉溪 大理 宝鸡 咸阳 渭南 汉中 延安 榆林 天水 鞍山 抚顺 锦州 营口 丹东 大庆 齐齐哈尔 ' +
  '牡丹江 佳木斯 包头 赤峰 鄂尔多斯 唐山 保定 秦皇岛 邯郸 邢台 张家口 承德 沧州 廊坊 衡水 大同 长治 晋城 运城 临汾 芜湖 蚌埠 马鞍山 安庆 ' +
  '阜阳 滁州 九江 赣州 上饶 宜春 吉安 景德镇 雄安'
).split(' ');

const PLACE = new RegExp(places.join('|'), 'g');
const BRANCH = new RegExp(`(${places.join('|')})(?:省|市|自治区)?(分行|支行|网点)`);
const ANY_BRANCH = /(\p{Script=Han}{2})(分行|支行)/u;

/** `深圳分行`; a place that the list lacks passes, too, as the two characters before 分行. */
export function findBranch(text: string): string | undefined {
  const found = BRANCH.exec(text) ?? ANY_BRANCH.exec(text);
  return found ? `${found[1]}${found[2]}` : undefined;
}

/** The places of a line in the order in which they stand, each once. */
export function findPlaces(text: string): string[] {
  return [...new Set(text.match(PLACE) ?? [])];
}
