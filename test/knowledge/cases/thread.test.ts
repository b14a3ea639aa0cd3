import { describe, expect, it } from 'vitest';
import { Case } from '../../../knowledge/cases/case.ts';
import { readThread } from '../../../knowledge/cases/thread.ts';
import { casesOf, threadNames, threadText } from './threads.ts';

const all = threadNames.flatMap((name) => casesOf(name).map((one, at) => ({ one, own: at === 0 })));

function find(caseNumber: string): Case {
  const found = all.filter(({ one }) => one.case === caseNumber);
  const best = found.find(({ own }) => own) ?? found[0];
  if (!best) {
    throw new Error(`${caseNumber} was not read`);
  }
  return best.one;
}

const table = [
  [
    'CAS-02564-J6C0B1',
    '深圳分行升级V2020-L失败',
    'P2',
    '深圳分行',
    'archived',
    '2020-07-08',
    '2020-07-09',
    true,
  ],
  [
    'CAS-02695-W0F0D7',
    '杭州分行升级失败',
    'P2',
    '杭州分行',
    'waiting-customer',
    '2020-07-29',
    null,
    false,
  ],
  [
    'CAS-02713-B6R8B4',
    '工行苏州分行用户反馈补丁安装问题',
    'P2',
    '苏州分行',
    'archived',
    '2020-08-03',
    '2020-08-11',
    true,
  ],
  [
    'CAS-06686-V8Q9W1',
    '反馈win10无法安装KB5014692',
    'P2',
    '山西分行',
    'archived',
    '2022-07-20',
    '2022-10-31',
    true,
  ],
  [
    'CAS-06859-Q6V5Z7',
    '工行北京分行6B补丁安装失败问题',
    'P2',
    '北京分行',
    'archived',
    '2022-08-12',
    '2022-08-24',
    false,
  ],
  [
    'CAS-06079-G5K3W1',
    '工行升级-天津分行升级报错回退分析',
    null,
    '天津分行',
    'archived',
    '2022-04-15',
    '2022-04-27',
    true,
  ],
] as const;

describe.each(table)(
  '%s',
  (caseNumber, title, severity, branch, status, opened, closed, verified) => {
    it('is read column by column', () => {
      const one = find(caseNumber);

      expect(Case.parse(one)).toEqual(one);
      expect(one).toMatchObject({ title, severity, branch, status, opened, closed, verified });
      expect(one).toMatchObject({ customer: '工商银行', source: 'thread', byHand: [] });
      expect(one.symptom).not.toBe('');
      expect(one.resolution).not.toBe('');
    });
  },
);

describe('features', () => {
  it.each([
    ['CAS-02564-J6C0B1', { codes: ['0x80070005'], files: ['wpdmtp.dll'], products: ['亚信安全'] }],
    [
      'CAS-02695-W0F0D7',
      {
        codes: ['0x80070005'],
        files: ['vuserhci.exe', 'vedsmfilemon.dll'],
        products: ['DSPClient', 'TMS'],
      },
    ],
    [
      'CAS-02713-B6R8B4',
      { codes: ['0x8024200d'], kbs: ['KB4561621'], files: ['wpdmtp.dll', 'vuserhci.exe'] },
    ],
    [
      'CAS-06686-V8Q9W1',
      {
        codes: ['0x800f0985', '0x8007000d', '0x800f0821', '0x80070005'],
        kbs: ['KB5014692', 'KB5015811', 'KB5016623'],
        files: ['driver.stl', 'wpdmtp.dll', 'schk_x64.dll'],
        drivers: ['gscfmgr.sys', 'tmpreflt.sys'],
      },
    ],
    ['CAS-06859-Q6V5Z7', { codes: ['0x80070570'], kbs: ['KB5014692', 'KB5015811'] }],
    ['CAS-06079-G5K3W1', { codes: ['0xc0000024', '0x80004005'], products: ['DSPClient'] }],
  ])('%s holds what it is known by', (caseNumber, expected) => {
    const { features } = find(caseNumber);

    for (const [kind, values] of Object.entries(expected)) {
      expect(features[kind as keyof typeof features]).toEqual(expect.arrayContaining(values));
    }
  });
});

describe('findings', () => {
  it.each([
    ['CAS-02564-J6C0B1', ['深圳分行'], ['av-filter-access-denied']],
    ['CAS-02695-W0F0D7', ['杭州分行'], ['av-filter-access-denied']],
    ['CAS-02713-B6R8B4', ['苏州分行'], ['av-filter-access-denied']],
    ['CAS-06859-Q6V5Z7', ['北京分行'], ['file-system-corrupt']],
    [
      'CAS-06079-G5K3W1',
      ['天津分行', '天津分行'],
      ['self-protection-registry-denied', 'bcd-store-corrupt'],
    ],
    [
      'CAS-06686-V8Q9W1',
      ['西安分行', '江西分行', '江西分行', '未说明', '湖北分行'],
      [
        'psfx-delta-mismatch',
        'component-file-hash-mismatch',
        'spp-token-update-failed',
        'uso-install-timeout',
        'av-filter-access-denied',
        'av-filter-access-denied',
      ],
    ],
  ])('%s tells machines and causes apart', (caseNumber, places, causes) => {
    const { findings } = find(caseNumber);

    expect(findings.map((finding) => finding.where)).toEqual(places);
    expect(findings.flatMap((finding) => finding.causeClasses)).toEqual(causes);
  });

  it('knows who confirmed what', () => {
    const { findings } = find('CAS-06686-V8Q9W1');

    expect(findings.map((finding) => finding.helped)).toEqual([true, null, null, null, true]);
  });
});

