import { describe, expect, it } from 'vitest';
import { fileFormats } from '../../../knowledge/formats.ts';
import { accessDenied, buildPml, createFile, type PmlEventParts } from '../../support/pml.ts';
import { readPml } from '../../support/procmon.ts';

const kernel = 0xfffff80012340000n;
const processes = [
  {
    pid: 4,
    name: 'System',
    modules: [
      {
        base: kernel,
        path: 'C:\\Windows\\System32\\drivers\\FLTMGR.SYS',
        company: 'Microsoft Corporation',
      },
      {
        base: kernel + 0x10000n,
        path: 'C:\\Windows\\System32\\drivers\\exampleguard.sys',
        company: 'Example Ltd.',
      },
      {
        base: kernel + 0x20000n,
        path: 'C:\\Windows\\System32\\drivers\\examplenet.sys',
        company: 'Example Ltd.',
      },
    ],
  },
  {
    pid: 5120,
    name: 'TiWorker.exe',
    user: 'NT AUTHORITY\\SYSTEM',
    modules: [
      {
        base: 0x7ff600000000n,
        path: 'C:\\Program Files\\Example\\hook64.dll',
        company: 'Example Ltd.',
      },
    ],
  },
  { pid: 900, name: 'explorer.exe', user: 'PC-0001\\example' },
];
const path = 'C:\\Windows\\WinSxS\\amd64_example_1\\usbstor.sys';
const genericWrite = 0x120116;
const denied: PmlEventParts = {
  process: 1,
  operation: createFile,
  path,
  result: accessDenied,
  access: genericWrite,
  stack: [kernel + 0x10n, kernel + 0x10020n, 0x7ff600000100n],
};
const allowed: PmlEventParts = { ...denied, result: 0 };

it('is known by its first bytes', () => {
  const file = buildPml({ processes, events: [] });

  expect(fileFormats.find((format) => format.recognises(file))?.name).toBe('procmon');
});

it('tells who was denied what, with the drivers and libraries of others in the stack', async () => {
  const { records, texts } = await readPml(buildPml({ processes, events: [denied] }));

  expect(texts).toEqual([
    `AccessDenied: TiWorker.exe as SYSTEM CreateFile "${path}" Desired Access: Generic Write; stack: drivers of others: exampleguard.sys; libraries: hook64.dll`,
    'ProcmonTrace: 1 events, 1 denied to servicing; FilterDrivers: exampleguard.sys',
  ]);
  expect(records[0]).toMatchObject({
    format: 'procmon',
    component: 'TiWorker.exe',
    time: '2026-01-05T18:00:01',
    parts: [{ line: 1, raw: `2026-01-05 18:00:01 ${texts[0]}` }],
  });
});

it('says by which zone the times of a trace are told, which holds none', async () => {
  const told = await readPml(buildPml({ processes, events: [denied] }));
  const empty = await readPml(buildPml({ processes, events: [] }));

  expect(told.coverage.notes).toEqual([
    expect.stringMatching(/^PML 只存 UTC 时间.*（UTC\+8）换算/u),
  ]);
  expect(empty.coverage.notes).toEqual([]);
});

it('reads traces of 32-bit systems', async () => {
  const base = 0x8f000000n;
  const small = [
    {
      pid: 4,
      name: 'System',
      modules: [{ base, path: '\\SystemRoot\\System32\\drivers\\exampleguard.sys' }],
    },
    { pid: 9, name: 'setuphost.exe' },
  ];
  const event = { ...denied, stack: [base + 4n], disposition: 5, access: 0x40000000 };

  const { texts } = await readPml(buildPml({ processes: small, events: [event], is64Bit: false }));

  expect(texts[0]).toBe(
    `AccessDenied: setuphost.exe CreateFile "${path}" Desired Access: Generic Write; stack: drivers of others: exampleguard.sys`,
  );
});

it('says when only Windows stands in the stack', async () => {
  const { texts } = await readPml(
    buildPml({ processes, events: [{ ...denied, stack: [kernel] }] }),
  );

  expect(texts[0]).toMatch(/; stack: Windows only$/u);
});

