import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { uploadOfFile } from '../../../knowledge/input/read.ts';
import type { Upload } from '../../../knowledge/input/upload.ts';
import { type limits, temporaryFolder } from '../../support/answering.ts';
import { buildCab, cabOf } from '../../support/cab.ts';
import { buildEml } from '../../support/eml.ts';
import { buildGzip } from '../../support/gzip.ts';
import { buildCompoundFile } from '../../support/msg.ts';
import { abortLine, createReading, abortLog as log, upload } from '../../support/reading.ts';
import { buildSevenZip } from '../../support/seven-zip.ts';
import { buildTar } from '../../support/tar.ts';
import { bomb, buildZip, gbk } from '../../support/zip.ts';

const read = createReading();
const rotated = cabOf('CbsPersist_20260301.log', log);

/** What a support tool packs: logs as they lie, and what servicing has rotated away. */
const collected = buildZip([
  { name: gbk('日志\\CBS.log'), content: `${abortLine.replace('Client aborted', 'calm')}\r\n` },
  { name: gbk('日志\\CbsPersist_20260301.cab'), content: rotated },
  { name: 'systeminfo.txt', content: 'OS 名称: Microsoft Windows 10 专业版' },
]);

describe('a container', () => {
  it.each<[string, Uint8Array, string]>([
    ['CbsPersist_20260301.cab', rotated, 'CbsPersist_20260301.cab/CbsPersist_20260301.log'],
    [
      'collector.zip',
      collected,
      'collector.zip/日志/CbsPersist_20260301.cab/CbsPersist_20260301.log',
    ],
    [
      '日志.7z',
      buildSevenZip([{ files: [{ name: '日志/CBS.log', content: log }] }], { header: 'packed' }),
      '日志.7z/日志/CBS.log',
    ],
    [
      'update.cab',
      buildCab([{ lzx: {}, files: [{ name: 'CBS.log', content: log }] }]),
      'update.cab/CBS.log',
    ],
    ['CBS.log.gz', buildGzip({ content: log, name: 'CBS.log' }), 'CBS.log.gz'],
    ['CBS.log.zst', zstdCompressSync(log), 'CBS.log.zst'],
    ['a.tar', buildTar([{ name: 'CBS.log', content: log }]), 'a.tar/CBS.log'],
    [
      'a.tgz',
      buildGzip({ content: buildTar([{ name: 'CBS.log', content: log }]) }),
      'a.tgz/CBS.log',
    ],
    [
      'a.zip',
      buildZip([{ name: 'b.tar', content: buildTar([{ name: 'c.cab', content: rotated }]) }]),
      'a.zip/b.tar/c.cab/CbsPersist_20260301.log',
    ],
    [
      '转发.eml',
      buildEml({
        subject: '补丁',
        from: 'fanglin@example.com',
        text: '见附件',
        attachments: [{ name: 'logs.zip', content: buildZip([{ name: 'CBS.log', content: log }]) }],
      }),
      '转发.eml/logs.zip/CBS.log',
    ],
    [
      'a mail in a mail.eml',
      buildEml({
        subject: 'FW',
        from: 'fanglin@example.com',
        attachments: [
          {
            name: '原邮件.eml',
            type: 'message/rfc822',
            content: buildEml({ subject: '补丁', from: 'x@example.com', text: abortLine }),
          },
        ],
      }),
      'a mail in a mail.eml/原邮件.eml/邮件正文',
    ],
    ['renamed to CBS.log', rotated, 'renamed to CBS.log/CbsPersist_20260301.log'],
  ])('named %s is read by its content', async (name, bytes, input) => {
    const { reports, ranked, left } = await read([upload(name, bytes)]);

    expect(reports.filter(({ status }) => status !== 'read')).toEqual([]);
    expect(reports.find((report) => report.name === input)).toMatchObject({ status: 'read' });
    expect(ranked[0]?.cause.evidence).toMatchObject([{ input }]);
    expect(left).toEqual([]);
  });

  it('larger than what is held is put down under a name of our own and removed', async () => {
    const filler = randomBytes(5 * 2 ** 20);
    const cab = buildCab([
      { method: 0, files: [{ name: '../../evil.bin', content: filler }] },
      { files: [{ name: 'CBS.log', content: log }] },
    ]);

    const { reports, ranked, left } = await read([
      upload('a.zip', buildZip([{ name: 'big.cab', content: cab, method: 0 }])),
    ]);

    expect(reports.map(({ name, status }) => [name, status])).toEqual([
      ['a.zip/big.cab/evil.bin', 'skipped'],
      ['a.zip/big.cab/CBS.log', 'read'],
    ]);
    expect(ranked).toHaveLength(1);
    expect(left).toEqual([]);
  });

  it('on our own disk is read in place and left there', async () => {
    const file = path.join(temporaryFolder(), 'upload');
    writeFileSync(file, rotated);

    const { reports, left } = await read([uploadOfFile('a.cab', file)]);

    expect(reports).toMatchObject([{ name: 'a.cab/CbsPersist_20260301.log', status: 'read' }]);
    expect(left).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });
});