describe('the reader', () => {
  it('does not let a stack dump flood the case', () => {
    const one = find('CAS-06686-V8Q9W1');

    expect(JSON.stringify(one)).not.toContain('ntoskrnl');
    expect(one.features.components).not.toContain('microsoft-windows-p..inscripts.resources');
    expect(JSON.stringify(one).length).toBeLessThan(40_000);
  });

  it('repairs what Outlook put behind ids and paths', () => {
    const logs = find('CAS-06686-V8Q9W1').logs.join('\n');

    expect(logs).toContain('0000001d@2022/7/21:08:03:58.621');
    expect(logs).not.toContain('<mailto:');
    expect(logs).not.toContain('<file:');
  });

  it('writes one entry for each mail and says who wrote it', () => {
    const { timeline } = find('CAS-06686-V8Q9W1');

    expect(timeline).toHaveLength(27);
    expect(timeline[0]).toMatchObject({ at: '2022-07-20T15:03:46', by: 'desk' });
    expect(timeline[3]).toMatchObject({ by: 'customer', what: '日志已上传请协助分析。' });
    expect(timeline[24]?.by).toBe('vendor');
  });

  it('writes 脱管 where branches write 托管TMS', () => {
    const text = JSON.stringify(all.map(({ one }) => ({ ...one, logs: [] })));

    expect(text).not.toContain('托管TMS');
  });

  it('takes a configured customer before the built-in list', () => {
    const reading = readThread(threadText('CAS-02564-J6C0B1'), {
      customers: [{ name: '测试银行', aliases: ['icbc'] }],
    });

    expect(reading).toMatchObject({ kind: 'read', cases: [{ customer: '测试银行' }] });
  });
});

const mail = (number: number, sender: string, at: string, body: string): string =>
  `====第${number}封邮件====\n\n发件人：${sender}\n发送时间：${at}+00:00\n邮件内容:\n${body}\n`;
const subject =
  '邮件主题：回复: [案例号: CAS-12345-A1B2C3 ] % |P3||ABC|农行青岛分行补丁失败 % 初次响应\n\n';
const asks = '王先生，您好：\n请您收集日志并上传。\n服务电话： 400-818-0055';

describe('the last mail decides the status', () => {
  it.each([
    ['waiting-customer', 'Li Lei', asks],
    ['open', '王芳', '老师您好，\n日志已上传，请查收。'],
    ['waiting-vendor', 'Li Lei', '王先生，您好：\n已提交厂商分析，有结果后告知您。'],
    ['archived', 'Li Lei', '王先生，您好：\n经您的同意，我将归档此案例。'],
    ['waiting-customer', 'Li Lei', `${asks}\n如果能及时解决问题，我们将考虑关闭案例。`],
  ])('%s', (status, sender, body) => {
    const reading = readThread(
      subject +
        mail(1, 'Li Lei', '2026-03-01 09:00:00.1', asks) +
        mail(2, sender, '2026-03-02 09:00:00', body),
    );

    expect(reading).toMatchObject({
      kind: 'read',
      cases: [
        { status, severity: 'P3', customer: '农业银行', branch: '青岛分行', updated: '2026-03-02' },
      ],
      notes: [],
    });
  });
});

describe('damaged exports', () => {
  it.each([
    ['nothing', '', '空的'],
    ['no header', '请看附件', '邮件主题'],
    [
      'no case number',
      `邮件主题：回复: 补丁失败\n${mail(1, '王芳', '2026-03-01 09:00:00', '您好')}`,
      '案例号',
    ],
    ['no mail', subject, '邮件'],
  ])('with %s say what to do', (_, text, reason) => {
    expect(readThread(text)).toMatchObject({
      kind: 'unreadable',
      reason: expect.stringContaining(reason),
    });
  });

  it('name the mails that are missing', () => {
    const reading = readThread(
      subject +
        mail(1, 'Li Lei', '2026-03-01 09:00:00', asks) +
        mail(4, '王芳', '2026-03-05 09:00:00', '已上传'),
    );

    expect(reading).toMatchObject({ kind: 'read', notes: [expect.stringContaining('第 2–3 封')] });
  });

  it('may hold several threads and Windows line ends', () => {
    const text = threadNames.map(threadText).join('\n').replaceAll('\n', '\r\n');

    const reading = readThread(text);

    expect(reading.kind === 'read' && reading.cases).toEqual(all.map(({ one }) => one));
  });
});

describe('hostile text', () => {
  const size = 5_000_000;
  const repeated = [
    'A',
    ' ',
    '=',
    '工',
    '王先生',
    '1',
    '\\',
    'a.',
    '0x8',
    '====第1封邮件====\n',
    '密码：',
    '发件人：',
    '\n',
    '[',
    '王芳 138',
    '%E5',
    '8',
    '.',
    'C:\\Users\\',
    '@',
    ':',
    '- ',
    '| ',
    '\t',
    '联系人：',
    'user=',
    '13800000001 ',
  ];

  it.each(repeated)(
    '%j repeated is read in bounded time',
    (part) => {
      const body = part.repeat(Math.ceil(size / part.length));
      const started = performance.now();

      readThread(subject + mail(1, 'Li Lei', '2026-03-01 09:00:00', body));
      readThread(body);

      expect(performance.now() - started).toBeLessThan(10_000);
    },
    30_000,
  );
});
