import type { Tokenise } from './redact-tokens.ts';

const USERS_FOLDER = /users|用户|documents/i;
const SEPARATOR = String.raw`(?:\\{1,4}|\/|%5C|%2F)`;
const KEPT_FOLDERS =
  'Public|Default(?: User|AppPool)?|All Users|defaultuser\\d*|Administrators?|TEMP|systemprofile|公用|默认';
const PROFILE = new RegExp(
  `((?:(?:[A-Za-z](?::|%3A|\\|)|\\$|HarddiskVolume\\d{1,3}|\\})${SEPARATOR}|\\\\{1,2})(?:Users|用户|Documents and Settings|Documents%20and%20Settings)${SEPARATOR})` +
    `(?!(?:${KEPT_FOLDERS})(?![^\\\\/%"'<>\\s，。；、）)\\]|]))` +
    // A name may hold blanks only when a separator proves where it ends.
    `((?:[^\\\\/:*?"<>|%\\r\\n\\[\\]]|%20){1,64}?(?=${SEPARATOR})|(?:%(?:E[4-9]|[89AB][0-9A-F])(?:%[89AB][0-9A-F])?){1,24}|[^\\\\/:*?"<>|%\\s\\[\\]，。；、（）()']{1,64})`,
  'gi',
);
const PLACEHOLDER = /^(?:[<%$*{[]|\.{2,}|x{2,}$|…|username$|用户名$|用户$)/i;

/** The owner of a profile folder and `DOMAIN\\user`, in plain, escaped and percent-encoded paths. */
export function maskUsers(text: string, token: Tokenise): string {
  let masked = text;
  if (USERS_FOLDER.test(masked)) {
    masked = masked.replace(PROFILE, (_, folder: string, user: string) =>
      PLACEHOLDER.test(user) ? folder + user : folder + token('用户', user.toLowerCase()),
    );
  }
  if (masked.includes('UserName">')) {
    masked = masked.replace(
      EVENT_USER,
      (_, label: string, user: string) => label + token('用户', user.toLowerCase()),
    );
  }
  return maskAccounts(masked, token);
}

/** Event data names the account that acted. */
const EVENT_USER =
  /(Name="[A-Za-z]{0,20}UserName">)(?!SYSTEM<|-<|LOCAL SERVICE<|NETWORK SERVICE<)([^<]{1,64})(?=<)/g;

const BACKSLASH = /[A-Za-z0-9](?:\\{1,2}|%5C)[A-Za-z\p{Script=Han}]/iu;
const MACHINE_ACCOUNT =
  /(?<![\\/\w.:~%$}-])((?:DESKTOP|LAPTOP|WIN|PC)-[A-Z0-9]{4,15})(\\{1,2}|%5C)([A-Za-z\p{Script=Han}][\w.\p{Script=Han}-]{1,30})(?![\\\w])/gu;
const DOMAIN_ACCOUNT =
  /(?<![\\/\w.:~%$}-])(?!(?:HK[A-Z]{1,2}|SYSTEM|SYSTEM32|SOFTWARE|NT|SAM|SECURITY|HARDWARE|COMPONENTS|DRIVERS|SCHEMA|BCD|BCD00000000|WINDOWS|WINNT|REGISTRY|MACHINE|USER|USERS|DEVICE|DRIVER|GLOBAL|BUILTIN|AUTHORITY|SERVICE|ROOT|PCI|USB|USBSTOR|ACPI|HID|SWD?|HDAUDIO|STORAGE|SCSI|IDE|DISPLAY|MONITOR|BTH[A-Z]*|UMDF|UMB|EFI|BOOT|MICROSOFT|PANTHER|SOURCES|WINSXS|LOGS?|CBS|DISM|INF|CONFIG|NTDS|UEFI|VMBUS|NET|WPD[A-Z]*|TEMP|OEM|BT|WS|PE|TMS|DSP|CEMS|EDSM|X64|X86|AMD64|DATA|BIN|APP|APPS|TOOLS|DRV|FW|CD|DVD|ISO|WIM|XML|DLL|EXE)\\)([A-Z][A-Z0-9-]{1,14})(\\{1,2}|%5C)(?![\w.-]{1,60}\.(?:dll|exe|sys|log|inf|cat|mum|cab|msu|xml|ini|txt|wim|etl|evtx|reg|zip|bat|cmd|ps1|stl|mui|manifest|dat|msi|tmp)\b)(?=[\w.-]{0,20}[a-z])([A-Za-z][\w.-]{1,30})(?![\\\w])/g;
/** `…\\Windows NT\\CurrentVersion`: the last word of a folder whose name has a blank. */
const INSIDE_PATH = /\\[^\\"'<>|:*?.,;\r\n]{0,32}$/;
const NAMED_ACCOUNT =
  /((?<![A-Za-z])(?:user(?: ?name)?|account(?: ?name)?|owner|run as|logon|logged on(?: user)?|impersonat\w{0,6}|by user|用户|帐户|账户|所有者|登录名?)["']?(?:[^\S\r\n]{0,2}[:：=][^\S\r\n]{0,3}|[^\S\r\n]{1,3})["'“]?)(?!NT AUTHORITY|BUILTIN|NT SERVICE|HK[A-Z]{1,2}\\)([A-Za-z0-9][\w.-]{0,30})(\\{1,2}|%5C)([A-Za-z0-9\p{Script=Han}][\w.\p{Script=Han}-]{0,30})(?![\\\w])/giu;

function maskAccounts(text: string, token: Tokenise): string {
  if (!BACKSLASH.test(text)) {
    return text;
  }
  const account = (domain: string, separator: string, user: string): string =>
    token('主机', domain.toLowerCase()) + separator + token('用户', user.toLowerCase());
  return text
    .replace(MACHINE_ACCOUNT, (_, domain: string, separator: string, user: string) =>
      account(domain, separator, user),
    )
    .replace(
      DOMAIN_ACCOUNT,
      (found, domain: string, separator: string, user: string, at: number, whole: string) =>
        INSIDE_PATH.test(whole.slice(Math.max(0, at - 34), at))
          ? found
          : account(domain, separator, user),
    )
    .replace(
      NAMED_ACCOUNT,
      (_, label: string, domain: string, separator: string, user: string) =>
        label + account(domain, separator, user),
    );
}
