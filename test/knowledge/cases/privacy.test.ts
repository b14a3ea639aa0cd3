import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../knowledge/cases/redact.ts';
import { casesOf, privateWords, threadNames, threadText } from './threads.ts';

const builtinFolder = path.join(import.meta.dirname, '../../../knowledge/cases/builtin');

const made: [string, string][] = [
  ...readdirSync(builtinFolder).map((name): [string, string] => [
    name,
    readFileSync(path.join(builtinFolder, name), 'utf8'),
  ]),
  ...threadNames.map((name): [string, string] => [
    `reading of ${name}`,
    JSON.stringify(casesOf(name)),
  ]),
  ...threadNames.map((name): [string, string] => [
    `redacted text of ${name}`,
    createRedactor().redact(threadText(name)),
  ]),
];

describe.each(made)('%s', (_, text) => {
  it('holds nobody of the threads, plain or percent-encoded', () => {
    const lower = text.toLowerCase();

    const leaks = privateWords().filter(
      (word) =>
        lower.includes(word.toLowerCase()) ||
        lower.includes(encodeURIComponent(word).toLowerCase()),
    );

    expect(leaks).toEqual([]);
  });

  it('holds no mailbox, mobile number or password', () => {
    expect(text.match(/[\w.+-]+(?:@|%40)[\w-]+\.[a-z]{2,}/gi)).toBeNull();
    expect(text.match(/(?<![\w.])1[3-9]\d{9}(?!\w)/g)).toBeNull();
    expect(text.match(/密码[:：]\s*(?!\[已删除\])\S+/g)).toBeNull();
  });
});

describe('the list of private words', () => {
  it('stands in the threads, so that it proves something', () => {
    const threads = threadNames.map(threadText).join('\n').toLowerCase().replaceAll('\u2009', ' ');
    const derived = new Set([
      'tanyu',
      'guomin',
      '韩先生',
      '明川',
      '立群',
      '沈昊',
      '何先生',
      '秦先生',
    ]);

    const strangers = privateWords().filter(
      (word) => !derived.has(word.toLowerCase()) && !threads.includes(word.toLowerCase()),
    );

    expect(strangers).toEqual([]);
  });
});

describe('a case that was read', () => {
  it('keeps every code, KB and driver of its thread', () => {
    const kept = createRedactor().redact(threadNames.map(threadText).join('\n'));

    const evidence = threadNames
      .map(threadText)
      .join('\n')
      .match(
        /0x[0-9A-Fa-f]{8}|KB\d{7}|\{[0-9a-f-]{36}\}|[\w-]+\.(?:sys|dll|exe|stl)|10\.0\.\d+\.\d+/g,
      );

    expect((evidence ?? []).filter((value) => !kept.includes(value))).toEqual([]);
  });
});
