import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32, deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { uploadOfFile } from '../../../knowledge/input/read.ts';
import type { Upload } from '../../../knowledge/input/upload.ts';
import { type limits, temporaryFolder } from '../../support/answering.ts';
import { cbsLine } from '../../support/engine.ts';
import {
  createReading,
  abortLine as line,
  abortLog as log,
  upload as text,
} from '../../support/reading.ts';
import { buildZip, gbk, type ZipSpec } from '../../support/zip.ts';

const zip = (name: string, specs: readonly ZipSpec[]): Upload => text(name, buildZip(specs));
const read = createReading();

async function* broken(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
  throw new Error('EIO: the disk is gone');
}

async function* slow(...chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) {
    yield chunk;
    await sleep(60);
  }
}

const repeated = Buffer.alloc(48 * 1024 * 1024, `${cbsLine('10:00:00', 'calm')}\r\n`);
const textBomb = {
  data: deflateRawSync(repeated),
  size: repeated.length,
  checksum: crc32(repeated),
};
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const three = zip('three.zip', [
  {
    name: 'two.zip',
    content: buildZip([
      { name: 'one.zip', content: buildZip([{ name: 'CBS.log', content: log }]) },
      { name: 'here.log', content: log },
    ]),
  },
]);
const whole = buildZip([{ name: 'CBS.log', method: 0, content: `${line}\r\n`.repeat(50) }]);

type Status = 'read' | 'partial' | 'skipped';
type Wanted = readonly [name: string, status: Status, reason: string];

const bad: readonly [string, Upload, Partial<typeof limits>, readonly Wanted[]][] = [
  ['an empty file', text('CBS.log', ''), {}, [['CBS.log', 'skipped', '空文件']]],
  ['random bytes', text('CBS.log', randomBytes(5000)), {}, [['CBS.log', 'skipped', '加密']]],
  ['a picture called log', text('CBS.log', png), {}, [['CBS.log', 'skipped', '图片']]],
  [
    'a rar archive',
    text('a.zip', Buffer.from('526172211a070100', 'hex')),
    {},
    [['a.zip', 'skipped', '打包成 zip']],
  ],
  [
    'one line of ten megabytes',
    text('CBS.log', Buffer.alloc(10 * 1024 * 1024, 'x')),
    {},
    [['CBS.log', 'partial', '64 KB']],
  ],
  [
    'a long line in a short file',
    text('CBS.log', `${'x'.repeat(100_000)}\n${line}`),
    {},
    [['CBS.log', 'partial', '1 行长度超过 64 KB']],
  ],
  [
    'more than may be sent',
    text('CBS.log', repeated),
    { uploadMiB: 4 },
    [['CBS.log', 'partial', '大小上限']],
  ],
  [
    'a zip with a password',
    zip('a.zip', [{ name: 'CBS.log', content: log, encrypted: true }]),
    {},
    [['a.zip/CBS.log', 'skipped', '密码']],
  ],
  [
    'a zip with a password on one entry',
    zip('a.zip', [
      { name: 'CBS.log', content: log },
      { name: 'b.log', content: log, encrypted: true },
    ]),
    {},
    [
      ['a.zip/CBS.log', 'read', ''],
      ['a.zip/b.log', 'skipped', '密码'],
    ],
  ],
  [
    'a zip that was not sent to its end',
    text('a.zip', whole.subarray(0, 2000)),
    {},
    [
      ['a.zip', 'partial', '不完整'],
      ['a.zip/CBS.log', 'partial', '不完整'],
    ],
  ],
  [
    'the first bytes of a zip',
    text('a.zip', whole.subarray(0, 12)),
    {},
    [['a.zip', 'skipped', '重新打包']],
  ],
  [
    'an encrypted file that begins like a zip',
    text('a.zip', Buffer.concat([Buffer.from('504b0304', 'hex'), randomBytes(5000)])),
    {},
    [['a.zip', 'skipped', '重新打包']],
  ],
  [
    'zips that are nested deeper than allowed',
    three,
    { archiveDepth: 2 },
    [
      ['three.zip/two.zip/one.zip', 'skipped', '2 层'],
      ['three.zip/two.zip/here.log', 'read', ''],
    ],
  ],
  [
    'a bomb',
    zip('a.zip', [
      { name: 'CBS.log', raw: textBomb },
      { name: 'b.log', content: log },
    ]),
    { archiveRatio: 10 },
    [
      ['a.zip/CBS.log', 'partial', '解压后过大'],
      ['a.zip/b.log', 'read', ''],
    ],
  ],
  [
    'too many entries',
    zip(
      'a.zip',
      Array.from({ length: 6 }, (_, index) => ({ name: `${index}.log`, content: log })),
    ),
    { archiveEntries: 5 },
    [['a.zip', 'skipped', '太多']],
  ],
  ['an empty zip', zip('a.zip', []), {}, [['a.zip', 'skipped', '没有文件']]],
  [
    'a zip of empty folders',
    zip('a.zip', [{ name: 'logs/' }]),
    {},
    [['a.zip', 'skipped', '没有文件']],
  ],
  [
    'a cut zip of empty folders',
    text('a.zip', buildZip([{ name: 'logs/' }, { name: 'logs/more/' }]).subarray(0, 80)),
    {},
    [['a.zip', 'skipped', '重新']],
  ],
  [
    'an entry whose bytes were changed',
    zip('a.zip', [{ name: 'CBS.log', content: log, lies: { checksum: 1 } }]),
    {},
    [['a.zip/CBS.log', 'partial', '校验']],
  ],
  [
    'an entry in a method that nobody uses',
    zip('a.zip', [{ name: 'CBS.log', content: log, method: 99 }]),
    {},
    [['a.zip/CBS.log', 'skipped', '压缩方式']],
  ],
  [
    'a stream that breaks in the middle',
    { name: 'CBS.log', open: () => broken(log, log) },
    {},
    [['CBS.log', 'partial', '读取中断']],
  ],
  [
    'a stream that breaks at once',
    { name: 'CBS.log', open: () => broken() },
    {},
    [['CBS.log', 'skipped', '读取中断']],
  ],
  [
    'a file that cannot be opened',
    {
      name: 'CBS.log',
      open: () => {
        throw new Error('EACCES');
      },
    },
    {},
    [['CBS.log', 'skipped', '读取中断']],
  ],
  [
    'a file that is gone',
    uploadOfFile('CBS.log', '/nowhere/CBS.log'),
    {},
    [['CBS.log', 'skipped', '读取中断']],
  ],
  [
    'a zip whose stream breaks in the middle',
    { name: 'a.zip', open: () => broken(whole.subarray(0, 2000)) },
    {},
    [
      ['a.zip', 'partial', '不完整'],
      ['a.zip/CBS.log', 'partial', '不完整'],
    ],
  ],
];

