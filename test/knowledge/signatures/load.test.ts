import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSignature, loadKnowledge } from '../../../knowledge/knowledge.ts';
import { loadSignatures, signatureFolder } from '../../../knowledge/signatures/load.ts';
import { temporaryFolder } from '../../support/answering.ts';
import { signatureOf } from '../../support/engine.ts';

const home = temporaryFolder();
const good = path.join(signatureFolder, 'access', 'filter-driver-denies-file.yaml');
const text = readFileSync(good, 'utf8');

/** A folder with one signature file, changed. */
function folderWith(
  change: (good: string) => string,
  name = 'filter-driver-denies-file.yaml',
): string {
  const folder = mkdtempSync(path.join(home, 'signatures-'));
  writeFileSync(path.join(folder, name), change(text));
  return folder;
}

describe('loadSignatures', () => {
  it('loads what is right, from any depth', async () => {
    const folder = mkdtempSync(path.join(home, 'signatures-'));
    mkdirSync(path.join(folder, 'a', 'b'), { recursive: true });
    copyFileSync(good, path.join(folder, 'a', 'b', path.basename(good)));

    expect((await loadSignatures(folder)).map(({ id }) => id)).toEqual([
      'filter-driver-denies-file',
    ]);
  });

  it('leaves out the list of noise', async () => {
    const folder = folderWith(() => '- nothing', 'noise.yaml');

    expect(await loadSignatures(folder)).toEqual([]);
  });

  it('keeps every blank of a pattern and of an example, and none where lines of Chinese were folded', async () => {
    const folder = folderWith((one) =>
      one
        .replace(/^find:\n/mu, "find:\n  blank: '错误[:： ]{1,2}拒绝访问。 ?代码'\n")
        .replace(/^explanation: .*$/mu, 'explanation: >-\n  第一行，\n  第二行。')
        .replace(/^ {2}ignores:\n/mu, "  ignores:\n    - '拒绝访问。 [0x00000005]'\n"),
    );

    const [signature] = await loadSignatures(folder);

    expect(signature?.find.blank).toBe('错误[:： ]{1,2}拒绝访问。 ?代码');
    expect(signature?.examples.ignores[0]).toBe('拒绝访问。 [0x00000005]');
    expect(signature?.explanation).toContain('第一行，第二行。');
  });

  it.each<[string, (good: string) => string, string[]]>([
    ['a key that does not exist', (one) => `${one}\nexplain: x\n`, ['explain']],
    ['a missing title', (one) => one.replace(/^title:.*$/mu, ''), ['title']],
    [
      'a status that does not exist',
      (one) => one.replace('status: trusted', 'status: true'),
      ['status'],
    ],
    ['a date that is none', (one) => one.replace(/^since:.*$/mu, 'since: soon'), ['since']],
    [
      'a condition name with a blank',
      (one) => one.replace('any: [apply,', 'any: ["ap ply",'),
      ['when.likely', '条件名'],
    ],
    [
      'a step without its risk',
      (one) => one.replace('steps:\n', 'steps:\n  - { title: x }\n'),
      ['steps'],
    ],
    ['no YAML', () => 'id: [', ['不是有效的 YAML']],
    ['nothing in it', () => '', ['内容有误']],
  ])('refuses %s and names file and field', async (_, change, words) => {
    const message = await loadSignatures(folderWith(change)).then(
      () => 'was loaded',
      (error: unknown) => String(error),
    );

    expect(
      ['filter-driver-denies-file.yaml', ...words].filter((word) => !message.includes(word)),
    ).toEqual([]);
  });

  it('refuses a file that is not named after its id', async () => {
    const folder = folderWith((one) => one, 'other.yaml');

    await expect(loadSignatures(folder)).rejects.toThrow(
      /other\.yaml.*filter-driver-denies-file\.yaml/u,
    );
  });

  it('refuses two files of one id', async () => {
    const folder = folderWith((one) => one);
    mkdirSync(path.join(folder, 'again'));
    copyFileSync(good, path.join(folder, 'again', path.basename(good)));

    await expect(loadSignatures(folder)).rejects.toThrow(
      /id 相同（filter-driver-denies-file）。请改名/u,
    );
  });
});

describe('checkSignature', () => {
  const parts = {
    id: 'one',
    find: { abort: 'Client aborted' },
    when: { likely: [{ all: ['abort'] }] },
  };

  it.each([
    ['cause class', { causeClass: 'bad-luck' }, /one\.yaml causeClass：.*bad-luck/u],
    ['case', { cases: ['CAS-99999-A1B2C3'] }, /one\.yaml cases.*CAS-99999-A1B2C3/u],
    [
      'playbook',
      { steps: [{ playbook: 'pray' }] as [{ playbook: string }] },
      /one\.yaml steps：.*pray/u,
    ],
  ])('refuses an unknown %s', async (_, more, message) => {
    const knowledge = await loadKnowledge();

    expect(() => checkSignature(signatureOf({ ...parts, ...more }), knowledge)).toThrow(message);
  });
});
