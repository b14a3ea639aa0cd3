import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type ConfigFile, type Customer, emptyConfigFile, parseConfigFile } from './config-file.ts';
import {
  addConsoleMistakes,
  addModelMistakes,
  addSlackMistakes,
  addTeamsMistakes,
} from './config-rules.ts';
import { Environment, type LogLevel, remedies } from './environment.ts';

export interface SlackConfig {
  botToken: string;
  /** Present: Socket Mode. Otherwise `signingSecret` is, and events come over HTTP. */
  appToken?: string | undefined;
  signingSecret?: string | undefined;
  apiUrl?: string | undefined;
}

/** Endpoints of a sovereign cloud; undefined means the public cloud's. */
export interface TeamsEndpoints {
  openIdMetadata?: string | undefined;
  loginUrl?: string | undefined;
  oauthScope?: string | undefined;
  oauthUrl?: string | undefined;
  tokenIssuer?: string | undefined;
  /** Host names that a `serviceUrl` may have besides the public cloud's. */
  serviceHosts: readonly string[];
  /** Host names that files may lie on besides SharePoint's; `*.example.com` stands for all below it. */
  fileHosts: readonly string[];
  /** Another base address of Microsoft Graph than the public cloud's. */
  graphUrl?: string | undefined;
}

export interface TeamsConfig {
  /** Empty only when `auth` is off. */
  appId: string;
  appPassword?: string | undefined;
  tenantId?: string | undefined;
  appType: 'MultiTenant' | 'SingleTenant' | 'UserAssignedMSI';
  auth: 'on' | 'off';
  /** On when the app may read files of channels and group chats through Microsoft Graph. */
  graph: 'on' | 'off';
  endpoints: TeamsEndpoints;
}

export interface OpenaiConfig {
  model: string;
  embeddingModel?: string | undefined;
  apiKey?: string | undefined;
  baseUrl?: string | undefined;
}

/** Everything that can be set, checked once at start. Faces that are not configured are undefined. */
export interface Config extends Omit<ConfigFile, 'customers'> {
  host: string;
  port: number;
  console: { host: string; port: number; token?: string | undefined };
  /** Absolute. */
  dataFolder: string;
  databaseUrl?: string | undefined;
  /** Absolute; files put there are imported as cases. */
  watchFolder?: string | undefined;
  logLevel: LogLevel;
  slack?: SlackConfig | undefined;
  teams?: TeamsConfig | undefined;
  openai?: OpenaiConfig | undefined;
  customers: readonly Customer[];
}

/** What `npm start` gets from Node's own flag, the command line reads by itself. */
export function loadDotEnv(): void {
  if (existsSync('.env')) {
    process.loadEnvFile('.env');
  }
}

/** Settings that are accepted and have no effect yet, by the names people write. */
export function settingsWithoutEffect(config: Config): string[] {
  const settings: [string, unknown][] = [['DATABASE_URL', config.databaseUrl]];
  return settings.filter(([, value]) => value !== undefined).map(([name]) => name);
}

/** @throws an `Error` named `ConfigError` that lists every mistake with its remedy, in Chinese, one a line. */
// biome-ignore lint/style/noProcessEnv: the only reader of the environment.
export async function loadConfig(env: NodeJS.ProcessEnv = process.env): Promise<Config> {
  const mistakes: string[] = [];
  const variables = readEnvironment(env, mistakes);
  const file = await readConfigFile(env.CASELENS_CONFIG, mistakes);
  if (variables) {
    addConsoleMistakes(variables, mistakes);
    addSlackMistakes(variables, mistakes);
    addTeamsMistakes(variables, mistakes);
    addModelMistakes(variables, mistakes);
  }
  if (!(variables && file) || mistakes.length > 0) {
    const text = mistakes.map((mistake) => `配置有误：${mistake}`).join('\n');
    throw Object.assign(new Error(text), { name: 'ConfigError' });
  }
  return assemble(variables, file);
}

