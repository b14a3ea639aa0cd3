import { describe, expect, it } from 'vitest';
import { machineOf } from '../../../knowledge/match/hit.ts';

describe('machineOf', () => {
  it.each([
    ['CBS.log', ''],
    ['粘贴文本', ''],
    ['PC01/CBS.log', 'PC01'],
    ['logs.zip/Windows/CBS.log', 'logs.zip'],
    ['outer.zip/PC01.zip/CBS.log', 'outer.zip/PC01.zip'],
    ['logs.zip/CBS/CbsPersist_20260301.cab/CbsPersist_20260301.log', 'logs.zip'],
    ['CbsPersist_20260301.cab/CbsPersist_20260301.log', ''],
    ['PC01.cab/CBS.log', 'PC01.cab'],
    ['PC01.7z/日志/CBS.log', 'PC01.7z'],
    ['logs.tar.gz/CBS.log', 'logs.tar.gz'],
    ['all.7z/PC01.tgz/CBS.log', 'all.7z/PC01.tgz'],
  ])('of %s is %j', (input, machine) => {
    expect(machineOf(input)).toBe(machine);
  });
});