type Wanted = readonly [name: string, status: string, reason: string];
const noise = randomBytes(50_000);
const noisyLog = Buffer.concat([log, Buffer.from(noise.toString('hex'))]);
const encryptedMail = buildEml({
  subject: 'x',
  from: 'x@example.com',
  headers: ['Content-Type: application/pkcs7-mime; smime-type=enveloped-data'],
});
const manyTars = buildTar(
  Array.from({ length: 4 }, (_, index) => ({
    name: `${index}.tar`,
    content: buildTar([{ name: 'a.log', content: log }]),
  })),
);

/** Each with a sentence of its own, and what to do instead. */
/** Packed as nobody here unpacks it. */
function sevenZipOf(coder: string, name: string): Buffer {
  const raw = { coder, data: Buffer.alloc(30), size: log.length };
  return buildSevenZip([{ files: [{ name, content: log }], raw }]);
}

const hostile: readonly [string, Upload, Partial<typeof limits>, readonly Wanted[]][] = [
  [
    'a bomb in a zip',
    upload('a.zip', buildZip([{ name: 'CBS.log', raw: bomb(2 ** 27) }])),
    { archiveRatio: 20 },
    [['a.zip/CBS.log', 'skipped', '压缩比']],
  ],
  [
    'a bomb in a cabinet',
    upload('a.cab', cabOf('CBS.log', Buffer.alloc(2 ** 25, `${abortLine.repeat(9)}\n`))),
    { archiveRatio: 20 },
    [['a.cab/CBS.log', 'partial', '压缩比']],
  ],
  [
    'a bomb in a gzip file',
    upload('a.gz', buildGzip({ raw: bomb(2 ** 27) })),
    { archiveRatio: 20 },
    [['a.gz', 'skipped', '压缩比']],
  ],
  [
    'more in all than is allowed',
    upload(
      'a.zip',
      buildZip(
        ['a', 'b', 'c'].map((name) => ({
          name,
          content: buildGzip({ content: Buffer.alloc(2 ** 19, `${abortLine}\n`) }),
        })),
      ),
    ),
    { uploadMiB: 1 },
    [
      ['a.zip/a', 'read', ''],
      ['a.zip/b', 'partial', '大小上限'],
      ['a.zip/c', 'skipped', '总大小超过上限'],
    ],
  ],
  [
    'more files than are allowed, over all levels',
    upload('a.tar', manyTars),
    { archiveEntries: 5 },
    [
      ['a.tar/0.tar/a.log', 'read', ''],
      ['a.tar/1.tar/a.log', 'read', ''],
      ['a.tar/2.tar', 'partial', '太多，只读了前 5 个'],
      ['a.tar', 'partial', '太多，只读了前 5 个'],
    ],
  ],
  [
    'a cabinet of more files than are allowed',
    upload('a.cab', buildCab([{ files: ['a', 'b'].map((name) => ({ name })) }])),
    { archiveEntries: 1 },
    [['a.cab', 'skipped', '超过 1 个']],
  ],
  [
    'more levels than are allowed',
    upload('a.gz', buildGzip({ content: buildTar([{ name: 'b.cab', content: rotated }]) })),
    { archiveDepth: 2 },
    [['a.gz/b.cab', 'skipped', '2 层']],
  ],
  [
    'a cabinet that was not sent to its end',
    upload(
      'a.cab',
      buildCab([{ files: [{ name: 'CBS.log', content: noisyLog }] }]).subarray(0, 30_000),
    ),
    {},
    [
      ['a.cab', 'partial', '不完整'],
      ['a.cab/CBS.log', 'partial', '不完整'],
    ],
  ],
  [
    'a gzip file that was not sent to its end',
    upload('a.gz', buildGzip({ content: noisyLog }).subarray(0, 30_000)),
    {},
    [['a.gz', 'partial', '不完整']],
  ],
  [
    'a tar file that was not sent to its end',
    upload('a.tar', buildTar([{ name: 'CBS.log', content: noisyLog }]).subarray(0, 30_000)),
    {},
    [
      ['a.tar/CBS.log', 'partial', '不完整'],
      ['a.tar', 'partial', '不完整'],
    ],
  ],
  [
    'a damaged cabinet in a zip',
    upload(
      'a.zip',
      buildZip([
        {
          name: 'b.cab',
          content: buildCab([
            { files: [{ name: 'CBS.log', content: log }], block: { at: 0, checksum: 1 } },
          ]),
        },
      ]),
    ),
    {},
    [['a.zip/b.cab/CBS.log', 'partial', '校验']],
  ],
  [
    'a whole cabinet that a zip doubts',
    upload('a.zip', buildZip([{ name: 'b.cab', content: rotated, lies: { checksum: 1 } }])),
    {},
    [
      ['a.zip/b.cab/CbsPersist_20260301.log', 'read', ''],
      ['a.zip/b.cab', 'partial', '校验'],
    ],
  ],
  [
    'a packed file that a zip doubts',
    upload(
      'a.zip',
      buildZip([{ name: 'b.gz', content: buildGzip({ content: log }), lies: { checksum: 1 } }]),
    ),
    {},
    [['a.zip/b.gz', 'partial', '校验']],
  ],
  [
    'a cabinet whose LZX is none',
    upload('a.cab', buildCab([{ method: 3, files: [{ name: 'CBS.log', content: log }] }])),
    {},
    [['a.cab/CBS.log', 'skipped', '读不出来']],
  ],
  [
    'a 7z archive with a password',
    upload('a.7z', buildSevenZip([{ method: 'aes', files: [{ name: 'CBS.log', content: log }] }])),
    {},
    [['a.7z/CBS.log', 'skipped', '密码']],
  ],
  [
    'a 7z archive that hides its names',
    upload(
      'a.7z',
      buildSevenZip([{ files: [{ name: 'CBS.log', content: log }] }], { header: 'hidden' }),
    ),
    {},
    [['a.7z', 'skipped', '连文件名也加密']],
  ],
  [
    'a 7z archive that was not sent to its end',
    upload(
      'a.7z',
      buildSevenZip([{ files: [{ name: 'CBS.log', content: noisyLog }] }]).subarray(0, 30_000),
    ),
    {},
    [['a.7z', 'skipped', '不完整']],
  ],
  [
    'a 7z archive with a damaged list of files',
    upload(
      'a.7z',
      buildSevenZip([{ files: [{ name: 'CBS.log', content: log }] }], {
        lies: { headerChecksum: 7 },
      }),
    ),
    {},
    [['a.7z', 'skipped', '已损坏']],
  ],
  [
    'a bomb in a 7z archive',
    upload(
      'a.7z',
      buildSevenZip([
        {
          files: [{ name: 'CBS.log', content: 'x' }],
          raw: { coder: '0103040108', data: bomb(2 ** 27).data, size: 2 ** 27 },
        },
      ]),
    ),
    { archiveRatio: 20 },
    [['a.7z/CBS.log', 'skipped', '压缩比']],
  ],
  [
    'a 7z archive that asks for four gigabytes of memory',
    upload(
      'a.7z',
      buildSevenZip([
        {
          files: [{ name: 'CBS.log', content: 'x' }],
          raw: { coder: '0123030101055dffffffff', data: Buffer.alloc(30), size: 2 ** 32 },
        },
      ]),
    ),
    {},
    [['a.7z/CBS.log', 'skipped', '内存']],
  ],
  [
    'a 7z archive packed for programs',
    upload('a.7z', sevenZipOf('01040303011b', 'a.exe')),
    {},
    [['a.7z/a.exe', 'skipped', '过滤器']],
  ],
  [
    'a 7z archive packed with PPMd',
    upload('a.7z', sevenZipOf('0123030401050610000000', 'CBS.log')),
    {},
    [['a.7z/CBS.log', 'skipped', 'PPMd']],
  ],
  [
    'a bomb in a zip in a zip in a gzip file',
    upload(
      'a.gz',
      buildGzip({
        content: buildZip([
          { name: 'b.zip', content: buildZip([{ name: 'CBS.log', raw: bomb(2 ** 27) }]) },
        ]),
      }),
    ),
    { archiveRatio: 20 },
    [['a.gz/b.zip/CBS.log', 'skipped', '压缩比']],
  ],
  [
    'a tar file that claims eight gigabytes',
    upload(
      'a.tar',
      buildTar([{ name: 'CBS.log', content: noisyLog, lies: { size: 8_000_000_000 } }]),
    ),
    {},
    [
      ['a.tar/CBS.log', 'partial', '不完整'],
      ['a.tar', 'partial', '不完整'],
    ],
  ],
  [
    'a zip with AES',
    upload('a.zip', buildZip([{ name: 'CBS.log', content: log, method: 99, encrypted: true }])),
    {},
    [['a.zip/CBS.log', 'skipped', '密码']],
  ],
  [
    'zip entries that lie in each other',
    upload(
      'a.zip',
      buildZip([
        { name: 'a.log', content: noise, method: 0 },
        { name: 'b.log', content: log, lies: { offset: 500 } },
        { name: 'c.log', content: log },
      ]),
    ),
    {},
    [
      ['a.zip/a.log', 'skipped', '重叠'],
      ['a.zip/b.log', 'skipped', '重叠'],
      ['a.zip/c.log', 'read', ''],
    ],
  ],
  [
    'a cabinet packed with Quantum',
    upload('a.cab', buildCab([{ method: 2, files: [{ name: 'CBS.log', content: log }] }])),
    {},
    [['a.cab/CBS.log', 'skipped', 'Quantum']],
  ],
  [
    'one cabinet of a set',
    upload(
      'b.cab',
      buildCab([{ files: [{ name: 'CBS.log', content: log, lies: { folder: 0xfffd } }] }], {
        previous: 'a.cab',
      }),
    ),
    {},
    [
      ['b.cab', 'partial', '缺少前面的卷'],
      ['b.cab/CBS.log', 'skipped', '前一个 cab'],
    ],
  ],
  ['an encrypted mail', upload('a.eml', encryptedMail), {}, [['a.eml', 'skipped', '加密的邮件']]],
  [
    'a spreadsheet',
    upload('a.xls', buildCompoundFile({ Workbook: Buffer.alloc(5000) })),
    {},
    [['a.xls', 'skipped', 'Office']],
  ],
  [
    'a picture in a mail',
    upload(
      'a.eml',
      buildEml({
        subject: 'x',
        from: 'x@example.com',
        attachments: [
          { name: '截图.png', content: Buffer.from('89504e470d0a1a0a', 'hex'), type: 'image/png' },
        ],
      }),
    ),
    {},
    [
      ['a.eml/邮件正文', 'read', ''],
      ['a.eml/截图.png', 'skipped', '图片'],
    ],
  ],
  [
    'a link in a tar file',
    upload(
      'a.tar',
      buildTar([
        { name: 'CBS.log', type: '2' },
        { name: 'b', content: log },
      ]),
    ),
    {},
    [
      ['a.tar/CBS.log', 'skipped', '链接'],
      ['a.tar/b', 'read', ''],
    ],
  ],
];

