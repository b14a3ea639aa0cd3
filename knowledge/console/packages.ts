import { nothing, type Rows, squeeze, type Table } from './table.ts';

const identity = /^\s{0,8}(?:Package Identity|程序包标识)\s{0,20}[:：]\s{0,8}\S/u;
const detail = /^\s{0,8}(?:State|Release Type|Install Time|状态|发布类型|安装时间)\s{0,20}[:：]/u;
const heading = /^\s{0,8}(?:Package Identity|程序包标识)\s{0,200}\|/u;
const rule = /^[\s|-]{5,}$/u;

/** `DISM /Get-Packages`, one label a line: a record for each package. */
export const packageList: Table = {
  starts: 'P程',
  begins: (line) =>
    (line.includes('Package Identity') || line.includes('程序包标识')) && identity.test(line),
  open: (): Rows => ({
    read(line) {
      const isFirst = identity.test(line);
      return isFirst || detail.test(line)
        ? { kind: 'part', text: squeeze(line), isFirst }
        : undefined;
    },
  }),
};

/** The same with `/Format:Table`, told in the words of the list. */
export const packageTable: Table = {
  starts: 'P程',
  begins: (line) => line.includes('|') && heading.test(line),
  open: (): Rows => ({
    read(line) {
      if (heading.test(line) || rule.test(line)) {
        return nothing;
      }
      const [name, state, ...others] = line.split('|').map((cell) => cell.trim());
      return name?.includes('~') && state !== undefined
        ? {
            kind: 'record',
            text: `Package Identity : ${name}\nState : ${state}\n${others.join(' ')}`.trim(),
          }
        : undefined;
    },
  }),
};