describe.each(bad)('%s', (_, upload, more, wanted) => {
  it('is listed with a reason that says what to do, and the other files are read', async () => {
    const good = ['before.log', 'after.log'] as const;

    const { reports, ranked, left } = await read(
      [text(good[0], log), upload, text(good[1], log)],
      more,
    );

    const listed = reports.filter(({ name }) => !good.includes(name as (typeof good)[number]));
    expect(listed.map(({ name, status }) => [name, status])).toEqual(
      wanted.map(([name, status]) => [name, status]),
    );
    expect(
      wanted.filter(([, , reason], index) => !(listed[index]?.reason ?? '').includes(reason)),
    ).toEqual([]);
    expect(
      listed.filter(({ status, reason }) => status !== 'read' && !/请.+。$/u.test(reason ?? '')),
    ).toEqual([]);
    expect(
      reports.filter(({ name }) => good.includes(name as (typeof good)[number])),
    ).toMatchObject([
      { name: good[0], status: 'read', reason: null, format: 'cbs', lines: 1 },
      { name: good[1], status: 'read', reason: null, format: 'cbs', lines: 1 },
    ]);
    expect(ranked.map(({ cause }) => cause.signature)).toEqual(['abort']);
    expect(left).toEqual([]);
  });
});

describe('what was read before an input broke', () => {
  it.each([
    ['a stream', { name: 'CBS.log', open: () => broken(log) }],
    ['a zip', text('a.zip', whole.subarray(0, 2000))],
  ])('of %s still counts', async (_, upload) => {
    const { ranked } = await read([upload]);

    expect(ranked.map(({ cause }) => cause.signature)).toEqual(['abort']);
  });
});

