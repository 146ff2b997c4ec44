// Converts the assistant's messages and tools to those of the `ai` package.
import { jsonSchema, tool, type ModelMessage as SdkMessage, type ToolSet } from 'ai';
import type { ModelMessage, ModelTool } from '@emberkeep/assistant';

type OfRole<Role extends ModelMessage['role']> = Extract<ModelMessage, { role: Role }>;

const toolOutcome = ({ id, name, text }: OfRole<'tool'>): SdkMessage => ({
  role: 'tool',
  content: [{ type: 'tool-result', toolCallId: id, toolName: name, output: { type: 'text', value: text } }],
});

const assistantMessage = ({ text, calls }: OfRole<'assistant'>): SdkMessage => ({
  role: 'assistant',
  content: [
    ...(text ? [{ type: 'text' as const, text }] : []),
    ...calls.map((call) => ({
      type: 'tool-call' as const,
      toolCallId: call.id,
      toolName: call.name,
      input: call.input ?? {},
    })),
  ],
});

export const toSdkMessage = (message: ModelMessage): SdkMessage => {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.text };
    case 'tool':
      return toolOutcome(message);
    case 'assistant':
      return assistantMessage(message);
  }
};

export const toSdkTools = (tools: readonly ModelTool[]): ToolSet =>
  Object.fromEntries(
    tools.map(({ name, description, input }) => [
      name,
      tool({ description, inputSchema: jsonSchema(input as Parameters<typeof jsonSchema>[0]) }),
    ]),
  );
