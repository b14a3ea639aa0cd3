import { replyOf } from '../../../handlers/command.ts';
import { explainCodes, readCodes } from '../../../handlers/commands/explain-code.ts';
import { loadCodes } from '../../../knowledge/codes/codes.ts';
import { parseExtendCode } from '../../../knowledge/codes/extend-code.ts';
import { renderText } from '../../text.ts';
import { type CliCommand, UsageError } from '../command.ts';

const usage = 'caselens code 代码... [--json]';

export const codeCommand: CliCommand = {
  name: 'code',
  usage,
  async run({ args, out }) {
    const { text, json } = parseOptions(args);
    const codes = await loadCodes();
    const found = readCodes(text).map(
      (code) => codes.explain(code) ?? { code, name: '', meaning: codes.describe(code) },
    );
    if (json) {
      const pair = parseExtendCode(text);
      out(JSON.stringify({ codes: found, ...(pair && { extend: pair }) }, null, 2));
      return 0;
    }
    const blocks = explainCodes(text, codes);
    out(
      blocks.length > 0
        ? renderText(replyOf(blocks, ''))
        : '没有认出错误代码。请写成 0x80070005、8024200d 或 0xC1900101-0x30018 这样的形式。',
    );
    return 0;
  },
};

function parseOptions(args: readonly string[]): { text: string; json: boolean } {
  const json = args.includes('--json');
  const words = args.filter((one) => one !== '--json');
  // A negative decimal code looks like an option, so the words are not given to parseArgs.
  if (words.length === 0 || words.some((one) => one.startsWith('--'))) {
    throw new UsageError(`请给出至少一个错误代码。\n用法：${usage}`);
  }
  return { text: words.join(' '), json };
}
