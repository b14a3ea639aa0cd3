import { type Rows, squeeze, type Table } from './table.ts';

const first = /^\s{0,12}Windows RE (?:status|状态)\s{0,4}[:：]/u;
const label =
  /^\s{0,12}(?:Windows RE |Boot Configuration Data|Recovery image|Custom image|引导配置数据|启动配置数据|恢复映像|自定义映像)[^:：]{0,40}[:：]/u;

/** `reagentc /info`. */
export const reagentc: Table = {
  starts: 'W',
  begins: (line) => line.includes('Windows RE ') && first.test(line),
  open: (): Rows => ({
    read: (line) =>
      label.test(line)
        ? { kind: 'part', text: squeeze(line), isFirst: first.test(line) }
        : undefined,
  }),
};
