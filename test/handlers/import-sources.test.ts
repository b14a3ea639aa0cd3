import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ImportReport, importCases } from '../../handlers/import-cases.ts';
import type { Case } from '../../knowledge/cases/case.ts';
import { uploadOfFile, uploadOfText } from '../../knowledge/input/read.ts';
import type { Upload } from '../../knowledge/input/upload.ts';
import { loadKnowledge } from '../../knowledge/knowledge.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { desk, limits, temporaryFolder, uploadOfBytes } from '../support/answering.ts';
import { buildCab } from '../support/cab.ts';
import { buildEml } from '../support/eml.ts';
import { buildGzip } from '../support/gzip.ts';
import { fixtureNumber } from '../support/import-fixtures.ts';
import { buildCompoundFile, buildMsg } from '../support/msg.ts';
import { buildSevenZip } from '../support/seven-zip.ts';
import { buildTar } from '../support/tar.ts';
import { bomb, buildZip } from '../support/zip.ts';

const knowledge = await loadKnowledge();
const mails = path.join(import.meta.dirname, '../fixtures/mails');
const crm = path.join(import.meta.dirname, '../fixtures/crm');
const mail = (name: string) => uploadOfFile(name, path.join(mails, name));
const table = (name: string) => uploadOfFile(name, path.join(crm, name));
const text = mail(`${fixtureNumber}.txt`);
const first = mail(`${fixtureNumber}-1.eml`);
const second = mail(`${fixtureNumber}-2.eml`);
const msg = mail(`${fixtureNumber}.msg`);
const bytesOf = (name: string) => readFileSync(path.join(mails, name));
const subject = `[案例号: ${fixtureNumber} ] % |P2|ICBC|南京分行补丁安装失败 %`;

function openDesk() {
  const folder = temporaryFolder();
  const store = openSqlite(folder);
  const take = (uploads: readonly Upload[], more: { dryRun?: boolean; staff?: string[] } = {}) =>
    importCases(uploads, {
      store,
      knowledge,
      desk: more.staff ? { ...desk, staff: more.staff.map((name) => ({ name, ids: [] })) } : desk,
      limits,
      spoolFolder: path.join(folder, 'tmp'),
      now: () => 1000,
      dryRun: more.dryRun ?? false,
      who: 'test/operator',
      where: 'test/import',
    });
  return { folder, store, take };
}

async function readOne(uploads: readonly Upload[], number = fixtureNumber): Promise<Case> {
  const { store, take } = openDesk();
  await take(uploads);
  const found = await store.findCase(number);
  await store.close();
  if (!found) {
    throw new Error(`${number} was not imported`);
  }
  return found;
}

async function reportOf(...uploads: Upload[]): Promise<ImportReport> {
  const { store, take } = openDesk();
  const report = await take(uploads);
  await store.close();
  return report;
}

/** What every source must agree on. */
function standing(one: Case) {
  const { case: number, title, severity, customer, branch, status, statuses, owner } = one;
  const { opened, updated, closed } = one;
  return {
    number,
    title,
    severity,
    customer,
    branch,
    status,
    statuses,
    owner,
    opened,
    updated,
    closed,
  };
}

const expected = {
  number: fixtureNumber,
  title: '南京分行补丁KB5016623安装失败',
  severity: 'P2',
  customer: '工商银行',
  branch: '南京分行',
  status: 'waiting-customer',
  statuses: [
    { status: 'open', since: '2026-03-02' },
    { status: 'waiting-customer', since: '2026-03-03' },
  ],
  owner: null,
  opened: '2026-03-02',
  updated: '2026-03-03',
  closed: null,
};

