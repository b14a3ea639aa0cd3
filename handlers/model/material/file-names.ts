import type { Diagnosis } from '../../../knowledge/diagnosis.ts';
import { pasteName, questionName } from '../../../knowledge/input/names.ts';

const folders = /^.*[\\/]/u;
const ending = /\.[a-z0-9]{1,8}$/iu;
const ours = new RegExp(`^(?:${pasteName}|${questionName})(?: \\(\\d{1,4}\\))?$`, 'u');
/** As Windows itself names what it writes. */
const theirs =
  /^(?:cbs|cbspersist_\d{8,14}|dism|setupact|setuperr|setupapi(?:\.(?:dev|app|setup|offline|upgrade))?(?:\.\d{8}_\d{6})?|setupdiagresults|setuphost|windowsupdate|reportingevents|bluebox|miglog|checksur|compatdata_[\d_]{1,40}|system|application|setup|security|wuahandler|updatesdeployment|pnputil|fltmc|systeminfo)\.(?:log|xml|json|txt|evtx|etl|csv|cab)$/iu;

/**
 * How a file is called to a model: people name files after people and machines, and could write into a name whatever
 * they want it to read. Names that Windows gives are told as they are, others are numbered.
 */
export function fileNames({ inputs }: Pick<Diagnosis, 'inputs'>): (name: string) => string {
  const numbers = new Map<string, number>();
  for (const { name } of inputs) {
    numberOf(name, numbers);
  }
  return (name) => {
    const base = name.replace(folders, '');
    return ours.test(name) || theirs.test(base)
      ? base
      : `文件${numberOf(name, numbers)}${ending.exec(base)?.[0].toLowerCase() ?? ''}`;
  };
}

function numberOf(name: string, numbers: Map<string, number>): number {
  const number = numbers.get(name) ?? numbers.size + 1;
  numbers.set(name, number);
  return number;
}
