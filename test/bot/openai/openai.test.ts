import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createLanguageModel, createSdk } from '../../../bot/openai.ts';
import { ModelFailure, type ModelRequest } from '../../../handlers/model/model.ts';
import {
  type ModelServer,
  type Play,
  plays,
  startModelServer,
} from '../../support/model-server.ts';

const key = 'sk-test-0123456789';
const Said = z.object({ sentences: z.array(z.string()), status: z.string().nullable() });
const said = { sentences: ['驱动被拒绝访问'], status: null };
const request: ModelRequest<z.infer<typeof Said>> = {
  system: '你是助手。',
  data: '{"lines":["L1 geheim"]}',
  schema: Said,
  schemaName: 'explain',
  mostTokens: 500,
};

let server: ModelServer;
beforeAll(async () => {
  server = await startModelServer();
  // The first request loads the SDK.
  server.play(plays.answer(said));
  await newModel().ask(request, AbortSignal.timeout(20_000));
});
afterAll(() => server.stop());
beforeEach(() => {
  server.calls.length = 0;
});

function newModel(baseUrl = server.baseUrl) {
  return createLanguageModel('qwen', createSdk({ model: 'qwen', apiKey: key, baseUrl }));
}

async function failureOf(play: Play, signal = AbortSignal.timeout(20_000)): Promise<ModelFailure> {
  server.play(play);
  try {
    await newModel().ask(request, signal);
  } catch (error) {
    if (error instanceof ModelFailure) {
      return error;
    }
    throw error;
  }
  throw new Error('The model answered');
}

