import { describe, expect, it } from 'vitest';
import { computerName } from '../../../knowledge/match/machine-names.ts';
import { type Computers, findMachines } from '../../../knowledge/match/machines.ts';

/** The inputs of each machine, by its label. */
function groups(
  inputs: readonly string[],
  computers: Readonly<Record<string, readonly string[]>> = {},
): Record<string, string[]> {
  const named: Computers = new Map(
    Object.entries(computers).map(([input, names]) => [input, new Set(names)]),
  );
  const machines = findMachines(inputs, named);
  const found: Record<string, string[]> = {};
  for (const input of inputs) {
    const label = machines.label(machines.of(input));
    found[label] = [...(found[label] ?? []), input];
  }
  return found;
}

describe('folders side by side that hold the same logs', () => {
  it.each([
    ['in an archive', 'logs.zip'],
    ['in a folder', 'logs'],
    ['below another folder', 'logs.zip/收集结果'],
  ])('are machines of their own: %s', (_, base) => {
    const inputs = [`${base}/PC1/Logs/CBS/CBS.log`, `${base}/PC2/Logs/CBS/CBS.log`];

    expect(groups(inputs)).toEqual({ PC1: [inputs[0]], PC2: [inputs[1]] });
  });

  it('take with them whatever else they hold', () => {
    const inputs = [
      'a.zip/网点一/CBS.log',
      'a.zip/网点一/系统/dism.log',
      'a.zip/网点二/CBS.log',
      'a.zip/网点三/setupact.log',
      'a.zip/说明.txt',
    ];

    expect(groups(inputs)).toEqual({
      网点一: inputs.slice(0, 2),
      网点二: [inputs[2]],
      网点三: [inputs[3]],
      'a.zip': [inputs[4]],
    });
  });

  it.each([
    [
      'phases of setup',
      ['$WINDOWS.~BT/Sources/Panther/setupact.log', '$WINDOWS.~BT/Sources/Rollback/setupact.log'],
    ],
    ['two Windows folders', ['Windows/Panther/setupact.log', 'Windows.old/Panther/setupact.log']],
    ['two days', ['20260105/CBS.log', '20260106/CBS.log']],
    ['two days with words', ['日志 2026-01-05/CBS.log', '日志 2026-01-06 下午/CBS.log']],
    ['two attempts', ['第一次/CBS.log', '第二次/CBS.log']],
    ['before and after', ['重启前/CBS.log', '重启后/CBS.log']],
    ['numbers', ['1/CBS.log', '2/CBS.log']],
    ['different logs', ['PC1/CBS.log', 'PC2/setupact.log']],
  ])('are one machine when they are %s', (_, files) => {
    const inputs = files.map((file) => `logs.zip/${file}`);

    expect(groups(inputs)).toEqual({ 'logs.zip': inputs });
  });

  it('are one machine when their logs name the same computer', () => {
    const inputs = ['a.zip/A区/System.evtx', 'a.zip/B区/System.evtx', 'a.zip/B区/CBS.log'];
    const computers = {
      'a.zip/A区/System.evtx': ['pc-0001'],
      'a.zip/B区/System.evtx': ['pc-0001'],
    };

    expect(groups(inputs, computers)).toEqual({ 'a.zip': inputs });
  });

  it('are two machines when their logs name two, whatever they are called', () => {
    const inputs = ['a.zip/1/System.evtx', 'a.zip/1/CBS.log', 'a.zip/2/System.evtx'];
    const computers = { 'a.zip/1/System.evtx': ['pc-0001'], 'a.zip/2/System.evtx': ['pc-0002'] };

    expect(groups(inputs, computers)).toEqual({ 1: inputs.slice(0, 2), 2: [inputs[2]] });
  });
});

describe('logs in one folder', () => {
  it('are two machines when they name two, and are not called by those names', () => {
    const inputs = ['logs/a.evtx', 'logs/b.evtx'];
    const computers = { 'logs/a.evtx': ['pc-0001'], 'logs/b.evtx': ['pc-0002'] };

    expect(groups(inputs, computers)).toEqual({ '机器 1': [inputs[0]], '机器 2': [inputs[1]] });
  });

  it('that name no computer belong to neither of two', () => {
    const inputs = ['a.evtx', 'b.evtx', 'CBS.log'];
    const computers = { 'a.evtx': ['pc-0001'], 'b.evtx': ['pc-0002'] };

    expect(Object.values(groups(inputs, computers)).map((own) => own.length)).toEqual([1, 1, 1]);
  });

  it('that name no computer go with the only one in their folder', () => {
    const inputs = ['z.zip/x/a.evtx', 'z.zip/x/CBS.log', 'z.zip/y/b.evtx', 'z.zip/y/deep/dism.log'];
    const computers = { 'z.zip/x/a.evtx': ['pc-0001'], 'z.zip/y/b.evtx': ['pc-0002'] };

    expect(Object.values(groups(inputs, computers))).toEqual([inputs.slice(0, 2), inputs.slice(2)]);
  });

  it('are one machine that was renamed when one of them tells both names', () => {
    const inputs = ['z.zip/Setup.evtx', 'z.zip/System.evtx', 'z.zip/systeminfo.txt'];
    const computers = {
      'z.zip/Setup.evtx': ['old-name'],
      'z.zip/System.evtx': ['old-name', 'pc-0001'],
      'z.zip/systeminfo.txt': ['pc-0001'],
    };

    expect(groups(inputs, computers)).toEqual({ 'z.zip': inputs });
  });

  it('give the same machines in whatever order they come', () => {
    const inputs = ['b.evtx', 'a.evtx', 'c.evtx'];
    const computers = { 'a.evtx': ['one'], 'b.evtx': ['two'], 'c.evtx': ['one'] };

    const there = groups(inputs, computers);
    const back = groups(inputs.toReversed(), computers);

    expect(there['机器 1']?.toSorted()).toEqual(['a.evtx', 'c.evtx']);
    expect(back['机器 1']?.toSorted()).toEqual(there['机器 1']?.toSorted());
  });
});

describe('archives', () => {
  it('stay apart though their logs name one computer', () => {
    const inputs = ['a.zip/System.evtx', 'b.zip/System.evtx'];
    const computers = { 'a.zip/System.evtx': ['pc-0001'], 'b.zip/System.evtx': ['pc-0001'] };

    expect(groups(inputs, computers)).toEqual({ 'a.zip': [inputs[0]], 'b.zip': [inputs[1]] });
  });

  it('know the machines in them', () => {
    const machines = findMachines(
      ['a.zip/PC1/CBS.log', 'a.zip/PC2/CBS.log', 'b.zip/CBS.log'],
      new Map(),
    );

    expect(machines.within('a.zip')).toEqual(['a.zip/PC1', 'a.zip/PC2']);
    expect(machines.isSplit).toBe(true);
  });
});

describe('a computer name', () => {
  it.each([
    ['PC-0001.branch.example.com', 'pc-0001'],
    ['Averyverylongname-01', 'averyverylongna'],
    ['WIN-ABCDEF01234', undefined],
    ['MININT-1A2B3C', undefined],
    ['Offline', undefined],
    ['  ', undefined],
    ['<script>', undefined],
  ])('told as %j counts as %j', (told, name) => {
    expect(computerName(told)).toBe(name);
  });
});
