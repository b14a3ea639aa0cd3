import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  App,
  defaultBodyLimit,
  HTTPModuleFunctions,
  HTTPReceiver,
  LogLevel,
  webApi,
} from '@slack/bolt';
import type { SlackConfig } from '../config.ts';
import type { Route } from '../face.ts';
import type { WebClients } from './client.ts';
import { createBoltLog } from './log.ts';
import { createSocket, type Socket } from './socket.ts';

const path = '/slack/events';
const tries = { retries: 4, factor: 2, minTimeout: 300, maxTimeout: 5000 };

export interface SlackApp extends WebClients {
  app: App;
  /** Empty in Socket Mode. */
  routes: Route[];
  socket?: Socket;
  /** Set once Slack has told who the bot is. */
  self: { user?: string | undefined; bot?: string | undefined };
}

/** Socket Mode when an app token is configured, else over HTTP. Nothing is asked of Slack yet. */
export function createSlackApp(slack: SlackConfig): SlackApp {
  const logger = createBoltLog();
  const clientOptions = {
    ...(slack.apiUrl !== undefined && { slackApiUrl: slack.apiUrl }),
    logger,
    timeout: 30_000,
  };
  const self: SlackApp['self'] = {};
  const shared = {
    logger,
    logLevel: LogLevel.WARN,
    convoStore: false as const,
    clientOptions: { ...clientOptions, retryConfig: tries },
    // Bolt would ask Slack by itself, and drop what people do while Slack does not answer.
    authorize: async () => ({
      botToken: slack.botToken,
      ...(self.user !== undefined && { botUserId: self.user }),
      ...(self.bot !== undefined && { botId: self.bot }),
    }),
  };
  const web = new webApi.WebClient(slack.botToken, shared.clientOptions);
  const once = new webApi.WebClient(slack.botToken, {
    ...clientOptions,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  if (slack.appToken) {
    const socket = createSocket({ ...shared, appToken: slack.appToken });
    const app = new App({ ...shared, receiver: socket.receiver });
    return { app, web, once, self, socket, routes: [] };
  }
  const signingSecret = slack.signingSecret ?? '';
  const receiver = new HTTPReceiver({ signingSecret, endpoints: path, logger });
  const app = new App({ ...shared, receiver });
  const handle = (request: IncomingMessage, response: ServerResponse) =>
    receive(receiver, request, response);
  return { app, web, once, self, routes: [{ method: 'POST', path, handle }] };
}

/** Bolt's receiver reads a body that is no object, such as `null`, outside of every try: the process would end. */
async function receive(
  receiver: HTTPReceiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { bufferIncomingMessage, buildNoBodyResponse, isRawBodyError, parseHTTPRequestBody } =
    HTTPModuleFunctions;
  let body: unknown;
  try {
    const buffered = await bufferIncomingMessage(request, defaultBodyLimit);
    body = parseHTTPRequestBody(buffered);
  } catch (error) {
    const isTooLarge = isRawBodyError(error) && error.statusCode === 413;
    response.setHeader('connection', 'close');
    buildNoBodyResponse(response, isTooLarge ? 413 : 400);
    return;
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    buildNoBodyResponse(response, 400);
    return;
  }
  receiver.requestListener(request, response);
}
