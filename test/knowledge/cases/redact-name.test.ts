import { expect, it } from 'vitest';
import { redactName } from '../../../knowledge/cases/redact-name.ts';

it.each([
  ['Users/lilei/Desktop/CBS.log', 'Users/[用户]/Desktop/CBS.log'],
  ['张三_13800000009.log', '[人员]_[电话].log'],
  ['CBS_13800000009.txt', 'CBS_[电话].txt'],
  ['QQ301234567.log', '[QQ].log'],
  ['密码Xy!23.log', '密码[已删除]'],
  ['令狐冲_BJPC0001_CBS.log', '[人员]_[主机]_CBS.log'],
  ['王小明的电脑/CBS.log', '[人员]的电脑/CBS.log'],
  ['DESKTOP-AB12CD3_CBS.log', '[主机]_CBS.log'],
  [
    '令狐冲的电脑BJPC0001装不上，账号abc01密码Xy!23',
    '[人员]的电脑[主机]装不上，账号[已删除]密码[已删除]',
  ],
])('hides whose it is in %s', (name, hidden) => {
  expect(redactName(name)).toBe(hidden);
});

it.each([
  'CBS.log',
  'CbsPersist_20260301101407.log',
  'logs/Panther/setuperr.log',
  'Windows10.0-KB5015811-x64.log',
  '安装日志.zip/升级失败/setupact.log',
  '深圳分行.zip/CBS.log',
  'wpdmtp.dll_10.0.17763.1697.txt',
])('leaves %s as it is', (name) => {
  expect(redactName(name)).toBe(name);
});
