import { isPhoneInContext, isPublicNumber } from './redact-numbers.ts';
import type { Tokenise } from './redact-tokens.ts';

const AT = /@|%40/;
const MAIL =
  /(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}(?!(?:dll|exe|sys|log|cab|msu|inf|png|jpe?g|gif)\b)[A-Za-z]{2,18}(?![A-Za-z0-9])/gi;
const ENCODED_MAIL =
  /(?<=%[0-9A-F]{2}|(?<![A-Za-z0-9._+%-]))[A-Za-z0-9._+-]{1,64}%40(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,18}(?![A-Za-z0-9])/gi;
const QQ_MAIL = /^([1-9]\d{4,10})(?:@|%40)(?:vip\.)?qq\.com$/i;

/** Mailboxes, percent-encoded ones too; `123456@qq.com` is a QQ number. */
export function maskMail(text: string, token: Tokenise): string {
  if (!AT.test(text)) {
    return text;
  }
  const replace = (mail: string): string => {
    const number = QQ_MAIL.exec(mail)?.[1];
    return number ? token('QQ', number) : token('邮箱', mail.toLowerCase().replace('%40', '@'));
  };
  return text.replace(MAIL, replace).replace(ENCODED_MAIL, replace);
}

const LONG_NUMBER = /\d[\d ()（）-]{5}/;
const QQ =
  /(?<![A-Za-z])(QQ(?:号码|号|群)?[是为]?[^\S\r\n]{0,3}[:：]?[^\S\r\n]{0,3})([1-9]\d{4,10})(?![\d.\w-])/gi;
const WECHAT_WORD = /微信|wechat/i;
const WECHAT =
  /((?:微信号?|WeChat(?: ?ID)?)[^\S\r\n]{0,3}[:：是为][^\S\r\n]{0,3})([A-Za-z0-9][\w-]{4,30})/gi;
const LABELLED_PHONE =
  /((?<![A-Za-z])(?:联系电话|电话|手机号码|手机号|手机|座机|分机号?|短号|联系方式|传真|tel|telephone|phone|mobile|cell|office|fax)[^\S\r\n]{0,3}[:：.]?[^\S\r\n]{0,6})(\+?[(（]?\d[\d ()（）-]{3,22}\d)(?![\d.\w])/gi;
const MOBILE =
  /(?<![\w.%+/\\=-]|\d[ \u00a0-])(?:(?:\+|00)?86[ \u00a0-]?)?1[3-9]\d(?:\d{8}|[ \u00a0-]\d{4}[ \u00a0-]\d{4})(?![\w-]|\.\d)/g;
const ATTACHED_MOBILE = /(?<=\p{Script=Han}|[_=/\\+-])(?:\+?86[ \u00a0-]?)?1[3-9]\d{9}(?![\w.-])/gu;
const LANDLINE =
  /(?<![\w.+-])(?:[(（]0\d{2,3}[)）][ \u00a0-]?|0(?:10|2\d|[3-9]\d{2})[ \u00a0-])\d{3,4}[ \u00a0-]?\d{4}(?:[ ]?(?:-|转)[ ]?\d{1,5})?(?![\w-])/g;
const INTERNATIONAL =
  /(?<![\w+])(?:\+\d{1,3}|0086)[ \u00a0-][(（]?\d{1,4}[)）]?(?:[ \u00a0-]\d{2,8}){1,4}(?![\w:.-])/g;
const IDENTITY =
  /(?<![\dA-Za-z_.-])(?:1[1245]|13(?=[01])|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123])\d{4}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z_])/g;

/** Phones, QQ and WeChat ids, identity cards. Public hotlines stay. */
export function maskNumbers(text: string, token: Tokenise): string {
  if (!LONG_NUMBER.test(text)) {
    return maskWechat(text, token);
  }
  const phone = (number: string): string =>
    isPublicNumber(number) ? number : token('电话', lastDigits(number));
  const mobile = (number: string, at: number, whole: string): string =>
    isPhoneInContext(number, at, whole) ? phone(number) : number;
  return maskWechat(text, token)
    .replace(IDENTITY, (id) => token('证件', id))
    .replace(QQ, (_, label: string, number: string) => label + token('QQ', number))
    .replace(LABELLED_PHONE, (_, label: string, number: string) => label + phone(number))
    .replace(INTERNATIONAL, phone)
    .replace(LANDLINE, phone)
    .replace(MOBILE, mobile)
    .replace(ATTACHED_MOBILE, mobile);
}

function maskWechat(text: string, token: Tokenise): string {
  if (!WECHAT_WORD.test(text)) {
    return text;
  }
  return text.replace(WECHAT, (_, label: string, id: string) => label + token('用户', id));
}

const NOT_DIGIT = /\D/g;
const COUNTRY = /^(?:00)?86(?=\d{10,11}$)/;

/** `+86 138…` and `138…` are one phone. */
function lastDigits(number: string): string {
  return number.replace(NOT_DIGIT, '').replace(COUNTRY, '').slice(-12);
}
