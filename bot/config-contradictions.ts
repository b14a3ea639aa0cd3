import type { ConfigFile } from './config-file.ts';

/** What is right in every part and wrong in the whole; Chinese, each with its remedy. */
export function findContradictions(file: ConfigFile): string[] {
  const known = Object.keys(file.customers).join('、');
  const places = [...Object.entries(file.tenants), ...Object.entries(file.people)];
  const mistakes: string[] = [];
  for (const [key, { customer, branch }] of Object.entries(file.channels)) {
    if (branch !== undefined && customer === undefined) {
      mistakes.push(
        `channels 里的 ${key} 写了 branch 却没有 customer。请补上客户代号，或删去 branch。`,
      );
    } else if (customer !== undefined && !Object.hasOwn(file.customers, customer)) {
      mistakes.push(unknownCustomer(key, customer, known));
    }
  }
  for (const [key, { staff, customer }] of places) {
    if ((staff === undefined) === (customer === undefined)) {
      mistakes.push(`${key} 应写 staff: true 或 customer: 客户代号，二者选一。请改正。`);
    } else if (customer !== undefined && !Object.hasOwn(file.customers, customer)) {
      mistakes.push(unknownCustomer(key, customer, known));
    }
  }
  return [...mistakes, ...findSharedAliases(file)];
}

function unknownCustomer(key: string, customer: string, known: string): string {
  return `${key} 的客户 "${customer}" 不在 customers 里。请先在 customers 中登记，或改成：${known}。`;
}

/** One name for two customers would show one bank's cases to the other. */
function findSharedAliases(file: ConfigFile): string[] {
  const owners = new Map<string, string>();
  const mistakes: string[] = [];
  for (const [id, { name, aliases }] of Object.entries(file.customers)) {
    for (const alias of new Set([name, ...aliases].map((word) => word.toLowerCase()))) {
      const owner = owners.get(alias);
      if (owner !== undefined) {
        mistakes.push(`customers 里 ${owner} 和 ${id} 都叫 "${alias}"。请只留给其中一个客户。`);
      }
      owners.set(alias, id);
    }
  }
  return mistakes;
}
