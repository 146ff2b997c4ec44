// Saves the notes of one stage of a session as a Markdown file.
import type { SessionNote } from '@emberkeep/domain';
import { noteName, readNote, type ListedSession, type OpenDocument } from '@emberkeep/store';
import { saveFile } from '#lib/ui/download.ts';

export const exportNote = async (session: ListedSession, body: OpenDocument, note: SessionNote): Promise<void> => {
  const { noteToMarkdown } = await import('@emberkeep/files');
  await saveFile(
    `Session ${session.shownNumber} ${note.replace('_notes', '')}.md`,
    noteToMarkdown(readNote(body, noteName(session.id, note))),
    'text/markdown',
  );
};
