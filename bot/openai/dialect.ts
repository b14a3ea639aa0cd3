import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ModelRequest } from '../../handlers/model/model.ts';

/** What a server has been found to understand. It begins with everything and never gets back what was refused. */
export interface Dialect {
  /** How the shape of the answer is asked for. */
  format: 'json_schema' | 'json_object' | 'none';
  /** Some take `json_schema` and do not show it to the model: the prompt then says it too. */
  schemaInPrompt: boolean;
  /** The newer name is the only one that newer models of OpenAI take; others know the older one only. */
  limit: 'max_tokens' | 'max_completion_tokens';
  /** Models that think take no temperature but their own. */
  temperature: boolean;
  /** `off` asks it not to think: thoughts can cost all the tokens that were meant for the answer. */
  thinking: 'as it likes' | 'off' | 'cannot be told';
}

export function newDialect(): Dialect {
  return {
    format: 'json_schema',
    schemaInPrompt: false,
    limit: 'max_tokens',
    temperature: true,
    thinking: 'as it likes',
  };
}

const aboutLimit = /max_completion_tokens/u;
const aboutThinking = /chat_template_kwargs/u;
const aboutTemperature = /temperature/u;
const aboutFormat = /response_format|json_schema|json_object|schema|grammar|guided/u;

/** Learns from what a server said when it refused a request with status 400 or the like; false when it taught nothing. */
export function learn(dialect: Dialect, told: string): boolean {
  if (dialect.limit === 'max_tokens' && aboutLimit.test(told)) {
    dialect.limit = 'max_completion_tokens';
    return true;
  }
  if (dialect.thinking === 'off' && aboutThinking.test(told)) {
    dialect.thinking = 'cannot be told';
    return true;
  }
  if (dialect.temperature && aboutTemperature.test(told)) {
    dialect.temperature = false;
    return true;
  }
  if (dialect.format !== 'none' && aboutFormat.test(told)) {
    dialect.format = dialect.format === 'json_schema' ? 'json_object' : 'none';
    return true;
  }
  return false;
}

/** Learns from an answer of which nothing was left but thoughts. */
export function learnQuiet(dialect: Dialect): void {
  if (dialect.thinking === 'as it likes') {
    dialect.thinking = 'off';
  }
}

/** https://qwen.readthedocs.io/en/latest/deployment/vllm.html#thinking-non-thinking-modes */
const quiet = { chat_template_kwargs: { enable_thinking: false } };

type Body = ChatCompletionCreateParamsNonStreaming;

export function writeBody(
  model: string,
  request: Pick<ModelRequest<unknown>, 'system' | 'data' | 'schemaName' | 'mostTokens'>,
  schema: Record<string, unknown>,
  dialect: Dialect,
): Body {
  const told = dialect.format !== 'json_schema' || dialect.schemaInPrompt;
  const shape = `\n\nAnswer with one JSON object and nothing else. It must match this JSON Schema:\n${JSON.stringify(schema)}`;
  return {
    model,
    messages: [
      { role: 'system', content: told ? request.system + shape : request.system },
      { role: 'user', content: request.data },
    ],
    [dialect.limit]: request.mostTokens,
    ...(dialect.temperature && { temperature: 0 }),
    ...(dialect.thinking === 'off' && quiet),
    ...formatOf(request.schemaName, schema, dialect),
    stream: false,
  };
}

function formatOf(
  name: string,
  schema: Record<string, unknown>,
  { format }: Dialect,
): Pick<Body, 'response_format'> {
  if (format === 'none') {
    return {};
  }
  return {
    response_format:
      format === 'json_schema'
        ? { type: format, json_schema: { name, strict: true, schema } }
        : { type: format },
  };
}
