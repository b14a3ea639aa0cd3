import { type Rows, squeeze, type Table } from './table.ts';

const first = /^\s{0,4}(?:SERVICE_NAME|服务名称)\s{0,4}[:：] {0,4}\S/u;
const label =
  /^\s{0,16}(?:DISPLAY_NAME|TYPE|STATE|WIN32_EXIT_CODE|SERVICE_EXIT_CODE|CHECKPOINT|WAIT_HINT|PID|FLAGS|START_TYPE|ERROR_CONTROL|BINARY_PATH_NAME|LOAD_ORDER_GROUP|TAG|DEPENDENCIES|SERVICE_START_NAME|显示名称|类型|状态|启动类型)\s{0,30}[:：]/u;
const flags = /^\s{8,60}\((?:NOT_)?[A-Z_]{4,20}(?:,\s?[A-Z_]{4,30}){0,4}\)\s*$/u;

/** `sc query`, `sc queryex` and `sc qc`: a record for each service. */
export const serviceQuery: Table = {
  starts: 'S服',
  begins: (line) =>
    (line.includes('SERVICE_NAME') || line.includes('服务名称')) && first.test(line),
  open: (): Rows => ({
    read(line) {
      const isFirst = first.test(line);
      return isFirst || label.test(line) || flags.test(line)
        ? { kind: 'part', text: squeeze(line), isFirst }
        : undefined;
    },
  }),
};
