import type { FileFormat } from '../format.ts';
import { fileFormats } from '../formats.ts';
import { sniffWideChinese } from './encoding.ts';

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
  picture('474946383', 'gif'),
  picture('424d', 'bmp'),
  picture('52494646', 'webp'),
  // ISO media: the length of the first box, then its name. https://www.iana.org/assignments/media-types/image/heic
  ...['18', '1c', '20', '24', '28', '2c'].map((length) =>
    picture(`000000${length}66747970`, 'heic'),
  ),
  {
    bytes: '526172211a07',
    format: 'rar',
    advice: '是 rar 压缩包，这里不能直接读取。请解压后重新打包成 zip 上传',
  },
  damagedContainer('1f8b', 'gzip'),
  damagedContainer('4d534346', 'cab'),
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
  {
    bytes: '72656766',
    format: 'hive',
    advice:
      '是注册表的配置单元文件，这里读不了。请在出问题的电脑上用 reg export 导出需要的键，把 .reg 文件发来',
  },
  {
    bytes: '4d5a',
    format: 'exe',
    advice: '是程序文件，不是日志。若是自解压包，请先解开，再打包成 zip 上传；否则请上传日志文件',
  },
];

function picture(bytes: string, format: string): Magic {
  const name = format.toUpperCase();
  const advice = `是 ${name} 图片，只能识别 PNG 和 JPEG 图片里的文字。请把图里的报错粘贴成文字，或重新截图存成 PNG，或上传日志文件`;
  return { bytes, format, advice };
}

const trace: Kind = {
  kind: 'unreadable',
  format: 'etl',
  advice:
    '是 ETL 跟踪文件，这里读不了。若是 Windows 更新的日志，请在出问题的电脑上用 PowerShell 运行 Get-WindowsUpdateLog，把桌面上生成的 WindowsUpdate.log 发来',
};

/**
 * A buffer header, then the first event, which tells the size of the buffers once more.
 * https://learn.microsoft.com/windows/win32/api/evntrace/ns-evntrace-trace_logfile_header
 */
function isTrace(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.subarray(0, 0x6c));
  return (
    bytes.length === 0x6c &&
    [0x01, 0x02].includes(bytes.readUInt8(0x4a)) &&
    bytes.readUInt8(0x4b) === 0xc0 &&
    bytes.readUInt32LE(0) >= 0x400 &&
    bytes.readUInt32LE(0) === bytes.readUInt32LE(0x68)
  );
}

/** One that is read when its beginning is in order. */
function damagedContainer(bytes: string, format: string): Magic {
  const advice = `是 ${format} 压缩包，但开头已损坏，读不出来。请重新打包成 zip 上传`;
  return { bytes, format, advice };
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
  if (isTrace(head)) {
    return trace;
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
        advice:
          '是二进制或加密内容，不是文本日志。若装有透明加密软件，请先解密再上传；若是分卷压缩包的一卷，请重新打包成一个 zip 上传',
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
  if (sniffWideChinese(head)) {
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
