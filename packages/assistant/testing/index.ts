// What the tests and evaluations of the assistant share.
export * from './chat-prompts.ts';
export * from './gold-notes.ts';
export * from './labelled-notes.ts';
export * from './recap-notes.ts';
export * from './score.ts';
export * from './score-chat.ts';
export * from './score-gold.ts';
export * from './training/train-reading.ts';
export * from './train-intents.ts';
export { intentModelOf } from '../src/chat/intent-model/intent-model.ts';
export type { ReadingWeights } from '../src/learned/shipped-weights.ts';
