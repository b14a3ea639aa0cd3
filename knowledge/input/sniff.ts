import type { FileFormat } from '../format.ts';
import { fileFormats } from '../formats.ts';

/** What the first bytes say an input is. */
export type Kind =
  | { kind: 'text' }
  | { kind: 'zip' }
  | { kind: 'file'; format: FileFormat }
  | { kind: 'empty' }
  /** Chinese: what it is and what to send in its place. */
  | { kind: 'unreadable'; format: string; advice: string };

interface Magic {
  bytes: string;
  format: string;
  advice: string;
}

/** https://www.iana.org/assignments/media-types and the vendors' own format descriptions. */
const magics: readonly Magic[] = [
  picture('89504e47', 'png'),
  picture('ffd8ff', 'jpeg'),
  picture('474946383', 'gif'),
  picture('424d', 'bmp'),
  container('377abcaf271c', '7z'),
  container('526172211a07', 'rar'),
  container('1f8b', 'gzip'),
  container('4d534346', 'cab'),
  {
    bytes: '25504446',
    format: 'pdf',
    advice: '是 PDF 文档。请把其中的日志行复制出来粘贴，或上传原始日志',
  },
  {
    bytes: 'd0cf11e0a1b11ae1',
    format: 'ole',
    advice: '是 Office 或 Outlook 文件。请把其中的日志行复制出来粘贴，或上传原始日志',
  },
  { bytes: '4d5a', format: 'exe', advice: '是程序文件，不是日志。请上传日志文件' },
  {
    bytes: '4d444d50',
    format: 'dmp',
    advice: '是内存转储。请另行发给厂商分析，这里请上传日志文件',
  },
  {
    bytes: '5041474544',
    format: 'dmp',
    advice: '是内存转储。请另行发给厂商分析，这里请上传日志文件',
  },
  {
    bytes: '504d4c5f',
    format: 'pml',
    advice: '是 Process Monitor 原生日志。请在 Process Monitor 中另存为 CSV 后上传',
  },
];

function picture(bytes: string, format: string): Magic {
  return { bytes, format, advice: '是图片，读不出其中的文字。请粘贴文字，或上传日志文件' };
}

function container(bytes: string, format: string): Magic {
  return {
    bytes,
    format,
    advice: `是 ${format} 压缩包，这里不能直接读取。请解压后重新打包成 zip 上传`,
  };
}

const zipStarts = new Set(['504b0304', '504b0506', '504b0708']);

export function isZip(head: Uint8Array): boolean {
  return zipStarts.has(Buffer.from(head.subarray(0, 4)).toString('hex'));
}

/** Looks at the bytes, never at the name: a wrong ending is common. Of what holds other files only zip is its own kind. */
export function sniff(head: Uint8Array): Kind {
  if (head.length === 0) {
    return { kind: 'empty' };
  }
  if (isZip(head)) {
    return { kind: 'zip' };
  }
  const format = fileFormats.find((one) => one.recognises(head));
  if (format) {
    return { kind: 'file', format };
  }
  const hex = Buffer.from(head.subarray(0, 16)).toString('hex');
  const magic = magics.find(({ bytes }) => hex.startsWith(bytes));
  if (magic && !(magic.bytes.length <= 4 && isMostlyText(head))) {
    return { kind: 'unreadable', format: magic.format, advice: magic.advice };
  }
  return isMostlyText(head)
    ? { kind: 'text' }
    : {
        kind: 'unreadable',
        format: 'binary',
        advice: '是二进制或加密内容，不是文本日志。若装有透明加密软件，请先解密再上传',
      };
}

/**
 * Text holds almost no control characters. NUL is none here: it stands in every second byte of UTF-16, and a
 * log can be UTF-16 in part only.
 */
function isMostlyText(head: Uint8Array): boolean {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) {
    return true;
  }
  let control = 0;
  let nul = 0;
  for (const byte of head) {
    nul += byte === 0 ? 1 : 0;
    control += isControl(byte) ? 1 : 0;
  }
  return control <= head.length * 0.02 && nul <= head.length * 0.52;
}

/** Tab, line feed, form feed, carriage return and escape occur in console output. */
function isControl(byte: number): boolean {
  return byte > 0 && byte < 32 && ![9, 10, 12, 13, 27].includes(byte);
}
