/** Credentials are destroyed, never tokenised: nothing may link two uses of one password. */
export const DESTROYED = '[已删除]';

const TRIGGER = /passw|pwd|user|login|account|uid|登[录陆]|[账帐][号户]|密码|口令|:\/\//i;

const USER_KEY =
  '用户名|登[录陆](?:名|账号|帐号)|[账帐][号户]名?|(?<![A-Za-z])user|username|user[ _]?(?:name|id)|(?<![A-Za-z])login(?:[ _]?(?:name|id))?|(?<![A-Za-z])account(?:[ _]?name)?';
const SECRET_KEY = '密码|口令|password|passwd|passphrase|(?<![A-Za-z])pwd|(?<![A-Za-z])pass';
/** A colon or an equals sign, on this line or the next; `为`, `是`. */
const MARK = `(?:["'”]|[^\\S\\r\\n]?(?:均|都)?[为是])?[^\\S\\r\\n]{0,8}[:：=][^\\S\\r\\n]{0,8}(?:\\r?\\n[^\\S\\r\\n]{0,8}){0,2}`;
const COPULA = '[^\\S\\r\\n]?(?:均|都)?[为是][^\\S\\r\\n]{0,3}';
const BLANKS = '[^\\S\\r\\n]{1,8}';
/** What a user field holds when it names nobody. */
const NOBODY =
  '(?!(?:SYSTEM|NT AUTHORITY|NT SERVICE|BUILTIN|LOCAL SERVICE|NETWORK SERVICE|S-1-|Administrators?\\b|Guest\\b|TrustedInstaller|null\\b|none\\b|n/a\\b|unknown\\b|true\\b|false\\b|yes\\b|no\\b|0x|\\d{1,3}\\b|\\d+\\.\\d|[\\[<%{(*]|HK[A-Z]{1,2}\\b|[A-Za-z]:\\\\|\\\\|[A-Za-z0-9.-]{1,20}\\\\))';
const NOT_KEY = `(?!(?:${USER_KEY}|${SECRET_KEY}|验证码|注意)[^\\S\\r\\n]{0,3}(?:[:：=]|$))`;
const PUNCTUATION = '\\s，。；、：！？（）“”【】《》';
/** A comma or semicolon ends the value where another field follows. */
const USER_VALUE = `"[^"\\r\\n]{1,80}"|[^${PUNCTUATION}"',;&<>\\[\\]\\p{Script=Han}][^${PUNCTUATION}"',;&<>\\p{Script=Han}]{0,79}`;
const SECRET_VALUE = `"[^"\\r\\n]{1,80}"|'[^'\\r\\n]{1,80}'|(?!\\[)[!-~](?:[!#-%'-+\\--:=-~<]|[,;&](?![^\\S\\r\\n]|[A-Za-z ]{1,20}=|$)){0,79}`;

const PAIR_KEY = `(?:${USER_KEY})[ ]?(?:[/／、和及与]|和|)[ ]?(?:${SECRET_KEY})`;
const PAIR = new RegExp(
  `(${PAIR_KEY})(${MARK}|${COPULA})([!-~]{2,60}(?:[^\\S\\r\\n]{0,3}[/／、|,，][^\\S\\r\\n]{0,3}[!-~]{2,60}|[^\\S\\r\\n]{1,4}[!-~]{2,60})?)`,
  'giu',
);
const SECRET = new RegExp(`(${SECRET_KEY})(${MARK}|${COPULA})${NOT_KEY}(${SECRET_VALUE})`, 'giu');
const USER = new RegExp(
  `(${USER_KEY})(${MARK}|${COPULA})${NOT_KEY}${NOBODY}(${USER_VALUE})`,
  'giu',
);
const CHINESE_USER = new RegExp(
  `(用户名|登[录陆]名|[账帐][号户]名)(${MARK})([\\p{Script=Han}·]{2,6})(?![\\p{Script=Han}])`,
  'gu',
);
/** Without a mark only an unmistakable value counts, or prose would be eaten. */
const SPACED = new RegExp(
  `(用户名|登[录陆]名|[账帐]号|密码|口令)(${BLANKS})(?!Administrator|Windows|Microsoft|KB\\d|0x)((?=[!-~]{0,40}\\d)[A-Za-z0-9][!-~]{3,60}|[a-z][a-z0-9_.-]{3,40}(?=[^\\S\\r\\n]{1,8}(?:密码|口令)))`,
  'giu',
);
/** Nothing between key and value: only what holds a digit and is no code is a value. */
const ATTACHED =
  /(用户名|登[录陆]名|[账帐][号户]|密码|口令)(?!0x|KB\d)((?=[!-~]{0,40}\d)[A-Za-z0-9][!-~]{2,40})(?=$|[\s，。；、,;)）]|\p{Script=Han})/gu;
