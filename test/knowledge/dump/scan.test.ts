import { describe, expect, it } from 'vitest';
import { readBugCheck } from '../../../knowledge/codes/bugchecks.ts';
import { scanDump } from '../../../knowledge/dump/scan.ts';
import { fileFormats } from '../../../knowledge/formats.ts';
import type { LogRecord } from '../../../knowledge/input/record.ts';
import {
  type BuiltModule,
  buildKernelDump,
  buildNarrowDump,
  buildUserDump,
  kernelBase,
} from '../../support/dump.ts';
import { createRandom } from '../../support/random.ts';

const kernel: BuiltModule = {
  name: '\\SystemRoot\\system32\\ntoskrnl.exe',
  base: kernelBase,
  size: 0x1000000,
};
const guard: BuiltModule = { name: 'exguard.sys', base: 0xffff_f802_3000_0000n, size: 0x20000 };
const files: BuiltModule = { name: 'Ntfs.sys', base: 0xffff_f802_4000_0000n, size: 0x200000 };
const drivers = [kernel, guard, files];

async function scan(bytes: Uint8Array, input = '030226-1.dmp') {
  const records: LogRecord[] = [];
  const coverage = await scanDump({
    input,
    bytes: (async function* () {
      for (let at = 0; at < bytes.length; at += 7000) {
        yield bytes.subarray(at, at + 7000);
      }
    })(),
    filter: { match: (_, found) => found.push(0) },
    found: (record) => records.push(record),
  });
  return { records, coverage, text: records[0]?.text ?? '' };
}

