import { parseArgs } from 'node:util';
import { isDay } from '../../../handlers/digest/days.ts';
import { composeDigest, readFacts } from '../../../handlers/digest.ts';
import { wallDay } from '../../../knowledge/wall-time.ts';
import { assembleAnswering } from '../../assemble.ts';
import { consoleChannel } from '../../digests.ts';
import { renderText } from '../../text.ts';
import { cliAsker } from '../asker.ts';
import { type CliCommand, UsageError } from '../command.ts';

const usage = 'caselens digest [--date YYYY-MM-DD] [--customer 名称] [--json]';

export const digestCommand: CliCommand = {
  name: 'digest',
  usage,
  async run({ args, config, out }) {
    const options = parseOptions(args);
    const scope = cliAsker(config, options.customer);
    const deps = await assembleAnswering(config);
    const { store, now, desk } = deps;
    const date = options.date ?? wallDay(now(), desk.zone);
    const request = { date, scope, previous: await store.lastDigest(consoleChannel, date) };
    out(
      options.json
        ? JSON.stringify(await readFacts(request, deps), null, 2)
        : renderText(await composeDigest(request, deps)),
    );
    const who = `${scope.face}/${scope.id}`;
    await store.audit({ at: now(), who, what: 'digest', case: '', where: 'cli/digest' });
    await store.close();
    return 0;
  },
};

function parseOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        date: { type: 'string' },
        customer: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.date !== undefined && !isDay(values.date)) {
      throw new UsageError();
    }
    return values;
  } catch {
    throw new UsageError(`日期应写成 2026-03-02 这样的年-月-日，并且确有这一天。\n用法：${usage}`);
  }
}
