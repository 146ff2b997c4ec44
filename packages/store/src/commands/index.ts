// Everything that reads and changes a campaign's documents: one file a noun. Tests walk over this list, so that a verb
// without an undo case and a place in the fuzz fails (see ../verbs.test.ts).
export * from './records.ts';
export * from './campaigns.ts';
export * from './sessions.ts';
export * from './events.ts';
export * from './goals.ts';
export * from './clocks.ts';
export * from './entities.ts';
export * from './relationships.ts';
export * from './scenes.ts';
export * from './notes.ts';
export * from './revisions.ts';
export * from './suggestions.ts';
export * from './analysis.ts';
export * from './accept-suggestions.ts';
export * from './chat.ts';
export * from './drafts.ts';
export * from './tracker.ts';
export * from './clues.ts';
export * from './import-factions.ts';
export { importSession, readsOtherwise } from './import-session.ts';
export type { SessionToWrite } from './session-to-write.ts';
export * from './stored.ts';
export * from './put-records.ts';
export * from './continuity.ts';
