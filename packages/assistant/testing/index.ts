// What the tests and evaluations of the assistant share.
export * from './chat-prompts.ts';
export * from './labelled-notes.ts';
export * from './recap-notes.ts';
export * from './score.ts';
export * from './score-chat.ts';
export * from './train-intents.ts';
export { intentModelOf } from '../src/chat/intent-model/intent-model.ts';
