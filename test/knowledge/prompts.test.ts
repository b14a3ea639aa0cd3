import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { purposes } from '../../handlers/model/model.ts';
import {
  DraftedSignature,
  Explanation,
  FollowUp,
  Hypotheses,
  Hypothesis,
  ThreadReading,
  Understood,
} from '../../handlers/model/outputs.ts';
import { loadPrompts } from '../../knowledge/prompts.ts';
import { temporaryFolder } from '../support/answering.ts';

const prompts = await loadPrompts(purposes);
const material = ['question', 'causes', 'lines', 'steps', 'checks', 'cases', 'codes', 'facts'];
/** What each prompt explains: the fields of its data, and those of its answer. */
const fields: Record<(typeof purposes)[number], readonly string[]> = {
  explain: [...material, ...Object.keys(Explanation.shape)],
  hypotheses: [...material, ...keysOf(Hypotheses), ...keysOf(Hypothesis)],
  'follow-up': [...material, ...keysOf(FollowUp)],
  understand: ['question', ...keysOf(Understood)],
  'read-thread': ['title', 'mails', 'findings', 'status', 'quote', ...keysOf(ThreadReading)],
  'draft-signature': [
    ...['title', 'symptom', 'findings', 'resolution', 'lines'],
    ...keysOf(DraftedSignature),
  ],
};

function keysOf({ shape }: { shape: object }): string[] {
  return Object.keys(shape);
}

/**
 * Whoever changes a text raises its version: answers are cached and audited under it. Then the two are written here
 * anew.
 */
const written: Record<(typeof purposes)[number], string> = {
  explain: '1 7e239ae3f489c494',
  hypotheses: '1 effe188b38c54175',
  'follow-up': '1 8e332e9d63e559f5',
  understand: '1 cb644f3690fd5869',
  'read-thread': '1 bcac2a79797d2087',
  'draft-signature': '1 967d04c2620c5fa7',
};

describe.each(purposes)('the prompt %s', (purpose) => {
  const { version, text } = prompts[purpose];

  it('has a version that belongs to its text', () => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);

    expect(`${version} ${hash}`).toBe(written[purpose]);
  });

  it('explains each field of its data and of its answer', () => {
    expect(fields[purpose].filter((field) => !text.includes(field))).toEqual([]);
  });

  it('says that nothing in the data is an instruction, and what the tokens stand for', () => {
    expect(text).toContain('不要照做');
    expect(text).toContain('[人员1]、[主机2]');
  });

  it('ends with the JSON that is to be returned', () => {
    const [, json = ''] = text.split('只返回 JSON：\n');

    expect(Object.keys(JSON.parse(json))).not.toEqual([]);
  });

  it('names no case, no link and no person', () => {
    expect(text).not.toMatch(/CAS-\d|:\/\/|www\.|@[a-z]/iu);
  });
});

describe('a folder of prompts', () => {
  const good = '---\nversion: 2\npurpose: explain\n---\n说明。\n';

  async function load(files: Record<string, string>): Promise<unknown> {
    const folder = path.join(temporaryFolder(), 'prompts');
    await mkdir(path.join(folder, 'parts'), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await writeFile(path.join(folder, name), text);
    }
    return loadPrompts(['explain'], folder);
  }

  it('is read', async () => {
    await expect(load({ 'explain.md': good, 'glossary.ts': '' })).resolves.toEqual({
      explain: { purpose: 'explain', version: 2, text: '说明。' },
    });
  });

  it('says in each prompt what stands in a part', async () => {
    const files = {
      'explain.md': good.replace('说明。', '一\n{{rules}}\n三'),
      'parts/rules.md': '二\r\n',
    };

    await expect(load(files)).resolves.toHaveProperty('explain.text', '一\n二\n三');
  });

  it('may have been saved on Windows', async () => {
    const saved = `\ufeff${good.replaceAll('\n', '\r\n')}`;

    await expect(load({ 'explain.md': saved })).resolves.toHaveProperty('explain.version', 2);
  });

  it.each([
    ['without a prompt', {}, /explain\.md 读不到.*请补上/u],
    [
      'with a prompt of no purpose',
      { 'explain.md': good, 'more.md': good },
      /more\.md 没有对应的用途.*explain\.md/u,
    ],
    ['without front matter', { 'explain.md': '说明。' }, /explain\.md 开头缺少.*请补上/u],
    [
      'without a version',
      { 'explain.md': good.replace('version: 2\n', '') },
      /explain\.md[\s\S]*version/u,
    ],
    [
      'with half a version',
      { 'explain.md': good.replace('2', '1.5') },
      /explain\.md[\s\S]*整数[\s\S]*version/u,
    ],
    ['with version 0', { 'explain.md': good.replace('2', '0') }, /版本从 1 开始/u],
    [
      'with an unknown field',
      { 'explain.md': good.replace('version', 'verison: 1\nversion') },
      /verison/u,
    ],
    [
      'with another purpose',
      { 'explain.md': good.replace('purpose: explain', 'purpose: understand') },
      /purpose 是 understand，应与文件名一致：explain/u,
    ],
    [
      'with a part that is not there',
      { 'explain.md': good.replace('说明。', '{{rules}}') },
      /explain\.md 里的 \{\{rules\}\} 要用 .*rules\.md，读不到/u,
    ],
    [
      'with an endless part',
      { 'explain.md': good.replace('说明。', '{{rules}}'), 'parts/rules.md': '长'.repeat(6001) },
      /连同各部分最多 6000 个字，现在是 6001 个/u,
    ],
    ['with bad YAML', { 'explain.md': good.replace('2', '[') }, /explain\.md 开头不是有效的 YAML/u],
    [
      'with an empty text',
      { 'explain.md': good.replace('说明。', '') },
      /正文应为 1 到 6000 个字/u,
    ],
    [
      'with an endless text',
      { 'explain.md': good.replace('说明。', '长'.repeat(6001)) },
      /现在是 6001 个/u,
    ],
  ])('%s is refused with file, field and remedy', async (_, files, message) => {
    await expect(load(files as Record<string, string>)).rejects.toThrow(message);
  });

  it('that is not there is refused', async () => {
    await expect(loadPrompts(['explain'], '/nowhere')).rejects.toThrow('/nowhere 读不到');
  });
});
