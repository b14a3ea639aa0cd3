import { z } from 'zod';
import { type Context, type Exchange, isConversation, operator } from './context.ts';
import { draw } from './draw.ts';
import { everyone } from './feed.ts';
import { readBody, sendJson, sendProblem } from './respond.ts';

const actionBytes = 256 * 1024;

const ActRequest = z.object({
  conversation: z.string().refine(isConversation),
  action: z.string().min(1).max(200),
  value: z.string().max(10_000),
  fields: z.record(z.string(), z.string()).default({}),
});

/** A pressed button: answers what it led to. */
export async function actRoute(context: Context, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  if (!request.headers['content-type']?.startsWith('application/json')) {
    sendProblem(response, 415, '请用 application/json 提交。');
    return;
  }
  const body = await readBody(request, actionBytes);
  if (body === undefined) {
    sendProblem(response, 413, '填写的内容太长，请缩短后重试。');
    return;
  }
  const parsed = ActRequest.safeParse(parseJson(body));
  if (!parsed.success) {
    sendProblem(response, 400, '请求不完整，请刷新页面后重试。');
    return;
  }
  const { conversation, action, value, fields } = parsed.data;
  const reply = await context.act({ asker: operator, conversation, action, value, fields });
  sendJson(response, 200, draw(reply, `b${Date.now().toString(36)}`));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function historyRoute(context: Context, exchange: Exchange): Promise<void> {
  const conversation = exchange.url.searchParams.get('conversation') ?? '';
  if (!isConversation(conversation)) {
    sendProblem(exchange.response, 400, '缺少对话编号，请刷新页面后重试。');
    return;
  }
  const answers = await context.history(conversation);
  sendJson(
    exchange.response,
    200,
    answers.map(({ id, at, question, summary }) => ({ id, at, question, summary })),
  );
}

const answerId = /^[\w.:-]{1,100}$/;

export async function recallRoute(context: Context, exchange: Exchange): Promise<void> {
  const id = exchange.url.pathname.split('/').at(-1) ?? '';
  const reply = answerId.test(id) ? await context.recall(id) : undefined;
  if (reply === undefined) {
    sendProblem(exchange.response, 404, '这条回答已不存在，可能已过保存期限。');
    return;
  }
  sendJson(exchange.response, 200, draw(reply, `a${id}`));
}

/** What the bot said unasked since the page last looked. */
export async function feedRoute(context: Context, exchange: Exchange): Promise<void> {
  const { searchParams } = exchange.url;
  const after = Number(searchParams.get('after') ?? 0);
  const conversation = searchParams.get('conversation') ?? everyone;
  const entries = context.feed.since([everyone, conversation], Number.isFinite(after) ? after : 0);
  sendJson(
    exchange.response,
    200,
    entries.map(({ id, at, revision, reply }) => ({ id, at, revision, ...draw(reply, `p${id}`) })),
  );
}
