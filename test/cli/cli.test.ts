import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { Diagnosis } from '../../knowledge/diagnosis.ts';
import { openSqlite } from '../../knowledge/store/sqlite.ts';
import { temporaryFolder } from '../support/answering.ts';
import { createCli, createInner } from '../support/cli.ts';
import { findings } from '../support/findings.ts';
import { buildZip } from '../support/zip.ts';

vi.setConfig({ testTimeout: 60_000 });

const home = temporaryFolder();
const data = path.join(home, 'data');
const environment = {
  CASELENS_DATA: data,
  CASELENS_CONFIG: path.join(home, 'caselens.yaml'),
};
const caselens = createCli(environment);
const inner = createInner(environment);
const threads = path.join(import.meta.dirname, '../fixtures/threads');
const root = path.join(import.meta.dirname, '../..');
const lines = findings[0]?.lines ?? [];

function put(name: string, content: string | Uint8Array): string {
  const file = path.join(home, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

put(
  'caselens.yaml',
  'customers:\n  icbc: { name: 工商银行, aliases: [ICBC, 工行] }\n  abc: { name: 农业银行 }\n',
);
const log = put('setuperr.log', lines.join('\r\n'));
const picture = put('shot.log', Buffer.from('89504e470d0a1a0a00000000', 'hex'));
put('pc/Panther/setuperr.log', lines.join('\r\n'));
put('pc/notes.txt', '没有别的了');
put('pc/logs.zip', buildZip([{ name: 'a.log', content: 'x' }]));

const parse = (text: string) => Diagnosis.parse(JSON.parse(text));

describe.concurrent('caselens diagnose', () => {
  it('prints a diagnosis as JSON on stdout and nothing else anywhere', async () => {
    const { status, out, err } = await caselens(['diagnose', log, '--json']);

    expect(status).toBe(0);
    expect(err).toBe('');
    expect(parse(out)).toMatchObject({
      schema: 'caselens.diagnosis/1',
      verdict: 'identified',
      causes: [{ signature: 'filter-driver-denies-file', certainty: 'identified' }],
      inputs: [{ name: 'setuperr.log', status: 'read' }],
    });
  });

  it('answers in Chinese without --json, and gives 未识别 as an answer', async () => {
    const { status, out } = await caselens([
      'diagnose',
      '--question',
      '补丁装不上怎么办',
      '--no-store',
    ]);

    expect(status).toBe(0);
    expect(out).toMatch(/^未识别 · /u);
    expect(out).toContain('1. 补丁编号');
    expect(out).toContain('CMGELogCollector.exe');
  });

  it('reads standard input', async () => {
    const { status, out } = await caselens(
      ['diagnose', '-', '--json', '--no-store'],
      lines.join('\n'),
    );

    expect(status).toBe(0);
    expect(parse(out).inputs).toMatchObject([{ name: '标准输入', status: 'read' }]);
    expect(parse(out).verdict).toBe('identified');
  });

  it('reads a folder with everything in it, and as one machine', async () => {
    const { status, out } = await caselens([
      'diagnose',
      path.join(home, 'pc'),
      '--json',
      '--no-store',
    ]);

    expect(status).toBe(0);
    expect(parse(out).inputs.map(({ name }) => name)).toEqual([
      'pc/Panther/setuperr.log',
      'pc/logs.zip/a.log',
      'pc/notes.txt',
    ]);
  });

  it('says which path is missing, reads the others, and ends with 3', async () => {
    const { status, out, err } = await caselens([
      'diagnose',
      '/nowhere/CBS.log',
      log,
      '--json',
      '--no-store',
    ]);

    expect(status).toBe(3);
    expect(err).toMatch(/\/nowhere\/CBS\.log：找不到.*请核对路径/u);
    expect(parse(out).verdict).toBe('identified');
  });

  it('ends with 3 and no answer when no path is there', async () => {
    const { status, out } = await caselens(['diagnose', '/nowhere/CBS.log', '--json']);

    expect({ status, out }).toEqual({ status: 3, out: '' });
  });

  it('ends with 3 when nothing that was sent can be read, and says why', async () => {
    const { status, out } = await caselens(['diagnose', picture, '--json', '--no-store']);

    expect(status).toBe(3);
    expect(parse(out).inputs).toMatchObject([
      { status: 'skipped', reason: expect.stringContaining('图片') },
    ]);
  });

  it('answers a customer as that customer, by any of its names', async () => {
    const theirs = await caselens([
      'diagnose',
      log,
      '--customer',
      '农业银行',
      '--json',
      '--no-store',
    ]);
    const own = await caselens(['diagnose', log, '--customer', 'icbc', '--json', '--no-store']);

    expect(theirs.out).not.toContain('CAS-');
    expect(parse(theirs.out).elsewhere).toBeGreaterThan(0);
    expect(parse(own.out).similarCases.map((one) => one.case)).toContain('CAS-02564-J6C0B1');
  });

  it('explains on stderr, so that stdout stays the answer', async () => {
    const { out, err } = await caselens(['diagnose', log, '--explain', '--json', '--no-store']);

    expect(parse(out).verdict).toBe('identified');
    expect(err).toMatch(/^filter-driver-denies-file likely\[\d+\]: \+ any: /mu);
  });

  it('stores what was asked, unless told not to', async () => {
    await caselens(['diagnose', '--question', '保留这一句 KB5014692']);
    await caselens(['diagnose', '--question', '不要保留这一句 KB5014693', '--no-store']);

    const db = new DatabaseSync(path.join(data, 'caselens.db'));
    const stored = JSON.stringify(db.prepare('SELECT body FROM inquiries').all());
    db.close();
    expect(stored).toContain('KB5014692');
    expect(stored).not.toContain('KB5014693');
  });
});

describe('wrong usage', () => {
  it.each([
    [['diagnose'], '请给出日志文件'],
    [['diagnose', log, '--jsn'], '参数有误'],
    [
      ['diagnose', log, '--customer', '火星银行'],
      '没有名为 火星银行 的客户。已配置：工商银行、农业银行',
    ],
    [['search'], '请给出要查的文字'],
    [['search', 'x', '--limit', '0'], '--limit'],
    [['code'], '请给出至少一个错误代码'],
    [['case', 'show'], '请给出案例号'],
    [['case', 'burn'], '没有 case burn'],
    [['diagnoze'], '没有 diagnoze 这个命令'],
    [[], '用法'],
  ])('refuses %j with 2 and says what is right', async (args, message) => {
    const { status, out, err } = await inner(args);

    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toContain(message);
  });
});

describe('caselens batch', () => {
  it('answers each line in its order, bad lines too, and stores nothing', async () => {
    const own = path.join(home, 'batch-data');
    const batch = createCli({ CASELENS_DATA: own });
    const requests = [
      JSON.stringify({ id: 'a', text: lines.join('\n') }),
      'not json',
      JSON.stringify({ id: 7, question: '补丁装不上怎么办' }),
      '',
      JSON.stringify({ text: 'no id' }),
      JSON.stringify({ id: 'b', paths: ['/nowhere/x.log'] }),
      JSON.stringify({ id: 'c', text: 5 }),
      JSON.stringify({ id: 'd', paths: [log], extra: true }),
      JSON.stringify({ id: 'e' }),
    ];

    const { status, out, err } = await batch(['batch'], `${requests.join('\r\n')}\r\n`);

    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(status).toBe(0);
    expect(err).toBe('');
    expect(answers.map(({ id, diagnosis, error }) => [id, diagnosis?.verdict ?? error])).toEqual([
      ['a', 'identified'],
      [null, expect.stringContaining('JSON')],
      [7, 'unknown'],
      [null, expect.stringContaining('缺少 id')],
      ['b', expect.stringContaining('/nowhere/x.log')],
      ['c', expect.stringContaining('类型不对')],
      ['d', 'identified'],
      ['e', 'unknown'],
    ]);
    expect(
      answers.flatMap(({ diagnosis }) =>
        diagnosis ? [Diagnosis.safeParse(diagnosis).success] : [],
      ),
    ).toEqual([true, true, true, true]);
    const store = openSqlite(own);
    expect((await store.changes(0)).saved).toEqual([]);
    await store.close();
    expect(readdirSync(own).filter((name) => name === 'inbox')).toEqual([]);
  });
});

describe('caselens code', () => {
  it('explains codes in words and as JSON', async () => {
    const words = await inner(['code', '0x80070005', '-2147024891']);
    const json = await inner(['code', '0xC1900101-0x30018', '--json']);

    expect(words).toMatchObject({
      status: 0,
      err: '',
      out: expect.stringContaining('E_ACCESSDENIED'),
    });
    expect(JSON.parse(json.out)).toMatchObject({
      codes: [{ code: '0xc1900101' }],
      extend: { phaseName: expect.any(String) },
    });
  });
});

describe('caselens search', () => {
  it('finds cases, as many as asked for', async () => {
    const { status, out } = await inner([
      'search',
      'wpdmtp.dll',
      '拒绝访问',
      '--limit',
      '1',
      '--json',
    ]);

    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      similarCases: [{ case: expect.stringMatching(/^CAS-/u) }],
      elsewhere: 0,
    });
  });

  it('only counts for a customer whose cases they are not', async () => {
    const { out } = await inner(['search', 'wpdmtp.dll', '--customer', '农业银行']);

    expect(out).toMatch(/^没有相似的历史案例。\n同类问题曾在其他客户出现 \d 次。\n$/u);
  });
});