describe('the same case', () => {
  it.each<[string, Upload[]]>([
    ['a text export', [text]],
    ['two .eml files', [first, second]],
    ['two .eml files, the later one first', [second, first]],
    ['one .eml that quotes the other', [second]],
    ['an Outlook message', [msg]],
    ['a workbook', [table('cases.xlsx')]],
    ['a Chinese CSV in GB18030', [table('cases-gb18030.csv')]],
    ['an English CSV with semicolons', [table('cases-english.csv')]],
    ['an archive of all of them', [archiveOf([text, first, second, msg])]],
    ['a 7z archive', [uploadOfBytes('a.7z', buildSevenZip([{ files: filesOf([text]) }]))]],
    ['a cabinet', [uploadOfBytes('a.cab', buildCab([{ files: filesOf([first, second]) }]))]],
    [
      'a packed tar file',
      [uploadOfBytes('a.tar.gz', buildGzip({ content: buildTar(filesOf([first, second])) }))],
    ],
  ])('comes out of %s', async (_, uploads) => {
    const one = await readOne(uploads);

    expect(standing(one)).toEqual(expected);
  });

  it.each<[string, Upload]>([
    ['.eml', first],
    ['.eml with the whole history', second],
    ['.msg', msg],
  ])('is not doubled by an %s of a mail that the text export holds', async (_, upload) => {
    const { store, take } = openDesk();
    await take([text]);
    const before = await store.findCase(fixtureNumber);

    await take([upload]);

    const after = await store.findCase(fixtureNumber);
    expect(after?.timeline).toEqual(before?.timeline);
    expect(after && standing(after)).toEqual(before && standing(before));
    await store.close();
  });

  it('is changed by nothing the second time, whatever it came from', async () => {
    const all = [text, first, second, msg, table('cases.xlsx'), table('cases-gb18030.csv')];
    const { store, take } = openDesk();
    await take(all);
    const before = await store.changes(0);

    const again = await take(all);
    const backwards = await take(all.toReversed());

    expect([...again.cases, ...backwards.cases].map(({ outcome }) => outcome)).not.toContain(
      'updated',
    );
    expect(await store.changes(0)).toEqual(before);
    await store.close();
  });

  it('stands the same in whatever order its sources come', async () => {
    const sources = [text, first, msg, table('cases.xlsx')];

    const orders = sources.map((_, at) => [...sources.slice(at), ...sources.slice(0, at)]);
    const read = await Promise.all(
      [...orders, sources.toReversed()].map(async (order) => {
        const { store, take } = openDesk();
        for (const one of order) {
          await take([one]);
        }
        const found = await store.findCase(fixtureNumber);
        await store.close();
        return (
          found && {
            ...standing(found),
            timeline: found.timeline.map(({ at, by }) => `${at} ${by}`),
          }
        );
      }),
    );

    expect(new Set(read.map((one) => JSON.stringify(one))).size).toBe(1);
  });
});

describe('a mail', () => {
  it('has its attached log read: the signature and the proof belong to the case', async () => {
    const one = await readOne([msg]);

    expect(one.signatures).toContain('filter-driver-denies-file');
    expect(one.features).toMatchObject({ codes: ['0x80070005'], files: ['wpdmtp.dll'] });
    expect(one.logs.join('\n')).toContain('STATUS_ACCESS_DENIED #1037475#');
  });

  it('says what of its attachments was left out', async () => {
    const { remarks } = await reportOf(first);

    expect(remarks.map((one) => one.text)).toEqual([
      '有 1 个图片附件，读不出其中的文字，已忽略。',
      '有 1 个日历或名片附件，已忽略。',
    ]);
  });

  it('names as owner only a configured engineer', async () => {
    const { store, take } = openDesk();

    await take([text], { staff: ['Qiao Wen'] });

    expect(await store.findCase(fixtureNumber)).toMatchObject({ owner: 'Qiao Wen' });
    await store.close();
  });

  it('that was forwarded as an attachment brings its own log and its own place in time', async () => {
    const outer = buildEml({
      subject: `转发: ${subject}`,
      from: 'Qiao Wen <qiaowen@desk.example.com>',
      date: 'Wed, 4 Mar 2026 10:00:00 +0800',
      text: '转发原始邮件，见附件。',
      attachments: [
        { name: 'report.eml', content: bytesOf(`${fixtureNumber}-1.eml`), type: 'message/rfc822' },
      ],
    });

    const one = await readOne([uploadOfBytes('outer.eml', outer)]);

    expect(one.timeline.map(({ at }) => at)).toEqual([
      '2026-03-02T09:05:12',
      '2026-03-04T10:00:00',
    ]);
    expect(one.signatures).toContain('filter-driver-denies-file');
  });

  it('takes a customer from the configuration before the built-in names', async () => {
    const { store } = openDesk();
    const own = { ...desk, customers: [{ id: 'x', name: '测试银行', aliases: ['icbc'] }] };

    await importCases([text], {
      store,
      knowledge,
      limits,
      desk: own,
      spoolFolder: temporaryFolder(),
      now: () => 0,
      dryRun: false,
      who: 'a',
      where: 'b',
    });

    expect(await store.findCase(fixtureNumber)).toMatchObject({ customer: '测试银行' });
    await store.close();
  });

  it('after the closing one opens the case again', async () => {
    const { store, take } = openDesk();
    const closed = path.join(import.meta.dirname, '../fixtures/threads/CAS-02713-B6R8B4.txt');
    const followUp = buildEml({
      subject: '回复: [案例号: CAS-02713-B6R8B4 ] % |P2|ICBC|工行苏州分行用户反馈补丁安装问题 %',
      from: 'fanglx@nj.example.com',
      date: 'Tue, 18 Aug 2020 09:30:00 +0800',
      text: '老师您好，\n另外一台电脑安装KB4561621仍然报错8024200d，日志已上传，请查收。',
    });
    await take([uploadOfFile('closed.txt', closed)]);

    const report = await take([uploadOfBytes('again.eml', followUp)]);

    const one = await store.findCase('CAS-02713-B6R8B4');
    expect(one).toMatchObject({ status: 'open', closed: null, updated: '2020-08-18' });
    expect(one?.statuses.slice(-2)).toEqual([
      { status: 'archived', since: '2020-08-11' },
      { status: 'open', since: '2020-08-18' },
    ]);
    expect(report.cases[0]?.changes).toContain('状态：已归档 → 处理中');
    await store.close();
  });
});

