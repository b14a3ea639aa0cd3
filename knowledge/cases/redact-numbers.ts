const NOT_DIGIT = /\D/g;
/** 400 and 800 lines, 95588 and 10086 hotlines, emergency numbers. */
const PUBLIC = /^(?:(?:0?[48]00)\d{7}|95\d{3,4}|100\d{2}|12[0-9]{3}|1\d{2})$/;

export function isPublicNumber(number: string): boolean {
  return PUBLIC.test(number.replace(NOT_DIGIT, ''));
}

const PHONE_WORD = /(?:tel|phone|mobile|cell|contact|call|mob)\W{0,4}$/i;
const QUANTITY_BEFORE =
  /(?:[A-Za-z_)\]][ \t]{0,2}[:=][ \t]{0,4}|\b(?:size|bytes?|space|free|total|used|available|offset|length|id|handle|count|ticks|time|disk|of|pid|tid|session|number|value|needs?|required?|only|got)[ \t]{1,3})[[({]?$/i;
const QUANTITY_AFTER = /^[ \t]?(?:bytes?|[KMG]i?B|字节|ticks|ms|ns|us)\b/i;

/** Eleven digits that start like a mobile number may be a size in bytes: what stands around decides. */
export function isPhoneInContext(number: string, at: number, whole: string): boolean {
  const before = whole.slice(Math.max(0, at - 24), at);
  if (PHONE_WORD.test(before)) {
    return true;
  }
  const after = whole.slice(at + number.length, at + number.length + 8);
  return !QUANTITY_BEFORE.test(before) && !QUANTITY_AFTER.test(after);
}

const VERSION_BEFORE =
  /(?:version|ver|versie|\bv|版本号?|build|file ?ver|kb\d{6,7}|windows|revision|release)[\])}"']?[ \t]{0,2}[:：=]?[ \t]{0,3}["'[({]?$/i;
const ADDRESS_BEFORE =
  /(?:ip|ipv4|addr(?:ess)?|地址|server|host|ping|dns|gateway|网关|proxy|:\/\/|@)["']?[ \t]{0,2}(?:[:：=]|为|是)?[ \t]{0,3}["'[({]?$/i;
const ADDRESS_AFTER = /^(?::\d{2,5}\b|\/(?:[12]?\d|3[0-2])\b)/;
/** `…_31bf3856ad364e35_10.0.2.15_none_…`: a component's identity. */
const KEY_BEFORE = /[0-9a-f]{16}[_-]$/i;
const IDENTITY_AFTER = /^_(?:none|neutral|[a-z]{2}-|[0-9a-f]{8})/i;
const NOT_A_MACHINE = /^(?:0\.0\.0\.0|127\.|255\.|224\.0\.)/;

/** Four small numbers with dots are a version too: `~~10.0.2.15`, `Version 6.1.7.2`. */
export function isInternetAddress(address: string, at: number, whole: string): boolean {
  const parts = address.split('.').map(Number);
  if (parts.some((part) => part > 255) || NOT_A_MACHINE.test(address)) {
    return false;
  }
  const before = whole.slice(Math.max(0, at - 24), at);
  if (ADDRESS_BEFORE.test(before)) {
    return true;
  }
  const after = whole.slice(at + address.length, at + address.length + 10);
  if (VERSION_BEFORE.test(before) || KEY_BEFORE.test(before) || IDENTITY_AFTER.test(after)) {
    return false;
  }
  const first = parts[0] ?? 0;
  const second = parts[1] ?? 0;
  const reserved = first === 10 || (first === 172 && second >= 16 && second < 32);
  return reserved || first > 20 || ADDRESS_AFTER.test(after);
}
