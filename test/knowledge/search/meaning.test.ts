import { describe, expect, it } from 'vitest';
import { createMeaning, hashOf } from '../../../knowledge/search/meaning.ts';
import { caseNumber, caseOf } from '../../support/cases.ts';

describe('the meaning of a case', () => {
  it('is what happened, not whose it is', () => {
    const one = caseOf({
      case: caseNumber(1),
      title: '工行苏州分行补丁装不上',
      branch: '苏州分行',
      symptom: '谭工说与 CAS-00002-A1B2C3 和 cas-00003 一样，ICBC 的 ABCdef.dll 报错',
      resolution: '脱管后成功',
    });

    const text = createMeaning(['谭工']).ofCase(one);

    expect(text).toContain('补丁装不上');
    expect(text).toContain('脱管后成功');
    expect(text).toContain('ABCdef.dll');
    expect(text).not.toMatch(/工行|ICBC|苏州|谭工|CAS-/iu);
  });

  it('leaves room for the outcome behind a long story, and ends well formed', () => {
    const one = caseOf({
      case: caseNumber(1),
      title: '很长',
      symptom: '🙂'.repeat(900),
      resolution: '脱管后成功',
    });

    const text = createMeaning([]).ofCase(one);

    expect(text).toContain('脱管后成功');
    expect(text.length).toBeLessThanOrEqual(1000);
    expect(text.isWellFormed()).toBe(true);
  });

  it('has a hash of its own for each text', () => {
    expect(hashOf('a')).toBe(hashOf('a'));
    expect(hashOf('a')).not.toBe(hashOf('b'));
  });
});
