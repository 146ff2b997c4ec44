// The part of the OpenAI protocol that is passed on: text messages and tool calls. Anything else is stripped or
// refused.
import { z } from 'zod';

/** Most tokens that one answer may have. */
const TOKENS_MAX = 2000;

// Text only: for a message that contains a picture's address, the upstream would fetch that address.
const content = z.union([z.string(), z.null(), z.array(z.object({ type: z.literal('text'), text: z.string() }))]);

const toolCall = z.object({
  id: z.string().max(200),
  type: z.literal('function'),
  function: z.object({ name: z.string().max(100), arguments: z.string() }),
});

const message = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: content.optional(),
  tool_call_id: z.string().max(200).optional(),
  tool_calls: z.array(toolCall).max(20).optional(),
});

const tool = z.object({
  type: z.literal('function'),
  function: z.object({ name: z.string().max(100), description: z.string().optional(), parameters: z.unknown() }),
});

export const chatRequestSchema = z.object({
  model: z.string().min(1).max(200),
  messages: z.array(message).min(1).max(200),
  tools: z.array(tool).max(20).optional(),
  tool_choice: z.enum(['auto', 'none', 'required']).optional(),
  max_tokens: z.number().int().positive().optional(),
  max_completion_tokens: z.number().int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  stream: z.boolean().optional(),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
});

export type ChatRequest = z.infer<typeof chatRequestSchema>;

/** The request with its number of tokens limited, under whichever of the two names the caller used. */
export const limitTokens = (request: ChatRequest): ChatRequest => {
  const { max_tokens: tokens = TOKENS_MAX, max_completion_tokens: completionTokens } = request;
  return completionTokens === undefined
    ? { ...request, max_tokens: Math.min(tokens, TOKENS_MAX) }
    : { ...request, max_completion_tokens: Math.min(completionTokens, TOKENS_MAX) };
};