it.each([
  ['a write', { operation: 24 }, 'WriteFile'],
  ['a rename', { operation: 26, sub: 10 }, 'SetRenameInformationFile'],
  ['a deletion', { operation: 26, sub: 13 }, 'SetDispositionInformationFile'],
  ['a path of one byte a character', { isNarrow: true }, 'CreateFile'],
  ['new attributes', { access: 0x100100 }, 'CreateFile'],
])('keeps %s', async (_, change, operation) => {
  const { texts } = await readPml(buildPml({ processes, events: [{ ...denied, ...change }] }));

  expect(texts[0]).toContain(`AccessDenied: TiWorker.exe as SYSTEM ${operation} "${path}"`);
});

it.each([
  ['RegOpenKey', 0, { access: 0x20006 }],
  ['RegCreateKey', 1, { access: 0x20019 }],
  ['RegSetValue', 4, {}],
  ['RegDeleteKey', 9, {}],
])('keeps %s on a key', async (operation, number, more) => {
  const key = 'HKLM\\System\\CurrentControlSet\\Services\\ExampleGuard';
  const event = { ...denied, ...more, kind: 'key', operation: number, path: key } as const;

  const { texts } = await readPml(buildPml({ processes, events: [event] }));

  expect(texts[0]).toContain(`${operation} "${key}"`);
});

describe('counts but does not keep', () => {
  it.each<[string, Partial<PmlEventParts>]>([
    ['a look at attributes', { access: 0x100080 }],
    ['an open for reading', { access: 0x120089 }],
    ['other programs', { process: 2 }],
    ['what a user may not do', { impersonates: true }],
    ['what is not there', { result: 0xc0000034 }],
    ['a file that is mapped', { result: 0x12a, operation: 19 }],
    ['a process that is not listed', { process: 77 }],
    ['events of other classes', { kind: 'process' }],
  ])('%s', async (_, change) => {
    const { texts, coverage } = await readPml(
      buildPml({ processes, events: [{ ...denied, ...change, stack: [] }] }),
    );

    expect(texts).toEqual(['ProcmonTrace: 1 events, 0 denied to servicing']);
    expect(coverage).toMatchObject({ lines: 1, gaps: [] });
  });
});

describe('what is allowed later', () => {
  it.each<[string, PmlEventParts]>([
    ['by asking again', allowed],
    ['by asking for less', { ...allowed, access: 0x120089 }],
    ['written in another case', { ...allowed, path: path.toUpperCase() }],
  ])('is withdrawn %s', async (_, later) => {
    const { texts } = await readPml(buildPml({ processes, events: [denied, later] }));

    expect(texts).toEqual([
      'ProcmonTrace: 2 events, 0 denied to servicing, 1 denied first and allowed later; FilterDrivers: exampleguard.sys',
    ]);
  });

  it.each<[string, PmlEventParts]>([
    ['a look at the attributes', { ...allowed, access: 0x100080 }],
    ['another file', { ...allowed, path: `${path}.bak` }],
    ['another program', { ...allowed, process: 2 }],
  ])('is not %s', async (_, later) => {
    const { texts } = await readPml(buildPml({ processes, events: [denied, later] }));

    expect(texts[0]).toContain('AccessDenied: TiWorker.exe');
  });

  it('says nothing of what is denied after it', async () => {
    const { texts } = await readPml(buildPml({ processes, events: [allowed, denied] }));

    expect(texts[0]).toContain('AccessDenied: TiWorker.exe');
  });
});

it('tells a repeated denial once, with how often', async () => {
  const { texts } = await readPml(buildPml({ processes, events: [denied, denied, denied] }));

  expect(texts).toHaveLength(2);
  expect(texts[0]).toContain('; times: 3; stack: ');
});

it('names no user and no computer', async () => {
  const { records } = await readPml(
    buildPml({ processes, events: [denied, { ...denied, process: 2 }] }),
  );

  expect(JSON.stringify(records)).not.toMatch(/example"|PC-0001/u);
});

it('tells the computer apart from others', async () => {
  const { computers } = await readPml(buildPml({ processes, events: [] }));

  expect(computers).toEqual(['PC-0001']);
});
