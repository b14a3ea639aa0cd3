/**
 * Windows prints one code in many ways: PowerShell as a negative number, scripts as an exit code, DISM as a Win32
 * number, old tools without `0x`. Signatures know the form with eight hexadecimal digits.
 */
const negative = /(?<![\w.-])-\d{9,10}(?![\w.])/gu;
const unsigned =
  /(?<![\w.-])(?:2147[5-9]\d{5}|214[89]\d{6}|21[5-9]\d{7}|2[2-9]\d{8}|3\d{9}|4[01]\d{8})(?![\w.]|[ \t]{0,2}(?:of\b|bytes?\b|字节|[KMG]i?B\b))/gu;
/** A Win32 error filled up with zeros. */
const padded = /(?<!\w)0x0000([0-9a-f]{4})(?!\w)/giu;
const named =
  /(?:\b(?:error|err|(?:last)?exit ?code|code|status|hresult|hr|gle|result|returned?)|错误|代码|错误码|返回[值码]?|退出码|失败)(?: ?code| ?number| ?value| was| is|为|是)?[ \t]{0,2}[:=：(（["'“]{0,2}[ \t]{0,2}/giu;
const bare = /^[89c][0-9a-f]{7}(?!\w)/iu;
/** What ends a command: `Error: 112`, `exit code 3010`, `LASTEXITCODE=112`, `GLE: 5`, `错误代码: 87`. */
const ending =
  /(?:^|[\s(（[，。,;；$])(?:(?:win32 ?|last ?)?error|(?:last)?exit ?(?:code|status)|exit(?:ed)? with(?: an?)?(?: error| exit)? code|(?:error|return(?:ed|s)?(?: an?)?(?: error)?|failed with) code|gle|[^\s]{0,12}(?:错误代码|错误码|退出代码|退出码|返回代码|返回码|返回值)|错误)[ \t]{0,2}[:=：]?[ \t]{0,2}(?:为|是)?[ \t]{0,2}$/iu;
const small = /^\d{1,5}(?![\w:%/-]|\.\w)/u;
/** A Win32 error as hexadecimal digits without its zeros: `Error code = 0x2`, `GLE=0x70`. */
const short = /^0x([0-9a-f]{1,4})(?![\w:%/-]|\.\w)/iu;
const likely =
  /\d{8}|0x0000|(?:error|code|status|gle|错误|代码|返回|退出码|失败)[^0-9\n]{0,16}[0-9c]/iu;

const win32 = 0x80070000;
const largestWin32 = 0x3fff;

/** The text with its codes in that form; undefined when they all are, or there are none. */
export function respellCodes(text: string): string | undefined {
  if (!likely.test(text)) {
    return undefined;
  }
  const spelled = respellNamed(
    text
      .replace(negative, (digits) => write(Number(digits) + 2 ** 32) ?? digits)
      .replace(unsigned, (digits) => write(Number(digits)) ?? digits)
      .replace(padded, (whole, digits: string) => ofWin32(Number.parseInt(digits, 16)) ?? whole),
  );
  return spelled === text ? undefined : spelled;
}

function respellNamed(text: string): string {
  let spelled = '';
  let from = 0;
  for (const { 0: words, index } of text.matchAll(named)) {
    const at = index + words.length;
    const rest = text.slice(at, at + 12);
    const [hexadecimal] = bare.exec(rest) ?? [];
    const told = hexadecimal ?? smallAt(text, at, rest);
    const code = hexadecimal ? `0x${hexadecimal}` : told && ofWin32(Number(told));
    if (code && told && at >= from) {
      spelled += text.slice(from, at) + code;
      from = at + told.length;
    }
  }
  return spelled + text.slice(from);
}

/** A Win32 error of few digits, where the words before it say that it is one. */
function smallAt(text: string, at: number, rest: string): string | undefined {
  const [told] = small.exec(rest) ?? short.exec(rest) ?? [];
  return told && ending.test(text.slice(Math.max(0, at - 40), at)) ? told : undefined;
}

/** Only failures: HRESULTs and NTSTATUS codes with their highest bit set. */
function write(value: number): string | undefined {
  return value >= 0x80000000 && value <= 0xffffffff
    ? `0x${value.toString(16).padStart(8, '0')}`
    : undefined;
}

function ofWin32(value: number): string | undefined {
  return value > 0 && value <= largestWin32 ? write(win32 + value) : undefined;
}
