import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { uploadOfFile } from '../../../knowledge/input/read.ts';
import { investigate } from '../../../knowledge/investigate.ts';
import { limits, temporaryFolder, uploadOfBytes } from '../../support/answering.ts';
import { engineOf, signatureOf, told } from '../../support/engine.ts';
import { accessDenied, buildPml, createFile } from '../../support/pml.ts';
import { buildZip } from '../../support/zip.ts';

const engine = engineOf([
  signatureOf({
    id: 'denied',
    formats: ['procmon'],
    find: { denied: 'AccessDenied: TiWorker' },
    when: { likely: [{ all: ['denied'] }] },
  }),
]);
const folder = temporaryFolder();
const kernel = 0xfffff80012340000n;

/** Larger than what is held in memory, so that it must be put down. */
const trace = buildPml({
  processes: [
    {
      pid: 4,
      name: 'System',
      modules: [
        { base: kernel, path: '\\SystemRoot\\drivers\\exampleguard.sys', company: 'Example' },
      ],
    },
    { pid: 5120, name: 'TiWorker.exe' },
  ],
  events: Array.from({ length: 1200 }, (_, index) => ({
    process: 1,
    operation: createFile,
    path: `C:\\Windows\\WinSxS\\${'x'.repeat(2000)}\\${index}.dll`,
    result: index === 700 ? accessDenied : 0,
    access: 0x120116,
    stack: [kernel],
  })),
});

function read(uploads: Parameters<typeof investigate>[0]['uploads'], uploadMiB = limits.uploadMiB) {
  const spoolFolder = path.join(folder, 'spool');
  mkdirSync(spoolFolder, { recursive: true });
  return investigate({ uploads, said: '', limits: { ...limits, uploadMiB }, spoolFolder }, engine);
}

it('is read from an archive, and nothing of it stays behind', async () => {
  const archive = buildZip([{ name: 'trace.PML', content: trace, method: 8 }]);

  const findings = await read([uploadOfBytes('logs.zip', archive)]);

  expect(told(findings)).toEqual(['denied likely']);
  expect(findings.reports).toMatchObject([
    { name: 'logs.zip/trace.PML', format: 'procmon', status: 'read', lines: 1200 },
  ]);
  expect(readdirSync(path.join(folder, 'spool'))).toEqual([]);
});

it('is read where it lies on our own disk', async () => {
  const file = path.join(folder, 'trace.PML');
  writeFileSync(file, trace);

  const findings = await read([uploadOfFile('trace.PML', file)]);

  expect(told(findings)).toEqual(['denied likely']);
});

it.each(['stream', 'file'])('says of a %s that is larger than allowed that it is', async (kind) => {
  const file = path.join(folder, 'large.PML');
  writeFileSync(file, trace);
  const upload = kind === 'file' ? uploadOfFile('a.PML', file) : uploadOfBytes('a.PML', trace);

  const { reports } = await read([upload], 1);

  expect(reports[0]?.status).toBe('partial');
  expect(reports[0]?.reason).toContain('超过大小上限');
});

it('names the drivers of others as a fact of the machine', async () => {
  const { collected } = await read([uploadOfBytes('trace.PML', trace)]);

  expect(collected.facts.filterDrivers.map(({ value }) => value)).toEqual([
    expect.stringContaining('exampleguard'),
  ]);
});