describe('a small dump of the kernel', () => {
  it('names the stop code and the driver whose code the parameter points into', async () => {
    const { records, coverage, text } = await scan(
      buildKernelDump({
        code: 0x7e,
        parameters: [0xffff_ffff_c000_0005n, guard.base + 0x1234n, 1n, 2n],
        drivers,
      }),
    );

    expect(text).toBe(
      'BugCheck 0x0000007e (0xffffffffc0000005, 0xfffff80230001234, 0x0000000000000001, 0x0000000000000002) SYSTEM_THREAD_EXCEPTION_NOT_HANDLED 系统线程的异常没有被处理，多为驱动问题 build=19041 dump=mini blamed=exguard.sys at=exguard.sys+0x1234',
    );
    expect(records[1]?.text).toBe('Third-party drivers loaded: exguard.sys');
    expect(records[0]).toMatchObject({ format: 'dump', time: '2026-03-02T19:36:05' });
    expect(coverage).toMatchObject({ gaps: [], lines: 2, from: '2026-03-02T19:36:05' });
  });

  it('blames nobody for a fault in the kernel, and tells who stands on the stack', async () => {
    const { text } = await scan(
      buildKernelDump({
        code: 0xd1,
        parameters: [8n, 2n, 0n, kernelBase + 0x100n],
        drivers,
        stack: [5n, files.base + 8n, guard.base + 0x40n, kernelBase + 1n, guard.base + 0x80n],
      }),
    );

    expect(text).toContain('at=ntoskrnl.exe+0x100 stack=exguard.sys');
    expect(text).not.toContain('blamed=');
  });

  it('takes the exception record where no parameter is an address', async () => {
    const exception = { code: 0xc0000409, address: guard.base + 0x10n };
    const { text } = await scan(buildKernelDump({ code: 0x139, drivers, exception }));

    expect(text).toContain('blamed=exguard.sys at=exguard.sys+0x10');
  });

  it.each([0x98, 0xa0])('finds the length %i of the entries itself', async (entry) => {
    const { records } = await scan(buildKernelDump({ code: 0x19, drivers, entry }));

    expect(records[1]?.text).toBe('Third-party drivers loaded: exguard.sys');
  });

  it('says that it was setup whose restart ended in it', async () => {
    const { text } = await scan(buildKernelDump({ code: 0x9f, drivers }), 'a.zip/setupmem.dmp');

    expect(text).toMatch(/^BugCheck 0x0000009f in setupmem\.dmp \(0x/u);
  });

  it('reads 32 bits as well', async () => {
    const narrow = [
      { name: 'ntkrnlpa.exe', base: 0x81000000n, size: 0x400000 },
      { name: 'exguard.sys', base: 0x82000000n, size: 0x10000 },
    ];
    const { text } = await scan(
      buildNarrowDump({
        code: 0x1000008e,
        parameters: [0xc0000005n, 0x82000010n, 0n, 0n],
        drivers: narrow,
      }),
    );

    expect(text).toContain('BugCheck 0x1000008e (0xc0000005, 0x82000010,');
    expect(text).toContain('KERNEL_MODE_EXCEPTION_NOT_HANDLED');
    expect(text).toContain('blamed=exguard.sys at=exguard.sys+0x10');
  });
});

it('tells the stop code of a full dump, which names no driver in front', async () => {
  const { text, coverage } = await scan(
    buildKernelDump({ code: 0xef, type: 5, drivers, parameters: [1n] }),
  );

  expect(text).toContain('CRITICAL_PROCESS_DIED');
  expect(text).toMatch(/dump=full$/u);
  expect(coverage.gaps).toEqual([]);
});

it('reads no more of a big one than what stands in front', async () => {
  let asked = 0;
  const first = buildKernelDump({ code: 0xef, type: 1, parameters: [1n] });
  const coverage = await scanDump({
    input: 'MEMORY.DMP',
    bytes: (async function* () {
      yield first;
      for (; asked < 1000; asked += 1) {
        yield Buffer.alloc(1 << 20);
      }
    })(),
    filter: { match: (_, found) => found.push(0) },
    found: () => undefined,
  });

  expect(asked).toBeLessThan(20);
  expect(coverage).toMatchObject({ lines: 1, gaps: [] });
});

describe('a dump of a program', () => {
  const modules = [
    { name: 'C:\\$WINDOWS.~BT\\Sources\\setuphost.exe', base: 0x140000000n, size: 0x10000 },
    { name: 'C:\\Program Files\\ExampleGuard\\exguard64.dll', base: 0x180000000n, size: 0x8000 },
  ];

  it('names the program, the exception and the module', async () => {
    const exception = { code: 0xc0000005, address: 0x180000123n };
    const { text, records } = await scan(buildUserDump({ modules, exception }));

    expect(text).toBe(
      'UserDump process=setuphost.exe exception=0xc0000005 at=exguard64.dll+0x123 module=C:\\Program Files\\ExampleGuard\\exguard64.dll build=19041',
    );
    expect(records[0]?.time).toBe('2026-03-02T19:36:05');
  });

  it('names no module for an address outside all of them', async () => {
    const { text } = await scan(
      buildUserDump({ modules, exception: { code: 0xc0000005, address: 1n } }),
    );

    expect(text).toContain('at=0x1 outside every module');
  });

  it('says that there was no exception', async () => {
    const { text } = await scan(buildUserDump({ modules }));

    expect(text).toContain('process=setuphost.exe without an exception');
  });
});

describe('a damaged dump', () => {
  const whole = buildKernelDump({ code: 0x7e, drivers });

  it.each([
    [8, '文件头里就中断'],
    [64, '文件头里就中断'],
    [0x1200, '只有文件头的一部分'],
    [0x2800, '驱动列表已损坏或被截断'],
  ])('of %i bytes is told in Chinese', async (length, words) => {
    const { coverage } = await scan(whole.subarray(0, length));

    expect(coverage.gaps?.join()).toContain(words);
  });

  it('keeps the stop code when the driver list is nonsense', async () => {
    const broken = Buffer.from(whole);
    broken.fill(0xff, 0x2028, 0x2040);
    const { text, coverage } = await scan(broken);

    expect(text).toContain('SYSTEM_THREAD_EXCEPTION_NOT_HANDLED');
    expect(coverage.gaps?.join()).toContain('驱动列表已损坏');
  });

  it('tells of a program without a directory', async () => {
    const { coverage, records } = await scan(Buffer.from('MDMP\x93\xa7\0\0', 'latin1'));

    expect(records).toEqual([]);
    expect(coverage.gaps?.join()).toContain('目录已损坏或被截断');
  });

  it('survives whatever its numbers say', async () => {
    const user = buildUserDump({
      modules: [{ name: 'C:\\a.exe', base: 1n << 20n, size: 100 }],
      exception: { code: 1, address: 2n },
    });
    const narrow = buildNarrowDump({ code: 1, drivers: [] });
    const random = createRandom(1);
    for (let turn = 0; turn < 300; turn += 1) {
      const bytes = Buffer.from([whole, user, narrow][turn % 3] ?? whole);
      for (let change = 0; change < 20; change += 1) {
        const at = 8 + Math.floor(random() * (turn % 2 ? 0x100 : bytes.length - 8));
        bytes[at] = Math.floor(random() * 256);
      }
      const cut = bytes.subarray(0, 8 + Math.floor(random() * bytes.length));
      const { records, coverage } = await scan(turn % 5 ? bytes : cut);

      expect(records.length).toBeLessThan(3);
      expect(records.every(({ text }) => text.length <= 4096)).toBe(true);
      expect(coverage.formats.has('dump')).toBe(true);
    }
  });
});

it('knows the bytes of dumps and of nothing else', () => {
  const names = (bytes: Buffer) =>
    fileFormats.filter((format) => format.recognises(bytes)).map(({ name }) => name);

  expect(names(whole())).toEqual(['dump']);
  expect(names(Buffer.from('PAGEDUMP'))).toEqual(['dump']);
  expect(names(Buffer.from('MDMP'))).toEqual(['dump']);
  expect(names(Buffer.from('PAGE of a log'))).toEqual([]);
});

function whole(): Buffer {
  return buildKernelDump({ code: 1 });
}

it('explains stop codes, with bit 28 or without', () => {
  expect(readBugCheck(0x0a)).toMatchObject({ name: 'IRQL_NOT_LESS_OR_EQUAL', address: 4 });
  expect(readBugCheck(0x1000007e)?.name).toBe('SYSTEM_THREAD_EXCEPTION_NOT_HANDLED');
  expect(readBugCheck(0x7777)).toBeUndefined();
});