const SPACED_ENGLISH =
  /(?<![A-Za-z])((?:user(?: ?name)?|login|account)[^\S\r\n]{1,4})([!-~]{2,60})([^\S\r\n]{1,4}(?:password|passwd|pwd|pass)[^\S\r\n]{1,4})([!-~]{2,60})/gi;
const SPACED_SECRET =
  /(?<![A-Za-z])((?:password|passwd|pwd)[^\S\r\n]{1,4})((?=[!-~]{0,40}\d)[!-~]{4,60})/gi;
const BRACKETED =
  /(用户名|登[录陆]名|[账帐][号户]|密码|口令)([（(【[「“])(?!已删除)([!-~]{3,60}?)(?=[）)】\]」”])/g;
const ENGLISH_IS =
  /(?<![A-Za-z])((?:user ?name|login|password|passwd) is )(?!not\b|in\b|an?\b|the\b|required|(?:in)?valid|(?:in)?correct|wrong|empty|missing|null|too\b|already|expired|set\b)([!-~]{3,60})/gi;
const XML = /(<(?:[A-Za-z]{0,20}Password|Password)>(?:\s{0,20}<Value>)?)([^<]{1,200})/gi;
const URL_LOGIN = /(:\/\/)[^\s/:@"'<>]{1,64}:[^\s/@"'<>]{1,64}(?=@)/g;

/** Every `用户名：… 密码：…` form, `password=`, unattend files and addresses with a login inside. */
export function maskCredentials(text: string): string {
  if (!TRIGGER.test(text)) {
    return text;
  }
  const destroy = (_: string, key: string, mark: string): string => key + mark + DESTROYED;
  return text
    .replace(URL_LOGIN, `$1${DESTROYED}`)
    .replace(ATTACHED, `$1${DESTROYED}`)
    .replace(XML, `$1${DESTROYED}`)
    .replace(PAIR, destroy)
    .replace(SPACED_ENGLISH, `$1${DESTROYED}$3${DESTROYED}`)
    .replace(SECRET, destroy)
    .replace(USER, destroy)
    .replace(CHINESE_USER, destroy)
    .replace(SPACED, destroy)
    .replace(SPACED_SECRET, `$1${DESTROYED}`)
    .replace(BRACKETED, destroy)
    .replace(ENGLISH_IS, `$1${DESTROYED}`);
}

const WORDS =
  /^(?:administrator|admin|guest|root|system|user|test|password|windows|microsoft|default|public|\d{1,4})$/i;

const BETWEEN_TWO = /[/／、|,，\s]+/;

/** Logins and passwords that stand in the text, to be destroyed wherever they are repeated. */
export function collectCredentials(text: string): string[] {
  if (!TRIGGER.test(text)) {
    return [];
  }
  const values: string[] = [];
  for (const pattern of [SECRET, USER, SPACED]) {
    for (const found of text.matchAll(pattern)) {
      values.push(found[3] ?? '');
    }
  }
  for (const found of text.matchAll(PAIR)) {
    values.push(...(found[3] ?? '').split(BETWEEN_TWO));
  }
  return values.filter((value) => value.length >= 5 && !WORDS.test(value));
}
