import { describe, expect, it } from 'vitest';
import { type CrmOptions, readCrm } from '../../../knowledge/cases/crm.ts';
import { looksLikeExport } from '../../../knowledge/cases/crm-columns.ts';
import { type Cell, peekCsv, readCsv } from '../../../knowledge/cases/crm-table.ts';
import { dateOf, severityOf, statusOf } from '../../../knowledge/cases/crm-values.ts';

const number = 'CAS-08003-T7U8V9';
const heading = '案例编号,案例标题,客户,优先级,状态,负责人,创建时间,修改时间,描述';

function read(csv: string, options: CrmOptions = {}) {
  const reading = readCrm(readCsv(csv), options);
  if (reading.kind === 'unreadable') {
    throw new Error(reading.reason);
  }
  return reading;
}

function rowOf(fields: Partial<Record<string, string>>): string {
  const all: Record<string, string> = {
    案例编号: number,
    案例标题: '|P2|ICBC|补丁失败',
    客户: '',
    优先级: '',
    状态: '可用',
    负责人: '',
    创建时间: '2026-03-02 09:05',
    修改时间: '2026-03-03 14:20',
    描述: '',
    ...fields,
  };
  return heading
    .split(',')
    .map((name) => `"${(all[name] ?? '').replaceAll('"', '""')}"`)
    .join(',');
}

describe('a row', () => {
  it.each<[string, Record<string, string>, object]>([
    ['has its severity from the column', { 优先级: 'P1' }, { severity: 'P1' }],
    ['has it from the title where the column is not sure', { 优先级: '高' }, { severity: 'P2' }],
    [
      'is archived with the day it was changed last',
      { 状态: '已解决' },
      { status: 'archived', closed: '2026-03-03' },
    ],
    ['has a customer by an alias', { 客户: '中国农业银行' }, { customer: '农业银行' }],
    [
      'has none in place of a person',
      { 客户: '王芳', 案例标题: '补丁失败' },
      { customer: '未说明' },
    ],
    [
      'keeps an unknown organisation',
      { 客户: '某某信托公司', 案例标题: '补丁失败' },
      { customer: '某某信托公司' },
    ],
    ['keeps formulas as text', { 描述: '=1+1<b>x</b>' }, { symptom: '=1+1<b>x</b>' }],
    ['names no owner who is nobody of ours', { 负责人: '王芳' }, { owner: null }],
    ['names a configured one', { 负责人: '谭工' }, { owner: '谭工' }],
  ])('%s', (_, fields, expected) => {
    const { cases } = read(`${heading}\n${rowOf(fields)}\n`, { staff: ['谭工'] });

    expect(cases).toMatchObject([expected]);
  });

  it('tells nobody in its description', () => {
    const { cases, notes } = read(
      `${heading},联系人\n${rowOf({ 负责人: '赵铁柱', 描述: '赵铁柱说请联系李小龙 13800000001，铁柱已上传' })},李小龙\n`,
    );

    const told = JSON.stringify({ cases, notes });
    for (const name of ['赵铁柱', '铁柱', '李小龙', '13800000001']) {
      expect(told).not.toContain(name);
    }
  });
});

describe('a broken row', () => {
  it.each([
    ['no number', { 案例编号: '' }, '第 3 行没有案例号'],
    ['an unknown state', { 状态: '暂挂' }, '第 3 行（CAS-08003-T7U8V9）的状态“暂挂”不认识'],
    ['no state', { 状态: '' }, '第 3 行（CAS-08003-T7U8V9）没有状态'],
    [
      'an ambiguous date',
      { 修改时间: '3/2/2026' },
      '第 3 行（CAS-08003-T7U8V9）的修改时间读不出来或有歧义',
    ],
    ['no date', { 修改时间: '', 创建时间: '' }, '第 3 行（CAS-08003-T7U8V9）没有创建时间'],
  ])('with %s is told with its line, and the rest goes in', (_, fields, note) => {
    const { cases, notes } = read(
      `${heading}\n${rowOf({ 案例编号: 'CAS-08004-W1X2Y3' })}\n${rowOf(fields)}\n${rowOf({ 案例编号: 'CAS-08005-Z4A5B6' })}\n`,
    );

    expect(cases.map((one) => one.case)).toEqual(['CAS-08004-W1X2Y3', 'CAS-08005-Z4A5B6']);
    expect(notes).toEqual([expect.stringContaining(note)]);
    expect(notes[0]).toMatch(/请.+。$/);
  });

  it('is counted by physical lines though cells hold line breaks', () => {
    const { notes } = read(
      `${heading}\n${rowOf({ 描述: '一\n二\n三' })}\n${rowOf({ 案例编号: '' })}\n`,
    );

    expect(notes[0]).toContain('第 5 行');
  });
});

