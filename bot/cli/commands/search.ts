import { parseArgs } from 'node:util';
import { mayRead } from '../../../handlers/access.ts';
import { replyOf } from '../../../handlers/command.ts';
import { findSimilar } from '../../../knowledge/search/similar.ts';
import { assembleAnswering } from '../../assemble.ts';
import { renderText } from '../../text.ts';
import { cliAsker } from '../asker.ts';
import { type CliCommand, UsageError } from '../command.ts';

const usage = 'caselens search 文字 [--customer 名称] [--limit N] [--json]';

export const searchCommand: CliCommand = {
  name: 'search',
  usage,
  async run({ args, config, out }) {
    const { text, customer, limit, json } = parseOptions(args);
    const deps = await assembleAnswering(config);
    const asker = cliAsker(config, customer);
    const { similarCases, elsewhere } = findSimilar(
      { said: text, causes: [], failure: null, mayRead: (one) => mayRead(asker, one), limit },
      await deps.library.refresh(),
    );
    await deps.store.close();
    if (json) {
      out(JSON.stringify({ similarCases, elsewhere }, null, 2));
    } else if (similarCases.length === 0) {
      out('没有相似的历史案例。');
    } else {
      out(renderText(replyOf([{ kind: 'cases', cases: similarCases }], '')));
    }
    if (!json && elsewhere > 0) {
      out(`同类问题曾在其他客户出现 ${elsewhere} 次。`);
    }
    return 0;
  },
};

function parseOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        customer: { type: 'string' },
        limit: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
      },
    });
    const limit = Number(values.limit);
    const text = positionals.join(' ').trim();
    if (text === '' || !Number.isInteger(limit) || limit < 1) {
      throw new UsageError();
    }
    return { text, limit, customer: values.customer, json: values.json };
  } catch {
    throw new UsageError(`请给出要查的文字；--limit 是 1 以上的整数。\n用法：${usage}`);
  }
}
