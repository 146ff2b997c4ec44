// A campaign as Yjs documents: everything other rooms may use of this one.
export * from './origins.ts';
export * from './persistence/persistence.ts';
export { createDexiePersistence, toStorageError } from './persistence/dexie-persistence.ts';
export { createMemoryPersistence } from './persistence/memory-persistence.ts';
export * from './device.ts';
export { createSaveQueue, type SaveQueue, type SaveState } from './save-queue.ts';
export {
  openCampaignDocs,
  type CampaignDocs,
  type CampaignDocsDeps,
  type Edit,
  type NotWritable,
  type OpenDocument,
  type ReadableDocument,
} from './campaign-docs.ts';
export { applyIncoming, keepingDeleted, recoveredTexts, recoveredKey, type RecoveredText } from './recovery.ts';
export { fragmentToNote, appendToFragment, isKnownNote, isKnownType } from './note-fragment.ts';
export { loadReadOnly, readAll, readBatch, readSessions, readWhere, type ChangedRecords } from './read-document.ts';
export { deriveRow, backlinksTo, type Backlink } from './derive.ts';
export { SHAPE, isHere, writerOf } from './shape.ts';
export { readTable, tableView, writeTable } from './table-document.ts';
export type { HistoryStep } from './history.ts';
export { derivedId } from './derived-id.ts';
export { HISTORY_ENTRIES, type HistoryEntry } from './record-history.ts';
export type { StoredKind } from './changes.ts';
export { migrate, MIGRATIONS, type Migration } from './migrations/migrations.ts';
export * from './commands/index.ts';
