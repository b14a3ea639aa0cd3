import { describe, expect, it } from 'vitest';
import { uploadOfBytes } from '../../support/answering.ts';
import {
  cbsLine,
  createMatcher,
  engineOf,
  setupLine,
  signatureOf,
  told,
} from '../../support/engine.ts';
import { buildZip } from '../../support/zip.ts';

const match = createMatcher();

const find = { abort: 'Client aborted the install', stage: 'Failed to stage execution package' };
const both = signatureOf({ id: 'both', find, when: { identified: [{ all: ['abort', 'stage'] }] } });
const engine = engineOf([both]);
const abort = (clock: string, day?: string) => cbsLine(clock, 'Client aborted the install.', day);
const stage = (clock: string, day?: string) =>
  cbsLine(clock, 'Failed to stage execution package: P1', day);
const session = (clock: string, id: string) =>
  cbsLine(clock, `Session: ${id} initialized by client WindowsUpdateAgent, external: (null)`);

describe('a run without session marks', () => {
  it.each([
    ['the same second', '10:00:00', '10:00:00', ['both identified']],
    ['exactly 60 minutes', '10:00:00', '11:00:00', ['both identified']],
    ['60 minutes and a second', '10:00:00', '11:00:01', []],
  ])('joins records that lie %s apart, up to 60 minutes', async (_, first, second, expected) => {
    const findings = await match({ 'CBS.log': [abort(first), stage(second)] }, engine);

    expect(told(findings)).toEqual(expected);
  });

  it('ends at midnight no more than at any other time', async () => {
    const lines = [abort('23:50:00', '2026-03-02'), stage('00:10:00', '2026-03-03')];

    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual(['both identified']);
  });

  it('is not joined with the same hour of another day', async () => {
    const lines = [abort('10:00:00', '2026-03-02'), stage('10:00:01', '2026-03-03')];

    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual([]);
  });

  it('takes a record without a time to the record before it', async () => {
    const lines = [abort('10:00:00'), 'Error CBS Failed to stage execution package: P1'];

    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual(['both identified']);
  });
});

describe('a CBS session', () => {
  it('holds its own records together however long it takes', async () => {
    const lines = [session('08:00:00', '301_1'), abort('08:00:01'), stage('11:00:00')];

    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual(['both identified']);
  });

  it('keeps out the records of the session before it, however near', async () => {
    const lines = [
      session('08:00:00', '301_1'),
      abort('08:00:01'),
      session('08:00:02', '302_1'),
      stage('08:00:03'),
    ];

    expect(told(await match({ 'CBS.log': lines }, engine))).toEqual([]);
  });

  it('is counted for CBS records only', async () => {
    const mixed = signatureOf({
      id: 'mixed',
      formats: ['cbs', 'setupact'],
      find: { abort: find.abort, apply: 'Error in apply of the image' },
      when: { identified: [{ all: ['abort', 'apply'] }] },
    });
    const lines = [
      session('08:00:00', '301_1'),
      abort('08:00:01'),
      setupLine('08:00:02', 'Error in apply of the image'),
    ];

    const findings = await match({ 'mail.txt': lines }, engineOf([mixed]));

    expect(told(findings)).toEqual([]);
  });
});

describe('scope: inputs', () => {
  const wide = signatureOf({ ...both, id: 'wide', scope: 'inputs' });

  it('relates what sessions and days divide', async () => {
    const files = {
      'CBS.log': [session('08:00:00', '301_1'), abort('08:00:01')],
      'CBS2.log': [stage('20:00:00', '2026-03-09')],
    };

    expect(told(await match(files, engineOf([both, wide])))).toEqual(['wide identified']);
  });

  it('stops at the machine', async () => {
    const files = { 'pc1/CBS.log': [abort('08:00:01')], 'pc2/CBS.log': [stage('08:00:02')] };

    expect(told(await match(files, engineOf([wide])))).toEqual([]);
  });
});

describe('a machine', () => {
  const halves = { abort: [abort('10:00:00')], stage: [stage('10:00:05')] };
  const text = (lines: readonly string[]) => lines.join('\n');

  it.each([
    ['loose files', { 'a.log': halves.abort, 'b.log': halves.stage }],
    ['one folder', { 'pc1/a.log': halves.abort, 'pc1/b.log': halves.stage }],
    [
      'one archive',
      {
        'pc1.zip': buildZip([
          { name: 'a.log', content: text(halves.abort) },
          { name: 'sub/b.log', content: text(halves.stage) },
        ]),
      },
    ],
  ])('is what %s hold together', async (_, files) => {
    expect(told(await match(files, engine))).toEqual(['both identified']);
  });

  it.each([
    ['two folders', { 'pc1/a.log': halves.abort, 'pc2/b.log': halves.stage }],
    [
      'two archives',
      {
        'pc1.zip': buildZip([{ name: 'a.log', content: text(halves.abort) }]),
        'pc2.zip': buildZip([{ name: 'b.log', content: text(halves.stage) }]),
      },
    ],
    [
      'a folder and an archive',
      {
        'pc1/a.log': halves.abort,
        'pc2.zip': buildZip([{ name: 'b.log', content: text(halves.stage) }]),
      },
    ],
  ])('is never %s', async (_, files) => {
    expect(told(await match(files, engine))).toEqual([]);
  });

  it('is another one for each of two archives of the same name', async () => {
    const uploads = [halves.abort, halves.stage].map((lines) =>
      uploadOfBytes('logs.zip', buildZip([{ name: 'CBS.log', content: text(lines) }])),
    );

    const findings = await match({}, engine, { uploads });

    expect(told(findings)).toEqual([]);
    expect(findings.reports.map(({ name }) => name)).toEqual([
      'logs.zip/CBS.log',
      'logs.zip (2)/CBS.log',
    ]);
  });

  it('is one story over several logs, so that what excludes a cause may stand in another log', async () => {
    const excluded = signatureOf({
      id: 'excluded',
      find: { ...find, hang: 'CBS_E_HANG_DETECTED' },
      when: { identified: [{ all: ['abort'], none: ['hang'] }] },
    });
    const files = {
      'CBS.log': [abort('10:00:00')],
      'CbsPersist.log': [cbsLine('09:59:50', 'Stopped. [HRESULT = CBS_E_HANG_DETECTED]')],
    };

    expect(told(await match(files, engineOf([excluded])))).toEqual([]);
  });

  it('joins two logs over at most 60 minutes', async () => {
    const files = { 'a.log': [abort('10:00:00')], 'b.log': [stage('11:00:01')] };

    expect(told(await match(files, engine))).toEqual([]);
  });
});

describe('a format', () => {
  it('keeps a signature from the records of others', async () => {
    const line = setupLine('10:00:00', 'Client aborted the install.');
    const one = signatureOf({
      id: 'one',
      find: { abort: find.abort },
      when: { likely: [{ all: ['abort'] }] },
    });

    expect(told(await match({ 'setupact.log': [line] }, engineOf([one])))).toEqual([]);
  });

  it('keeps nothing from records that no format recognises', async () => {
    const one = signatureOf({
      id: 'one',
      find: { abort: find.abort },
      when: { likely: [{ all: ['abort'] }] },
    });

    const findings = await match({ 'a.txt': ['... Client aborted the install.'] }, engineOf([one]));

    expect(told(findings)).toEqual(['one likely']);
  });
});
