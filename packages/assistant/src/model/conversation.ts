// What a model is asked with one chat message, and what it answers. Its instructions are in instructions/chat.ts.
import type { KnownName } from '../chat/intents.ts';
import type { AgentPorts, ChatReply, ChatRequest } from '../chat/turn.ts';
import type { ModelMessage, ModelProblem } from './language-model.ts';

/** Earlier messages that are sent with a new one. */
const MESSAGES_SENT = 8;

export interface ModelChatRequest extends ChatRequest {
  /** Messages of this session before this one, oldest first. */
  talk: readonly { role: 'user' | 'assistant'; text: string }[];
  /** What a model may know: the names it is told, and where its tools search. The built-in rules know everything. */
  told: { names: readonly KnownName[]; ports: AgentPorts };
  /** Topics that the group keeps out of play. */
  lines: readonly string[];
  /** Topics that stay off-screen. */
  veils: readonly string[];
  /** Whether a model may be told lines and veils. Its answers are checked against the lines in any case. */
  tellsLimits: boolean;
}

export interface ModelReply extends ChatReply {
  /** Name of the model that answered; empty where the built-in rules did. */
  engine: string;
  /** The answer broke off. */
  isPartial: boolean;
  /**
   * Why the rules answered although a model was asked; null where they did not have to.
   * `line`: its answer touched a line. `invented`: it named what its source does not.
   */
  problem: ModelProblem | 'line' | 'invented' | null;
}

/** The answer of the built-in rules where a model does not answer; `problem` says why not. */
export const replyByRules = (answer: ChatReply, problem: ModelReply['problem']): ModelReply => ({
  ...answer,
  engine: '',
  isPartial: false,
  problem,
});

/** The latest messages of the conversation, ending with the one to answer. */
export const chatMessages = ({ talk, text }: ModelChatRequest): ModelMessage[] => [
  ...talk
    .slice(-MESSAGES_SENT)
    .map((message): ModelMessage =>
      message.role === 'user'
        ? { role: 'user', text: message.text }
        : { role: 'assistant', text: message.text, calls: [] },
    ),
  { role: 'user', text },
];
