/** Markup of chats, of Markdown and of HTML, and what calls somebody. */
const markup =
  /[<>`|{}^#&!@]|\*\*|\]\(|(?<![a-z0-9_.\\/-])\*(?!\.)|(?<![a-z0-9])_{1,3}(?=\p{Script=Han})/u;
const scheme =
  /:\/\/|(?<![a-z])(?:h(?:tt|xx)ps?|ftp|file|mailto|tel|www|wss?|data|javascript)\s{0,3}[:.：]/u;
const networkShare = /(?<![a-z0-9:\\])\\\\[^\\\s]|(?<![a-z0-9:/])\/\/[^/\s]/u;
const address = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/u;
const dotted =
  /(?<![a-z0-9_\\/.-])([a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9][a-z0-9-]{0,62}){1,8})([/:?])?/gu;
/** Two letters are a country, these are the most usual of the others. */
const domainEnd =
  /^(?:[a-z]{2}|com|net|org|edu|gov|mil|info|biz|name|top|xyz|site|online|shop|store|club|vip|app|dev|tech|cloud|link|live|win|wang|ren|xin|ink|pub|red|pro|mobi|asia|work|ltd|group|fun|icu|space|website|press|host|one|world|today|news|page|blog|zip|mov|click|download|loan|bid|science|party|review|trade|support|help|center|email|chat|team|travel)$/u;
const fileEnd = /^(?:7z|db|md|ps|gz|cs|rs|py|js|ts|sh)$/u;
const letters = /^[a-z]{2,}$/u;
const separators = /[ ()-]/gu;
const digitRun = /(?<![\d.a-z])\+?\d(?:[ ()-]{0,2}\d){6,19}(?![\d.])/gu;
const phone = /^(?:\+?86)?(?:1[3-9]\d{9}|0\d{9,11}|[48]00\d{7})$/u;
const hotline = /(?:拨打|致电|电话|热线|手机|短信|微信|qq|群号?|号码)[^，。]{0,6}?\d{3,}/u;

/** Anything that leads somewhere else, calls somebody, or is drawn as something other than words. */
export function leadsAway(lower: string): boolean {
  return (
    markup.test(lower) ||
    scheme.test(lower) ||
    networkShare.test(lower) ||
    address.test(lower) ||
    hotline.test(lower) ||
    [...lower.matchAll(digitRun)].some(([run]) => phone.test(run.replace(separators, ''))) ||
    [...lower.matchAll(dotted)].some(([, name = '', goesOn]) => isDomain(name, goesOn))
  );
}

function isDomain(name: string, goesOn: string | undefined): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return !fileEnd.test(last) && (domainEnd.test(last) || (goesOn === '/' && letters.test(last)));
}
