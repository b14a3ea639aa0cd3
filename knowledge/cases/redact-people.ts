import {
  familyLength,
  isDistinctEnglishWord,
  isEnglishName,
  isFullName,
  isOrdinaryWord,
  isSenderName,
  trimLeadingWords,
} from './redact-words.ts';

export interface People {
  /** Whole Chinese names, without blanks. */
  chinese: string[];
  /** Chinese given names by which somebody was greeted. */
  given: string[];
  /** English names: `Tan Yu`, or one distinct word. */
  english: string[];
  /** Senders that are a bare QQ number. */
  numbers: string[];
}

/** Names that the text gives away by where they stand: headers, greetings, signatures, beside a phone. */
export function collectPeople(text: string): People {
  const people: People = { chinese: [], given: [], english: [], numbers: [] };
  collectHeaders(text, people);
  collectLabelled(text, people);
  collectGreetings(text, people);
  collectSignatures(text, people);
  collectFreestanding(text, people);
  for (const titled of findTitled(text)) {
    if (titled.name.length > familyLength(titled.name) && isFullName(titled.name)) {
      people.chinese.push(titled.name);
    }
  }
  return people;
}

const HEADER =
  /^(?:[^\S\r\n]|>){0,8}(?:发件人|收件人|抄送|密送|发送人|寄件人|From|To|Cc|Bcc|Sender)[^\S\r\n]{0,3}[:：][^\S\r\n]{0,4}(\S.{0,600})$/gimu;
