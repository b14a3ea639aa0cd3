import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { signatureFolder } from '../../../knowledge/signatures/load.ts';
import { loadPhrases, spellOut } from '../../../knowledge/signatures/phrases.ts';
import { listYamlFiles } from '../../../knowledge/yaml-file.ts';
import { signatureOf } from '../../support/engine.ts';

const phrases = await loadPhrases();
const files = await listYamlFiles(signatureFolder);
const texts = files.map((file) => readFileSync(file, 'utf8'));

describe.each(Object.entries(phrases))('the phrase %s', (name, { pattern, examples }) => {
  it.each(examples)('stands in: %s', (example) => {
    expect(example).toMatch(new RegExp(pattern, 'iu'));
  });

  it('is used by several signatures', () => {
    expect(texts.filter((text) => text.includes(`%{${name}}`)).length).toBeGreaterThan(1);
  });

  it('is written out nowhere else', () => {
    const quoted = pattern.replaceAll("'", "''");
    const holders = files.filter((_, index) => texts[index]?.includes(quoted));
    expect(holders.map((file) => path.basename(file))).toEqual(['phrases.yaml']);
  });
});

const parts = { id: 'one', when: { likely: [{ all: ['one'] }] } };

describe('spellOut', () => {
  const known = { shown: { why: '', pattern: '(?:Error: |错误：)', examples: ['Error: '] } };

  it('puts the words in place of the name, in every kind of pattern, and leaves facts alone', () => {
    const signature = signatureOf({
      ...parts,
      find: {
        plain: '%{shown}0x80070005 or %{shown}5',
        formatted: { pattern: '^%{shown}', formats: ['cbs'] },
        fact: { fact: 'build', matches: '%{shown}' },
      },
    });

    expect(spellOut(signature, known).find).toEqual({
      plain: '(?:Error: |错误：)0x80070005 or (?:Error: |错误：)5',
      formatted: { pattern: '^(?:Error: |错误：)', formats: ['cbs'] },
      fact: { fact: 'build', matches: '%{shown}' },
    });
  });

  it('takes a repeated percent sign for what it is', () => {
    const find = { plain: '100%{1,2} and %windir%' };

    expect(spellOut(signatureOf({ ...parts, find }), known).find).toEqual(find);
  });

  it('names file, field and what there is for a name that does not exist', () => {
    const signature = signatureOf({ ...parts, find: { one: '%{shwon}0x80070005' } });

    expect(() => spellOut(signature, known)).toThrow(
      `${signature.id}.yaml find.one：没有名为 shwon 的词句。可用：shown，见 phrases.yaml`,
    );
  });
});
