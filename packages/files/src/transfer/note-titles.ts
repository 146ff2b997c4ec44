// Names for notes of a vault: readable ones for files in slugs, and different ones for files of one name, so that a link
// by path leads to the note that it names.
import { titleOf, type VaultNote } from './vault-note.ts';

const SLUG = /^[\p{Ll}\d]+(?:[-_][\p{Ll}\d]+)+$/u;
const HEADING = /^\s*# +([^\n]{1,200})/;
/** Words that a title writes small unless they begin it. */
const SMALL = new Set(['a', 'an', 'and', 'at', 'by', 'for', 'in', 'of', 'on', 'or', 'the', 'to', 'with']);

/** The letters that a slug and the title that it was made of have in common. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\d]+/gu, '');

const capitalised = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1)}`;

/** The title, if there is one; `captain-rook` is Captain Rook, or as its first heading writes it. */
const readableName = (note: VaultNote): string => {
  const { base, name, body } = note;
  if (titleOf(note) !== '') return titleOf(note);
  // A number in a slug is the day or the number of a session, which is read from the file's name.
  if (name !== base || !SLUG.test(base) || /\d/.test(base)) return name;
  const heading = HEADING.exec(body)?.[1]?.trim() ?? '';
  if (lettersOf(heading) === lettersOf(base)) return heading;
  const words = base.split(/[-_]/);
  return words.map((word, i) => (i > 0 && SMALL.has(word) ? word : capitalised(word))).join(' ');
};

const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

/** The notes with the names that they are imported by. The first of several of one name keeps it, by path. */
export const withTitles = (notes: readonly VaultNote[]): VaultNote[] => {
  const named = notes.map((note) => ({ ...note, name: readableName(note) }));
  const taken = new Set<string>();
  const names = new Map<string, string>();
  const byPath = [...named].sort((a, b) => (a.file.path < b.file.path ? -1 : 1));
  for (const { name, folders, file } of byPath) {
    const within = folders.map((_, i) => `${name} (${folders.slice(folders.length - 1 - i).join(', ')})`);
    const free = [name, ...within].find((each) => !taken.has(keyOf(each))) ?? name;
    taken.add(keyOf(free));
    names.set(file.path, free);
  }
  return named.map((note) => {
    const name = names.get(note.file.path) ?? note.name;
    return { ...note, name, isRenamed: name !== note.name };
  });
};
