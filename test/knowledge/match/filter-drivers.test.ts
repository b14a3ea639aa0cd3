import { expect, it } from 'vitest';
import { foreignDriver, productOfDriver } from '../../../knowledge/match/filter-drivers.ts';

it.each([
  ['exampleflt', 'exampleflt'],
  [' ExampleFlt.sys ', 'ExampleFlt'],
  ['360FsFlt', '360FsFlt'],
  ['WdFilter', undefined],
  ['luafv.SYS', undefined],
  ['PROCMON24', undefined],
  ['C:\\Windows\\x', undefined],
  ['', undefined],
])('takes of %j the foreign driver %j', (name, driver) => {
  expect(foreignDriver(name)).toBe(driver);
});

it.each([
  ['360FsFlt', '360'],
  ['tmpreflt.sys', '趋势科技'],
  ['sysdiag', '火绒'],
  ['QmInspec', '奇安信'],
  ['csagent', 'CrowdStrike'],
  ['exampleflt', undefined],
  ['WdFilter', undefined],
])('knows whose %s is: %s', (name, product) => {
  expect(productOfDriver(name)).toBe(product);
});
