// Answers one message with a model. What the rules refuse is never put to a model; what it wants written is written at
// once only where the GM plainly asked for it, and otherwise offered; where it fails, the rules answer.
import { isEndPhrase } from '@emberkeep/domain';
import { respond } from '../chat/answer-by-rules.ts';
import { acceptedDrafts } from '../chat/drafts.ts';
import type { Understood } from '../chat/intents.ts';
import { contentWords, isAboutDay, type FoundPassage } from '../chat/question.ts';
import type { AgentPorts } from '../chat/turn.ts';
import { modelFor } from '../chat/intent-model/load-model.ts';
import { asksToUndo } from '../chat/follow-ups.ts';
import { diceAsked } from '../chat/roll.ts';
import { tablesAsked } from '../chat/table-asked.ts';
import { understand } from '../chat/understand.ts';
import { chatMessages, replyByRules, type ModelReply, type ModelChatRequest } from './conversation.ts';
import { chatInstructions } from './instructions/chat.ts';
import { createDraftsByModel, type DraftsByModel } from './drafts-by-model.ts';
import {
  generate,
  type LanguageModel,
  type ModelAnswer,
  type ModelCall,
  type ModelFailed,
  type ModelMessage,
  type StopSignal,
} from './language-model.ts';
import { lineTouched, unlessTouched } from './check-safety-lines.ts';
import { rephrase } from './rephrase.ts';
import { callsIn, plainReply } from './replies.ts';
import { runTool, TALK_TOOL_NAMES, CHAT_TOOLS } from './tools.ts';

export { chatMessages, type ModelReply, type ModelChatRequest } from './conversation.ts';
export { chatInstructions } from './instructions/chat.ts';

/** Rounds of calls and answers, and calls in all, after which a model is stopped. */
const ROUNDS_MAX = 5;
const CALLS_MAX = 8;
const ANSWER_TOKENS = 700;
const CITATIONS_MAX = 3;
/** Content words that an answer and a cited passage share, at least. */
const SHARED_WORDS_MIN = 3;

/** Ids of the passages that an answer shares most words with. Models do not cite reliably themselves. */
const citationsOf = (text: string, passages: readonly FoundPassage[]): string[] => {
  const said = new Set(contentWords(text));
  return [...new Map(passages.map((passage) => [passage.id, passage])).values()]
    .map((passage) => ({
      id: passage.id,
      shared: new Set(contentWords(`${passage.title} ${passage.text}`).filter((word) => said.has(word))).size,
    }))
    .filter(({ shared }) => shared >= SHARED_WORDS_MIN)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, CITATIONS_MAX)
    .map(({ id }) => id);
};

/**
 * True for messages that only the rules answer: refusals, negations, rolls (of a table: one that is there), replies to an offer, undo, the end of a session, and
 * what day it is.
 */
const isForRules = (turn: ModelChatRequest, understood: Understood, { random, hasTable }: AgentPorts): boolean =>
  isEndPhrase(turn.text) ||
  asksToUndo(turn.text) ||
  (random !== undefined && diceAsked(turn.text) !== null) ||
  (hasTable !== undefined && tablesAsked(turn.text).some((name) => hasTable(name))) ||
  acceptedDrafts(turn) !== null ||
  understood.intent === 'save_that' ||
  (understood.intent === 'campaign_question' && isAboutDay(turn.text)) ||
  (understood.by === 'guard' && ['refuse', 'smalltalk'].includes(understood.intent));

/** State of one message while a model answers it. */
interface Exchange {
  turn: ModelChatRequest;
  understood: Understood;
  engine: string;
  messages: ModelMessage[];
  drafts: DraftsByModel;
  /** Passages that the model's searches found. */
  found: FoundPassage[];
  callCount: number;
}

/** After a model's answer: the reply is final, the rules must answer because of `problem`, or the model calls tools. */
type Outcome =
  | { kind: 'reply'; reply: ModelReply }
  | { kind: 'rules'; problem: ModelReply['problem'] }
  | { kind: 'calls'; text: string; calls: readonly ModelCall[] };

const replyOf = ({ understood, engine, drafts, found }: Exchange, text: string, isPartial: boolean): ModelReply => ({
  understood,
  text,
  citations: citationsOf(text, found),
  writes: drafts.writes,
  offers: drafts.offers,
  engine,
  isPartial,
  problem: null,
});

