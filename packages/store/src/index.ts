// A campaign as Yjs documents: everything that other packages may use of this one.
export * from './origins.ts';
export * from './persistence/persistence.ts';
export { createBrowserPersistence, toStorageError } from './persistence/browser-persistence.ts';
export { campaignsWithUpdates, deleteUpdates, updateKeys } from './persistence/update-keys.ts';
export { createMemoryPersistence } from './persistence/memory-persistence.ts';
export { DeviceDatabase } from './device/database.ts';
export { keysStartingWith, roomsUnder } from './device/key-ranges.ts';
export * from './device/rows.ts';
export { createSaveQueue, type SaveQueue, type SaveState } from './save-queue.ts';
export { openCampaignDocs, type CampaignDocs, type CampaignDocsDeps } from './campaign-docs.ts';
export { boundConflicts } from './bounded-conflicts.ts';
export { encodeWithoutWaiting, hasGap } from './gap.ts';
export { mergeReadable } from './load-document.ts';
export type { DocumentDamage, NotWritable, OpenDocument, ReadableDocument } from './open-document.ts';
export type { Edit } from './edit.ts';
export type { UndoStep } from './undo.ts';
export { TextUndo, type TextUndoOptions } from './text-undo.ts';
export {
  applyIncoming,
  applyReadable,
  runKeepingDeletedText,
  recoveredTexts,
  recoveredKey,
  type RecoveredText,
} from './recovery.ts';
export { fragmentToNote, appendToFragment, isKnownNote, isKnownType } from './note-fragment.ts';
export {
  changesAllSessions,
  documentFromUpdates,
  eventsAmong,
  loadReadOnly,
  readAll,
  readBatch,
  readSessions,
  readOpenOrStored,
  type ChangedRecords,
  type EventsOf,
} from './read-document.ts';
export { deriveRow, backlinksTo, type Backlink } from './derive.ts';
export { SHAPE, isHere, writerOf } from './shape.ts';
export {
  buildPlayerHandouts,
  buildPlayerView,
  isPlayerDocDamaged,
  readPlayerDoc,
  writePlayerDoc,
  writePlayerHandouts,
} from './player-document.ts';
export { derivedId } from './derived-id.ts';
export { type Revision } from './record-revisions.ts';
export type { StoredKind } from './changes.ts';
export { migrate, MIGRATIONS, type Migration } from './migrations/migrations.ts';
export * from './commands/index.ts';