describe('a language model', () => {
  it('asks once, with the strict schema, the key, and nothing of the machine', async () => {
    server.play(plays.answer(said));

    const answer = await newModel().ask(request, AbortSignal.timeout(20_000));

    expect(answer).toEqual({ value: said, tokens: { sent: 100, received: 20 } });
    const [call] = server.calls;
    expect(server.calls).toHaveLength(1);
    expect(call).toMatchObject({ method: 'POST', path: '/v1/chat/completions', model: 'qwen' });
    expect(call?.headers.authorization).toBe(`Bearer ${key}`);
    expect(Object.keys(call?.headers ?? {}).toSorted()).toEqual([
      'accept',
      'accept-encoding',
      'accept-language',
      'authorization',
      'connection',
      'content-length',
      'content-type',
      'host',
      'sec-fetch-mode',
      'user-agent',
    ]);
    expect(call?.headers['user-agent']).toMatch(/^OpenAI\/JS [\d.]+$/u);
    expect(JSON.parse(call?.body ?? '')).toEqual({
      model: 'qwen',
      messages: [
        { role: 'system', content: request.system },
        { role: 'user', content: request.data },
      ],
      max_tokens: 500,
      temperature: 0,
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'explain',
          strict: true,
          schema: expect.objectContaining({
            required: ['sentences', 'status'],
            additionalProperties: false,
          }),
        },
      },
      stream: false,
    });
  });

  it.each<[string, Play]>([
    ['streams with a role', plays.streamed(said)],
    ['streams without a role', plays.streamed(said, { role: false })],
    ['streams without saying that it is done', plays.streamed(said, { done: false })],
    ['calls its JSON plain text', plays.wrongType(said)],
    ['calls its JSON a web page', plays.wrongType(said, 'text/html')],
    ['wraps its answer as Markdown', plays.answer(`\`\`\`json\n${JSON.stringify(said)}\n\`\`\``)],
    [
      'thinks aloud first',
      plays.answer(`<think>{"sentences":[]}</think>\n${JSON.stringify(said)}`),
    ],
  ])('takes the answer of a server that %s', async (_, play) => {
    server.play(play);

    const { value } = await newModel().ask(request, AbortSignal.timeout(20_000));

    expect(value).toEqual(said);
  });

  it('estimates the tokens of a server that does not count', async () => {
    server.play(plays.uncounted(said));

    const { tokens } = await newModel().ask(request, AbortSignal.timeout(20_000));

    expect(tokens.sent).toBeGreaterThan(5);
    expect(tokens.received).toBeGreaterThan(5);
  });

  it.each<[string, Play, ModelFailure['kind'], boolean]>([
    ['refuses', plays.refusing(), 'refused', true],
    ['filters the answer', plays.streamed('', { finish: 'content_filter' }), 'refused', true],
    ['says no JSON', plays.answer('我认为是驱动问题'), 'invalid', true],
    ['says nothing', plays.answer(''), 'invalid', true],
    ['violates the schema', plays.answer({ sentences: [1], status: null }), 'invalid', true],
    ['leaves out a property', plays.answer({ sentences: [] }), 'invalid', true],
    ['is cut', plays.cut(said), 'cut', true],
    ['is cut within what would be right', plays.streamed(said, { finish: 'length' }), 'cut', true],
    ['breaks off', plays.streamed(said, { finish: null, done: false }), 'cut', true],
    ['is busy', plays.busy(7), 'busy', false],
    ['rests', plays.status(503, 'x', { 'retry-after': '3' }), 'busy', false],
    ['is broken', plays.status(500), 'unreachable', false],
    ['does not know the key', plays.status(401, `Incorrect key: ${key}`), 'rejected', false],
    ['does not know the model', plays.status(404), 'rejected', false],
    ['takes too long itself', plays.status(504), 'late', false],
    ['closes the connection', plays.closing(), 'unreachable', false],
    ['sends elsewhere', plays.redirecting('http://127.0.0.1:9/v1'), 'rejected', false],
    ['shows a login page', plays.loginPage(), 'invalid', false],
    ['answers without an end', plays.huge(8 << 20), 'invalid', false],
    ['answers with other JSON', plays.json({ ok: true }), 'invalid', false],
    ['answers with an empty list', plays.json({ choices: [] }), 'invalid', false],
  ])('fails in its own words when the server %s', async (_, play, kind, isCounted) => {
    const failure = await failureOf(play);

    expect(failure.kind).toBe(kind);
    expect(failure.tokens).toEqual(isCounted ? { sent: 100, received: 20 } : undefined);
    expect(server.calls).toHaveLength(1);
    expect(everythingOf(failure)).not.toMatch(/sk-test|geheim|助手|驱动/u);
  });

  it.each<[string, Play, boolean]>([
    ['no JSON', plays.answer('我认为是驱动问题'), true],
    ['another shape', plays.answer({ sentences: [] }), true],
    ['that it is too long', plays.status(400, 'maximum context length is 8192'), true],
    ['that the key is wrong', plays.status(401), false],
    ['that there is no such model', plays.status(404), false],
    ['something that no model says', plays.loginPage(), false],
    ['without an end', plays.huge(8 << 20), false],
  ])('knows whether only this question is answered with %s', async (_, play, ofQuestion) => {
    expect((await failureOf(play)).ofQuestion).toBe(ofQuestion);
  });

  it('tells how long a busy server wants to be left alone', async () => {
    expect((await failureOf(plays.busy(7))).retryAfter).toBe(7000);
    expect((await failureOf(plays.status(429))).retryAfter).toBeUndefined();
  });

  it('takes a filter of Azure for a refusal', async () => {
    const body = { error: { code: 'content_filter', message: 'filtered' } };

    expect((await failureOf(plays.json(body, 400))).kind).toBe('refused');
  });

  it.each([
    ['hangs', plays.hanging()],
    ['stalls within its answer', plays.stalled()],
    ['hangs before a stream', plays.slow(30_000, plays.streamed(said))],
  ])('ends at once with its signal when the server %s', async (_, play) => {
    const ending = new AbortController();
    const failing = failureOf(play, ending.signal);
    while (server.calls.length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }

    ending.abort(new DOMException('x', 'TimeoutError'));

    expect((await failing).kind).toBe('late');
  });

  it('is cancelled by whoever does not want the answer any more', async () => {
    expect((await failureOf(plays.hanging(), AbortSignal.abort())).kind).toBe('cancelled');
    expect(server.calls).toEqual([]);
  });

  it('fails at once when nobody listens', async () => {
    const gone = await startModelServer();
    await gone.stop();

    const asked = newModel(gone.baseUrl).ask(request, AbortSignal.timeout(20_000));

    await expect(asked).rejects.toMatchObject({
      kind: 'unreachable',
      cause: new Error('APIConnectionError ECONNREFUSED'),
    });
  });

  it('prints nothing, whatever the environment asks the SDK to print', async () => {
    vi.stubEnv('OPENAI_LOG', 'debug');
    const printed = (['debug', 'info', 'log', 'warn', 'error'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => undefined),
    );

    await failureOf(plays.status(500));
    vi.unstubAllEnvs();

    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
    vi.restoreAllMocks();
  });

  it('never goes to another host with the key', async () => {
    const other = await startModelServer();
    other.play(plays.answer(said));

    for (const status of [301, 302, 303, 307, 308]) {
      await failureOf(plays.redirecting(`${other.baseUrl}/chat/completions`, status));
    }

    expect(other.calls).toEqual([]);
    await other.stop();
  });
});