/** What becomes of an answer that failed: half of one is kept as half, and one that the GM stopped writes nothing. */
const outcomeOfFailure = (exchange: Exchange, { problem, text }: ModelFailed): Outcome => {
  const soFar = plainReply(text);
  const isTouched = lineTouched(soFar, exchange.turn.lines) !== null;
  if (problem === 'stopped') {
    const reply = replyOf(exchange, isTouched ? '' : soFar, true);
    return { kind: 'reply', reply: { ...reply, writes: [], offers: [], problem } };
  }
  if (soFar !== '' && !isTouched) return { kind: 'reply', reply: replyOf(exchange, soFar, true) };
  return { kind: 'rules', problem };
};

const outcomeOfAnswer = (exchange: Exchange, answer: ModelAnswer): Outcome => {
  const { turn, drafts, callCount } = exchange;
  const { calls, text: words } = answer.calls.length > 0 ? answer : callsIn(plainReply(answer.text), TALK_TOOL_NAMES);
  const text = plainReply(words);
  if (calls.length > 0 && callCount < CALLS_MAX) return { kind: 'calls', text, calls };
  if (text === '' && drafts.isEmpty()) return { kind: 'rules', problem: 'garbage' };
  if (lineTouched(text, turn.lines) !== null) return { kind: 'rules', problem: 'line' };
  return { kind: 'reply', reply: replyOf(exchange, text || drafts.sentences(), answer.isPartial) };
};

/** Runs one call and returns what the model is told. */
const runCall = async (exchange: Exchange, call: ModelCall): Promise<string> => {
  const { turn, drafts, found } = exchange;
  exchange.callCount += 1;
  if (exchange.callCount > CALLS_MAX) return 'No more tools in this turn: answer now.';
  const { text, request, passages } = await runTool(call, { ...turn, names: turn.told.names }, turn.told.ports);
  found.push(...passages);
  return request ? drafts.add(request) : text;
};

/** Lets the model call tools and answer, until it is done or has had its rounds. */
const exchangeWithModel = async (
  exchange: Exchange,
  model: LanguageModel,
  signal: StopSignal,
  onText?: (soFar: string) => void,
): Promise<Exclude<Outcome, { kind: 'calls' }>> => {
  const { turn, messages, drafts } = exchange;
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const answered = await generate(model, {
      instructions: chatInstructions(turn),
      messages,
      tools: CHAT_TOOLS,
      most: ANSWER_TOKENS,
      signal,
      ...(onText ? { onText: unlessTouched(turn.lines, onText) } : {}),
    });
    const outcome = answered.ok
      ? outcomeOfAnswer(exchange, answered.value)
      : outcomeOfFailure(exchange, answered.error);
    if (outcome.kind !== 'calls') return outcome;
    messages.push({ role: 'assistant', text: outcome.text, calls: outcome.calls });
    for (const call of outcome.calls)
      messages.push({ role: 'tool', id: call.id, name: call.name, text: await runCall(exchange, call) });
  }
  return drafts.isEmpty()
    ? { kind: 'rules', problem: 'garbage' }
    : { kind: 'reply', reply: replyOf(exchange, drafts.sentences(), false) };
};

/**
 * Answers one message. `onText` gets the whole answer so far, as it grows.
 * Never throws because of what was said or replied; rejects where a search does.
 */
export const converse = async (
  turn: ModelChatRequest,
  ports: AgentPorts,
  model: LanguageModel,
  signal: StopSignal,
  onText?: (soFar: string) => void,
): Promise<ModelReply> => {
  const understood = understand(turn.text, turn, await modelFor(turn));
  const byRules = async (problem: ModelReply['problem']): Promise<ModelReply> =>
    replyByRules(await respond(turn, ports), problem);
  if (isForRules(turn, understood, ports)) return byRules(null);
  if (!model.callsTools) return rephrase(turn, ports, model, signal, onText);
  const exchange: Exchange = {
    turn,
    understood,
    engine: model.name,
    messages: chatMessages(turn),
    drafts: createDraftsByModel(understood, turn.lines),
    found: [],
    callCount: 0,
  };
  const outcome = await exchangeWithModel(exchange, model, signal, onText);
  return outcome.kind === 'reply' ? outcome.reply : byRules(outcome.problem);
};
