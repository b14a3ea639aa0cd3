import { describe, expect, it } from 'vitest';
import { saidDays } from '../../../knowledge/coverage/days.ts';
import { missingLogs, wasSent } from '../../../knowledge/coverage/needs.ts';
import type { Diagnosis, InputReport } from '../../../knowledge/diagnosis.ts';
import { createAnswering, diagnoseFiles } from '../../support/answering.ts';
import { upload } from '../../support/reading.ts';

const deps = await createAnswering();

function logOf(day: string, more: readonly string[] = []): string {
  const line = (clock: string, text: string) =>
    `${day} ${clock}, Info                  CBS    ${text}`;
  return [
    line('08:00:00', 'Starting TrustedInstaller initialization.'),
    ...more.map((text) => line('10:00:00', text)),
    line('18:00:00', 'Ending TrustedInstaller finalization.'),
    '',
  ].join('\r\n');
}

const wrongHash = [
  "Hashes for file member [l:11]'exnetui.dll' do not match.",
  'Failed to stage execution package: Package_9_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.2 [HRESULT = 0x800736cc - ERROR_SXS_FILE_HASH_MISMATCH]',
];

function report(name: string, format: string, more: Partial<InputReport> = {}): InputReport {
  return {
    ...{ name, format, encoding: 'utf-8', lines: 100, bytes: 1000, from: null, to: null },
    ...{ status: 'read', reason: null },
    ...more,
  };
}

const asked = ({ collect }: Diagnosis) => collect.map(({ what }) => what);

describe('a day that is said', () => {
  it.each([
    ['2026年3月2日晚上打补丁失败', ['2026-03-02']],
    ['3月2日升级回退了', ['2026-03-02']],
    ['2026/3/2 安装 KB5099001 报错', ['2026-03-02']],
    ['3月2号和3月5号都失败', ['2026-03-02', '2026-03-05']],
    ['发送时间: 2026年3月5日 补丁失败', []],
    ['2026-03-02 10:14:07, Error CBS 安装失败', []],
    ['版本 10.0.19041.3 升级失败', []],
    ['3月2日开的会', []],
    ['装了 12/24 台，其余失败', []],
  ])('of %j is %j', (text, days) => {
    expect(saidDays(text, '2026')).toEqual(days);
  });
});

describe('a failure that the log does not reach', () => {
  it('is said, with the packed log of that day to send', async () => {
    const diagnosis = await diagnoseFiles(
      [upload('CBS.log', logOf('2026-03-05'))],
      deps,
      '3月2日安装 KB5099001 失败',
    );

    expect(diagnosis.gaps).toEqual([
      '您说的 3月2日 的失败不在发来的日志里：CBS.log 只有 2026-03-05 的记录。',
    ]);
    expect(diagnosis.collect[0]).toEqual({
      what: 'C:\\Windows\\Logs\\CBS\\CbsPersist_20260302*.cab',
      how: expect.stringContaining('3月2日 之后最近的一个'),
    });
  });

  it('asks for the log again when it ends before', async () => {
    const diagnosis = await diagnoseFiles(
      [upload('CBS.log', logOf('2026-02-20'))],
      deps,
      '3月2日安装 KB5099001 失败',
    );

    expect(diagnosis.collect[0]).toEqual({
      what: 'C:\\Windows\\Logs\\CBS\\CBS.log',
      how: '发来的只到 2026-02-20，请重新复制一份现在的，压缩成 zip 后发来。',
    });
  });

  it('makes what is proved of another day likely only', async () => {
    const files = [upload('CBS.log', logOf('2026-03-05', wrongHash))];

    const same = await diagnoseFiles(files, deps, '3月5日安装失败');
    const other = await diagnoseFiles(files, deps, '3月2日安装失败');

    expect(same.gaps).toBeUndefined();
    expect(same.causes[0]?.certainty).toBe('identified');
    expect(other.causes[0]?.signature).toBe(same.causes[0]?.signature);
    expect(other.causes[0]?.certainty).toBe('likely');
  });

  it('is none when one of several logs reaches it', async () => {
    const diagnosis = await diagnoseFiles(
      [
        upload('CBS.log', logOf('2026-03-05')),
        upload('CbsPersist_20260303.log', logOf('2026-03-02')),
      ],
      deps,
      '3月2日安装 KB5099001 失败',
    );

    expect(diagnosis.gaps).toBeUndefined();
  });

  it('is told by the event log where nobody says it', async () => {
    const event = [
      '日志名称:          System',
      '来源:            Microsoft-Windows-WindowsUpdateClient',
      '日期:            2026/3/1 10:00:01',
      '事件 ID:         20',
      '级别:            错误',
      '描述:',
      '安装失败: Windows 无法安装下列更新，错误 0x80070643: KB5099001。',
    ].join('\r\n');

    const diagnosis = await diagnoseFiles(
      [upload('CBS.log', logOf('2026-03-09')), upload('events.txt', event)],
      deps,
    );

    expect(diagnosis.gaps).toEqual([
      '3月1日 有安装失败的记录，但组件日志没有覆盖这一天：CBS.log 只有 2026-03-09 的记录。',
    ]);
  });
});

