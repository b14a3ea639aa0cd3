import { describe, expect, it } from 'vitest';
import { actions } from '../../handlers/actions.ts';
import { compose } from '../../handlers/compose.ts';
import type { Role } from '../../handlers/inquiry.ts';
import { causeOf, diagnosisOf } from '../support/diagnosis.ts';

const diagnosis = diagnosisOf({ causes: [causeOf()] });

describe('the buttons under an answer', () => {
  it.each<[Role, string[]]>([
    ['operator', ['有用', '判断不对', '起草回复', '开案例', '关联 CAS', '收集步骤', '完整分析']],
    ['staff', ['有用', '判断不对', '起草回复', '开案例', '关联 CAS', '收集步骤', '完整分析']],
    ['branch', ['有用', '判断不对', '开案例', '收集步骤', '完整分析']],
    ['stranger', ['有用', '判断不对']],
  ])('are for a %s those that he may press', (role, labels) => {
    const reply = compose(diagnosis, { inquiry: 'i-7', role });

    expect(reply.actions.map(({ label }) => label)).toEqual(labels);
    expect(reply.actions.filter(({ value }) => value !== 'i-7')).toEqual([]);
  });

  it('lead somewhere, every one', () => {
    const reply = compose(diagnosis, { inquiry: 'i-7', role: 'operator' });

    const known = actions.map(({ id }) => id);
    expect(reply.actions.filter(({ id }) => !known.includes(id))).toEqual([]);
    expect(new Set(known).size).toBe(known.length);
    expect(known.filter((id) => id.includes(':'))).toEqual([]);
  });

  it('make no case of small talk', () => {
    const reply = compose(diagnosisOf(), { inquiry: 'i-7', role: 'operator' });

    expect(reply.actions.map(({ label }) => label)).toEqual(['有用', '判断不对']);
  });
});