it('of two rows of one case the newer counts, whichever comes first', () => {
  const old = rowOf({ 修改时间: '2026-03-03 14:20' });
  const recent = rowOf({ 修改时间: '2026-03-03 15:00', 状态: '已解决' });

  const readings = [`${heading}\n${old}\n${recent}\n`, `${heading}\n${recent}\n${old}\n`].map(
    (csv) => read(csv),
  );

  for (const { cases, notes } of readings) {
    expect(cases).toMatchObject([{ status: 'archived' }]);
    expect(notes).toEqual([expect.stringContaining('有两行')]);
  }
});

it('owners who are nobody of ours are counted once a file, and not named', () => {
  const { notes } = read(
    `${heading}\n${rowOf({ 负责人: '赵铁柱' })}\n${rowOf({ 案例编号: 'CAS-08004-W1X2Y3', 负责人: '李小龙' })}\n${rowOf({ 案例编号: 'CAS-08005-Z4A5B6', 负责人: '赵铁柱' })}\n`,
  );

  expect(notes).toEqual([expect.stringContaining('有 2 位负责人')]);
});

describe('columns', () => {
  it.each([
    ['in Chinese', '案例号,状态描述,创建于'],
    ['in English', 'Case Number,Status Reason,Created On'],
    ['by their names in the program', 'ticketnumber,statuscode,createdon'],
    ['with marks of Dynamics', '(不修改) 案例,案例编号,状态描述,创建时间'],
    ['below a title', '案例导出 2026-03,,\n案例编号,状态描述,创建时间'],
  ])('%s are found', (_, names) => {
    const lead = names.startsWith('(') ? 'guid,' : '';

    const { cases } = read(`${names}\n${lead}${number},等待客户,2026-03-02\n`);

    expect(cases).toMatchObject([
      { case: number, status: 'waiting-customer', opened: '2026-03-02' },
    ]);
  });

  it('and words of their own come from the configuration', () => {
    const csv = `单据号,案例编号,阶段,建立\n${number},无关,挂起,2026-03-02\n`;

    const { cases } = read(csv, {
      columns: { case: '单据号', status: '阶段', opened: '建立' },
      statuses: { 挂起: 'waiting-vendor' },
    });

    expect(cases).toMatchObject([{ case: number, status: 'waiting-vendor' }]);
  });

  it.each([
    ['a CSV export', `${heading}\n`, true],
    ['one with tabs', heading.replaceAll(',', '\t'), true],
    ['a thread', '邮件主题：回复: [案例号: CAS-08003-T7U8V9 ]\n\n====第1封邮件====\n', false],
    ['a note', '今天天气很好，状态不错', false],
  ])('tell %s from other text', (_, text, expected) => {
    expect(looksLikeExport(peekCsv(text), {})).toBe(expected);
  });
});

describe('values', () => {
  it.each<[Cell, string | undefined]>([
    [46083.37847222222, '2026-03-02T09:05:00'],
    ['46083', '2026-03-02T00:00:00'],
    [new Date('2026-03-02T09:05:00Z'), '2026-03-02T09:05:00'],
    ['2026/3/2 上午 9:05', '2026-03-02T09:05:00'],
    [7, undefined],
    [true, undefined],
    [null, undefined],
  ])('the date %s', (cell, expected) => {
    expect(dateOf(cell)).toBe(expected);
  });

  it.each([
    ['P1', 'P1'],
    ['1-紧急', 'P1'],
    ['2', 'P2'],
    ['Sev 3', 'P3'],
    ['4级', 'P4'],
    ['紧急', 'P1'],
    ['Critical', 'P1'],
    ['High', undefined],
    ['高', undefined],
    ['10', undefined],
    ['5', undefined],
    ['', undefined],
  ])('the severity %j', (word, expected) => {
    expect(severityOf(word)).toBe(expected);
  });

  it.each([
    ['In Progress', 'open'],
    ['Waiting for Details', 'waiting-customer'],
    ['等待厂商', 'waiting-vendor'],
    ['Problem Solved', 'archived'],
    ['On Hold', undefined],
  ])('the state %j', (word, expected) => {
    expect(statusOf(word, {})).toBe(expected);
  });
});