describe('what is asked for', () => {
  it('is only what was not sent', async () => {
    const diagnosis = await diagnoseFiles(
      [upload('CBS.log', logOf('2026-03-05'))],
      deps,
      'KB5099001 装不上',
    );

    expect(asked(diagnosis)).toEqual(['C:\\Windows\\Logs\\DISM\\dism.log']);
  });

  it.each([
    ['upgrade', [report('a/setupact.log', 'setupact')], /Rollback.*SetupDiag.*BlueBox/su],
    ['upgrade', [report('a/Rollback/setupact.log', 'setupact')], /^C:\\Windows\\Logs\\SetupDiag/u],
    ['download', [report('CBS.log', 'cbs')], /^WindowsUpdate\.log.*ReportingEvents/su],
    ['crash', [report('Application.evtx', 'event-log')], /System\.evtx.*Minidump/su],
    ['feature', [], /dism\.log.*CBS\.log/su],
  ] as const)('for a failure of kind %s is the rest', (kind, reports, expected) => {
    const wanted = missingLogs(kind, reports).map(({ what }) => what);

    expect(wanted.join('\n')).toMatch(expected);
  });

  it.each([
    ['lines in a message', report('粘贴文本', 'cbs')],
    ['a file that was not read', report('CBS.log', 'cbs', { status: 'skipped', lines: 0 })],
  ])('is asked for though there are %s', (_, one) => {
    expect(missingLogs('servicing', [one])[0]?.what).toContain('CBS.log');
  });

  it.each([
    ['C:\\Windows\\Logs\\DISM\\dism.log', true],
    ['setupact.log 和 setuperr.log', false],
    ['C:\\Windows\\Logs\\CBS\\CBS.log 和同目录的 CbsPersist_*.cab', false],
    ['过滤驱动列表', false],
  ])('%j was sent: %s', (what, sent) => {
    const reports = [report('a.zip/DISM.log', 'dism'), report('setupact.log', 'setupact')];

    expect(wasSent({ what, how: '' }, reports)).toBe(sent);
  });
});

describe('the logs of two machines', () => {
  const two = [
    upload('收集/PC1/CBS.log', logOf('2026-03-05', wrongHash)),
    upload('收集/PC2/CBS.log', logOf('2026-03-05')),
  ];

  it('have causes that say whose they are', async () => {
    const { causes, inputs } = await diagnoseFiles(two, deps);

    expect(causes[0]?.machine).toBe('PC1');
    expect(inputs.map(({ machine }) => machine)).toEqual(['PC1', 'PC2']);
  });

  it('do not mend each other', async () => {
    const mended = [
      'Exec: Processing complete. Session: 31000000_1 Package: Package_9_for_KB5099001~31bf3856ad364e35~amd64~~10.0.1.2 [HRESULT = 0x00000000 - S_OK]',
    ];
    const later = logOf('2026-03-06', mended);

    const one = await diagnoseFiles(
      [two[0] ?? upload('', ''), upload('收集/CBS2.log', later)],
      deps,
    );
    const other = await diagnoseFiles(
      [two[0] ?? upload('', ''), upload('收集/PC2/CBS.log', later)],
      deps,
    );

    expect(one.causes.filter(({ certainty }) => certainty !== 'clue')).toEqual([]);
    expect(other.causes[0]).toMatchObject({ certainty: 'identified', machine: 'PC1' });
  });

  it('are not told apart when there is one', async () => {
    const { causes, inputs } = await diagnoseFiles(two.slice(0, 1), deps);

    expect(causes[0]).not.toHaveProperty('machine');
    expect(inputs[0]).not.toHaveProperty('machine');
  });

  it('never show what the computers are called', async () => {
    const info = (name: string) =>
      upload(
        `信息-${name === 'PC-0001' ? 1 : 2}.txt`,
        `主机名:           ${name}\r\nOS 名称:          Microsoft Windows 10 专业版\r\nOS 版本:          10.0.19045 N/A Build 19045\r\n`,
      );

    const diagnosis = await diagnoseFiles([info('PC-0001'), info('PC-0002')], deps);

    expect(new Set(diagnosis.inputs.map(({ machine }) => machine)).size).toBe(2);
    expect(JSON.stringify(diagnosis)).not.toMatch(/PC-000\d/u);
  });
});
