import type OpenAI from 'openai';
import type { z } from 'zod';
import { estimateTokens } from '../handlers/model/gate/tokens.ts';
import {
  type LanguageModel,
  type ModelAnswer,
  ModelFailure,
  type ModelRequest,
  type TokenUse,
} from '../handlers/model/model.ts';
import type { OpenaiConfig } from './config.ts';
import { createBoundedFetch } from './openai/bounded-fetch.ts';
import { type Completion, parseCompletion, parseSaid } from './openai/completion.ts';
import { type Dialect, learn, learnQuiet, newDialect, writeBody } from './openai/dialect.ts';
import { failureOf, refusalOf } from './openai/failure.ts';

/** Bytes of one answer: a stream spends two hundred of them on each token. */
const longestAnswer = 2 << 20;
/** Bytes of ten vectors of 8192 numbers. */
const longestVectors = 4 << 20;
/** The signal of a request ends it sooner; this is for those who forget theirs. */
const longestWait = 10 * 60_000;

export interface Sdk {
  client: OpenAI;
  /** The JSON Schema of a schema as strict servers want it. Throws for one that they would not take. */
  schemaOf(schema: z.ZodType, name: string): Record<string, unknown>;
}

/** Loads the SDK when it is first called: it takes a quarter of a second that no start has to wait for. */
export function createSdk(config: OpenaiConfig): () => Promise<Sdk> {
  let sdk: Promise<Sdk> | undefined;
  return () => {
    sdk ??= loadSdk(config);
    return sdk;
  };
}

async function loadSdk({ apiKey, baseUrl }: OpenaiConfig): Promise<Sdk> {
  const [{ OpenAI }, { zodResponseFormat }] = await Promise.all([
    import('openai'),
    import('openai/helpers/zod'),
  ]);
  const client = new OpenAI({
    // A server without keys takes any.
    apiKey: apiKey ?? 'none',
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    // Everything that the SDK would else take from the environment, or print.
    organization: null,
    project: null,
    logLevel: 'off',
    defaultHeaders: { ...unsaid, ...azureHeaders(apiKey, baseUrl) },
    maxRetries: 0,
    timeout: longestWait,
    fetch: createBoundedFetch((url) =>
      new URL(url).pathname.endsWith('/embeddings') ? longestVectors : longestAnswer,
    ),
  });
  return {
    client,
    schemaOf: (schema, name) => zodResponseFormat(schema, name).json_schema.schema ?? {},
  };
}

/** What the SDK tells of the machine and of itself: no server needs it. */
const unsaid = Object.fromEntries(
  [
    'Lang',
    'Package-Version',
    'OS',
    'Arch',
    'Runtime',
    'Runtime-Version',
    'Retry-Count',
    'Timeout',
  ].map((name) => [`X-Stainless-${name}`, null]),
);

const azureHost =
  /(?:^|\.)(?:openai\.azure\.(?:com|cn|us)|cognitiveservices\.azure\.(?:com|cn|us)|services\.ai\.azure\.com)$/u;

/**
 * Addresses of Azure with `/deployments/` want the key in a header of their own; the newer ones with `/openai/v1/`
 * take either. https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
 */
function azureHeaders(apiKey: string | undefined, baseUrl: string | undefined) {
  return apiKey && baseUrl && azureHost.test(new URL(baseUrl).hostname)
    ? { 'api-key': apiKey }
    : {};
}

/** Any OpenAI-compatible server: vLLM, Ollama, DeepSeek, Azure OpenAI, OpenAI. */
export function createLanguageModel(name: string, load: () => Promise<Sdk>): LanguageModel {
  const dialect = newDialect();
  return {
    name,
    ask: async (request, signal) => {
      try {
        return await askOnce(name, request, dialect, await load(), signal);
      } catch (error) {
        throw failureOf(error, signal);
      }
    },
  };
}

async function askOnce<Value>(
  model: string,
  request: ModelRequest<Value>,
  dialect: Dialect,
  sdk: Sdk,
  signal: AbortSignal,
): Promise<ModelAnswer<Value>> {
  const schema = sdk.schemaOf(request.schema, request.schemaName);
  const completion = await complete(model, request, schema, dialect, sdk, signal);
  const tokens = completion.tokens ?? estimate(request, completion);
  if (completion.cut && completion.thought) {
    learnQuiet(dialect);
  }
  if (completion.refused || completion.cut) {
    throw new ModelFailure(completion.refused ? 'refused' : 'cut', { tokens });
  }
  const parsed = request.schema.safeParse(parseSaid(completion.content));
  if (!parsed.success) {
    dialect.schemaInPrompt = true;
    // The server and the model work: it is this question that the model says something else to.
    throw new ModelFailure('invalid', { tokens, ofQuestion: true });
  }
  return { value: parsed.data, tokens };
}

async function complete(
  model: string,
  request: ModelRequest<unknown>,
  schema: Record<string, unknown>,
  dialect: Dialect,
  { client }: Sdk,
  signal: AbortSignal,
): Promise<Completion> {
  for (;;) {
    try {
      const body = writeBody(model, request, schema, dialect);
      const response = await client.chat.completions.create(body, { signal }).asResponse();
      const completion = parseCompletion(await response.text());
      if (!completion) {
        throw new ModelFailure('invalid');
      }
      return completion;
    } catch (error) {
      // A request that was not taken cost nothing: the next one is said as the server wants it. Ends, since what is
      // learnt is never unlearnt.
      const told = refusalOf(error);
      if (told === undefined || !learn(dialect, told)) {
        throw error;
      }
    }
  }
}

function estimate({ system, data }: ModelRequest<unknown>, { content }: Completion): TokenUse {
  return { sent: estimateTokens(system) + estimateTokens(data), received: estimateTokens(content) };
}
