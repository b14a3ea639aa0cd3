/** How a customer is named in titles and mails. */
export interface CustomerName {
  name: string;
  aliases: readonly string[];
}

/** Used when the configuration names nobody else; the first match wins. */
export const knownCustomers: readonly CustomerName[] = [
  { name: '工商银行', aliases: ['中国工商银行', 'ICBC', '工行'] },
  { name: '农业银行', aliases: ['中国农业银行', 'ABC', '农行'] },
  { name: '建设银行', aliases: ['中国建设银行', 'CCB', '建行'] },
  { name: '中国银行', aliases: ['BOC', '中行'] },
  { name: '交通银行', aliases: ['BOCOM', '交行'] },
  { name: '邮储银行', aliases: ['中国邮政储蓄银行', 'PSBC', '邮储'] },
  { name: '招商银行', aliases: ['CMB', '招行'] },
];

const LATIN = /^[A-Za-z]+$/;

/** The customer that the text names; `undefined` when no name or alias stands in it. */
export function findCustomer(text: string, customers: readonly CustomerName[]): string | undefined {
  return customers.find((one) => [one.name, ...one.aliases].some((alias) => stands(alias, text)))
    ?.name;
}

/** A Latin alias must be a word of its own: `ABC` is not in `abcdef.dll`. */
function stands(alias: string, text: string): boolean {
  if (!LATIN.test(alias)) {
    return text.includes(alias);
  }
  const wanted = alias.toLowerCase();
  return text.split(NOT_LATIN).some((word) => word.toLowerCase() === wanted);
}

const NOT_LATIN = /[^A-Za-z0-9]+/;
