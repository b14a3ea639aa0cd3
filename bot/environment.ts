import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);
const httpUrl = z.url({ protocol: /^https?$/ });
const text = z.string().trim();
const list = z.string().transform((value) => value.split(',').map((item) => item.trim()));
/** What can stand in a header. */
const key = /^[\x21-\x7e]+$/;
const postgresUrl = /^postgres(?:ql)?:\/\//;

const LogLevel = z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']);
export type LogLevel = z.infer<typeof LogLevel>;

/** What we read of the environment; other variables are none of our business. */
export const Environment = z.object({
  PORT: port.default(3978),
  HOST: text.optional(),
  CONSOLE_PORT: port.default(3979),
  CONSOLE_HOST: text.default('127.0.0.1'),
  CASELENS_CONSOLE_TOKEN: text.min(16).optional(),
  CASELENS_DATA: text.default('data'),
  CASELENS_WATCH: text.optional(),
  DATABASE_URL: text.regex(postgresUrl).optional(),
  SLACK_BOT_TOKEN: text.startsWith('xoxb-').optional(),
  SLACK_APP_TOKEN: text.startsWith('xapp-').optional(),
  SLACK_SIGNING_SECRET: text.optional(),
  SLACK_API_URL: httpUrl.optional(),
  MICROSOFT_APP_ID: z.guid().optional(),
  MICROSOFT_APP_PASSWORD: text.optional(),
  MICROSOFT_APP_TENANT_ID: z.guid().optional(),
  MICROSOFT_APP_TYPE: z
    .enum(['MultiTenant', 'SingleTenant', 'UserAssignedMSI'])
    .default('MultiTenant'),
  TEAMS_AUTH: z.enum(['on', 'off']).default('on'),
  TEAMS_OPENID_METADATA: httpUrl.optional(),
  TEAMS_LOGIN_URL: httpUrl.optional(),
  TEAMS_OAUTH_SCOPE: httpUrl.optional(),
  TEAMS_OAUTH_URL: httpUrl.optional(),
  TEAMS_TOKEN_ISSUER: httpUrl.optional(),
  TEAMS_SERVICE_HOSTS: list.default([]),
  TEAMS_FILE_HOSTS: list.default([]),
  TEAMS_GRAPH: z.enum(['on', 'off']).default('off'),
  TEAMS_GRAPH_URL: httpUrl.optional(),
  OPENAI_BASE_URL: httpUrl.optional(),
  OPENAI_API_KEY: text.regex(key).optional(),
  OPENAI_MODEL: text.optional(),
  OPENAI_EMBEDDING_MODEL: text.optional(),
  LOG_LEVEL: LogLevel.default('info'),
});
export type Environment = z.infer<typeof Environment>;

interface Remedy {
  expected: string;
  remedy: string;
  /** The value is never shown, not even to say what is wrong with it. */
  secret?: true;
}

const url = (example: string): Remedy => ({
  expected: '应为以 http:// 或 https:// 开头的地址',
  remedy: `请改成完整地址，例如 ${example}。`,
});
const choice = (...values: string[]): Remedy => ({
  expected: `应为 ${values.join('、')} 之一`,
  remedy: '请改成其中一个（区分大小写），或删去这一项以使用默认值。',
});
const guid = (where: string): Remedy => ({
  expected: '应为 GUID，形如 11111111-1111-1111-1111-111111111111',
  remedy: `请从 ${where} 复制。`,
});

/** What to tell about a variable that zod refused. */
export const remedies: Readonly<Record<string, Remedy>> = {
  PORT: {
    expected: '应为 1–65535 的端口号',
    remedy: '请改成空闲的端口号，例如 3978。',
  },
  CONSOLE_PORT: {
    expected: '应为 1–65535 的端口号',
    remedy: '请改成空闲的端口号，例如 3979。',
  },
  CASELENS_CONSOLE_TOKEN: {
    expected: '至少要有 16 个字符',
    remedy: '请换成随机口令，例如运行 openssl rand -hex 24 得到的。',
    secret: true,
  },
  DATABASE_URL: {
    expected: '应以 postgres:// 开头',
    remedy: '请写成 postgres://用户:密码@主机:5432/库名，或删去这一项以使用 SQLite。',
    secret: true,
  },
  SLACK_BOT_TOKEN: {
    expected: '应以 xoxb- 开头',
    remedy: '请从 Slack 应用的 OAuth & Permissions 页复制 Bot User OAuth Token。',
    secret: true,
  },
  SLACK_APP_TOKEN: {
    expected: '应以 xapp- 开头',
    remedy: '请在 Slack 应用的 Basic Information 页生成带 connections:write 的 App-Level Token。',
    secret: true,
  },
  SLACK_API_URL: url('https://slack.com/api/'),
  MICROSOFT_APP_ID: guid('Azure Bot 的“配置”页'),
  MICROSOFT_APP_TENANT_ID: guid('Microsoft Entra 的“概述”页'),
  MICROSOFT_APP_TYPE: choice('MultiTenant', 'SingleTenant', 'UserAssignedMSI'),
  TEAMS_AUTH: choice('on', 'off'),
  TEAMS_OPENID_METADATA: url(
    'https://login.botframework.azure.cn/v1/.well-known/openidconfiguration',
  ),
  TEAMS_LOGIN_URL: url('https://login.partner.microsoftonline.cn/租户编号'),
  TEAMS_OAUTH_SCOPE: url('https://api.botframework.azure.cn'),
  TEAMS_OAUTH_URL: url('https://token.botframework.azure.cn/'),
  TEAMS_TOKEN_ISSUER: url('https://api.botframework.azure.cn'),
  TEAMS_GRAPH: choice('on', 'off'),
  TEAMS_GRAPH_URL: url('https://microsoftgraph.chinacloudapi.cn'),
  // Without a scheme it may begin with a password.
  OPENAI_BASE_URL: { ...url('https://api.openai.com/v1'), secret: true },
  OPENAI_API_KEY: {
    expected: '只能由英文字母、数字和符号组成，中间没有空格和换行',
    remedy: '请从模型服务重新复制密钥；自建服务不用密钥时删去这一项。',
    secret: true,
  },
  LOG_LEVEL: choice('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
};

const loopbackV4 = /^127(?:\.\d{1,3}){3}$/;

/** True for `localhost`, 127.0.0.0/8 and `::1`: only this machine can connect. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || loopbackV4.test(host);
}
