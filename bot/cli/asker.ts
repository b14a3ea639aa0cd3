import type { Asker } from '../../handlers/inquiry.ts';
import type { Config } from '../config.ts';
import { UsageError } from './command.ts';

/** The operator sees everything; with `--customer` the answer is as that customer would get it. */
export function cliAsker(config: Config, customer: string | undefined): Asker {
  if (customer === undefined) {
    return { face: 'cli', id: 'operator', role: 'operator' };
  }
  return { face: 'cli', id: 'operator', role: 'branch', customer: customerName(config, customer) };
}

function customerName(config: Config, asked: string): string {
  const wanted = asked.toLowerCase();
  const known = config.customers.find(({ id, name, aliases }) =>
    [id, name, ...aliases].some((one) => one.toLowerCase() === wanted),
  );
  if (!known) {
    const names = config.customers.map(({ name }) => name).join('、');
    throw new UsageError(
      `没有名为 ${asked} 的客户。已配置：${names || '无'}。请在 CASELENS_CONFIG 的 customers 里补上。`,
    );
  }
  return known.name;
}
