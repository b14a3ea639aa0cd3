import { describe, expect, it } from 'vitest';
import { pasteName, questionName } from '../../../knowledge/input/names.ts';
import { createMatcher, engineOf, signatureOf, told } from '../../support/engine.ts';

const match = createMatcher();

const find = {
  abort: 'Client aborted the install',
  crash: '升级(?:过程中|途中)蓝屏',
  denied: '系统文件拒绝访问',
};
const likely = signatureOf({
  id: 'one',
  find,
  when: { likely: [{ any: ['abort', 'crash', 'denied'] }] },
});

async function certaintyOf(input: string, text: string): Promise<string[]> {
  return told(await match({ [input]: [text] }, engineOf([likely])));
}

describe('a question', () => {
  it.each([
    '我的电脑升级过程中蓝屏，之后退回来了，是什么原因',
    '升级途中蓝屏怎么办？',
    '分行反馈系统文件拒绝访问，请帮忙看看',
    'Client aborted the install 这句话是什么意思',
  ])('that tells or asks in own words is a clue at most: %s', async (text) => {
    expect(await certaintyOf(questionName, text)).toEqual(['one clue']);
  });

  it.each([
    '安装时弹窗“系统文件拒绝访问”，分行该怎么办',
    '分行安装补丁时提示：系统文件拒绝访问，请帮忙看看',
    '日志里有 Client aborted the install，分行该怎么办',
    '系统文件拒绝访问',
  ])('that quotes a window or a log may be likely: %s', async (text) => {
    expect(await certaintyOf(questionName, text)).toEqual(['one likely']);
  });

  it('says no more because another question stands beside it', async () => {
    const files = {
      [questionName]: ['升级途中蓝屏怎么办？', '分行反馈系统文件拒绝访问，请帮忙看看'],
    };

    expect(told(await match(files, engineOf([likely])))).toEqual(['one clue']);
  });
});

it('a paste is no question', async () => {
  expect(await certaintyOf(pasteName, '分行反馈系统文件拒绝访问，请帮忙看看')).toEqual([
    'one likely',
  ]);
});

describe('words that other programs print too', () => {
  const everyday = signatureOf({
    id: 'one',
    find: { missing: '找不到安装文件' },
    when: { likely: [{ all: ['missing'] }] },
    everydayWords: true,
  });

  it.each([
    ['装 .NET Framework 3.5 时显示找不到安装文件，退出代码 3', 'one likely'],
    ['装示例软件时显示找不到安装文件，退出代码 3', 'one clue'],
    ['找不到安装文件，代码 0x800f0999', 'one likely'],
    ['wsl --install 显示找不到安装文件', 'one likely'],
    ['找不到安装文件，代码 0x80070999', 'one clue'],
  ])('count for more only where the line speaks of Windows: %s', async (text, expected) => {
    expect(told(await match({ [pasteName]: [text] }, engineOf([everyday])))).toEqual([expected]);
  });
});