describe('a dry run', () => {
  it('tells field by field what would change, and changes nothing', async () => {
    const { store, take } = openDesk();
    await take([first]);
    const before = await store.changes(0);

    const report = await take([table('cases.xlsx')], { dryRun: true });

    expect(report.cases[0]).toMatchObject({
      outcome: 'updated',
      changes: expect.arrayContaining([
        '状态：处理中 → 等待客户',
        '更新日期：2026-03-02 → 2026-03-03',
      ]),
    });
    expect(await store.changes(0)).toEqual(before);
    expect(await store.listAudit({ limit: 9 })).toHaveLength(1);
    await store.close();
  });
});

describe('an import', () => {
  it('is audited case by case', async () => {
    const { store, take } = openDesk();

    await take([table('cases-gb18030.csv')]);

    const entries = await store.listAudit({ limit: 9 });
    expect(entries.map((one) => one.case).sort()).toEqual([fixtureNumber, 'CAS-08002-Q4R5S6']);
    expect(entries[0]).toMatchObject({
      at: 1000,
      who: 'test/operator',
      what: 'import',
      where: 'test/import',
    });
    await store.close();
  });

  it('shows a contradiction and keeps what is stored', async () => {
    const { store, take } = openDesk();
    await take([table('cases.xlsx')], { staff: ['Qiao Wen', '谭工'] });
    const other = `案例编号,案例标题,严重级别,状态,负责人,创建时间,修改时间\n${fixtureNumber},|P1|ICBC|无锡分行补丁,P1,可用,谭工,2026-03-02,2026-03-05\n`;

    const report = await take([uploadOfText('x.csv', other)], { staff: ['Qiao Wen', '谭工'] });

    expect(
      report.cases[0]?.conflicts.map((line) => line.slice(fixtureNumber.length + ' 的'.length)),
    ).toEqual([
      expect.stringContaining('分行：已存“南京分行”，新读到“无锡分行”'),
      expect.stringContaining('严重级别：已存“P2”，新读到“P1”'),
      expect.stringContaining('负责人：已存“Qiao Wen”，新读到“谭工”'),
    ]);
    expect(await store.findCase(fixtureNumber)).toMatchObject({
      status: 'open',
      branch: '南京分行',
      severity: 'P2',
      owner: 'Qiao Wen',
    });
    await store.close();
  });
});

const certificate = Buffer.from('MIAGCSqGSIb3DQEHA6CAMIACAQAxggE=', 'base64');
const looped = loopOf(bytesOf(`${fixtureNumber}.msg`));