describe('the dialect of a server', () => {
  it('without schemas is learnt at the first request, and kept', async () => {
    server.play(plays.withoutSchema(plays.answer(said)));
    const model = newModel();

    const first = await model.ask(request, AbortSignal.timeout(20_000));
    await model.ask(request, AbortSignal.timeout(20_000));

    expect(first.value).toEqual(said);
    expect(server.calls.map(({ format }) => format)).toEqual([
      'json_schema',
      'json_object',
      'json_object',
    ]);
    expect(server.calls[0]?.system).not.toContain('JSON Schema');
    expect(server.calls[1]?.system).toMatch(/JSON Schema:\n\{.*"sentences"/u);
  });

  it('without any format is asked in words alone', async () => {
    server.play(plays.withoutSchema(plays.answer(said), { object: false }));

    const { value } = await newModel().ask(request, AbortSignal.timeout(20_000));

    expect(value).toEqual(said);
    expect(server.calls.map(({ format }) => format)).toEqual(['json_schema', 'json_object', '']);
  });

  it('that takes a schema and does not heed it is told the schema in words from then on', async () => {
    server.play(plays.answer({ antwoord: 1 }), plays.answer(said));
    const model = newModel();
    await expect(model.ask(request, AbortSignal.timeout(20_000))).rejects.toThrow();

    await model.ask(request, AbortSignal.timeout(20_000));

    expect(server.calls[1]).toMatchObject({
      format: 'json_schema',
      system: expect.stringContaining('JSON Schema'),
    });
  });

  it.each([
    [
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      { max_completion_tokens: 500, temperature: 0 },
    ],
    ["Unsupported value: 'temperature' does not support 0 with this model.", { max_tokens: 500 }],
  ])('is learnt from %s', async (told, expected) => {
    server.play(plays.status(400, told), plays.answer(said));

    await newModel().ask(request, AbortSignal.timeout(20_000));

    const { max_completion_tokens, max_tokens, temperature } = JSON.parse(
      server.calls[1]?.body ?? '',
    );
    expect({ max_completion_tokens, max_tokens, temperature }).toEqual(expected);
  });

  it.each([
    ['apart', { content: null, reasoning_content: '用户问的是' }],
    ['under its newer name', { content: '', reasoning: '用户问的是' }],
    ['in the answer', { content: '<think>用户问的是' }],
  ])('of a model whose thoughts (%s) cost the whole answer asks for none', async (_, message) => {
    const cut = plays.json({ choices: [{ finish_reason: 'length', message }] });
    const unknown = plays.status(400, 'Unknown parameter: chat_template_kwargs');
    server.play(cut, plays.answer(said), unknown, plays.answer(said), plays.answer(said));
    const model = newModel();
    await expect(model.ask(request, AbortSignal.timeout(20_000))).rejects.toMatchObject({
      kind: 'cut',
    });

    for (let index = 0; index < 3; index += 1) {
      await model.ask(request, AbortSignal.timeout(20_000));
    }

    expect(server.calls.map(({ body }) => JSON.parse(body).chat_template_kwargs)).toEqual([
      undefined,
      { enable_thinking: false },
      { enable_thinking: false },
      undefined,
      undefined,
    ]);
  });

  it('of a model that is cut without thinking stays as it is', async () => {
    server.play(plays.cut(said), plays.answer(said));
    const model = newModel();
    await expect(model.ask(request, AbortSignal.timeout(20_000))).rejects.toThrow();

    await model.ask(request, AbortSignal.timeout(20_000));

    expect(server.calls[1]?.body).not.toContain('chat_template_kwargs');
  });

  it('that refuses whatever it is asked is not asked for ever', async () => {
    const failure = await failureOf(plays.status(400, 'response_format temperature schema'));

    expect(failure.kind).toBe('rejected');
    expect(server.calls).toHaveLength(4);
  });

  it('that finds the question too long is not asked again', async () => {
    await failureOf(plays.status(400, 'maximum context length is 8192 tokens'));

    expect(server.calls).toHaveLength(1);
  });

  it('of Azure with a deployment in its address needs no more than the address', async () => {
    server.play(plays.answer(said));
    const baseUrl = `${server.baseUrl.slice(0, -3)}/openai/deployments/gpt?api-version=2024-10-21`;

    await newModel(baseUrl).ask(request, AbortSignal.timeout(20_000));

    expect(server.calls[0]?.path).toBe(
      '/openai/deployments/gpt/chat/completions?api-version=2024-10-21',
    );
  });

  it('of Azure wants the key in a header of its own', async () => {
    const keys = async (baseUrl: string) => {
      const { client } = await createSdk({ model: 'gpt', apiKey: key, baseUrl })();
      const { req } = await client.buildRequest({ method: 'post', path: '/chat/completions' });
      return [req.headers.get('authorization'), req.headers.get('api-key')];
    };

    expect(await keys('https://example.openai.azure.com/openai/v1')).toEqual([
      `Bearer ${key}`,
      key,
    ]);
    expect(await keys('https://openai.azure.com.example.com/v1')).toEqual([`Bearer ${key}`, null]);
  });

  it('without keys gets any', async () => {
    server.play(plays.answer(said));
    const model = createLanguageModel(
      'qwen',
      createSdk({ model: 'qwen', baseUrl: server.baseUrl }),
    );

    await model.ask(request, AbortSignal.timeout(20_000));

    expect(server.calls[0]?.headers.authorization).toBe('Bearer none');
  });
});

/** Whatever a log could show of it. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const own = Object.getOwnPropertyNames(error).map((name) =>
    JSON.stringify(Reflect.get(error, name)),
  );
  return [error.message, error.stack, ...own, error.cause && everythingOf(error.cause)].join('\n');
}
