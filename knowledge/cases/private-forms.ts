import { proseOf } from '../input/prose.ts';
import { isPinyinName } from './pinyin.ts';
import { isEnglishName, isFullName, isOrdinaryWord } from './redact-words.ts';

/**
 * What a model is not told although a log line may hold its like by chance: here a word too many is hidden rather than
 * one too few. Each leaves what stands before it.
 */
const forms: readonly (readonly [form: RegExp, instead: string])[] = [
  // Mailboxes without their mark: `name at example.com`, `name(at)example[dot]com`, `name#example.com`.
  [
    /(?<![\w.])[a-z0-9][\w.+-]{1,40} ?(?:@|[([（]at[)\]）]|#| at ) ?[a-z0-9-]{2,40}(?: ?(?:\.|[([（]dot[)\]）]| dot ) ?[a-z]{2,10}){1,4}(?![\w])/giu,
    '[邮箱]',
  ],
  [
    /(?<![\d.])(?:\+?86[ .-]?)?1[3-9]\d(?:[ .-]\d{4}[ .-]\d{4}|[ .-]\d{8}|\d{4}[ .-]\d{4})(?![\d])/gu,
    '[电话]',
  ],
  [/(分机号?|短号)[:： ]{0,3}\d{3,6}(?!\d)/gu, '$1[电话]'],
  [/(?<!\d)[1-6]\d{5}[ -](?:19|20)\d{6}[ -]\d{3}[\dXx](?![\dA-Za-z])/gu, '[证件]'],
  [/(?<![\w.-])(?:62|4\d|5[1-5])\d{2}(?:[ -]?\d{4}){3}(?:[ -]?\d{1,3})?(?![\d.])/gu, '[证件]'],
  [/(?<![\dA-Za-z-])(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}(?![\dA-Za-z-])/gu, '[已删除]'],
  [/(?<![\d-])(?:\d{6}-){7}\d{6}(?![\d-])/gu, '[已删除]'],
  [
    /(S-1-5-21)(?:-\d{4,10}){3}(?:-\d{1,10})?(?: {1,3}(?!\[)[a-z][\w.]{2,30}(?![\w\\/.]))?/gu,
    '$1-[用户]',
  ],
  [/(?<![\w.])[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![\w.])/giu, '[MAC]'],
  [/((?<![A-Za-z])MAC(?:地址)?[:：= ]{0,3})[0-9a-f]{12}(?![0-9a-z])/giu, '$1[MAC]'],
  [
    /((?:工号|员工编?号|职工编?号|柜员号|资产编?号|固定资产号?|设备编号|序列号|(?<![A-Za-z])(?:S\/N|SN|serial(?: number)?|asset tag))[为是]?[:：=# ]{0,3})(?=[\w-]{0,40}\d)[A-Za-z0-9][\w-]{3,40}/giu,
    '$1[已删除]',
  ],
  [
    /((?:密码|口令|验证码)(?:就是|都是|仍是|还是|为|是)? ?)(?=[!-~]{0,40}\d)(?!0x|KB\d)[!-~]{4,40}/gu,
    '$1[已删除]',
  ],
  [/(微信号?|WeChat)([:：是为 ]{0,3})(?!\[)[a-z][\w-]{5,30}/giu, '$1$2[用户]'],
  [/((?:smb|cifs|nfs|ftp):\/\/|(?<![\w:/])\/\/)(?!\[)[a-z0-9][\w.-]{1,62}(?=[/:])/giu, '$1[主机]'],
  [
    /(https?:\/\/)(?!\[|(?:[\w-]{1,63}\.){0,6}(?:microsoft|windowsupdate|windows|live|msftconnecttest|msftncsi|digicert|office|example)\.(?:com|net)(?![\w.-]))[a-z0-9][\w.-]{1,80}/giu,
    '$1[主机]',
  ],
  [/(\/(?:home|Users)\/)(?!\[|Public|Default)[\w.-]{2,30}/gu, '$1[用户]'],
  [
    /(?<![\w.@\\/-])(?=[\w-]{0,40}\d)[a-z][a-z0-9-]{3,40}(?:\.[a-z0-9-]{2,30}){1,5}\.(?:com|cn|net|org|local|lan|corp|intra|internal)(?![\w.-])/giu,
    '[主机]',
  ],
  [/(?<![\w-])(?:desktop|laptop)-[a-z0-9]{5,15}(?![\w-])/giu, '[主机]'],
  [
    /((?:主机名?|机器名?|计算机名?|电脑名?|设备名?|终端名?|computer ?name|host ?name|machine ?name)称?(?: is |[为是:：= ]{0,3}))(?!KB\d|Windows|0x|\[)(?=[\w-]{0,30}\d|[A-Z-]{6})[A-Za-z][\w-]{3,30}(?![\w.\\])/giu,
    '$1[主机]',
  ],
  [
    /((?:域?[账帐][户号]|用户名?|登录名?|域用户)[为是:： ]{0,3}(?:[\w.]{2,40}[\\/])?)(?!system|admin|public|default|guest|trustedinstaller|nt |sid|windows|microsoft|profile|mode|\[|KB\d|0x)[a-z][a-z0-9._]{3,30}(?![\w\\/.])/gu,
    '$1[用户]',
  ],
];
const fullWidth = /[０-９Ａ-Ｚａ-ｚ＠．＿－]/gu;

/** Letters and digits as everybody else writes them. */
export function narrow(text: string): string {
  return text.replace(fullWidth, (wide) =>
    String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0),
  );
}

const login = /(?<![\\/\w.:~%$}-])[a-z][a-z0-9.-]{1,20}(\\{1,2})([a-z][\w.-]{3,30})(?![\\\w])/giu;
const named = /(\b(?:for|by|of|as) user ['"]?)([a-z][\w.-]{3,30})(?![\w\\/])/giu;
const digit = /\d/u;

/** What shows by its form alone. */
export function hideForms(text: string): string {
  return forms
    .reduce((left, [form, instead]) => left.replace(form, instead), text)
    .replace(login, (found, separator: string, user: string) =>
      isPinyinName(user) ? `[主机]${separator}[用户]` : found,
    )
    .replace(named, (found, before: string, user: string) =>
      isPinyinName(user) || digit.test(user) ? `${before}[用户]` : found,
    );
}

/** Those that are no word of everyday, before which or behind which a name would not stand. */
const families =
  /^[王李张刘陈杨赵黄周吴徐孙钱胡朱林何郭马罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田姜范谭廖邹熊陆郝孔崔康毛邱秦史顾侯邵孟龙段雷钱汤尹黎贺赖龚樊兰殷翟倪严牛俞章鲁葛韦毕聂焦柳邢骆岳齐梅庄辛祝涂欧司诸上]/u;
const words =
  /^(?:周[一二三四五六日天末期围]|何[时种处必况谓]|许[多可久]|马上|余[下量额]|[段龙钟雷]|黄[色金]|严[重格禁]|林|毛病|史|顾|上[次面午传升层级网述个位报线机去来游诉周月海]|欧洲|司[机法]|诸[多如]|汪|罗列|罗技|高|金|夏[天季]|康[复柏]|章节|范围|范例|陈[列旧]|张贴|谢谢|余|焦点|齐|贺|毕竟|毕业|牛|梅|庄|田|鲁|兰|苏[州宁]|江|秦皇|钱[款包]|辛苦|贾|叶|丁|涂|祝|岳阳|柳州|胡乱|唐山|宋体|杨|曾经|曾|沈阳|傅|葛|倪|孔|崔)/u;
const before =
  /(?:^|[^\p{Script=Han}]|同事|用户|领导|经理|主管|使用人|机主|报修人|经手人|复核|经办|审核|操作人|申报人|让|找|请|由|给|跟|和|与|是|叫|问|今天|昨天|上午|下午|刚才|关于)$/u;
const behind =
  /^(?:$|[^\p{Script=Han}]|说|反馈|的|那台|这台|那边|这边|在用|使用|看[过了]|也|和|与|跟|报|问|发[来给]|用|装|遇到|电脑|机器|打|来|帮|告诉|处理|操作|老师|这里|那里|先生|女士|升级|安装|重启|试|做|联系|确认)/u;
const runs = /\p{Script=Han}{2,60}/gu;
const pairs = /(?<![\w.\\/-])([A-Z][a-z]{1,14}) ([A-Z][a-z]{1,14})(?![\w\\/]|\.\w)/gu;
const givenNames = new Set(
  (
    'James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Donald Steven Paul Andrew Joshua Kenneth Kevin ' +
    'Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory ' +
    'Raymond Alexander Patrick Jerry Tyler Aaron Henry Peter Adam Nathan Zachary Walter Kyle Harold Carl Jeremy Keith Roger Arthur Terry Sean Austin Noah ' +
    'Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Lisa Betty Margaret Sandra Ashley Dorothy Kimberly Emily Donna Michelle ' +
    'Carol Amanda Melissa Deborah Stephanie Rebecca Laura Sharon Cynthia Kathleen Amy Shirley Angela Helen Anna Brenda Pamela Nicole Samantha Katherine Emma ' +
    'Ruth Christine Catherine Debra Rachel Carolyn Janet Virginia Maria Heather Diane Julie Joyce Victoria Kelly Christina Joan Evelyn Olivia Judith Megan Alice ' +
    'Tom Mike Bob Jim Joe Dave Steve Tony Nick Ben Sam Alex Jack Lucy Lily Jane Kate Cindy Vivian Wendy Tina Fiona Leo Simon Frank Allen Andy Jerry Johnny'
  ).split(' '),
);

/** Names of people in words, in Chinese and in Latin letters; not in log lines. */
export function peopleIn(text: string): string[] {
  const prose = proseOf(text);
  const found = new Set<string>();
  for (const { 0: run, index } of prose.matchAll(runs)) {
    for (let at = 0; at + 2 <= run.length; at += 1) {
      const lead =
        at === 0 ? prose.slice(Math.max(0, index - 4), index) : run.slice(Math.max(0, at - 4), at);
      const name = before.test(lead) ? nameAt(run, at) : undefined;
      if (name !== undefined) {
        found.add(name);
      }
    }
  }
  for (const [name, first = '', last = ''] of prose.matchAll(pairs)) {
    const isPinyin = isPinyinName(`${first}${last}`.toLowerCase());
    if (isPinyin || (givenNames.has(first) && isEnglishName(name))) {
      found.add(name);
    }
  }
  return [...found];
}

function nameAt(run: string, at: number): string | undefined {
  return [3, 2, 4]
    .map((length) => run.slice(at, at + length))
    .find(
      (name) =>
        name.length > 1 &&
        families.test(name) &&
        !words.test(name) &&
        isFullName(name) &&
        !isOrdinaryWord(name) &&
        behind.test(run.slice(at + name.length)),
    );
}

const hosts =
  /(?<![\w.\\/:-])(?!(?:KB|CAS|TMP|WIN|SHA|MD|USB|NET|UTF|CVE|MS|BIOS|RS|VC|ERROR|CBS|AMD|ARM|ESU|SSU|LCU|LTSC|TPM|IE|HTTP|TLS|PCI|VEN|DEV|SUBSYS|REV|COM|LPT|OEM|DISM|WSUS|DPX|PSFX|CSI|SP|FAT|NTFS|STATUS|STOP|EVENT|ID|RTM|UEFI|CA|SQL|ISO|QQ|DX|HRESULT|GLE|SN|IPV|V|H|X|E)-?\d)(?=[A-Z-]{0,24}\d)[A-Z]{2,10}(?:-[A-Z0-9]{2,10}){0,3}-?[A-Z]{0,6}\d{2,6}(?![\w.\\/-]|:\d)/gu;

/** Names of computers that stand in words without saying so; not in log lines. */
export function hostsIn(text: string): string[] {
  return [...new Set(proseOf(text).match(hosts))].filter((name) => name.length >= 6);
}
