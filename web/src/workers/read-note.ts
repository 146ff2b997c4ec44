// Worker that reads files and pasted text as notes, one after the other. Receives what to read; posts the note, or the
// type of what went wrong.
import { readNoteFile, readPastedNotes } from '@emberkeep/files';
import type { NoteSource, ReadNote } from '../lib/services/transfer/read-note.ts';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<NoteSource>) => void) | null;
  postMessage(message: ReadNote): void;
}; // The DOM and worker typings cannot be loaded together.

const read = async (source: NoteSource): Promise<ReadNote> =>
  source.type === 'pasted'
    ? readPastedNotes(source.text)
    : readNoteFile(source.file.name, new Uint8Array(await source.file.arrayBuffer()));

scope.onmessage = ({ data }) =>
  void read(data)
    .catch((): ReadNote => ({ ok: false, error: { type: 'CannotRead' } }))
    .then((result) => scope.postMessage(result));
