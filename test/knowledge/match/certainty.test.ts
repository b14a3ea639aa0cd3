import { describe, expect, it } from 'vitest';
import { questionName } from '../../../knowledge/input/names.ts';
import type { Explanation } from '../../../knowledge/match/match.ts';
import { limits } from '../../support/answering.ts';
import {
  cbsLine,
  createMatcher,
  engineOf,
  noiseOf,
  signatureOf,
  told,
} from '../../support/engine.ts';
import { buildZip } from '../../support/zip.ts';

const match = createMatcher();

const find = {
  abort: 'Client aborted the install(?: of (?<file>[^ ]{1,60}))?',
  hang: 'CBS_E_HANG_DETECTED',
};
const abort = cbsLine('10:00:00', 'Client aborted the install of WpdMtp.dll now');
const hang = cbsLine('10:00:01', 'Stopped. CBS_E_HANG_DETECTED');
const unless = signatureOf({
  id: 'unless',
  find,
  when: {
    identified: [{ all: ['abort'], none: ['hang'] }],
    clue: [{ all: ['abort'] }],
  },
});
const always = signatureOf({ id: 'always', find, when: { identified: [{ all: ['abort'] }] } });

describe('none', () => {
  it('is proved by an input that was read whole', async () => {
    expect(told(await match({ 'CBS.log': [abort] }, engineOf([unless])))).toEqual([
      'unless identified',
    ]);
  });

  it('falls to the next condition when the record is there', async () => {
    expect(told(await match({ 'CBS.log': [abort, hang] }, engineOf([unless])))).toEqual([
      'unless clue',
    ]);
  });

  const long = [abort, ...Array<string>(30_000).fill(cbsLine('10:00:02', 'healthy'.repeat(6)))];
  const cut = buildZip([
    { name: 'CBS.log', content: abort },
    { name: 'rest.log', content: long.join('\n') },
  ]);

  it.each([
    ['is cut off', { 'CBS.log': long }, { limits: { ...limits, uploadMiB: 1 } }],
    ['has a line that is cut', { 'CBS.log': [abort, 'x'.repeat(100_000)] }, {}],
    [
      'has an unreadable entry',
      {
        'pc.zip': buildZip([
          { name: 'CBS.log', content: abort },
          { name: 'b.log', content: hang, encrypted: true },
        ]),
      },
      {},
    ],
    [
      'is what could be saved of a cut archive',
      { 'pc.zip': cut.subarray(0, cut.indexOf('PK\u0003\u0004', 4)) },
      {},
    ],
  ])('proves little when an input of the machine %s', async (_, files, more) => {
    expect(told(await match(files, engineOf([unless, always]), more))).toEqual([
      'always identified',
      'unless likely',
    ]);
  });

  it('is not weakened by an unread input of another machine', async () => {
    const files = {
      'pc1/CBS.log': [abort],
      'pc2.zip': buildZip([{ name: 'b.log', content: hang, encrypted: true }]),
    };

    expect(told(await match(files, engineOf([unless])))).toEqual(['unless identified']);
  });
});

describe('a draft', () => {
  it('is only ever a clue, raised or not', async () => {
    const draft = signatureOf({
      ...always,
      id: 'draft',
      status: 'draft',
      raise: [{ when: { file: 'wpdmtp.dll' }, to: 'identified', because: ['CAS-02713-B6R8B4'] }],
    });

    expect(told(await match({ 'CBS.log': [abort] }, engineOf([draft])))).toEqual(['draft clue']);
  });

  it('is silent once it is retired', async () => {
    const retired = signatureOf({ ...always, id: 'retired', status: 'retired' });

    expect(told(await match({ 'CBS.log': [abort] }, engineOf([retired])))).toEqual([]);
  });
});

