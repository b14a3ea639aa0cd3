import { describe, expect, it } from 'vitest';
import { cleanLine, cleanText } from '../../handlers/cases/clean.ts';
import { parseChange } from '../../handlers/cases/read-change.ts';
import { parseOpening } from '../../handlers/cases/read-opening.ts';
import { desk } from '../support/answering.ts';

describe('parseChange', () => {
  it.each([
    ['等待客户 日志', { status: 'waiting-customer', waitingFor: '日志' }],
    ['等待客户日志', { status: 'waiting-customer', waitingFor: '日志' }],
    ['等待客户 请收集 CBS.log', { status: 'waiting-customer', waitingFor: '收集 CBS.log' }],
    ['状态 等待厂商', { status: 'waiting-vendor' }],
    ['状态：等待厂商：TMS 补丁', { status: 'waiting-vendor', waitingFor: 'TMS 补丁' }],
    ['处理中', { status: 'open' }],
    ['状态 处理中，客户已回传日志', { status: 'open', progress: '客户已回传日志' }],
    ['负责人 谭工', { owner: '谭工' }],
    ['负责人：@林工', { owner: '林工' }],
    ['负责人 无', { owner: null }],
    ['严重级别 P2', { severity: 'P2' }],
    ['级别：p1', { severity: 'P1' }],
    ['台数 5-6', { machines: { least: 5, most: 6 } }],
    ['受影响台数：3 台', { machines: { least: 3, most: 3 } }],
    [
      '负责人 谭工 严重级别 P2 台数 5-6 已联系厂商',
      { owner: '谭工', severity: 'P2', machines: { least: 5, most: 6 }, progress: '已联系厂商' },
    ],
    [
      '等待客户 重新收集的日志 负责人 林工',
      { status: 'waiting-customer', waitingFor: '重新收集的日志', owner: '林工' },
    ],
    ['结果：脱管后安装成功，已验证', { resolution: '脱管后安装成功', verified: true }],
    ['结果：重装', { resolution: '重装' }],
    ['已验证', { verified: true }],
    ['已电话联系，负责人 谭工。明天回复', { owner: '谭工', progress: '已电话联系，明天回复' }],
    ['负责人已联系厂商', { progress: '负责人已联系厂商' }],
    ['客户说还在等待客户经理', { progress: '客户说还在等待客户经理' }],
    ['第 2 步无效。第 3 步有效。', { progress: '第 2 步无效。第 3 步有效。' }],
    ['关闭防病毒软件后仍失败', { progress: '关闭防病毒软件后仍失败' }],
    ['', {}],
    ['，。；', {}],
  ])('reads %j', (text, set) => {
    expect(parseChange(text, desk)).toEqual({ kind: 'read', set });
  });

  it.each([
    ['已归档', '归档案例'],
    ['状态 归档', '归档案例'],
    ['关闭，谢谢', '归档案例'],
    ['负责人 王大明', '谭工、林工'],
  ])('says of %j what is right', (text, sentence) => {
    expect(parseChange(text, desk)).toMatchObject({
      kind: 'wrong',
      reason: expect.stringContaining(sentence),
    });
  });

  it.each([
    ['commas', '，'.repeat(200_000)],
    ['blanks', ' '.repeat(200_000)],
    ['settings', '等待客户 '.repeat(50_000)],
    ['clauses', '好，'.repeat(100_000)],
  ])('reads endless %s to an end', (_, text) => {
    expect(parseChange(text, desk).kind).toBe('read');
  });
});

describe('parseOpening', () => {
  it.each([
    [
      'CAS-07121-A1B2C3 工行 湖北分行 补丁安装失败 P2 5-6台',
      {
        number: 'CAS-07121-A1B2C3',
        title: '湖北分行 补丁安装失败',
        customer: '工商银行',
        branch: '湖北分行',
        severity: 'P2',
        machines: { least: 5, most: 6 },
      },
    ],
    [
      '|P1|ICBC|天津分行升级回退',
      { title: '天津分行升级回退', customer: '工商银行', branch: '天津分行', severity: 'P1' },
    ],
    [
      '工行北京分行 6B 补丁失败',
      { title: '工行北京分行 6B 补丁失败', customer: '工商银行', branch: '北京分行' },
    ],
    [
      '补丁失败\nKB5014692 报 0x800f0985',
      { title: '补丁失败', symptom: 'KB5014692 报 0x800f0985' },
    ],
    ['', { title: '' }],
  ])('reads %j', (text, expected) => {
    expect(parseOpening(text, desk)).toEqual({
      number: undefined,
      customer: undefined,
      branch: null,
      severity: null,
      machines: null,
      symptom: '',
      ...expected,
    });
  });
});

describe('cleanText', () => {
  it.each([
    ['keeps words of the trade', '蓝屏，严重；白屏', '蓝屏，严重；白屏'],
    ['names configured engineers', '谭工已联系', '谭工已联系'],
    ['names nobody else', '已联系朱先生 13800000001', '已联系[人员] [电话]'],
    ['destroys credentials', '密码：Abc12345', '密码：[已删除]'],
    ['hides hosts and mailboxes', 'DESKTOP-ABC1234 a.b@example.com', '[主机] [邮箱]'],
    ['keeps codes and files', 'KB5014692 0x800f0985 WpdMtp.dll', 'KB5014692 0x800f0985 WpdMtp.dll'],
    ['takes out what cannot be seen', 'a\u202eb\u0000c\ue000d', 'a b c d'],
  ])('%s', (_, text, expected) => {
    expect(cleanText(text, 500, desk)).toBe(expected);
  });

  it('ends where it is told, without half a character', () => {
    expect(cleanText('补'.repeat(900), 500, desk)).toHaveLength(500);
    expect(cleanText(`${'补'.repeat(499)}😀`, 500, desk).isWellFormed()).toBe(true);
  });

  it('keeps lines apart unless one line is asked for', () => {
    expect(cleanText('一\n\n\n\n二', 500, desk)).toBe('一\n\n二');
    expect(cleanLine('一\n\n二', 500, desk)).toBe('一 二');
  });
});
