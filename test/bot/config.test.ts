import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from '../../bot/config.ts';

const guid = '11111111-1111-1111-1111-111111111111';

async function mistakesOf(env: Record<string, string>): Promise<string[]> {
  const error = await loadConfig(env).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message.split('\n') : [];
}

async function writeYaml(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'caselens-config-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'caselens.yaml');
  await writeFile(path, text);
  return path;
}

describe('loadConfig', () => {
  it('starts with nothing set: the console alone, on loopback', async () => {
    const config = await loadConfig({});

    expect(config).toMatchObject({
      port: 3978,
      console: { host: '127.0.0.1', port: 3979 },
      logLevel: 'info',
      limits: { uploadMiB: 2048, archiveEntries: 10_000, archiveRatio: 200, answerSeconds: 120 },
      summary: { at: '09:00', zone: 'Asia/Shanghai', staleDays: 7 },
      retention: { uploadDays: 30 },
      model: { send: 'redacted', seconds: 20, tokensPerDay: 200_000 },
      customers: [{ id: 'icbc', name: '工商银行', aliases: ['ICBC', '工行', '中国工商银行'] }],
    });
    expect([config.slack, config.teams, config.openai]).toEqual([undefined, undefined, undefined]);
  });

  it('takes an empty variable for one that is not set', async () => {
    const config = await loadConfig({ CONSOLE_PORT: '', SLACK_BOT_TOKEN: ' ', DATABASE_URL: '' });

    expect(config.console.port).toBe(3979);
    expect(config.slack).toBeUndefined();
  });

  it('reads every face from the environment', async () => {
    const config = await loadConfig({
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_SIGNING_SECRET: 'secret',
      SLACK_API_URL: 'http://127.0.0.1:4000/api/',
      MICROSOFT_APP_ID: guid,
      MICROSOFT_APP_PASSWORD: 'secret',
      TEAMS_SERVICE_HOSTS: 'smba.botframework.azure.cn, 127.0.0.1',
      OPENAI_MODEL: 'qwen',
      OPENAI_BASE_URL: 'http://127.0.0.1:8000/v1',
      CONSOLE_HOST: '10.0.0.5',
      CASELENS_CONSOLE_TOKEN: '0123456789abcdef',
    });

    expect(config.slack).toMatchObject({ botToken: 'xoxb-1', signingSecret: 'secret' });
    expect(config.teams).toMatchObject({ appId: guid, auth: 'on', appType: 'MultiTenant' });
    expect(config.teams?.endpoints.serviceHosts).toEqual([
      'smba.botframework.azure.cn',
      '127.0.0.1',
    ]);
    expect(config.openai).toMatchObject({ model: 'qwen' });
    expect(config.console).toEqual({
      host: '10.0.0.5',
      port: 3979,
      token: '0123456789abcdef',
    });
  });

  it('stays on loopback while Teams is not asked who it is', async () => {
    const config = await loadConfig({ TEAMS_AUTH: 'off' });

    expect(config).toMatchObject({ host: '127.0.0.1', teams: { auth: 'off', appId: '' } });
  });

  it.each([
    [{ CONSOLE_PORT: 'abc' }, 'CONSOLE_PORT 应为 1–65535 的端口号，现在是 "abc"。请改成'],
    [{ PORT: '70000' }, 'PORT 应为 1–65535 的端口号，现在是 "70000"。'],
    [{ PORT: '3979', TEAMS_AUTH: 'off' }, 'CONSOLE_PORT 与 PORT 都是 3979'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL 应为 trace、debug'],
    [{ CONSOLE_HOST: '0.0.0.0' }, '却没有设置 CASELENS_CONSOLE_TOKEN。请设置'],
    [{ CASELENS_CONSOLE_TOKEN: 'short' }, 'CASELENS_CONSOLE_TOKEN 至少要有 16 个字符。'],
    [{ DATABASE_URL: 'mysql://u:geheim@h/d' }, 'DATABASE_URL 应以 postgres:// 开头。'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, '却没有 SLACK_APP_TOKEN（Socket Mode）或'],
    [{ SLACK_APP_TOKEN: 'xapp-1' }, '却没有 SLACK_BOT_TOKEN'],
    [{ SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN 应以 xoxb- 开头'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'x' }, 'SLACK_APP_TOKEN 应以 xapp- 开头'],
    [{ SLACK_API_URL: 'slack.test' }, 'SLACK_API_URL 应为以 http://'],
    [{ MICROSOFT_APP_ID: 'bot' }, 'MICROSOFT_APP_ID 应为 GUID'],
    [{ MICROSOFT_APP_ID: guid }, '却没有 MICROSOFT_APP_PASSWORD'],
    [{ MICROSOFT_APP_PASSWORD: 'x' }, '却没有 MICROSOFT_APP_ID'],
    [
      {
        MICROSOFT_APP_ID: guid,
        MICROSOFT_APP_PASSWORD: 'x',
        MICROSOFT_APP_TYPE: 'SingleTenant',
      },
      '需要 MICROSOFT_APP_TENANT_ID',
    ],
    [{ MICROSOFT_APP_TYPE: 'Both' }, 'MICROSOFT_APP_TYPE 应为 MultiTenant、'],
    [{ TEAMS_AUTH: 'maybe' }, 'TEAMS_AUTH 应为 on、off 之一，现在是 "maybe"'],
    [{ TEAMS_AUTH: 'off', HOST: '0.0.0.0' }, '只能用于本机调试'],
    [{ TEAMS_OPENID_METADATA: 'x' }, 'TEAMS_OPENID_METADATA 应为以 http://'],
    [{ OPENAI_MODEL: 'm' }, '却没有 OPENAI_API_KEY'],
    [{ OPENAI_BASE_URL: 'ftp://x' }, 'OPENAI_BASE_URL 应为以 http://'],
    [{ OPENAI_BASE_URL: 'http://u:geheim@h/v1' }, 'OPENAI_BASE_URL 里写了用户名或密码'],
    [{ OPENAI_EMBEDDING_MODEL: 'm' }, '却没有 OPENAI_MODEL'],
    [{ OPENAI_API_KEY: 'sk-1 2' }, 'OPENAI_API_KEY 只能由英文字母、数字和符号组成'],
    [{ OPENAI_API_KEY: 'sk-1\nX: y' }, 'OPENAI_API_KEY 只能由'],
    [{ OPENAI_API_KEY: '密钥' }, 'OPENAI_API_KEY 只能由'],
    [{ CASELENS_CONFIG: '/no/such.yaml' }, 'CASELENS_CONFIG 指向的文件 "/no/such.yaml" 读不到'],
  ])('names the mistake and its remedy in %j', async (env, expected) => {
    const mistakes = await mistakesOf(env as Record<string, string>);

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]?.startsWith('配置有误：')).toBe(true);
    expect(mistakes[0]).toContain(expected);
  });

  it('tells all mistakes at once, and no secret in any', async () => {
    const mistakes = await mistakesOf({
      PORT: 'x',
      DATABASE_URL: 'mysql://user:geheim@host/db',
      CASELENS_CONSOLE_TOKEN: 'geheim',
      SLACK_BOT_TOKEN: 'geheim',
      OPENAI_BASE_URL: 'user:geheim@host/v1',
    });

    expect(mistakes).toHaveLength(5);
    expect(mistakes.join()).not.toContain('geheim');
  });
});

describe('the YAML file', () => {
  it('fills what it leaves out with defaults', async () => {
    const path = await writeYaml(`
customers:
  abc: { name: 农业银行 }
tenants:
  slack/T0000001: { staff: true }
  teams/${guid}: { customer: abc }
people:
  teams/${guid}: { customer: abc, branch: 深圳分行 }
channels:
  slack/C0000001: { summary: true }
  slack/C0000002: { customer: abc, branch: 苏州分行 }
summary: { at: '08:30', holidays: ['2026-03-02'], workdays: ['2026-03-07'] }
crm:
  columns: { case: 工单号 }
  statuses: { 已派单: open }
limits: { uploadMiB: 64 }
`);

    const config = await loadConfig({ CASELENS_CONFIG: path });

    expect(config).toMatchObject({
      customers: [{ id: 'abc', name: '农业银行', aliases: [] }],
      tenants: { 'slack/T0000001': { staff: true } },
      channels: {
        'slack/C0000001': { listen: 'logs', summary: true },
        'slack/C0000002': { customer: 'abc', branch: '苏州分行', summary: false },
      },
      summary: { at: '08:30', zone: 'Asia/Shanghai', workdays: ['2026-03-07'] },
      crm: { columns: { case: '工单号' }, statuses: { 已派单: 'open' } },
      limits: { uploadMiB: 64, archiveDepth: 4 },
    });
  });

  it('says how a language model may be used', async () => {
    const path = await writeYaml('model: { send: features, tokensPerPerson: 10, keepText: true }');

    const config = await loadConfig({ CASELENS_CONFIG: path });

    expect(config.model).toEqual({
      send: 'features',
      seconds: 20,
      tokensPerDay: 200_000,
      tokensPerPerson: 10,
      tokensPerQuestion: 24_000,
      keepText: true,
    });
  });

  it.each([
    ['model: { send: all }', 'model.send send 应为 redacted、features、off 之一'],
    ['model: { seconds: 0 }', 'model.seconds 应大于 0，例如 20'],
    ['model: { tokensPerPerson: -1 }', 'model.tokensPerPerson 应大于 0，例如 50000'],
    ['model: { tokensPerQuestion: 1.5 }', 'model.tokensPerQuestion 应为整数，例如 24000'],
    ["model: { tokensPerDay: '5' }", 'model.tokensPerDay 应为数字，例如 200000'],
    ['model: { keepText: yes please }', 'model.keepText 应为 true 或 false'],
    ['model: { tokens: 5 }', '不认识 tokens。可用的项：send、seconds、tokensPerDay、'],
  ])('names what is wrong in %s', async (yaml, expected) => {
    const path = await writeYaml(yaml);

    const mistakes = await mistakesOf({ CASELENS_CONFIG: path });

    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(expected);
  });

  it('that serves as the example is right', async () => {
    const config = await loadConfig({ CASELENS_CONFIG: 'caselens.example.yaml' });

    expect(config.model).toEqual((await loadConfig({})).model);
  });

  it('may be empty', async () => {
    const config = await loadConfig({ CASELENS_CONFIG: await writeYaml('# nothing yet\n') });

    expect(config.customers[0]?.id).toBe('icbc');
  });

  it.each([
    ['limits: { uploadMib: 1 }', 'limits 不认识 uploadMib。可用的项：uploadMiB、archiveEntries'],
    ['limit: {}', '文件 不认识 limit。可用的项：customers、tenants'],
    ['limits: { uploadMiB: -1 }', 'limits.uploadMiB 应大于 0'],
    ['limits: { uploadMiB: big }', 'limits.uploadMiB 应为数字，例如 2048'],
    ['retention: { uploadDays: 1.5 }', 'retention.uploadDays 应为整数'],
    ['summary: { at: 9 }', 'summary.at'],
    ["summary: { at: '25:00' }", 'summary.at 应为 24 小时制时刻'],
    ['summary: { zone: Shanghai }', 'summary.zone 应为时区名'],
    ['model: { send: all }', 'send 应为 redacted、features、off 之一'],
    ['channels: { slack/C1: { listen: always } }', 'listen 应为 logs、mentions、silent 之一'],
    ['channels: { slack/C1: { customer: abc } }', '客户 "abc" 不在 customers 里'],
    ['channels: { slack/C1: { branch: 深圳分行 } }', '写了 branch 却没有 customer'],
    ["summary: { holidays: ['2026-02-30'] }", 'summary.holidays.0 应为日期'],
    ['crm: { columns: { number: 工单号 } }', 'crm.columns 不认识 number。可用的项：case、title'],
    ['crm: { statuses: { 已派单: closed } }', '右边应为 open、waiting-customer'],
    ['tenants: { T1: { staff: true } }', '键应写成 slack/编号'],
    ['tenants: { slack/T1: {} }', 'slack/T1 应写 staff: true 或 customer'],
    ['tenants: { slack/T1: { staff: true, customer: icbc } }', '二者选一'],
    ['tenants: { slack/T1: { customer: abc } }', '客户 "abc" 不在 customers 里'],
    ['customers: { ICBC: { name: 工行 } }', '客户代号应为小写字母'],
    ['customers: { a: { name: X, aliases: [Y] }, b: { name: y } }', '都叫 "y"'],
    ['customers: { a: {} }', 'customers.a.name 应为文字'],
    ['customers: [', '不是合法的 YAML'],
    ['limits:', 'limits 应为一组“键: 值”'],
  ])('names the place and the remedy in %j', async (yaml, expected) => {
    const path = await writeYaml(yaml);

    const mistakes = await mistakesOf({ CASELENS_CONFIG: path });

    expect(mistakes[0]).toContain(`配置有误：${path}：`);
    expect(mistakes[0]).toContain(expected);
  });
});