const HEADER_PARTS = /[;；,，、<>"'()（）【】[\]|/]/;
const REVERSED = /^([A-Z][a-z]{1,19}), ([A-Z][a-z]{1,19})(?=[ ]?(?:[(<;]|$))/;
const SENDER_NUMBER = /^[1-9]\d{4,10}$/;
const HAN_OR_LATIN = /\p{Script=Han}[\p{Script=Han}·• \u3000]*|[A-Za-z][A-Za-z'’. \u00a0-]*/gu;
const BLANKS = /[^\S\r\n]+/g;

function collectHeaders(text: string, people: People): void {
  for (const [, value = ''] of text.matchAll(HEADER)) {
    const reversed = REVERSED.exec(value);
    if (reversed) {
      people.english.push(`${reversed[2]} ${reversed[1]}`);
    }
    for (const part of value.split(HEADER_PARTS).map((piece) => piece.trim())) {
      if (SENDER_NUMBER.test(part)) {
        people.numbers.push(part);
      } else if (!part.includes('@')) {
        addSender(part, people);
      }
    }
  }
}

function addSender(part: string, people: People): void {
  const pieces = part.match(HAN_OR_LATIN) ?? [];
  for (const piece of pieces.map((found) => found.trim())) {
    const joined = piece.replace(BLANKS, '');
    if (pieces.length === 1 ? isSenderName(joined) : isFullName(joined)) {
      people.chinese.push(joined);
    } else if (isEnglishName(piece)) {
      people.english.push(piece);
    }
  }
}

const LABELLED =
  /(?:联系[^\S\r\n]?人|姓[^\S\r\n]{0,2}名|负责人|经办人|报告人|申请人|提交人|处理人|接口人|值班人|值班员|使用人|责任人|操作员|工程师|管理员|联络人|对接人)[^\S\r\n]{0,3}[:：][^\S\r\n]{0,6}(\p{Script=Han}[^\S\r\n]{1,4}\p{Script=Han}(?!\p{Script=Han})|\p{Script=Han}{2,4}?(?=电话|手机|联系|工号|邮箱|先生|女士|老师|部门|经理|[^\p{Script=Han}]|$)|\p{Script=Han}{3})/gu;
const LABELLED_ENGLISH =
  /(?:联系人|姓名|负责人|工程师|\bContact(?: (?:person|name))?|\bEngineer)[^\S\r\n]{0,3}[:：][^\S\r\n]{0,4}([A-Z][A-Za-z'-]{1,19}(?: [A-Z][A-Za-z'.-]{0,19}){1,2})/gu;
const ENGLISH_TITLE = /\b(?:Mr|Ms|Mrs|Dr)\.? ([A-Z][a-z]{1,19}(?: [A-Z][a-z]{1,19})?)/g;

function collectLabelled(text: string, people: People): void {
  for (const [, name = ''] of text.matchAll(LABELLED)) {
    addChinese(name.replace(BLANKS, ''), people);
  }
  for (const pattern of [LABELLED_ENGLISH, ENGLISH_TITLE]) {
    for (const [, name = ''] of text.matchAll(pattern)) {
      addEnglish(name, people);
    }
  }
}

function addChinese(name: string, people: People): void {
  if (isFullName(name)) {
    people.chinese.push(name);
  }
}

function addEnglish(name: string, people: People): void {
  if (isEnglishName(name) || isDistinctEnglishWord(name)) {
    people.english.push(name);
  }
}

const GREETED =
  /^(?:[^\S\r\n]|>){0,20}(Hi|Hello|Hey|Dear|你好|您好|嗨|尊敬的|亲爱的)(?:[^\S\r\n]|[，,、!]){0,4}(\p{Script=Han}{2,4}?|[A-Z][a-z]{1,19}(?: [A-Z][a-z]{1,19})?)(?=[^\S\r\n]{0,3}(?:[,，:：、!！]|您好|你好|$))/gmu;
const NAME_FIRST =
  /^(?:[^\S\r\n]|>){0,20}(\p{Script=Han}{2,4}?)[^\S\r\n]{0,3}[,，、:：]?[^\S\r\n]{0,3}(?:您好|你好|早上好|上午好|下午好)/gmu;
const NOBODY =
  /各位|大家|老师|先生|女士|小姐|经理|主任|[科处行]长|主管|总监|师傅|同学|博士|教授|所有|全体|同事|领导|团队|朋友|请问|麻烦|目前|我们|这边|附件|以上|以下|用户|客户|工程|技术|支持|专家|谢谢|邮件|收到|日志|补丁|升级|系统|[工总]$/u;
const ENGLISH_GREETING = /^[A-Z]/;

function collectGreetings(text: string, people: People): void {
  for (const [, greeting = '', name = ''] of text.matchAll(GREETED)) {
    if (ENGLISH_GREETING.test(name)) {
      addEnglish(name, people);
    } else if (isFullName(name)) {
      addGreeted(name, people);
    } else if (ENGLISH_GREETING.test(greeting) && name.length < 4) {
      addGreeted(name, people);
    }
  }
  for (const [, name = ''] of text.matchAll(NAME_FIRST)) {
    if (isFullName(name) || name.length === 2) {
      addGreeted(name, people);
    }
  }
}

function addGreeted(name: string, people: People): void {
  if (NOBODY.test(name) || isOrdinaryWord(name)) {
    return;
  }
  (name.length > 2 && isFullName(name) ? people.chinese : people.given).push(name);
}

const SIGN_OFF =
  /^(?:[^\S\r\n]|>){0,8}(?:(?:best|kind|warm|warmest|many)[ ]{0,2})?(?:regards|thanks|thank you|sincerely|cheers|yours(?: (?:truly|sincerely|faithfully))?|br|rgds|此致|敬礼|祝好|顺祝商祺|谢谢|多谢|以上)[^\S\r\n]{0,3}[,，.。!！]{0,2}$/i;
const LONE_HAN =
  /^(?:[^\S\r\n]|[>—–·~-]){0,20}(\p{Script=Han}[^\S\r\n]{1,6}\p{Script=Han}{1,2}|\p{Script=Han}{2,4})[^\S\r\n]{0,20}$/u;
const LEADING_HAN =
  /^(?:[^\S\r\n]|>){0,20}(\p{Script=Han}{2,3})[^\S\r\n]{0,4}(?:[^\S\r\n]|[|｜/／-]){1,4}.{0,40}(?:部|中心|银行|分行|公司|科技)/u;
const LONE_ENGLISH =
  /^(?:[^\S\r\n]|>){0,20}([A-Z][A-Za-z'-]{1,19}(?:[^\S\r\n]{1,2}[A-Z][A-Za-z'.-]{0,19}){0,2})[^\S\r\n]{0,20}$/;
const DASHED = /^\s{0,20}[—–]{1,4}/;
const CARD =
  /(?:\d[ -]?){7,}|@|☆{3}|★{3}|(?:电话|手机|tel|mobile|phone)[^\S\r\n]{0,3}[:：]|^\s{0,20}\d{4}[-年/]\d{1,2}[-月/]\d{1,2}日?\s{0,20}$|发自我的|^\s{0,20}sent from my/i;

function collectSignatures(text: string, people: People): void {
  const lines = text.split('\n').map((line) => (line.length > 120 ? '' : line.trimEnd()));
  lines.forEach((line, at) => {
    const han = LONE_HAN.exec(line)?.[1];
    const english = LONE_ENGLISH.exec(line)?.[1];
    if (han && isSigned(lines, at)) {
      addChinese(han.replace(BLANKS, ''), people);
    }
    if (english && (followsSignOff(lines, at) || (english.includes(' ') && isSigned(lines, at)))) {
      addEnglish(english, people);
    }
    addChinese(LEADING_HAN.exec(line)?.[1] ?? '', people);
  });
}

function isSigned(lines: readonly string[], at: number): boolean {
  const around = lines.slice(Math.max(0, at - 3), at).concat(lines.slice(at + 1, at + 4));
  return (
    DASHED.test(lines[at] ?? '') ||
    followsSignOff(lines, at) ||
    around.some((line) => CARD.test(line))
  );
}

function followsSignOff(lines: readonly string[], at: number): boolean {
  const before = lines.slice(Math.max(0, at - 3), at).filter((line) => line.trim() !== '');
  return SIGN_OFF.test(before.at(-1) ?? '');
}

const BESIDE_PHONE =
  /(\p{Script=Han}{2,8})[^\S\r\n]{0,6}[(（:：,，]?[^\S\r\n]{0,2}(?:\+?86[- ]?)?1[3-9]\d(?:\d{8}|[ -]\d{4}[ -]\d{4})(?!\d)/gu;
/** `与张伟联系`, `用户王芳反馈`. */
const ACTED =
  /(?:与|和|跟|用户|同事|由|请|找)(\p{Script=Han}{2,3})(?=联系|沟通|核实|反馈|对接|反映|表示|电话)/gu;
const MENTION = /@(\p{Script=Han}{2,4})(?!\p{Script=Han})/gu;
const INTRODUCED =
  /我(?:是|叫)(?:\p{Script=Han}{1,12}的)?(\p{Script=Han}{2,4})(?=[,，。.!！\s]|$)/gu;
const ENCODED = /name=((?:%[0-9A-F]{2}){6,36})/gi;
const SIGNED_THANKS =
  /^(?:[^\S\r\n]|>){0,8}(?:thanks|regards|cheers)[,，][^\S\r\n]{1,3}([A-Z][a-z]{2,14}(?: [A-Z][a-z]{1,14})?)[^\S\r\n]{0,4}$/gim;

function collectFreestanding(text: string, people: People): void {
  for (const [, run = ''] of text.matchAll(BESIDE_PHONE)) {
    addChinese(trimLeadingWords(run), people);
  }
  for (const pattern of [MENTION, INTRODUCED, ACTED]) {
    for (const [, name = ''] of text.matchAll(pattern)) {
      addChinese(name, people);
    }
  }
  for (const [, encoded = ''] of text.matchAll(ENCODED)) {
    addChinese(decode(encoded), people);
  }
  for (const [, name = ''] of text.matchAll(SIGNED_THANKS)) {
    addEnglish(name, people);
  }
}

function decode(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return '';
  }
}

export interface Titled {
  name: string;
  start: number;
  end: number;
}

const TITLE =
  /(?:先生|女士|小姐|老师|工程师|总经理|经理|主任|科长|处长|行长|主管|总监|师傅|同学|博士|教授)|工(?!行|作|程|具|单|艺|业|厂|商|位|时|资|会|种|期|地|序|装|信|人|号|头|控|况|口|整|农)|总(?!结|共|体|数|计|线|部|行|是|量|之|监|局|裁|和|览|务|有|会|能|要|的来|账|额|表|则|分)|[哥姐](?=[,，:：!！\s]|您好|你好|$)/gu;
const HAN_BEFORE = /\p{Script=Han}{1,8}(?=[^\S\r\n]{0,3}$)/u;
const TRAILING_BLANKS = /[^\S\r\n]{0,3}$/;
/** 施工 and 单工 are words; a greeting makes them a person. */
const WORD_WITH_TITLE = /^(?:施工|单工|包工|任总|成总|万总|常工|平工|于总)$/u;
const GREETING_NEXT = /^[,，:： ]{0,3}(?:您好|你好)/;

/** A family name, or a whole name, before a title: `韩明川 先生`, `欧阳老师`, `和沈工通过电话`. */
export function findTitled(text: string): Titled[] {
  const found: Titled[] = [];
  for (const match of text.matchAll(TITLE)) {
    const before = text.slice(Math.max(0, match.index - 12), match.index);
    const run = HAN_BEFORE.exec(before)?.[0];
    const name = run && nameBefore(run, match[0]);
    if (name && !isWord(name, match[0], text.slice(match.index + match[0].length))) {
      const end = match.index - (TRAILING_BLANKS.exec(before)?.[0].length ?? 0);
      found.push({ name, start: end - name.length, end });
    }
  }
  return found;
}

function isWord(name: string, title: string, after: string): boolean {
  return WORD_WITH_TITLE.test(name + title) && !GREETING_NEXT.test(after.slice(0, 8));
}

function nameBefore(run: string, title: string): string | undefined {
  const rest = trimLeadingWords(run);
  const family = familyLength(rest);
  if (family > 0 && rest.length === family) {
    return rest;
  }
  if (isFullName(rest)) {
    return rest;
  }
  return title === '先生' || title === '女士' ? lastName(rest) : undefined;
}

/** In `…深圳分行吕文斌先生` the longest ending that is a name counts. */
function lastName(rest: string): string | undefined {
  for (const length of [4, 3, 2]) {
    const ending = rest.slice(-length);
    if (ending.length === length && isFullName(ending)) {
      return ending;
    }
  }
  const last = rest.slice(-1);
  return familyLength(last) === 1 ? last : undefined;
}
