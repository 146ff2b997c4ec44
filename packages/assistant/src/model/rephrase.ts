// Lets a small model rephrase an answer of the built-in rules. If it adds a name or a number, its words are discarded.
import { respond } from '../chat/answer-by-rules.ts';
import type { Intent } from '../chat/intents.ts';
import type { AgentPorts } from '../chat/turn.ts';
import { replyByRules, type ModelReply, type ModelChatRequest } from './conversation.ts';
import { generate, type LanguageModel, type StopSignal } from './language-model.ts';
import { rephraseInstructions } from './instructions/rephrase.ts';
import { lineTouched, unlessTouched } from './check-safety-lines.ts';
import { asQuotation } from './quotation.ts';
import { plainReply } from './replies.ts';
import { inventedIn } from './retell.ts';

const ANSWER_TOKENS = 160;

/** Intents whose answer can be said in other words. */
const REPHRASABLE: ReadonlySet<Intent> = new Set(['campaign_question', 'rules_lookup', 'situation_help', 'recap']);

/** The rules' answer in the model's words, or unchanged where the model fails, invents something or touches a line. */
export const rephrase = async (
  turn: ModelChatRequest,
  ports: AgentPorts,
  model: LanguageModel,
  signal: StopSignal,
  onText?: (soFar: string) => void,
): Promise<ModelReply> => {
  const answer = await respond(turn, ports);
  const byRules = (problem: ModelReply['problem']): ModelReply => replyByRules(answer, problem);
  if (!REPHRASABLE.has(answer.understood.intent) || answer.isNothing) return byRules(null);
  const answered = await generate(model, {
    instructions: rephraseInstructions(turn.tellsLimits ? turn.lines : []),
    messages: [{ role: 'user', text: `${turn.text}\n${asQuotation(answer.text)}` }],
    tools: [],
    most: ANSWER_TOKENS,
    signal,
    ...(onText ? { onText: unlessTouched(turn.lines, onText) } : {}),
  });
  if (!answered.ok) return byRules(answered.error.problem);
  const text = plainReply(answered.value.text);
  if (text === '' || inventedIn(text, `${turn.text}\n${answer.text}`).length > 0) return byRules('invented');
  return lineTouched(text, turn.lines) === null ? { ...byRules(null), text, engine: model.name } : byRules('line');
};
