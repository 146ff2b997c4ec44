// The assistant's rules: notes to suggestions, names in any text. Nothing here knows a document or a network.
export * from './analyse.ts';
export { recapNotes, recapText, type NotesRecap, type RecapSentence } from './recap/recap-notes.ts';
export * from './recap/previously.ts';
