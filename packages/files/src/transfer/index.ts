// Imports from other tools, exports as notes and journals. An entry of its own: the app loads it on demand.
export { readImport, type ImportFilesError } from './choose-importer.ts';
export type { KnownRecords } from './import-run.ts';
export type { AsideFolder, ReadNote } from './imported-content.ts';
export { recordsOfImport } from './records-of-import.ts';
export type { SplitOffer } from './split-note.ts';
export { writeVault } from './write-vault.ts';
export { writeFoundryJournals } from './write-foundry.ts';
export { pack } from './zip.ts';
