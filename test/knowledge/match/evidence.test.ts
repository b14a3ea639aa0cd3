import { describe, expect, it } from 'vitest';
import { cbsLine, createMatcher, engineOf, signatureOf } from '../../support/engine.ts';

const match = createMatcher();

const find = {
  abort: 'Client aborted the install(?: of (?<file>[^ ]{1,60}))?',
  stage: 'Failed to stage execution package',
};
const one = signatureOf({ id: 'one', find, when: { likely: [{ any: ['abort', 'stage'] }] } });
const engine = engineOf([one]);
const abort = (clock: string, file = 'a.dll') =>
  cbsLine(clock, `Client aborted the install of ${file} now`);

async function evidenceOf(files: Parameters<typeof match>[0], own = engine) {
  const { ranked } = await match(files, own);
  return ranked[0]?.cause.evidence ?? [];
}

describe('evidence', () => {
  it('quotes the line exactly as it was sent, with its place and time', async () => {
    const line = `> 12:  ${abort('10:00:07')} \t`;

    expect(await evidenceOf({ 'paste.txt': ['您好：', '', line] })).toEqual([
      { input: 'paste.txt', line: 3, text: line.trim(), time: '2026-03-02T10:00:07', times: 1 },
    ]);
  });

  it('keeps capitals, blanks and paths of a line that is read without them', async () => {
    const line =
      '2026-03-02 10:00:07, Info                  CBS    CLIENT   aborted  the install of C:\\Win  SxS\\A.DLL now';

    const [evidence] = await evidenceOf({ 'CBS.log': [line] });

    expect(evidence?.text).toBe(line);
  });

  it('has no time where the record has none', async () => {
    const [evidence] = await evidenceOf({
      'a.txt': ['... Client aborted the install of a.dll now'],
    });

    expect(evidence?.time).toBeNull();
  });

  it('quotes of a long record the lines that the match touches', async () => {
    const record = [
      cbsLine('10:00:00', 'Installer:'),
      ' Old component: nothing',
      ' Client aborted the install of a.dll now',
      ' New component: nothing',
    ];

    const [evidence] = await evidenceOf({ 'CBS.log': record });

    expect(evidence).toMatchObject({ line: 3, text: 'Client aborted the install of a.dll now' });
  });

  it('quotes both halves of a line that a mail broke in two', async () => {
    const [first, second] = [abort('10:00:00').slice(0, 60), abort('10:00:00').slice(60)];
    const padded = first?.length === 60 ? first : '';

    const evidence = await evidenceOf({ 'mail.txt': [padded, second ?? ''] });

    expect(evidence).toMatchObject([{ line: 1, text: `${padded}\n${second}` }]);
  });

  it('is in the order of the log, whatever the order of the condition', async () => {
    const all = signatureOf({ id: 'one', find, when: { likely: [{ all: ['stage', 'abort'] }] } });
    const lines = [abort('10:00:00'), cbsLine('10:00:01', 'Failed to stage execution package: P')];

    expect(
      (await evidenceOf({ 'CBS.log': lines }, engineOf([all]))).map(({ line }) => line),
    ).toEqual([1, 2]);
  });

  it('is at most five records', async () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
    const many = signatureOf({
      id: 'many',
      find: Object.fromEntries(names.map((name) => [name, `the proof called ${name}`])),
      when: { likely: [{ all: names }] },
    });
    const lines = names.map((name) => cbsLine('10:00:00', `the proof called ${name}`));

    const evidence = await evidenceOf({ 'CBS.log': lines }, engineOf([many]));

    expect(evidence.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5]);
  });

  it('shows a line once that proves two conditions', async () => {
    const twice = signatureOf({
      id: 'twice',
      find: { abort: 'Client aborted', install: 'aborted the install' },
      when: { likely: [{ all: ['abort', 'install'] }] },
    });

    expect(await evidenceOf({ 'CBS.log': [abort('10:00:00')] }, engineOf([twice]))).toHaveLength(1);
  });

  it('is never longer than a screen, however long the line', async () => {
    const [evidence] = await evidenceOf({
      'CBS.log': [`${abort('10:00:00')} ${'x'.repeat(50_000)}`],
    });

    expect(evidence?.text.length).toBeLessThanOrEqual(2000);
    expect(evidence?.text).toContain('Client aborted the install of a.dll');
  });
});

describe('times', () => {
  it.each([1, 2, 200, 201, 1204])('counts %i records that say the same', async (count) => {
    const [evidence] = await evidenceOf({
      'CBS.log': Array<string>(count).fill(abort('10:00:00')),
    });

    expect(evidence?.times).toBe(count);
  });

  it('counts only records with the same values', async () => {
    const lines = [abort('10:00:00'), abort('10:00:01', 'b.dll'), abort('10:00:02')];

    const [evidence] = await evidenceOf({ 'CBS.log': lines });

    expect(evidence).toMatchObject({ line: 1, times: 2 });
  });
});

describe('hits', () => {
  it('are kept as the first and the last hundred of a pattern', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => abort('10:00:00', `${index}.dll`));

    const { collected } = await match({ 'CBS.log': lines }, engine);

    const list = collected.hits.get('one')?.get('abort')?.get('CBS.log');
    expect(list?.count).toBe(500);
    expect(list?.hits.map(({ record }) => record.parts[0]?.line)).toEqual([
      ...Array.from({ length: 100 }, (_, index) => index + 1),
      ...Array.from({ length: 100 }, (_, index) => index + 401),
    ]);
  });

  it('find the last failure behind a hundred thousand repeats', async () => {
    const flood = Array<string>(100_000).fill(abort('10:00:00'));
    const both = signatureOf({ id: 'one', find, when: { likely: [{ all: ['abort', 'stage'] }] } });
    const lines = [...flood, cbsLine('10:00:01', 'Failed to stage execution package: P')];

    expect((await evidenceOf({ 'CBS.log': lines }, engineOf([both]))).at(-1)?.line).toBe(100_001);
  });
});
