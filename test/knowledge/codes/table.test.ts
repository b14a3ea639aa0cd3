import { describe, expect, it } from 'vitest';
import { errorCodes, readTable } from '../../../knowledge/codes/table.ts';

const rows = readTable('error-codes.tsv');
const codes = [...errorCodes().values()];
const families = readTable('code-families.tsv');
const disputes = readTable('code-disputes.tsv');
const headers = readTable('header-symbols.tsv');

const chinese = /\p{Script=Han}{2}/u;
const endsBadly = /[。；，、：,.;:\s]$|^\s/u;
const mixedPunctuation = /\p{Script=Han}[,;:!?]|[,;:!?]\p{Script=Han}|！/u;
const english = /\b(?:the|is|are|was|were|of|to|and|or|could|not|failed|with|this|that|an?)\b/iu;
const sourceForm =
  /^https:\/\/\S+$|^\w+\.(?:h|dll)$|^(?:CBS|Configuration Manager|Microsoft Visual C\+\+|CAS-\d{5}-\w{6})$/u;

/** What a reader sees: meanings, causes, steps, of codes and of families. */
const texts = [
  ...codes.flatMap(({ code, meaning, cause, step }) =>
    [meaning, cause, step].filter(Boolean).map((text) => ({ at: code, text })),
  ),
  ...families.flatMap(([at = '', title = '', cause = '', step = '']) =>
    [title, cause, step].map((text) => ({ at, text })),
  ),
  ...disputes.flatMap(([at = '', source = '', , why = '']) =>
    [source, why].map((text) => ({ at, text })),
  ),
];

describe('error-codes.tsv', () => {
  it('has at least 1,900 codes, 650 of them with a cause and a step of their own', () => {
    expect(codes.length).toBeGreaterThanOrEqual(1900);
    expect(codes.filter(({ cause }) => cause).length).toBeGreaterThanOrEqual(650);
  });

  it('is sorted and names each code once', () => {
    const order = rows.map(([code]) => code);

    expect(order).toEqual([...new Set(order)].sort());
  });

  it('gives a symbol to one code only', () => {
    const symbols = codes.map(({ name }) => name).filter((name) => name.includes('_'));

    expect(symbols).toHaveLength(new Set(symbols).size);
  });

  it('has both a cause and a step, or neither', () => {
    expect(codes.filter(({ cause, step }) => (cause === '') !== (step === ''))).toEqual([]);
  });

  it('says more in a meaning than the symbol does', () => {
    const bare = codes.filter(
      ({ name, meaning }) => !chinese.test(meaning) || meaning.includes(name.replace(/_/g, ' ')),
    );

    expect(bare.filter(({ name }) => name.includes('_'))).toEqual([]);
  });

  it('says more in a cause than the meaning does', () => {
    const bare = (text: string) => text.replace(/[^\p{L}\p{N}]|[已被的该了]/gu, '');

    expect(
      codes.filter(({ meaning, cause }) => cause && bare(meaning).includes(bare(cause))),
    ).toEqual([]);
  });

  it('calls no success a failure', () => {
    const successes = codes.filter(
      ({ code }) => Number(code) < 0x80000000 && Number(code) > 0xffff,
    );

    expect(successes.length).toBeGreaterThan(25);
    expect(
      successes.filter(({ cause, family }) => !cause && family !== 'NTSTATUS' && family !== 'SPP'),
    ).toEqual([]);
  });

  it('names the source of every row', () => {
    expect(codes.filter(({ source }) => !sourceForm.test(source))).toEqual([]);
  });

  it('has a family with a cause, a step, logs and a source for every row', () => {
    const described = families.filter((cells) => cells.length === 6 && cells.every(Boolean));

    expect(described).toHaveLength(families.length);
    expect(new Set(codes.map(({ family }) => family))).toEqual(
      new Set(described.map(([family]) => family)),
    );
  });

  it('has the whole public ranges of this field', () => {
    const count = (start: string) => codes.filter(({ name }) => name.startsWith(start)).length;

    expect(count('CBS_')).toBe(121);
    expect(count('PSFX_E_')).toBe(16);
    expect(count('WU_')).toBe(477);
    expect(count('MOSETUP_E_')).toBe(71);
    expect(count('SPAPI_E_')).toBe(87);
    expect(count('ERROR_SXS_')).toBe(106);
  });
});

describe('the texts of the tables', () => {
  it('are Chinese', () => {
    expect(
      texts.filter(
        ({ text }) =>
          !/\p{Script=Han}|^(?:WMI|Windows Installer|Configuration Manager|\w+\.h)$/u.test(text),
      ),
    ).toEqual([]);
    expect(texts.filter(({ text }) => english.test(text))).toEqual([]);
  });

  it('end without a full stop and use Chinese punctuation', () => {
    expect(texts.filter(({ text }) => endsBadly.test(text))).toEqual([]);
    expect(texts.filter(({ text }) => mixedPunctuation.test(text))).toEqual([]);
  });
});

describe('header-symbols.tsv', () => {
  it('gives every code that it shares with us our name, unless code-disputes.tsv says why not', () => {
    const byCode = Map.groupBy(headers, ([code = '']) => code);
    const listed = new Set(disputes.map(([code, , other]) => `${code} ${other}`));
    const differences = [...byCode].filter(([code, all]) => {
      const names = all.map(([, name = '']) => name);
      const ours = errorCodes().get(code)?.name ?? '';
      return !names.includes(ours) && !names.every((name) => listed.has(`${code} ${name}`));
    });

    expect(byCode.size).toBeGreaterThan(1350);
    expect(differences).toEqual([]);
  });

  it('gives no name of ours to another code', () => {
    const byName = Map.groupBy(headers, ([, name = '']) => name);
    const elsewhere = codes.filter(
      ({ code, name }) => byName.get(name)?.every(([other]) => other !== code) ?? false,
    );

    expect(elsewhere).toEqual([]);
  });
});

describe('code-disputes.tsv', () => {
  it('speaks of codes that we have, with a reason and an address', () => {
    const bad = disputes.filter(
      ([code = '', source, other, why, url = '', ...rest]) =>
        !(errorCodes().has(code) && source && other && why && url.startsWith('https://')) ||
        errorCodes().get(code)?.name === other ||
        rest.length > 0,
    );

    expect(bad).toEqual([]);
  });
});