describe('names', () => {
  it('that lead out of the archive lead nowhere', async () => {
    const names = [
      '../../../../escape.log',
      '/etc/escape.log',
      'C:\\Windows\\escape.log',
      '..\\..\\up.log',
    ];
    const inner = buildZip([{ name: '../../../inner.log', content: log }]);

    const { reports, left } = await read([
      zip('../a.zip', [
        ...names.map((name) => ({ name, content: log })),
        { name: '../../../nested.zip', content: inner },
      ]),
    ]);

    expect(reports.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'a.zip/escape.log read',
      'a.zip/etc/escape.log read',
      'a.zip/Windows/escape.log read',
      'a.zip/up.log read',
      'a.zip/nested.zip/inner.log read',
    ]);
    expect(left).toEqual([]);
  });

  it('that are the same are told apart', async () => {
    const { reports } = await read([
      text('CBS.log', log),
      text('CBS.log', log),
      text('CBS.log (2)', log),
      zip('a.zip', [
        { name: 'CBS.log', content: log },
        { name: 'x/../CBS.log', content: log },
        { name: 'CBS.log', content: log },
      ]),
    ]);

    const names = reports.map(({ name }) => name);
    expect(new Set(names).size).toBe(6);
    expect(names.slice(0, 2)).toEqual(['CBS.log', 'CBS.log (2)']);
  });

  it('that Chinese Windows wrote are read', async () => {
    const { reports } = await read([
      zip('a.zip', [{ name: gbk('日志\\安装记录.log'), content: log }]),
    ]);

    expect(reports[0]?.name).toBe('a.zip/日志/安装记录.log');
  });

  it.each([
    ['', '未命名文件'],
    ['../..', '未命名文件'],
    ['a\u202egol.exe', 'agol.exe'],
    ['<!channel>.log', '!channel.log'],
    [`${'x'.repeat(3000)}.log`, 'x'.repeat(120)],
  ])('like %j are made fit to be shown', async (name, shown) => {
    const { reports } = await read([text(name, log)]);

    expect(reports[0]?.name).toBe(shown);
  });
});

describe('time', () => {
  it('that is used up before a file leaves it unread and says so', async () => {
    const { reports } = await read(
      [text('CBS.log', log), zip('a.zip', [{ name: 'b.log', content: log }])],
      {
        answerSeconds: -1,
      },
    );

    expect(reports.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'CBS.log skipped',
      'a.zip skipped',
    ]);
    expect(reports.filter(({ reason }) => !/时间已用完.*请/u.test(reason ?? ''))).toEqual([]);
  });

  it('that is used up within a file keeps what was read', async () => {
    const chunk = Buffer.alloc(70_000, `${line}\n`);
    const upload = { name: 'CBS.log', open: () => slow(chunk, chunk, chunk, chunk, chunk) };

    const { reports, ranked } = await read([upload], { answerSeconds: 0.1 });

    expect(reports[0]).toMatchObject({ status: 'partial', format: 'cbs' });
    expect(reports[0]?.reason).toMatch(/时间已用完.*请/u);
    expect(ranked).toHaveLength(1);
  });
});

describe('what is no log', () => {
  it.each([
    ['prose', '补丁装不上怎么办\n系统 1809'],
    ['a table', 'name,size\nCBS.log,12'],
    ['a script', 'dism /online /cleanup-image /restorehealth'],
  ])('is read all the same: %s', async (_, content) => {
    const { reports, ranked } = await read([text('a.txt', content)]);

    expect(reports).toMatchObject([{ status: 'read', format: 'text', reason: null }]);
    expect(ranked).toEqual([]);
  });
});

describe('a report', () => {
  it('tells lines, bytes, encoding, format and the span of time', async () => {
    const lines = [cbsLine('10:00:00', 'a'), 'continued', cbsLine('10:31:00', 'b')].join('\r\n');

    const { reports } = await read([text('CBS.log', `\uFEFF${lines}\r\n`)]);

    expect(reports).toEqual([
      {
        name: 'CBS.log',
        format: 'cbs',
        encoding: 'utf-8',
        lines: 3,
        bytes: Buffer.byteLength(`\uFEFF${lines}\r\n`),
        from: '2026-03-02T10:00:00',
        to: '2026-03-02T10:31:00',
        status: 'read',
        reason: null,
      },
    ]);
  });

  it('tells the earlier time first where the clock was put back', async () => {
    const lines = [cbsLine('10:00:00', 'a', '2026-03-05'), cbsLine('02:10:00', 'b')].join('\r\n');

    const { reports } = await read([text('CBS.log', lines)]);

    expect(reports).toMatchObject([{ from: '2026-03-02T02:10:00', to: '2026-03-05T10:00:00' }]);
  });

  it('counts the same lines in a file that is too large to be repaired', async () => {
    const many = `${cbsLine('10:00:00', 'calm')}\r\n`.repeat(30_000);

    const { reports } = await read([text('CBS.log', many)]);

    expect(reports).toMatchObject([{ lines: 30_000, bytes: many.length, status: 'read' }]);
  });
});

describe('a zip on our own disk', () => {
  it('is read in place and left there', async () => {
    const file = path.join(temporaryFolder(), 'upload.zip');
    writeFileSync(file, buildZip([{ name: 'CBS.log', content: log }]));

    const { reports, left } = await read([uploadOfFile('a.zip', file)]);

    expect(reports).toMatchObject([{ name: 'a.zip/CBS.log', status: 'read' }]);
    expect(left).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });
});
