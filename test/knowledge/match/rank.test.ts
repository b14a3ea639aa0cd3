import { describe, expect, it } from 'vitest';
import { cbsLine, createMatcher, engineOf, signatureOf, told } from '../../support/engine.ts';

const match = createMatcher();

const find = {
  file: 'Writing the file was denied',
  access: 'Access is denied to the installer',
  failed: 'The operation has failed',
};
const file = cbsLine('10:00:00', 'Writing the file was denied');
const access = cbsLine('10:00:01', 'Access is denied to the installer');
const failed = cbsLine('10:00:02', 'The operation has failed');

const specific = signatureOf({
  id: 'specific',
  find,
  when: { identified: [{ all: ['file'] }] },
  explains: ['family'],
});
const family = signatureOf({
  id: 'family',
  find,
  when: { likely: [{ all: ['access'] }] },
  explains: ['generic'],
});
const generic = signatureOf({ id: 'generic', find, when: { clue: [{ all: ['failed'] }] } });
const chain = engineOf([generic, family, specific]);

describe('explains', () => {
  it('chains from the specific through the family to the generic', async () => {
    const { ranked } = await match({ 'CBS.log': [file, access, failed] }, chain);

    expect(ranked.map(({ cause }) => [cause.signature, cause.explains])).toEqual([
      ['specific', ['family', 'generic']],
    ]);
  });

  it('reaches the generic also where the family is silent', async () => {
    const { ranked } = await match({ 'CBS.log': [file, failed] }, chain);

    expect(ranked.map(({ cause }) => [cause.signature, cause.explains])).toEqual([
      ['specific', ['generic']],
    ]);
  });

  it.each([
    ['the family alone', [access, failed], ['family likely']],
    ['the generic alone', [failed], ['generic clue']],
  ])('leaves %s where nothing more specific speaks', async (_, lines, expected) => {
    expect(told(await match({ 'CBS.log': lines }, chain))).toEqual(expected);
  });

  it('does not let a clue hide what is likely', async () => {
    const weak = signatureOf({ ...specific, when: { clue: [{ all: ['file'] }] } });

    const findings = await match({ 'CBS.log': [file, access] }, engineOf([generic, family, weak]));

    expect(told(findings)).toEqual(['family likely', 'specific clue']);
  });

  it('does not reach another machine', async () => {
    const files = { 'pc1/CBS.log': [file], 'pc2/CBS.log': [access, failed] };

    expect(told(await match(files, chain))).toEqual(['specific identified', 'family likely']);
  });

  it('leaves the failure of a machine on which only the generic speaks', async () => {
    const later = cbsLine('18:00:00', 'The operation has failed');
    const files = {
      'pc1/CBS.log': [cbsLine('17:59:59', 'Writing the file was denied'), later],
      'pc2/CBS.log': [failed],
    };

    const { ranked } = await match(files, chain);

    expect(ranked.map(({ cause, machine }) => `${cause.signature} ${machine}`)).toEqual([
      'specific pc1',
      'generic pc2',
    ]);
  });

  it('ends when two signatures explain each other', async () => {
    const one = signatureOf({ ...specific, id: 'one', explains: ['two'] });
    const two = signatureOf({ ...specific, id: 'two', explains: ['one'] });

    const engine = engineOf([one, two]);

    expect([...engine.explained].map(([id, ids]) => [id, [...ids]])).toEqual([
      ['one', ['two']],
      ['two', ['one']],
    ]);
  });

  it('takes the records of what it explains for further proof', async () => {
    const { ranked } = await match({ 'CBS.log': [file, access, failed] }, chain);

    expect(ranked[0]?.cause.evidence.map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it('takes no record for proof that lies more than ten minutes away', async () => {
    const late = cbsLine('10:10:01', 'The operation has failed');

    const { ranked } = await match({ 'CBS.log': [file, late] }, chain);

    expect(ranked[0]?.cause).toMatchObject({ explains: ['generic'], evidence: [{ line: 1 }] });
  });
});

describe('the order of causes', () => {
  const alone = (id: string, name: keyof typeof find, level: 'identified' | 'likely' | 'clue') =>
    signatureOf({ id, find, when: { [level]: [{ all: [name] }] } });

  it('puts the surer one first', async () => {
    const engine = engineOf([
      alone('a-clue', 'failed', 'clue'),
      alone('b-likely', 'access', 'likely'),
      alone('c-certain', 'file', 'identified'),
    ]);

    expect(told(await match({ 'CBS.log': [file, access, failed] }, engine))).toEqual([
      'c-certain identified',
      'b-likely likely',
      'a-clue clue',
    ]);
  });

  it('puts the one proved in two ways before the one proved in one, though that failed later', async () => {
    const two = signatureOf({ id: 'two', find, when: { likely: [{ all: ['file', 'access'] }] } });
    const engine = engineOf([alone('one', 'failed', 'likely'), two]);

    expect(told(await match({ 'CBS.log': [file, access, failed] }, engine))).toEqual([
      'two likely',
      'one likely',
    ]);
  });

  it('puts the later of two equal ones first', async () => {
    const engine = engineOf([alone('early', 'file', 'likely'), alone('late', 'failed', 'likely')]);

    expect(told(await match({ 'CBS.log': [file, failed] }, engine))).toEqual([
      'late likely',
      'early likely',
    ]);
  });

  it('shows a cause of two machines once, by the machine that proves it best', async () => {
    const both = signatureOf({
      id: 'both',
      find,
      when: { identified: [{ all: ['file', 'access'] }], likely: [{ all: ['file'] }] },
    });
    const files = { 'pc1/CBS.log': [file], 'pc2/CBS.log': [file, access] };

    const { ranked } = await match(files, engineOf([both]));

    expect(ranked.map(({ cause, machine }) => `${cause.certainty} ${machine}`)).toEqual([
      'identified pc2',
    ]);
  });

  it('ends after five', async () => {
    const engine = engineOf(
      Array.from({ length: 8 }, (_, index) => alone(`number-${index}`, 'file', 'likely')),
    );

    expect(told(await match({ 'CBS.log': [file] }, engine))).toHaveLength(5);
  });

  it('is not moved by repeats', async () => {
    const engine = engineOf([alone('often', 'file', 'likely'), alone('once', 'failed', 'likely')]);

    const findings = await match({ 'CBS.log': [...Array<string>(500).fill(file), failed] }, engine);

    expect(told(findings)).toEqual(['once likely', 'often likely']);
  });
});