describe('caselens case', () => {
  const own = createInner({
    CASELENS_DATA: path.join(home, 'case-data'),
    CASELENS_CONFIG: path.join(home, 'caselens.yaml'),
  });
  const thread = path.join(threads, 'CAS-02713-B6R8B4.txt');

  it('imports, lists and shows; a dry run changes nothing, a second import neither', async () => {
    const dry = await own(['case', 'import', thread, '--dry-run', '--json']);
    const before = await own(['case', 'list', '--json']);
    const first = await own(['case', 'import', thread]);
    const again = await own(['case', 'import', thread]);
    const listed = await own(['case', 'list', '--json']);
    const shown = await own(['case', 'show', 'cas-02713-b6r8b4', '--json']);

    expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, failed: [] });
    expect(JSON.parse(before.out)).toEqual([]);
    expect(first).toMatchObject({
      status: 0,
      out: expect.stringContaining('新增  CAS-02713-B6R8B4'),
    });
    expect(again.out).toContain('无变化  CAS-02713-B6R8B4');
    expect(again.out).not.toMatch(/新增|更新/u);
    expect(JSON.parse(listed.out)).toContainEqual({
      case: 'CAS-02713-B6R8B4',
      title: expect.any(String),
      status: 'archived',
      severity: 'P2',
      customer: '工商银行',
      branch: '苏州分行',
      owner: null,
      opened: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u),
      updated: expect.stringMatching(/^\d{4}-\d\d-\d\d$/u),
    });
    expect(JSON.parse(shown.out)).toMatchObject({
      case: 'CAS-02713-B6R8B4',
      timeline: expect.any(Array),
    });
  });

  it('tells of files that are no threads, imports the others, and ends with 3', async () => {
    const notes = put('import/notes.txt', '今天天气很好');
    put('import/CAS-06859-Q6V5Z7.txt', readFileSync(path.join(threads, 'CAS-06859-Q6V5Z7.txt')));

    const { status, out, err } = await own(['case', 'import', path.dirname(notes), '/nowhere']);

    expect(status).toBe(3);
    expect(out).toContain('CAS-06859-Q6V5Z7');
    expect(err).toMatch(/notes\.txt：.+。/u);
    expect(err).toMatch(/\/nowhere：找不到/u);
  });

  it('ends with 3 for a case that is not there', async () => {
    const { status, err } = await own(['case', 'show', 'CAS-99999-A1B2C3']);

    expect(status).toBe(3);
    expect(err).toContain('没有找到案例 CAS-99999-A1B2C3');
  });
});