function readEnvironment(env: NodeJS.ProcessEnv, mistakes: string[]): Environment | undefined {
  // `NAME=` in an .env file means "not set".
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
  const parsed = Environment.safeParse(set);
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0]);
    const remedy = remedies[name];
    const shown = remedy?.secret ? '' : `，现在是 "${set[name] ?? ''}"`;
    mistakes.push(`${name} ${remedy?.expected ?? issue.message}${shown}。${remedy?.remedy ?? ''}`);
  }
  return parsed.data;
}

async function readConfigFile(
  path: string | undefined,
  mistakes: string[],
): Promise<ConfigFile | undefined> {
  if (!path?.trim()) {
    return emptyConfigFile();
  }
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    mistakes.push(
      `CASELENS_CONFIG 指向的文件 "${path}" 读不到。请检查路径和读取权限，或删去这一项以使用默认设置。`,
    );
    return undefined;
  }
  const parsed = parseConfigFile(text);
  mistakes.push(...parsed.mistakes.map((mistake) => `${path}：${mistake}`));
  return parsed.file;
}

function assemble(env: Environment, file: ConfigFile): Config {
  return {
    ...file,
    customers: Object.entries(file.customers).map(([id, { name, aliases }]) => ({
      id,
      name,
      aliases,
    })),
    host: env.HOST ?? (env.TEAMS_AUTH === 'off' ? '127.0.0.1' : '0.0.0.0'),
    port: env.PORT,
    console: { host: env.CONSOLE_HOST, port: env.CONSOLE_PORT, token: env.CASELENS_CONSOLE_TOKEN },
    dataFolder: resolve(env.CASELENS_DATA),
    databaseUrl: env.DATABASE_URL,
    watchFolder: env.CASELENS_WATCH && resolve(env.CASELENS_WATCH),
    logLevel: env.LOG_LEVEL,
    slack: slackOf(env),
    teams: teamsOf(env),
    openai: openaiOf(env),
  };
}

function slackOf(env: Environment): SlackConfig | undefined {
  if (!env.SLACK_BOT_TOKEN) {
    return undefined;
  }
  return {
    botToken: env.SLACK_BOT_TOKEN,
    appToken: env.SLACK_APP_TOKEN,
    signingSecret: env.SLACK_SIGNING_SECRET,
    apiUrl: env.SLACK_API_URL,
  };
}

function teamsOf(env: Environment): TeamsConfig | undefined {
  if (!env.MICROSOFT_APP_ID && env.TEAMS_AUTH === 'on') {
    return undefined;
  }
  return {
    appId: env.MICROSOFT_APP_ID ?? '',
    appPassword: env.MICROSOFT_APP_PASSWORD,
    tenantId: env.MICROSOFT_APP_TENANT_ID,
    appType: env.MICROSOFT_APP_TYPE,
    auth: env.TEAMS_AUTH,
    graph: env.TEAMS_GRAPH,
    endpoints: {
      openIdMetadata: env.TEAMS_OPENID_METADATA,
      loginUrl: env.TEAMS_LOGIN_URL,
      oauthScope: env.TEAMS_OAUTH_SCOPE,
      oauthUrl: env.TEAMS_OAUTH_URL,
      tokenIssuer: env.TEAMS_TOKEN_ISSUER,
      serviceHosts: env.TEAMS_SERVICE_HOSTS,
      fileHosts: env.TEAMS_FILE_HOSTS,
      graphUrl: env.TEAMS_GRAPH_URL,
    },
  };
}

function openaiOf(env: Environment): OpenaiConfig | undefined {
  if (!env.OPENAI_MODEL) {
    return undefined;
  }
  return {
    model: env.OPENAI_MODEL,
    embeddingModel: env.OPENAI_EMBEDDING_MODEL,
    apiKey: env.OPENAI_API_KEY,
    baseUrl: env.OPENAI_BASE_URL,
  };
}
