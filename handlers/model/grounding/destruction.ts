import { hanOf, pairsOf } from './fold.ts';
import { latinRuns } from './spans.ts';

const destroying =
  /卸载|删除|删掉|删去|禁用|停用|关闭|关掉|停止|停掉|重装|重新安装|重置|格式化|清空|清除|清理|清掉|抹[掉除]|擦除|替换|更换|终止|移除|还原|覆盖|注销|断电|降级|修改|更改|改成|改为|改名/gu;
const clauses = /[^，。；、！？,;!?]+/gu;
const caseNumber = /(?:cas-\d{5}-[a-z0-9]{6}|tmp-\d{8}-[a-z0-9]{4})/gu;
const spaces = / /gu;
const leastShared = 0.5;

/**
 * What cannot be taken back is done to what a step does it to: the word and the thing stand in one part of one of its
 * sentences.
 */
export function destroysAsTold(lower: string, texts: readonly string[]): boolean {
  const told = texts.flatMap((text) => text.match(clauses) ?? []);
  return (lower.match(clauses) ?? []).every((clause) =>
    (clause.replace(spaces, '').match(destroying) ?? []).every((verb) =>
      told.some((one) => saysSo(clause, verb, one)),
    ),
  );
}

function saysSo(clause: string, verb: string, told: string): boolean {
  const han = hanOf(told);
  const pairs = pairsOf(clause);
  const names = latinRuns(clause.replace(caseNumber, '，')).filter((name) => name.length > 1);
  return (
    han.includes(verb) &&
    names.every((name) => told.includes(name)) &&
    pairs.filter((pair) => han.includes(pair)).length >= leastShared * pairs.length
  );
}
