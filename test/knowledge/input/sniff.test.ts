import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sniff } from '../../../knowledge/input/sniff.ts';

const hex = (digits: string) => Buffer.concat([Buffer.from(digits, 'hex'), randomBytes(200)]);
const log = '2026-03-02 10:00:00, Info                  CBS    Session: 30_1 initialized\r\n';

describe('sniff', () => {
  it.each([
    ['a log', Buffer.from(log)],
    ['a log with a UTF-8 mark', Buffer.from(`\uFEFF${log}`)],
    ['UTF-16', Buffer.from(log, 'utf16le')],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${log}`, 'utf16le')],
    ['UTF-16 Chinese with a mark', Buffer.from('\uFEFF补丁装不上怎么办', 'utf16le')],
    ['UTF-16 Chinese without a mark', Buffer.from('\r\n开始系统扫描。\r\n', 'utf16le')],
    ['UTF-16 big-endian', Buffer.from(`\uFEFF${log}`, 'utf16le').swap16()],
    ['GBK', Buffer.from('b2b9b6a1d7b0b2bbc9cf0d0a', 'hex')],
    ['one letter', Buffer.from('a')],
    ['console output with colours', Buffer.from('\u001b[31mError\u001b[0m\tdone\f\r\n')],
    ['words that begin like a bitmap', Buffer.from('BMC agent log, all in words\r\n')],
    ['words that begin like a program', Buffer.from('MZ is how programs begin\r\n')],
    ['a log with a few stray bytes', Buffer.from(`${log.repeat(10)}\u0001\u0002`)],
  ])('takes %s for text', (_, head) => {
    expect(sniff(head)).toEqual({ kind: 'text' });
  });

  it.each(['504b0304', '504b0506', '504b0708'])('takes %s for a zip', (start) => {
    expect(sniff(hex(start))).toEqual({ kind: 'zip' });
  });

  it('tells nothing of nothing', () => {
    expect(sniff(new Uint8Array())).toEqual({ kind: 'empty' });
  });

  it.each([
    ['474946383961', 'gif', '粘贴成文字'],
    ['424d', 'bmp', '粘贴成文字'],
    ['5249464600000000', 'webp', '粘贴成文字'],
    ['0000002066747970', 'heic', '粘贴成文字'],
    ['526172211a0701', 'rar', '打包成 zip'],
    ['1f8b08', 'gzip', '打包成 zip'],
    ['4d53434600000000', 'cab', '打包成 zip'],
    ['255044462d312e37', 'pdf', '复制出来粘贴'],
    ['d0cf11e0a1b11ae1', 'ole', '复制出来粘贴'],
    ['4d5a9000', 'exe', '上传日志文件'],
    ['7265676603000000', 'hive', 'reg export'],
    [
      `00100000f0010000${'00'.repeat(64)}020002c0a2010000${'00'.repeat(24)}00100000`,
      'etl',
      'Get-WindowsUpdateLog',
    ],
  ])('knows %s as %s and says what to send instead', (start, format, advice) => {
    const kind = sniff(hex(start));

    expect(kind).toMatchObject({ kind: 'unreadable', format });
    expect(kind.kind === 'unreadable' && kind.advice).toContain(advice);
  });

  it.each([
    ['random bytes', randomBytes(4096)],
    ['zeros', Buffer.alloc(4096)],
    ['a single zero', Buffer.alloc(1)],
    [
      'text of which one letter in twenty is a control character',
      Buffer.from(`${'a'.repeat(19)}\u0003`.repeat(50)),
    ],
  ])('takes %s for something encrypted', (_, head) => {
    expect(sniff(head)).toMatchObject({ kind: 'unreadable', format: 'binary' });
  });
});
