import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineDecoder, longestLine } from '../../../knowledge/input/line-decoder.ts';

function decode(bytes: Uint8Array, chunk = bytes.length || 1) {
  const lines: string[] = [];
  const decoder = new LineDecoder((line) => lines.push(line));
  for (let at = 0; at < bytes.length; at += chunk) {
    decoder.push(bytes.subarray(at, at + chunk));
  }
  decoder.end();
  return { lines, encodings: [...decoder.encodings], cutLines: decoder.cutLines };
}

/** 拒绝访问。 in the ANSI code page of a Chinese PC. */
const deniedInGbk = Buffer.from('bedcbef8b7c3cecaa1a3', 'hex');

describe('LineDecoder', () => {
  it('reads UTF-8 with a mark and CRLF', () => {
    expect(decode(Buffer.from('\uFEFF第一行\r\n第二行'))).toMatchObject({
      lines: ['第一行', '第二行'],
      encodings: ['utf-8'],
    });
  });

  it('decides the encoding line by line', () => {
    const bytes = Buffer.concat([Buffer.from('安装\n'), deniedInGbk, Buffer.from('\nend\n')]);

    expect(decode(bytes)).toMatchObject({
      lines: ['安装', '拒绝访问。', 'end'],
      encodings: ['utf-8', 'gb18030'],
    });
  });

  it('does not take a lone ANSI byte for Chinese', () => {
    const bytes = Buffer.concat([
      Buffer.from('Microsoft'),
      Buffer.from([0xae]),
      Buffer.from(' Windows\n'),
    ]);

    expect(decode(bytes)).toMatchObject({ lines: ['Microsoft® Windows'], encodings: ['latin1'] });
  });

  it.each(['utf16le', 'utf16be'])('reads %s without a mark', (encoding) => {
    const little = Buffer.from('2026-01-05 10:00:01, Info  CBS  拒绝访问\r\nnext\r\n', 'utf16le');
    const bytes = encoding === 'utf16le' ? little : Buffer.from(little).swap16();

    expect(decode(bytes).lines).toEqual(['2026-01-05 10:00:01, Info  CBS  拒绝访问', 'next']);
  });

  it.each(['utf16le', 'utf16be'])('reads Chinese %s without a mark', (encoding) => {
    const text = ['', '开始系统扫描。此过程将需要一些时间。', '上海的 CBS.log 中有详细信息。', ''];
    const little = Buffer.from(text.join('\r\n'), 'utf16le');
    const bytes = encoding === 'utf16le' ? little : Buffer.from(little).swap16();

    expect(decode(bytes)).toMatchObject({
      lines: text.slice(0, -1),
      encodings: [encoding.replace('utf16', 'utf-16')],
    });
  });

  it.each([
    ['d7b4ccac', '状态'],
    ['cfb5cdb3', '系统'],
    ['c4bfc2bc', '目录'],
  ])('reads %s, which is valid UTF-8, as Chinese', (bytes, word) => {
    const line = Buffer.concat([Buffer.from('Windows RE '), Buffer.from(bytes, 'hex')]);

    expect(decode(line)).toMatchObject({ lines: [`Windows RE ${word}`], encodings: ['gb18030'] });
  });

  it.each(['Überprüfung', 'Ошибка', 'café', '状态 ϵ'])('reads %s as UTF-8', (line) => {
    expect(decode(Buffer.from(line))).toMatchObject({ lines: [line], encodings: ['utf-8'] });
  });

  it('reads UTF-16 lines that were appended to a UTF-8 file', () => {
    const bytes = Buffer.concat([
      Buffer.from('first line of the file\r\n'),
      Buffer.from('appended by PowerShell\r\nand more\r\n', 'utf16le'),
      Buffer.from('last line\r\n'),
    ]);

    expect(decode(bytes).lines).toEqual([
      'first line of the file',
      'appended by PowerShell',
      'and more',
      'last line',
    ]);
  });

  it('reads Chinese UTF-16 lines that were appended to a file of bytes', () => {
    const bytes = Buffer.concat([
      Buffer.from('first line of the file\r\n'),
      Buffer.from('上海分行的补丁装不上\r\n错误：拒绝访问。\r\n', 'utf16le'),
      Buffer.from('last line\r\n'),
      deniedInGbk,
    ]);

    expect(decode(bytes).lines).toEqual([
      'first line of the file',
      '上海分行的补丁装不上',
      '错误：拒绝访问。',
      'last line',
      '拒绝访问。',
    ]);
  });

  it('reads the beginning of a line without end and goes on behind it', () => {
    const bytes = Buffer.from(`${'x'.repeat(10_000_000)}\nnext\n`);

    const { lines, cutLines } = decode(bytes, 1 << 16);

    expect(lines.map((line) => line.length)).toEqual([longestLine, 4]);
    expect(cutLines).toBe(1);
  });

  it('passes over what was never written', () => {
    const bytes = Buffer.from(
      `first\n${'\0'.repeat(200_000)}second\nthird\n${'\0'.repeat(200_000)}`,
    );

    const { lines, cutLines } = decode(bytes, 1 << 16);

    expect(lines.map((line) => line.trim()).filter(Boolean)).toEqual(['first', 'second', 'third']);
    expect(cutLines).toBe(0);
  });

  it('gives the same lines however the bytes are cut', () => {
    const text = fc.array(
      fc
        .string({ unit: 'grapheme', maxLength: 40 })
        .map((line) => line.replace(/[\r\n\0\u2028\ufeff]/gu, '')),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 64 }), (lines, chunk) => {
        const bytes = Buffer.from(`head\n${lines.join('\n')}\n`);

        expect(decode(bytes, chunk).lines).toEqual(decode(bytes).lines);
      }),
    );
  });

  it('never throws on random bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.integer({ min: 1, max: 50 }),
        (bytes, chunk) => {
          expect(() => decode(bytes, chunk)).not.toThrow();
        },
      ),
    );
  });
});