describe('raise', () => {
  const raised = signatureOf({
    id: 'raised',
    title: '{file} 被拒绝',
    find,
    when: { likely: [{ all: ['abort'] }] },
    raise: [
      {
        when: { file: 'wpdmtp.dll' },
        to: 'identified',
        because: ['CAS-02713-B6R8B4'],
        title: '由管控拦截 {file}',
        inference: { certainty: 'likely', title: '管控', explanation: '两例如此。' },
      },
    ],
  });

  it('knows the file whatever its case, and tells what the past cases taught', async () => {
    const { ranked } = await match({ 'CBS.log': [abort] }, engineOf([raised]));

    expect(ranked[0]?.cause).toMatchObject({
      certainty: 'identified',
      title: '由管控拦截 WpdMtp.dll',
      inference: { certainty: 'likely', title: '管控', because: ['CAS-02713-B6R8B4'] },
    });
  });

  it('leaves another file as likely as it was', async () => {
    const other = abort.replace('WpdMtp.dll', 'other.dll');

    const { ranked } = await match({ 'CBS.log': [other] }, engineOf([raised]));

    expect(ranked[0]?.cause).toMatchObject({
      certainty: 'likely',
      title: 'other.dll 被拒绝',
      inference: null,
    });
  });

  it('quotes the record that raises it, though another one came first', async () => {
    const lines = [abort.replace('WpdMtp.dll', 'other.dll'), abort];

    const { ranked } = await match({ 'CBS.log': lines }, engineOf([raised]));

    expect(ranked[0]?.cause).toMatchObject({
      certainty: 'identified',
      variables: { file: 'WpdMtp.dll' },
      evidence: [{ line: 2 }],
    });
  });

  it('never raises a clue', async () => {
    const clue = signatureOf({ ...raised, when: { clue: [{ all: ['abort'] }] } });

    expect(told(await match({ 'CBS.log': [abort] }, engineOf([clue])))).toEqual(['raised clue']);
  });
});

describe('the words of the asker', () => {
  const prose = '我在日志里看到 Client aborted the install of WpdMtp.dll 这句话';

  it('make a cause likely at most', async () => {
    expect(told(await match({ [questionName]: [prose] }, engineOf([always])))).toEqual([
      'always likely',
    ]);
  });

  it('prove as much as a log where a whole log line is quoted', async () => {
    const findings = await match({ [questionName]: ['请看', abort] }, engineOf([always]));

    expect(told(findings)).toEqual(['always identified']);
  });

  it('add nothing where a log shows the same', async () => {
    const files = { [questionName]: [prose], 'CBS.log': [abort] };

    const { ranked } = await match(files, engineOf([always]));

    expect(ranked.map(({ cause }) => cause.evidence.map(({ input }) => input))).toEqual([
      ['CBS.log'],
    ]);
  });

  it('do not complete what a log shows in half', async () => {
    const both = signatureOf({
      id: 'both',
      find,
      when: { identified: [{ all: ['abort', 'hang'] }] },
    });
    const files = { [questionName]: [prose], 'CBS.log': [hang] };

    expect(told(await match(files, engineOf([both])))).toEqual([]);
  });
});

describe('noise', () => {
  const noise = noiseOf('Client aborted the install of (?:harmless|healthy)\\.dll');
  const quiet = cbsLine('10:00:00', 'Client aborted the install of harmless.dll now');

  it('hides its records from every signature', async () => {
    const { ranked } = await match({ 'CBS.log': [quiet, abort] }, engineOf([always], [noise]));

    expect(ranked[0]?.cause.evidence.map(({ line }) => line)).toEqual([2]);
    expect(told(await match({ 'CBS.log': [quiet] }, engineOf([always], [noise])))).toEqual([]);
  });

  it('is read by the signature that asks for it', async () => {
    const reader = signatureOf({ ...always, id: 'reader', readsNoise: true });

    expect(told(await match({ 'CBS.log': [quiet] }, engineOf([reader], [noise])))).toEqual([
      'reader identified',
    ]);
  });

  it('is no failure of a run', async () => {
    const shutdown = cbsLine('10:00:00', 'Failed to perform operation. [HRESULT = 0x8007045b - ]');

    const { collected } = await match(
      { 'CBS.log': [shutdown] },
      engineOf([], [noiseOf('HRESULT = 0x8007045b')]),
    );

    expect(collected.outcomes).toEqual([]);
  });
});

describe('explain', () => {
  it('tells which condition held and which did not', async () => {
    const told: Explanation[] = [];

    await match({ 'CBS.log': [abort, hang] }, engineOf([unless]), {
      explain: (one) => told.push(one),
    });

    expect(told).toEqual([
      {
        signature: 'unless',
        machine: '',
        certainty: 'identified',
        condition: 0,
        checks: [
          { key: 'all: abort', holds: true },
          { key: 'none: hang', holds: false },
        ],
      },
      {
        signature: 'unless',
        machine: '',
        certainty: 'clue',
        condition: 0,
        checks: [{ key: 'all: abort', holds: true }],
      },
    ]);
  });

  it('tells that a condition held and was made good later', async () => {
    const told: Explanation[] = [];
    const begin = cbsLine('09:00:00', 'Session: 30_1 initialized by client X');
    const end = cbsLine('11:00:00', 'Session: 30_1 finalized. Done [HRESULT = 0x00000000 - S_OK]');

    await match({ 'CBS.log': [begin, abort, end] }, engineOf([always]), {
      explain: (one) => told.push(one),
    });

    expect(told[0]).toMatchObject({ signature: 'always', rejected: 'withdrawn' });
  });
});
