import { describe, expect, it } from 'vitest';
import { commands, findCommand } from '../../handlers/commands.ts';
import { uploadOfBytes } from '../support/answering.ts';
import { icbcBranch, openDesk, otherBranch, textsOf, wordsOf } from '../support/conversation.ts';

const { say } = await openDesk();

describe('findCommand', () => {
  it.each([
    ['帮助', '帮助', ''],
    ['help', '帮助', ''],
    ['HELP', '帮助', ''],
    ['/帮助', '帮助', ''],
    ['  错误码   0x80070005 ', '错误码', '0x80070005'],
    ['错误码：0x80070005', '错误码', '0x80070005'],
    ['错误代码 0x80070005', '错误码', '0x80070005'],
    ['code 0x80070005', '错误码', '0x80070005'],
    ['查案例 wpdmtp.dll', '查案例', 'wpdmtp.dll'],
    ['search wpdmtp.dll', '查案例', 'wpdmtp.dll'],
    ['案例 CAS-02713-B6R8B4', '案例', 'CAS-02713-B6R8B4'],
    ['Case cas-02713-b6r8b4', '案例', 'cas-02713-b6r8b4'],
    ['收集 升级', '收集', '升级'],
    ['collect', '收集', ''],
    ['错误码\n0x80070005', '错误码', '0x80070005'],
    ['未结案例', '未结案例', ''],
    ['open', '未结案例', ''],
    ['open cases', '未结案例', ''],
    ['未结案例 湖北 2', '未结案例', '湖北 2'],
    ['mine', '我的案例', ''],
    ['开案例 补丁安装失败', '开案例', '补丁安装失败'],
    ['更新案例：CAS-02713-B6R8B4 等待客户', '更新案例', 'CAS-02713-B6R8B4 等待客户'],
    ['起草回复', '起草回复', ''],
    ['放行申请 升级', '放行申请', '升级'],
  ])('knows %j', (message, name, text) => {
    const called = findCommand(message);

    expect(called?.command.name).toBe(name);
    expect(called?.text).toBe(text);
  });

  it.each([
    '',
    '帮助我看看补丁装不上',
    '错误码是什么意思',
    '案例分析怎么写',
    '收集日志的工具在哪里下载',
    'codec pack 装不上',
    'helpful',
    '请帮助',
    '2026-03-02 10:00:00, Info                  CBS    code 5',
    'open CBS.log says access denied',
    'update KB5034441 fails',
    'new error 0x80070005 after the update',
    'mine says 0x80070005',
    'draft of the log',
    'compare both logs please',
    '案例 里的办法对我有用吗',
    '归档案例 怎么写',
    '起草回复 怎么写',
    '放行申请 要写什么',
  ])('takes %j for a question', (message) => {
    expect(findCommand(message)).toBeUndefined();
  });

  it('knows every command by each of its names, and no name twice', () => {
    const names = commands.flatMap(({ name, aliases }) => [name, ...aliases]);

    expect(names.map((name) => findCommand(name)?.command.name)).toEqual(
      commands.flatMap(({ name, aliases }) => [name, ...aliases].map(() => name)),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a command', () => {
  it.each([
    ['帮助', ['查案例', '错误码 0x…', '案例 CAS-…', '收集']],
    ['错误码 0x80070005', ['E_ACCESSDENIED', '拒绝访问']],
    ['错误码 8024200d 0x800F0985', ['0x8024200d', '0x800f0985']],
    ['错误码 0xC1900101 - 0x30018', ['失败发生在', '0xc1900101']],
    ['错误码 1603', ['0x00000643', 'ERROR_INSTALL_FAILURE']],
    ['错误码 你好', ['没有认出错误代码', '0x80070005']],
    ['错误码', ['没有认出错误代码']],
    ['查案例 KB4561621 wpdmtp.dll', ['CAS-02713-B6R8B4', 'wpdmtp.dll']],
    ['查案例 打印机卡纸', ['没有相似的历史案例']],
    ['案例 cas-02713-b6r8b4', ['CAS-02713-B6R8B4', '苏州分行', '已归档', '脱管', '经过（7 条）']],
    ['案例 CAS-99999-A1B2C3', ['没有找到案例 CAS-99999-A1B2C3', '请核对']],
    ['收集 升级', ['Panther', 'CMGELogCollector.exe']],
    ['收集 下载', ['Get-WindowsUpdateLog']],
    ['收集', ['CbsPersist']],
  ])('%s is answered', async (text, words) => {
    const answered = await say(text);

    expect(answered.diagnosis).toBeUndefined();
    expect(
      words.filter((word) => !wordsOf(answered).includes(JSON.stringify(word).slice(1, -1))),
    ).toEqual([]);
    expect(answered.reply.summary.length).toBeGreaterThan(0);
    expect(answered.reply.summary.length).toBeLessThanOrEqual(150);
    expect(answered.reply.actions).toEqual([]);
  });

  it.each(['帮助 我装补丁', '案例 里的办法对我有用吗', '错误码是 0x800f0985 怎么办'])(
    '%s is a question, not a command',
    async (text) => {
      const answered = await say(text);

      expect(answered.diagnosis).toBeDefined();
    },
  );

  it('with a file is a question about the file', async () => {
    const answered = await say('帮助', { files: [uploadOfBytes('a.log', Buffer.from('x'))] });

    expect(answered.diagnosis?.inputs.map(({ name }) => name)).toContain('a.log');
  });

  it('shows the customer its own case', async () => {
    const answered = await say('案例 CAS-02713-B6R8B4', {
      asker: { ...icbcBranch, branch: '苏州分行' },
    });

    expect(wordsOf(answered)).toContain('脱管');
  });

  it.each([
    ['案例', '请写出案例号'],
    ['对比', '请写出 2 到 6 个案例号'],
    ['对比 CAS-02713-B6R8B4', '请写出 2 到 6 个案例号'],
    ['关联', '请写出 CRM 的案例号'],
    ['归档案例', '请写出案例号'],
    ['初次响应', '本对话里还没有提问'],
    ['起草回复', '还没有可以起草的回答'],
    ['更新案例', '请写出案例号和内容'],
    ['更新案例 CAS-02713-B6R8B4 已重试', '是内置的历史案例'],
    ['未结案例', '未结案例：没有。'],
    ['我的案例', '配置里没有您的名字'],
  ])('%s says what is missing', async (text, sentence) => {
    const answered = await say(text);

    expect(answered.reply.summary).toContain(sentence);
  });

  it.each([
    '关联 TMP-20260302-A1B2 CAS-00001-A1B2C3',
    '归档案例 CAS-02713-B6R8B4',
    '起草回复',
    '初次响应',
  ])('%s is for the desk', async (text) => {
    const answered = await say(text, { asker: otherBranch });

    expect(textsOf(answered, 'notice').join()).toContain('由支持工程师操作');
  });

  it('shows each asker only the commands that are for him', async () => {
    const [desk, branch, stranger] = await Promise.all(
      [{}, { asker: icbcBranch }, { asker: { ...icbcBranch, role: 'stranger' as const } }].map(
        async (more) => wordsOf(await say('帮助', more)),
      ),
    );

    expect(desk).toContain('归档案例');
    expect(branch).not.toContain('归档案例');
    expect(branch).toContain('开案例');
    expect(stranger).not.toContain('开案例');
    expect(stranger).toContain('收集');
  });

  it('explains at most ten codes', async () => {
    const many = Array.from({ length: 30 }, (_, index) => `0x800700${(index + 16).toString(16)}`);

    const { reply } = await say(`错误码 ${many.join(' ')}`);

    expect(reply.blocks).toMatchObject([{ kind: 'list', items: { length: 10 } }]);
  });
});
