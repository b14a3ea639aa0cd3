import type { ServerResponse } from 'node:http';
import type { Answered } from '../../handlers/answer.ts';
import type { Inquiry, Progress, Tell } from '../../handlers/inquiry.ts';
import { Cancelled } from '../../handlers/running.ts';
import { additionsOf } from '../jobs/additions.ts';
import { type Context, type Exchange, isConversation, operator } from './context.ts';
import { draw } from './draw.ts';
import { type Form, parseForm } from './parse.ts';
import { report } from './problem.ts';
import { sendJson, sendProblem } from './respond.ts';

const noConversation = 'api';
const progressMilliseconds = 100;

/** The Diagnosis as JSON. Nothing of the request is kept. */
export async function diagnoseRoute(context: Context, exchange: Exchange): Promise<void> {
  const form = await receive(context, exchange);
  if (form === undefined) {
    return;
  }
  const started = performance.now();
  const signal = waitingFor(context, exchange);
  try {
    const diagnosis = await context.diagnose(toInquiry(form), () => undefined, signal);
    context.metrics.countInquiry('api', diagnosis.verdict);
    await form.discard();
    sendJson(exchange.response, 200, diagnosis);
  } catch (error) {
    // Nobody is there any more to be told.
    if (!(signal.reason instanceof Cancelled)) {
      throw error;
    }
  } finally {
    context.metrics.observeAnswer('api', (performance.now() - started) / 1000);
    await form.discard();
  }
}

/**
 * One JSON object a line: `progress` while it works, then the answer or an `error`; at last the answer once more, under
 * the same id, when something is added to it.
 */
export async function askRoute(context: Context, exchange: Exchange): Promise<void> {
  const form = await receive(context, exchange);
  if (form === undefined) {
    return;
  }
  const { response } = exchange;
  if (!isConversation(form.conversation)) {
    await form.discard();
    sendProblem(response, 400, '缺少对话编号，请刷新页面后重试。');
    return;
  }
  response.writeHead(200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
  const signal = waitingFor(context, exchange);
  let answered: Answered | undefined;
  try {
    answered = await context.answer(toInquiry(form), createTell(response), signal);
    writeLine(response, { id: answered.id, ...draw(answered.reply, `a${answered.id}`) });
  } catch (error) {
    writeLine(response, { error: report(context, error, '/api/ask') });
  }
  if (signal.aborted) {
    await form.discard();
  }
  await addLater(context, response, answered);
  response.end();
}

/** Goes on when the page is gone: whoever opens the conversation again sees it. */
async function addLater(
  context: Context,
  response: ServerResponse,
  { id = '', later }: Partial<Answered> = {},
): Promise<void> {
  if (later) {
    const { patience, signal } = additionsOf(context);
    const added = await later(AbortSignal.any([signal, AbortSignal.timeout(patience)]));
    if (added) {
      // Ids of its own: the page puts parts of it beside what it has.
      writeLine(response, { id, ...draw(added, `b${id}`) });
    }
  }
}

/** Aborted when the page or the program hangs up before it has its answer, and when the process ends. */
function waitingFor(context: Context, { response }: Exchange): AbortSignal {
  const gone = new AbortController();
  const hangUp = () => gone.abort(new Cancelled());
  if (response.destroyed) {
    hangUp();
  }
  response.once('close', () => {
    if (!response.writableFinished) {
      hangUp();
    }
  });
  return AbortSignal.any([gone.signal, context.signal]);
}

async function receive(context: Context, exchange: Exchange): Promise<Form | undefined> {
  const { request, response } = exchange;
  const parsed = await parseForm(request, context.inbox, context.limits);
  if (parsed.kind === 'aborted') {
    context.log.info({ face: 'web' }, 'Upload aborted by the sender');
    return undefined;
  }
  if (parsed.kind === 'refused') {
    sendProblem(response, parsed.status, parsed.message);
    return undefined;
  }
  const { form } = parsed;
  if (form.text.trim() === '' && form.question.trim() === '' && form.uploads.length === 0) {
    await form.discard();
    sendProblem(response, 400, '请粘贴日志、写下问题，或选择文件。');
    return undefined;
  }
  context.metrics.countInput('web', form.bytes);
  return form;
}

function toInquiry(form: Form): Inquiry {
  return {
    asker: operator,
    conversation: isConversation(form.conversation) ? form.conversation : noConversation,
    text: form.text,
    ...(form.question.trim() !== '' && { question: form.question }),
    files: form.uploads,
    language: 'zh',
  };
}

/** Reading a gigabyte tells thousands of times; a page needs a few a second. */
function createTell(response: ServerResponse): Tell {
  let last = Number.NEGATIVE_INFINITY;
  let shown = '';
  return (progress: Progress) => {
    const now = performance.now();
    const what = `${progress.stage} ${progress.input ?? ''}`;
    if (what === shown && now - last < progressMilliseconds) {
      return;
    }
    [last, shown] = [now, what];
    if (!response.writableNeedDrain) {
      writeLine(response, { progress });
    }
  };
}

function writeLine(response: ServerResponse, value: unknown): void {
  if (!(response.destroyed || response.writableEnded)) {
    response.write(`${JSON.stringify(value)}\n`);
  }
}
