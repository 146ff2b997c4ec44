// Saves the notes of one stage of a session as a Markdown file.
import type { SessionNote } from '@emberkeep/domain';
import { noteName, readNote, type ListedSession, type OpenDocument } from '@emberkeep/store';
import { saveFile } from '#lib/ui/download.ts';
import { m } from '#messages';

export const exportNote = async (session: ListedSession, body: OpenDocument, note: SessionNote): Promise<void> => {
  const { noteToMarkdown, WITHOUT_PICTURES } = await import('@emberkeep/files');
  await saveFile(
    m.sessionStages_exportNote_session_md({ shownNumber: session.shownNumber, note: note.replace('_notes', '') }),
    noteToMarkdown(readNote(body, noteName(session.id, note)), WITHOUT_PICTURES),
    'text/markdown',
  );
};
