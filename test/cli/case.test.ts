import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../support/answering.ts';
import { createInner } from '../support/cli.ts';

vi.setConfig({ testTimeout: 60_000 });

const home = temporaryFolder();
const config = path.join(home, 'caselens.yaml');
writeFileSync(
  config,
  `customers:
  icbc: { name: 工商银行, aliases: [ICBC, 工行] }
  abc: { name: 农业银行 }
people:
  slack/U0000001: { staff: true, name: 谭工 }
`,
);

/** A desk with nothing in it. */
function openHome(name: string) {
  const data = path.join(home, name);
  const caselens = createInner({ CASELENS_DATA: data, CASELENS_CONFIG: config });
  return {
    data,
    caselens,
    async open(...words: string[]): Promise<string> {
      const { out } = await caselens(['case', 'open', ...words, '--customer', '工行', '--json']);
      return JSON.parse(out).case;
    },
  };
}

describe('caselens case', () => {
  it('opens, updates, archives, and lists with the real owner', async () => {
    const { caselens } = openHome('life');
    const number = 'CAS-07121-A1B2C3';
    const opened = await caselens([
      'case',
      'open',
      '补丁安装失败',
      '--case',
      number,
      '--customer',
      'icbc',
      '--branch',
      '湖北分行',
      '--severity',
      'p2',
      '--machines',
      '5-6',
    ]);
    const updated = await caselens(['case', 'update', number, '等待客户 日志，负责人 谭工']);
    const again = await caselens(['case', 'update', number, '等待客户 日志，负责人 谭工']);
    const open = await caselens(['case', 'list', '--open', '--json']);
    const between = await caselens(['case', 'show', number, '--json']);
    const archived = await caselens(['case', 'archive', number]);
    const after = await caselens(['case', 'list', '--open', '--json']);

    expect(opened).toMatchObject({ status: 0, out: `已开案例  ${number}  补丁安装失败\n` });
    expect(updated).toMatchObject({ status: 0, out: expect.stringContaining('等待客户日志') });
    expect(again.out).toContain('没有变化');
    expect(JSON.parse(open.out)).toEqual([
      {
        case: number,
        title: '补丁安装失败',
        status: 'waiting-customer',
        severity: 'P2',
        customer: '工商银行',
        branch: '湖北分行',
        owner: '谭工',
        opened: expect.any(String),
        updated: expect.any(String),
      },
    ]);
    expect(JSON.parse(between.out)).toMatchObject({
      status: 'waiting-customer',
      machines: { least: 5, most: 6 },
    });
    expect(archived.out).toContain('草稿 · 归档邮件');
    expect(archived.out).toContain(`已归档 ${number}`);
    expect(JSON.parse(after.out)).toEqual([]);
  });

  it('opens one case for one title', async () => {
    const { caselens, open } = openHome('once');

    const numbers = [await open('升级失败'), await open('升级失败')];

    expect(numbers[0]).toMatch(/^TMP-\d{8}-[A-Z0-9]{4}$/u);
    expect(numbers[1]).toBe(numbers[0]);
    expect(JSON.parse((await caselens(['case', 'list', '--json'])).out)).toHaveLength(1);
  });

  it('compares cases as text, Markdown and a file for Word', async () => {
    const { caselens } = openHome('compare');
    const numbers = ['CAS-02564-J6C0B1', 'CAS-02713-B6R8B4'];
    const file = path.join(home, 'compared.html');

    const words = await caselens(['case', 'compare', ...numbers]);
    const markdown = await caselens(['case', 'compare', ...numbers, '--markdown']);
    const html = await caselens(['case', 'compare', ...numbers, '--html', file]);

    expect(words.out).toContain('Windows升级失败');
    expect(markdown.out).toMatch(/^# 案例对比[\s\S]*\| 序号 \| CAS号/u);
    expect(html).toMatchObject({ status: 0, out: '' });
    expect(readFileSync(file, 'utf8')).toMatch(/<td class="short">CAS-02713-B6R8B4<\/td>/u);
  });

  it('forgets a case wholly', async () => {
    const { caselens, data, open } = openHome('forget');
    const number = await open('湖北分行', '绝密现象之升级失败');
    const there = await caselens(['case', 'show', number]);

    const gone = await caselens(['case', 'forget', number]);

    expect(there.status).toBe(0);
    expect(gone).toMatchObject({ status: 0, out: expect.stringContaining(`已彻底删除 ${number}`) });
    expect((await caselens(['case', 'show', number])).status).toBe(3);
    const db = new DatabaseSync(path.join(data, 'caselens.db'));
    const rows = JSON.stringify(db.prepare('SELECT * FROM cases').all());
    db.close();
    expect(rows).not.toContain('绝密现象');
  });

  it('is audited like the chat', async () => {
    const { caselens, data, open } = openHome('audit');
    const number = await open('升级失败');
    await caselens(['case', 'show', number]);
    await caselens(['case', 'update', number, '已联系']);
    await caselens(['case', 'list']);
    await caselens(['case', 'archive', number, '--yes']);
    await caselens(['case', 'compare', number, 'CAS-02713-B6R8B4', '--markdown']);

    const store = openSqlite(data);
    const entries = (await store.listAudit({ limit: 20 })).toReversed();
    await store.close();
    await caselens(['case', 'forget', number, '--yes']);
    const later = openSqlite(data);
    const last = await later.listAudit({ limit: 1 });
    await later.close();

    expect(entries.map((one) => [one.what, one.case])).toEqual([
      ['open', number],
      ['view', number],
      ['change', number],
      ['view', ''],
      ['draft', number],
      ['archive', number],
      ['draft', number],
      ['draft', 'CAS-02713-B6R8B4'],
    ]);
    expect(new Set(entries.map(({ who, where }) => `${who} ${where}`))).toEqual(
      new Set(['cli/operator cli/case']),
    );
    expect(last).toMatchObject([{ what: 'forget', case: number }]);
  });

  it.each([
    [['open', '升级失败', '--customer', '火星银行'], 2, '没有名为 火星银行 的客户'],
    [['open', '升级失败'], 2, '请写明客户：工商银行、农业银行'],
    [['open', '--customer', 'icbc'], 2, '请给出标题'],
    [['open', '升级失败', '--yes'], 2, '参数有误'],
    [['update'], 2, '请给出案例号'],
    [['update', 'CAS-99999-A1B2C3'], 2, '请给出要记的内容'],
    [['update', 'CAS-99999-A1B2C3', '已联系'], 3, '没有找到案例 CAS-99999-A1B2C3'],
    [['update', 'CAS-02713-B6R8B4', '已联系'], 1, '内置的历史案例'],
    [['update', 'CAS-02713-B6R8B4', '负责人 王大明'], 2, '谭工'],
    [['archive', 'CAS-99999-A1B2C3', '--yes'], 3, '没有找到案例'],
    [['archive', 'CAS-02713-B6R8B4', '--yes'], 3, '内置的历史案例'],
    [['forget', 'CAS-02713-B6R8B4', '--yes'], 3, '内置的历史案例'],
    [['forget'], 2, '请给出案例号'],
    [['compare', 'CAS-02713-B6R8B4'], 2, '2 到 6 个案例号'],
    [['compare', 'CAS-02713-B6R8B4', 'CAS-99999-A1B2C3'], 3, '没有找到案例 CAS-99999-A1B2C3'],
  ])('%j ends with %d and says why', async (args, expected, sentence) => {
    const { caselens } = openHome('wrong');

    const { status, out, err } = await caselens(['case', ...args]);

    expect({ status, out }).toEqual({ status: expected, out: '' });
    expect(err).toContain(sentence);
  });
});
