// The order of the table that shows what each note of an import becomes.
import type { PreparedImport } from '#lib/services/transfer/import-files.ts';

type Note = PreparedImport['notes'][number];
export type NoteColumn = 'path' | 'kind' | 'number' | 'date';

export interface NoteOrder {
  column: NoteColumn;
  isDescending: boolean;
  /** A kind as it is shown. */
  labelOf(kind: string): string;
}

/** As people count: `Session 2` comes before `Session 10`. */
const { compare } = new Intl.Collator(undefined, { numeric: true });

/** Notes by a column, and by path where it says the same; those of which it says nothing come last either way. */
export const sortNotes = (notes: readonly Note[], { column, isDescending, labelOf }: NoteOrder): Note[] => {
  const wordOf = (note: Note): string => {
    if (column === 'kind') return labelOf(note.kind);
    return String(note[column] ?? '');
  };
  return [...notes].sort((a, b) => {
    const [wordA, wordB] = [wordOf(a), wordOf(b)];
    if ((wordA === '') !== (wordB === '')) return wordA === '' ? 1 : -1;
    const order = compare(wordA, wordB);
    return (isDescending ? -order : order) || compare(a.path, b.path);
  });
};
