import type { Step, Verdict } from '../knowledge/diagnosis.ts';

/** The three words of certainty, and the honest fourth; nothing else is said of how sure an answer is. */
export const certaintyWords: Readonly<Record<Verdict, string>> = {
  identified: '确定',
  likely: '很可能',
  clue: '线索',
  unknown: '未识别',
};

export const whoWords: Readonly<Record<Step['who'], string>> = {
  branch: '【分行可做】',
  admin: '【需管理员】',
  vendor: '【需厂商】',
};

/** Empty when there is nothing to warn of. */
export const riskWords: Readonly<Record<Step['risk'], string>> = {
  none: '',
  backup: '需备份',
  destructive: '不可逆·需审批',
};
