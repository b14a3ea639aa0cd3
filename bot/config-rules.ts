import { type Environment, isLoopback } from './environment.ts';

export function addConsoleMistakes(env: Environment, mistakes: string[]): void {
  if (!(isLoopback(env.CONSOLE_HOST) || env.CASELENS_CONSOLE_TOKEN)) {
    mistakes.push(
      `CONSOLE_HOST 是 "${env.CONSOLE_HOST}"，别的机器也能连到控制台，却没有设置 CASELENS_CONSOLE_TOKEN。请设置一个至少 16 个字符的口令，或把 CONSOLE_HOST 改回 127.0.0.1。`,
    );
  }
  const isPublic = env.SLACK_SIGNING_SECRET || env.MICROSOFT_APP_ID || env.TEAMS_AUTH === 'off';
  if (isPublic && env.CONSOLE_PORT === env.PORT) {
    mistakes.push(
      `CONSOLE_PORT 与 PORT 都是 ${env.PORT}，两个服务不能共用一个端口。请把其中一个改成别的端口号。`,
    );
  }
}

export function addSlackMistakes(env: Environment, mistakes: string[]): void {
  const answersEvents = env.SLACK_APP_TOKEN ?? env.SLACK_SIGNING_SECRET;
  if (env.SLACK_BOT_TOKEN && !answersEvents) {
    mistakes.push(
      '设置了 SLACK_BOT_TOKEN，却没有 SLACK_APP_TOKEN（Socket Mode）或 SLACK_SIGNING_SECRET（HTTP）。请补上其中一个，否则收不到消息。',
    );
  }
  if (!env.SLACK_BOT_TOKEN && answersEvents) {
    mistakes.push(
      '设置了 SLACK_APP_TOKEN 或 SLACK_SIGNING_SECRET，却没有 SLACK_BOT_TOKEN。请补上以 xoxb- 开头的 Bot User OAuth Token，或删去 Slack 的各项。',
    );
  }
}

export function addTeamsMistakes(env: Environment, mistakes: string[]): void {
  if (env.TEAMS_GRAPH === 'on' && !env.MICROSOFT_APP_PASSWORD) {
    mistakes.push(
      'TEAMS_GRAPH=on 要用 MICROSOFT_APP_ID 和 MICROSOFT_APP_PASSWORD 取得读文件的令牌，却没有设置密码。请补上，或去掉 TEAMS_GRAPH=on。',
    );
  }
  if (env.TEAMS_AUTH === 'off') {
    if (env.HOST !== undefined && !isLoopback(env.HOST)) {
      mistakes.push(
        `TEAMS_AUTH=off 不验证来者身份，只能用于本机调试，而 HOST 是 "${env.HOST}"。请把 HOST 改成 127.0.0.1，或去掉 TEAMS_AUTH=off。`,
      );
    }
    return;
  }
  if (!env.MICROSOFT_APP_ID) {
    if (env.MICROSOFT_APP_PASSWORD) {
      mistakes.push(
        '设置了 MICROSOFT_APP_PASSWORD，却没有 MICROSOFT_APP_ID。请从 Azure Bot 的“配置”页复制 Microsoft App ID，或删去 Teams 的各项。',
      );
    }
    return;
  }
  if (env.MICROSOFT_APP_TYPE !== 'UserAssignedMSI' && !env.MICROSOFT_APP_PASSWORD) {
    mistakes.push(
      '设置了 MICROSOFT_APP_ID，却没有 MICROSOFT_APP_PASSWORD。请在应用注册的“证书和密码”页新建客户端密码并填入。',
    );
  }
  if (env.MICROSOFT_APP_TYPE !== 'MultiTenant' && !env.MICROSOFT_APP_TENANT_ID) {
    mistakes.push(
      `MICROSOFT_APP_TYPE 是 ${env.MICROSOFT_APP_TYPE}，需要 MICROSOFT_APP_TENANT_ID。请从 Microsoft Entra 的“概述”页复制租户编号。`,
    );
  }
}

export function addModelMistakes(env: Environment, mistakes: string[]): void {
  if (env.OPENAI_MODEL && !(env.OPENAI_API_KEY || env.OPENAI_BASE_URL)) {
    mistakes.push(
      '设置了 OPENAI_MODEL，却没有 OPENAI_API_KEY（公网服务）或 OPENAI_BASE_URL（自建服务）。请补上其中一个，或删去 OPENAI_MODEL；不用模型也能完整作答。',
    );
  }
  if (env.OPENAI_EMBEDDING_MODEL && !env.OPENAI_MODEL) {
    mistakes.push(
      '设置了 OPENAI_EMBEDDING_MODEL，却没有 OPENAI_MODEL。请补上对话模型的名称，或删去 OPENAI_EMBEDDING_MODEL。',
    );
  }
  const { username, password } = new URL(env.OPENAI_BASE_URL ?? 'http://localhost');
  if (username || password) {
    mistakes.push(
      'OPENAI_BASE_URL 里写了用户名或密码，请求发不出去。请删去 @ 前面的部分，把密钥写在 OPENAI_API_KEY。',
    );
  }
}
