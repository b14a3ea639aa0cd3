import { replyOf } from '../../../handlers/command.ts';
import { explainCodes, noCode, readDetails } from '../../../handlers/commands/explain-code.ts';
import { loadCodes } from '../../../knowledge/codes/codes.ts';
import { parseExtendCodes } from '../../../knowledge/codes/extend-code.ts';
import { suggestCodes } from '../../../knowledge/codes/suggest-code.ts';
import { renderText } from '../../text.ts';
import { type CliCommand, UsageError } from '../command.ts';

const usage = 'caselens code 代码... [--json]';

export const codeCommand: CliCommand = {
  name: 'code',
  usage,
  async run({ args, out }) {
    const { text, json } = parseOptions(args);
    const codes = await loadCodes();
    if (json) {
      const [extend, ...others] = parseExtendCodes(text);
      const suggestions = suggestCodes(text);
      const found = {
        codes: readDetails(text, codes),
        ...(extend && { extend }),
        ...(others.length > 0 && { otherExtends: others }),
        ...(suggestions.length > 0 && { suggestions }),
      };
      out(JSON.stringify(found, null, 2));
      return 0;
    }
    const blocks = explainCodes(text, codes);
    out(blocks.length > 0 ? renderText(replyOf(blocks, '')) : noCode);
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