describe('caselens signatures check', () => {
  const good = path.join(root, 'knowledge/signatures/access/filter-driver-denies-file.yaml');

  it.each([
    [
      'a field that does not exist',
      (text: string) => text.replace(/^explanation:/mu, 'explanations:'),
      'explanation',
    ],
    [
      'a pattern that is none',
      (text: string) => text.replace("'Error in apply of ", "'Error in apply of (("),
      'find.apply',
    ],
    ['no YAML', () => 'id: [', 'YAML'],
  ])('names file and field of %s', async (_, damage, field) => {
    const file = put(
      `check/${field.replaceAll(/\W/gu, '')}/filter-driver-denies-file.yaml`,
      damage(readFileSync(good, 'utf8')),
    );

    const { status, out, err } = await inner(['signatures', 'check', file]);

    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain('filter-driver-denies-file.yaml');
    expect(err).toContain(field);
  });

  it('counts what it has checked, healthy logs too', async () => {
    const { out } = await inner(['signatures', 'check', good]);

    expect(out).toMatch(/已检查 1 个特征、[1-9]\d* 个例子、[1-9]\d* 份正常日志，发现 \d+ 个问题/u);
  });
});

describe('bad settings', () => {
  it('stop every command with 2 and say what to do', async () => {
    const misconfigured = createInner({ CASELENS_DATA: data, LOG_LEVEL: 'loud' });

    const { status, out, err } = await misconfigured(['case', 'list']);

    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/LOG_LEVEL.*请改成其中一个/u);
  });
});