describe('what cannot be imported', () => {
  it.each<[string, Upload, RegExp]>([
    [
      'a forwarded mail without a case number',
      uploadOfBytes(
        'a.eml',
        buildEml({
          subject: '转发: 补丁',
          from: 'a@example.com',
          date: 'Mon, 02 Mar 2026 09:05:12 +0800',
          text: 'x',
        }),
      ),
      /没有案例号.*请在主题中补上案例号/,
    ],
    [
      'a mail without a date',
      uploadOfBytes(
        'a.eml',
        buildEml({
          subject,
          from: 'a@example.com',
          text: 'x',
          headers: ['Message-ID: <a@example.com>'],
        }),
      ),
      /没有发送时间.*请/,
    ],
    [
      'an encrypted mail',
      uploadOfBytes(
        'a.eml',
        Buffer.concat([
          Buffer.from(
            'From: a@example.com\r\nDate: Mon, 02 Mar 2026 09:05:12 +0800\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\n',
          ),
          Buffer.from(certificate.toString('base64')),
        ]),
      ),
      /加密.*请/,
    ],
    [
      'an encrypted Outlook message',
      uploadOfBytes('a.msg', buildMsg({ subject, sender: 'A', messageClass: 'IPM.Note.SMIME' })),
      /加密.*请/,
    ],
    [
      'a meeting',
      uploadOfBytes(
        'a.msg',
        buildMsg({ subject, sender: 'A', messageClass: 'IPM.Schedule.Meeting.Request' }),
      ),
      /会议邀请/,
    ],
    [
      'an Outlook message cut in half',
      uploadOfBytes('a.msg', bytesOf(`${fixtureNumber}.msg`).subarray(0, 3000)),
      /损坏.*请/,
    ],
    ['an Outlook message that runs in circles', uploadOfBytes('a.msg', looped), /损坏.*请/],
    [
      'an .msg that is no compound file',
      uploadOfBytes(
        'a.msg',
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(5000, 7)]),
      ),
      /损坏.*请/,
    ],
    [
      'an old workbook',
      uploadOfBytes('a.xls', buildCompoundFile({ Workbook: Buffer.alloc(5000) })),
      /另存为 \.xlsx/,
    ],
    [
      'a workbook with a password',
      uploadOfBytes('a.xlsx', buildCompoundFile({ EncryptedPackage: Buffer.alloc(5000) })),
      /去掉密码/,
    ],
    ['a workbook that unpacks for ever', uploadOfBytes('a.xlsx', bombWorkbook()), /超过上限|过大/],
    [
      'a table without case numbers',
      uploadOfText('a.csv', '案例标题,状态,创建时间\n补丁,可用,2026-03-02\n'),
      /案例编号.*crm\.columns\.case/,
    ],
    [
      'a table without a state',
      uploadOfText('a.csv', '案例编号,创建时间\nCAS-08001-M1N2P3,2026-03-02\n'),
      /状态.*crm\.columns\.status/,
    ],
    [
      'a CSV whose quotes never end',
      uploadOfText('a.csv', '案例编号,状态\nCAS-08001-M1N2P3,"可用\n'),
      /引号.*请/,
    ],
    ['a picture', uploadOfBytes('a.eml', Buffer.from('89504e470d0a1a0a0000', 'hex')), /图片.*请/],
    ['an empty file', uploadOfText('a.csv', ''), /空/],
    ['an empty archive', uploadOfBytes('a.zip', buildZip([])), /没有文件.*请/],
    [
      'an archive with a password',
      uploadOfBytes('a.7z', buildSevenZip([{ files: filesOf([text]) }], { header: 'hidden' })),
      /密码.*请/,
    ],
    ['an archive cut off', uploadOfBytes('a.cab', buildCab([]).subarray(0, 30)), /不完整.*请/],
    [
      'a file in an archive behind a password',
      uploadOfBytes('a.zip', buildZip([{ name: 'a.eml', content: 'x', encrypted: true }])),
      /密码.*请/,
    ],
    [
      'a text that unpacks for ever',
      uploadOfBytes('a.gz', buildGzip({ content: Buffer.alloc(2 ** 25, 'x\n') })),
      /压缩比.*请/,
    ],
    ['a mail of 100 MB', { name: 'a.eml', open: () => hugeMail(100) }, /64 MB.*请/],
    [
      'a bomb of header fields',
      uploadOfBytes(
        'a.eml',
        Buffer.from(`From: a@example.com\r\nDate: x\r\n${'X-A: b\r\n'.repeat(700_000)}\r\n`),
      ),
      /邮件头过大.*请/,
    ],
  ])('%s is named with what to do, and the rest goes in', async (_, upload, reason) => {
    const { store, take } = openDesk();

    const report = await take([upload, text]);

    expect(report.failed.map((one) => one.reason)).toEqual([expect.stringMatching(reason)]);
    expect(await store.findCase(fixtureNumber)).toBeDefined();
    await store.close();
  });

  it('a mail with ten thousand attachments is read in part, and says so', async () => {
    const attachments = Array.from({ length: 10_000 }, (_, at) => ({
      name: `${at}.log`,
      content: 'x',
    }));
    const eml = buildEml({
      subject,
      from: 'a@example.com',
      date: 'Mon, 02 Mar 2026 09:05:12 +0800',
      text: 'x',
      attachments,
    });

    const { cases, remarks } = await reportOf(uploadOfBytes('a.eml', eml));

    expect(cases).toHaveLength(1);
    expect(remarks.map((one) => one.text)).toContainEqual(
      expect.stringContaining('只读取了前 100 个'),
    );
  });

  it('mails attached to mails are opened to a depth', async () => {
    let inner = buildEml({
      subject,
      from: 'a@example.com',
      date: 'Mon, 02 Mar 2026 09:05:12 +0800',
      text: 'x',
    });
    for (let depth = 0; depth < 6; depth += 1) {
      inner = buildEml({
        subject,
        from: 'a@example.com',
        date: `Mon, 02 Mar 2026 1${depth}:00:00 +0800`,
        text: 'x',
        attachments: [{ name: 'a.eml', content: inner, type: 'message/rfc822' }],
      }) as Buffer<ArrayBuffer>;
    }

    const { cases, remarks } = await reportOf(uploadOfBytes('a.eml', inner));

    expect(cases).toHaveLength(1);
    expect(remarks.map((one) => one.text)).toContainEqual(expect.stringContaining('套得太深'));
  });

  it('a mail cut in the middle of its base64 keeps what is whole', async () => {
    const cut = bytesOf(`${fixtureNumber}-1.eml`).subarray(0, 1500);

    const { cases } = await reportOf(uploadOfBytes('a.eml', cut));

    expect(cases).toMatchObject([{ case: fixtureNumber, outcome: 'new' }]);
  });
});

