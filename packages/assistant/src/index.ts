// Rules that read notes and answer questions, with an optional language model behind them.
export * from './analyse.ts';
export { likelyType } from './names/likely-type.ts';
export { foreignLanguageOf } from './note-language.ts';
export { recapNotes, recapText, type NotesRecap, type RecapSentence } from './recap/recap-notes.ts';
export { gaugeWords } from './recap/gauge-words.ts';
export { previouslyText } from './recap/previously-text.ts';
export * from './recap/previously.ts';
export { sourceForPlayers, type LastSession, type RecapSource } from './recap/recap-source.ts';
export * from './recap/told-sentence.ts';
export { respond, type AgentPorts, type ChatReply, type ChatRequest } from './chat/answer-by-rules.ts';
export type { IntentModel } from './chat/intent-model/intent-model.ts';
export { accountOfPlay } from './chat/account-of-play.ts';
export {
  INTENTS,
  type Intent,
  type KnownName,
  type MessageContext,
  type Slots,
  type Understood,
} from './chat/intents.ts';
export type { FoundPassage } from './chat/question.ts';
export * from './model/language-model.ts';
export { converse, chatInstructions, chatMessages, type ModelReply, type ModelChatRequest } from './model/converse.ts';
export { CHAT_TOOLS } from './model/tools.ts';
export { analyseWithModel, type ModelAnalysis } from './model/analyse-with-model.ts';
export { retellWithModel, type NotRetold, type RetellInput } from './model/retell.ts';
