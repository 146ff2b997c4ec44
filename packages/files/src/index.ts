// The public entry of packages/files: notes in and out of Markdown, HTML and text, backups, change sets, calendars,
// paper.
export { markdownToNote } from './markdown-to-note.ts';
export { noteToMarkdown, WITHOUT_PICTURES } from './note-to-markdown.ts';
export { textToNote } from './text-to-note.ts';
export {
  readClipboard,
  readNoteFile,
  readPastedNotes,
  IMPORT_LIMIT,
  type Clipboard,
  type ImportError,
} from './read-note-file.ts';
export { leftOutSentence, type LeftOut, type ReadText } from './left-out.ts';
export { writeBackup, type CampaignBackup } from './backup.ts';
export { readBackup, type BackupDamage, type BackupError, type BackupReading } from './read-backup.ts';
export * from './campaign-import/index.ts';
export { createFrameCollector, framesOf, type FrameCollector } from './change-set-codes.ts';
export { readChangeSet, writeChangeSet, type ChangeSet, type ChangeSetError } from './change-set.ts';
export { readReadable } from './read-readable.ts';
export { ownFileOf, type OwnFile } from './own-file.ts';
export { readFantasyCalendar, writeFantasyCalendar, type FantasyCalendar } from './fantasy-calendar.ts';
export { paperMarkdown, paperOf, type Paper, type PaperKind } from './paper.ts';
export { writeIcs, type PlannedSession } from './write-ics.ts';
export { writeReviewHtml } from './review-file.ts';