describe.each(hostile)('%s', (_, bad, more, wanted) => {
  it('is told in a sentence with what to do, and the files beside it are read', async () => {
    const { reports, ranked, left } = await read(
      [upload('before.log', log), bad, upload('after.log', log)],
      more,
    );

    const told = reports.slice(1, -1);
    expect(told.map(({ name, status }) => [name, status])).toEqual(
      wanted.map(([name, status]) => [name, status]),
    );
    expect(
      wanted.filter(([, , reason], at) => !told[at]?.reason?.includes(reason) && reason),
    ).toEqual([]);
    expect(
      told.filter(({ status, reason }) => status !== 'read' && !/请.+。$/u.test(reason ?? '')),
    ).toEqual([]);
    expect([reports[0], reports.at(-1)]).toMatchObject([
      { name: 'before.log', status: 'read' },
      { name: 'after.log', status: 'read' },
    ]);
    expect(ranked.map(({ cause }) => cause.signature)).toEqual(['abort']);
    expect(left).toEqual([]);
  });
});

describe('a name that leads out of its container', () => {
  it.each<[string, Uint8Array]>([
    ['zip', buildZip([{ name: '../../evil.log', content: log }])],
    ['cab', cabOf('..\\..\\evil.log', log)],
    ['tar', buildTar([{ name: '../../evil.log', content: log }])],
    ['7z', buildSevenZip([{ files: [{ name: 'C:\\..\\evil.log', content: log }] }])],
  ])('is told, and the file read: %s', async (_, bytes) => {
    const { reports, left } = await read([upload('a', bytes)]);

    expect(reports).toMatchObject([{ name: 'a/evil.log', status: 'read' }]);
    expect(reports[0]?.reason).toContain('压缩包之外');
    expect(left).toEqual([]);
  });
});
