import { isInternetAddress } from './redact-numbers.ts';
import type { Tokenise } from './redact-tokens.ts';

const IPV4 = /(?<![A-Za-z0-9.~-])(?:\d{1,3}\.){3}\d{1,3}(?![A-Za-z0-9~]|\.\d|-\d)/g;
const IPV6 =
  /(?<![\w:.])(?:fe80|f[cd][0-9a-f]{2}|2[0-9a-f]{3})(?:(?::[0-9a-f]{1,4}){7}|(?=[0-9a-f:]{0,40}::)(?::{1,2}[0-9a-f]{1,4}){1,7})(?:%\d{1,3})?(?![\w:])/gi;
const MAC = /(?<![\w:-])(?:(?:[0-9A-F]{2}-){5}|(?:[0-9A-F]{2}:){5})[0-9A-F]{2}(?![\w:-])/gi;
const DOTTED = /\d\.\d{1,3}\./;
const PAIRS = /[0-9a-f][:-][0-9a-f:]/i;

/** IPv4, IPv6 and MAC addresses; versions of packages and programs stay. */
export function maskAddresses(text: string, token: Tokenise): string {
  let masked = text;
  if (DOTTED.test(masked)) {
    masked = masked.replace(IPV4, (address, at: number, whole: string) =>
      isInternetAddress(address, at, whole) ? token('IP', address) : address,
    );
  }
  if (PAIRS.test(masked)) {
    masked = masked
      .replace(MAC, (mac) => token('MAC', mac.toUpperCase().replaceAll('-', ':')))
      .replace(IPV6, (address) => token('IP', address.toLowerCase()));
  }
  return masked;
}

const HOST_WORDS = /主机|计算机|机器|电脑|设备|系统名称|host|computer|machine|netbios|workstation/i;
const LABELLED_HOST =
  /((?:主机(?:名称?)?|计算机(?:全?名称?)?|机器名称?|电脑名称?|设备名称?|系统名称|(?<![A-Za-z])(?:host[ _]?name|(?:PS)?computer[ _]?name|machine[ _]?name|netbios[ _]?name|workstation(?:[ _]?name)?|computer))(?:["'”]|\s?[为是])?(?:[^\S\r\n]{0,3}[:：=][^\S\r\n]{0,40}["'“]?|(?<=[为是])[^\S\r\n]{0,3}))((?!localhost\b|none\b|null\b|n\/a\b|unknown\b|\d+\b)[A-Za-z0-9][A-Za-z0-9_-]{1,62}(?:\.[A-Za-z][A-Za-z0-9-]{0,62}){0,5})/gi;
/** Without a mark the name must look like one: capitals and a digit. */
const SPACED_HOST =
  /((?:主机|计算机|机器|电脑|设备)名称?[^\S\r\n]{1,6})(?!KB\d|CAS-|V\d)((?=[A-Z-]{0,20}\d)[A-Z][A-Z0-9-]{4,30})(?![\w.\\])/g;
/** Without the word name, too, when it has a hyphen as well. */
const CALLED_HOST =
  /((?:主机|计算机|机器|电脑|设备)[^\S\r\n]{0,6})(?!KB-?\d|CAS-|TMP-|V\d)((?=[A-Z0-9-]{0,20}\d)[A-Z]{1,15}-[A-Z0-9-]{1,24})(?![\w.\\])/g;
const XML_HOST = /(<(?:Computer|ComputerName|HostName|MachineName)>)([^<>\s]{1,128})(?=<)/gi;
const UNC =
  /(?<![\\\w:%.)}\]])(\\\\(?:[?.]\\UNC\\)?)(?!localhost\\)([A-Za-z0-9][A-Za-z0-9._-]{0,62})(?=\\(?!\\)|[\s"'“”，。；、）)]|$)/g;
const ESCAPED_UNC =
  /(?<!\\)(\\{4}(?:[?.]\\\\UNC\\\\)?)([A-Za-z0-9][A-Za-z0-9._-]{0,62})(?=\\\\(?!\\))/g;
const FILE_HOST =
  /(file:\/\/)(?!localhost\/|[A-Za-z][:|]|%)([A-Za-z0-9][A-Za-z0-9._-]{0,62})(?=\/)/gi;

/** Host names that a label, a UNC path or an event names. */
export function maskHosts(text: string, token: Tokenise): string {
  const replace = (_: string, before: string, host: string): string =>
    before + token('主机', host.toLowerCase());
  let masked = text;
  if (HOST_WORDS.test(masked)) {
    masked = masked
      .replace(LABELLED_HOST, replace)
      .replace(SPACED_HOST, replace)
      .replace(CALLED_HOST, replace)
      .replace(XML_HOST, replace);
  }
  if (masked.includes('\\\\')) {
    masked = masked.replace(UNC, replace).replace(ESCAPED_UNC, replace);
  }
  return masked.includes('file:') ? masked.replace(FILE_HOST, replace) : masked;
}
