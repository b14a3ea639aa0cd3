import type { Codes } from '../../knowledge/codes/codes.ts';
import { type ExtendCode, parseExtendCode } from '../../knowledge/codes/extend-code.ts';
import { findCodes, parseCode } from '../../knowledge/codes/parse-code.ts';
import { type Command, replyOf } from '../command.ts';
import type { Block } from '../reply.ts';

const mostCodes = 10;
const blank = /[\s,，、;；]+/u;

export const explainCode: Command = {
  name: '错误码',
  aliases: ['code', '错误代码'],
  usage: '0x…',
  summary: '解释错误代码和升级扩展代码，可一次给多个',
  audience: 'anyone',
  async run({ text, knowledge }) {
    const blocks = explainCodes(text, knowledge.codes);
    return blocks.length > 0
      ? replyOf(blocks, '错误代码含义')
      : replyOf(
          [
            {
              kind: 'paragraph',
              text: '没有认出错误代码。请写成 0x80070005、8024200d 或 0xC1900101 - 0x30018 这样的形式。',
            },
          ],
          '没有认出错误代码',
        );
  },
};

/** One line for each code in the text; the pair of an upgrade is told as a pair. */
export function explainCodes(text: string, codes: Codes): Block[] {
  const pair = parseExtendCode(text);
  const items = readCodes(text)
    .slice(0, mostCodes)
    .map((code) => describe(code, codes));
  return [
    ...(pair ? [describePair(pair)] : []),
    ...(items.length > 0 ? [{ kind: 'list', ordered: false, items } satisfies Block] : []),
  ];
}

/** Codes in free text; words that are called codes are read as such, `1603` too. */
export function readCodes(text: string): string[] {
  const found = findCodes(text);
  return found.length > 0 ? found : text.split(blank).flatMap((word) => parseCode(word) ?? []);
}

function describe(code: string, codes: Codes): string {
  const known = codes.explain(code);
  return known
    ? `${known.code}（${known.name}）：${known.meaning}`
    : `${code}：${codes.describe(code)}`;
}

function describePair({ phaseName, operationName, logs, hint }: ExtendCode): Block {
  const where = logs ? `请看 ${logs}。` : '';
  return {
    kind: 'paragraph',
    text: `失败发生在${phaseName}，当时的操作：${operationName}。${hint}${hint && !hint.endsWith('。') ? '。' : ''}${where}`,
  };
}
