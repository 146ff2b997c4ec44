// What tests and evaluations of the assistant share.
export * from './labelled-notes.ts';
export * from './score.ts';
export * from './recap-notes.ts';
export * from './chat-prompts.ts';
