// Worker that reads files and pasted text as notes, one after the other. Receives what to read; posts the note, or the
// type of what went wrong.
import type { Result } from '@emberkeep/domain';
import {
  leftOutSentence,
  readClipboard,
  readNoteFile,
  readPastedNotes,
  type ImportError,
  type ReadText,
} from '@emberkeep/files';
import type { NoteSource, ReadNote } from '../lib/services/transfer/read-note.ts';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<NoteSource>) => void) | null;
  postMessage(message: ReadNote): void;
}; // The DOM and worker typings cannot be loaded together.

const read = async (source: NoteSource): Promise<Result<ReadText, ImportError>> => {
  switch (source.type) {
    case 'pasted':
      return readPastedNotes(source.text);
    case 'clipboard':
      return readClipboard(source.clipboard);
    case 'file':
      return readNoteFile(source.file.name, new Uint8Array(await source.file.arrayBuffer()));
  }
};

const answer = async (source: NoteSource): Promise<ReadNote> => {
  const result = await read(source);
  if (!result.ok) return result;
  return { ok: true, value: { nodes: result.value.nodes, remark: leftOutSentence(result.value.leftOut) } };
};

scope.onmessage = ({ data }) =>
  void answer(data)
    .catch((): ReadNote => ({ ok: false, error: { type: 'CannotRead' } }))
    .then((result) => scope.postMessage(result));
