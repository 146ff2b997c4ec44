// Files in and out: everything other rooms may use of this one.
export { markdownToNote } from './markdown-to-note.ts';
export { noteToMarkdown } from './note-to-markdown.ts';
export { textToNote } from './text-to-note.ts';
export { readNoteFile, readPastedNotes, IMPORT_LIMIT, type ImportError } from './import-file.ts';
export { writeBackup, readBackup, type BackupError, type CampaignBackup } from './backup.ts';
export * from './import-campaign.ts';
export {
  createFrameCollector,
  framesOf,
  readChangeSet,
  writeChangeSet,
  type ChangeSet,
  type ChangeSetError,
  type FrameCollector,
} from './change-set.ts';
export { ownFileOf, type OwnFile } from './own-file.ts';
export { readFantasyCalendar, writeFantasyCalendar, type FantasyCalendar } from './fantasy-calendar.ts';
export { paperMarkdown, paperOf, type Paper, type PaperKind } from './paper.ts';
export { writeReviewHtml } from './review-file.ts';
