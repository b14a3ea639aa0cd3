import { z } from 'zod';
import type { TokenUse } from '../../handlers/model/model.ts';

/** What a model said, whichever way the server wrapped it. */
export interface Completion {
  content: string;
  /** The model, or a filter in front of it, does not want to. */
  refused: boolean;
  /** Its tokens, or its connection, ended before the answer did. */
  cut: boolean;
  /** It spent tokens on thinking before it answered. */
  thought: boolean;
  /** Undefined where the server does not count. */
  tokens: TokenUse | undefined;
}

const mostTokens = 10_000_000;
const Count = z.int().nonnegative().max(mostTokens);
const Usage = z
  .object({ prompt_tokens: Count, completion_tokens: Count })
  .optional()
  .catch(undefined);
const Said = z.object({
  content: z.string().nullish(),
  refusal: z.string().nullish(),
  // Two names of the same, by the age of the server.
  reasoning: z.string().nullish().catch(null),
  reasoning_content: z.string().nullish().catch(null),
});
type Said = z.infer<typeof Said>;
const Answer = z.object({
  choices: z.array(z.object({ message: Said, finish_reason: z.string().nullish() })).min(1),
  usage: Usage,
});
const Chunk = z.object({
  choices: z.array(z.object({ delta: Said, finish_reason: z.string().nullish() })).catch([]),
  usage: Usage,
});

/**
 * Reads an answer as it is, or as a stream of events: some servers stream although nobody asked, and some leave out
 * the role. Undefined when it is neither.
 */
export function parseCompletion(body: string): Completion | undefined {
  const parsed = Answer.safeParse(parseJson(body));
  const choice = parsed.data?.choices[0];
  if (!(parsed.data && choice)) {
    return parseEvents(body);
  }
  const { message, finish_reason: finish } = choice;
  return complete(message, finish, parsed.data.usage);
}

function parseEvents(body: string): Completion | undefined {
  const said = { content: '', refusal: '', reasoning: '' };
  let finish: string | null | undefined;
  let usage: z.infer<typeof Usage>;
  let chunks = 0;
  for (const line of body.split('\n')) {
    const chunk = line.startsWith('data:')
      ? Chunk.safeParse(parseJson(line.slice('data:'.length))).data
      : undefined;
    if (chunk) {
      const choice = chunk.choices[0];
      chunks += choice ? 1 : 0;
      said.content += choice?.delta.content ?? '';
      said.refusal += choice?.delta.refusal ?? '';
      said.reasoning += choice?.delta.reasoning ?? choice?.delta.reasoning_content ?? '';
      finish = choice?.finish_reason ?? finish;
      usage = chunk.usage ?? usage;
    }
  }
  // A stream that says no reason has broken off.
  return chunks > 0 ? complete(said, finish ?? 'length', usage) : undefined;
}

function complete(
  { content, refusal, reasoning, reasoning_content: reasoned }: Said,
  finish: string | null | undefined,
  usage: z.infer<typeof Usage>,
): Completion {
  return {
    content: content ?? '',
    refused: Boolean(refusal) || finish === 'content_filter',
    cut: finish === 'length',
    thought: Boolean(reasoning || reasoned) || (content ?? '').includes(thoughtStart),
    tokens: usage && { sent: usage.prompt_tokens, received: usage.completion_tokens },
  };
}

const thoughtStart = '<think>';
const thoughtEnd = '</think>';
const fence = '```';

/**
 * The JSON that a model said: models that think aloud do it before, and without a schema some wrap it as Markdown.
 * Undefined when there is none.
 */
export function parseSaid(content: string): unknown {
  const thought = content.lastIndexOf(thoughtEnd);
  const said = content.slice(thought < 0 ? 0 : thought + thoughtEnd.length).trim();
  const direct = parseJson(said);
  if (direct !== undefined || !(said.startsWith(fence) && said.endsWith(fence))) {
    return direct;
  }
  const from = said.indexOf('\n');
  return from < 0 ? undefined : parseJson(said.slice(from, -fence.length));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