describe('what is private in mails and exports', () => {
  const words = readFileSync(path.join(mails, 'private.txt'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  it('stands in the fixtures, so that the list proves something', () => {
    const raw = [`${fixtureNumber}.txt`].map((name) => bytesOf(name).toString()).join('\n');

    expect(words.filter((word) => raw.includes(word)).length).toBeGreaterThan(3);
  });

  it.each<[string, Upload[]]>([
    ['.eml', [first, second]],
    ['.msg', [msg]],
    ['text', [text]],
    ['CSV', [table('cases-gb18030.csv'), table('cases-english.csv')]],
    ['XLSX', [table('cases.xlsx')]],
  ])('of %s is neither in the bytes of the store nor in the report', async (_, uploads) => {
    const { folder, store, take } = openDesk();
    const report = await take(uploads);
    await store.close();

    const stored = readdirSync(folder, { withFileTypes: true })
      .filter((one) => one.isFile())
      .map(({ name }) => readFileSync(path.join(folder, name), 'utf8'))
      .join('\n');

    expect(stored).toContain(fixtureNumber);
    const told = `${stored}\n${JSON.stringify(report)}`.toLowerCase();
    expect(words.filter((word) => told.includes(word.toLowerCase()))).toEqual([]);
  });
});

function archiveOf(uploads: readonly Upload[]): Upload {
  return uploadOfBytes('all.zip', buildZip(filesOf(uploads)));
}

function filesOf(uploads: readonly Upload[]) {
  return uploads.map(({ name, path: file = '' }) => ({ name, content: readFileSync(file) }));
}

/** The first directory sector follows itself. */
function loopOf(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  const directory = copy.readUInt32LE(48);
  const table = (copy.readUInt32LE(76) + 1) * 512;
  copy.writeUInt32LE(directory, table + directory * 4);
  return copy;
}

function bombWorkbook(): Buffer {
  return buildZip([
    { name: '[Content_Types].xml', content: '<Types/>' },
    { name: 'xl/workbook.xml', content: '<workbook/>' },
    { name: 'xl/worksheets/sheet1.xml', raw: bomb(2 ** 30) },
  ]);
}

async function* hugeMail(mebibytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from('From: a@example.com\r\nDate: Mon, 02 Mar 2026 09:05:12 +0800\r\n\r\n');
  const block = Buffer.alloc(1024 * 1024, 'x');
  for (let count = 0; count < mebibytes; count += 1) {
    yield block;
  }
}
