// One note of a vault: what its front matter, its name and its folders say that it is.
import { kindOfFolder, kindOfWords } from './entity-types.ts';
import { beginsWithDay, datedName, sessionOfName, type SessionName } from './session-names.ts';
import { listOf, wordsOf } from './front-matter.ts';
import { isoDay } from './written-days.ts';
import type { SourceFile } from './archive.ts';
import { isFileNamedSecret, isNamedSecret } from './vault-secrets.ts';
import type { ImportedKind } from './imported-content.ts';

export interface VaultNote {
  file: SourceFile;
  /** The file's name without extension. */
  base: string;
  folders: string[];
  name: string;
  front: Readonly<Record<string, unknown>>;
  body: string;
  /** Its front matter is not YAML; it is part of `body`. */
  isBroken: boolean;
  /** Another note has the name of its file: it got one of its own. */
  isRenamed?: boolean;
  /** The path of the file that it is a part of; see split-note.ts. */
  wholeFile?: string;
  /** Players may not read any of it, whatever it says itself. */
  isPrivate?: boolean;
}

/** Largest picture that is imported, bytes. The app draws it anew when it is written. */
export const PICTURE_LIMIT = 15_000_000;

/** Longest word of the GM's own that becomes an entity type, UTF-16 units. */
const MAX_TYPE_LENGTH = 40;

const nameOfKey = (key: string): string => key.trim().toLowerCase();

const TYPE_KEYS = ['type', 'kind', 'category', 'class', 'notetype', 'note_type', 'note type'];
const DATE_KEYS = ['date', 'played', 'session_date', 'session date', 'date_played', 'played_on'];
/** Properties that only the log of a session has. */
const SESSION_NUMBER_KEYS = ['session_number', 'session number', 'session-number', 'sessionnumber', 'session_no'];
/** Properties that hold the number of a session, where the note is one: an NPC's `session` is where it was met. */
const NUMBER_KEYS = [...SESSION_NUMBER_KEYS, 'session', 'number', 'episode'];

const TAG_KEYS = ['tags', 'tag'];
const ALIAS_KEYS = ['aliases', 'alias'];

export const isTypeKey = (key: string): boolean => TYPE_KEYS.includes(nameOfKey(key));
export const isDateKey = (key: string): boolean => DATE_KEYS.includes(nameOfKey(key));
export const isTagKey = (key: string): boolean => TAG_KEYS.includes(nameOfKey(key));
export const isAliasKey = (key: string): boolean => ALIAS_KEYS.includes(nameOfKey(key));
export const isNumberKey = (key: string): boolean => NUMBER_KEYS.includes(nameOfKey(key));
export const isTitleKey = (key: string): boolean => nameOfKey(key) === 'title';

/** The values of properties that have one of `keys` as name, in the order of `keys`; case does not count. */
const valuesOf = ({ front }: VaultNote, keys: readonly string[]): unknown[] =>
  keys.flatMap((wanted) =>
    Object.entries(front)
      .filter(([key]) => nameOfKey(key) === wanted)
      .map(([, value]) => value),
  );

/** A whole number of up to four digits; null for anything else. */
export const sessionNumberOf = (value: unknown): number | null => {
  const [, digits] = /^#?0*(\d{1,4})$/.exec(wordsOf(value)) ?? [];
  return digits === undefined ? null : Number(digits);
};

const numberAmong = (note: VaultNote, keys: readonly string[]): number | null =>
  valuesOf(note, keys)
    .map(sessionNumberOf)
    .find((number) => number !== null) ?? null;

const PUBLISH_KEYS = ['publish', 'dg-publish', 'published', 'share', 'public'];
const PRIVATE_KEYS = ['private', 'secret', 'hidden', 'gm', 'gm-only', 'gmonly', 'dm', 'dm-only', 'draft'];

const says = (value: unknown, ...words: string[]): boolean => words.includes(wordsOf(value).trim().toLowerCase());

/** Whether the author keeps the whole note from readers: by a property, a tag, a folder or the file's name. */
export const isKeptFromReaders = (note: VaultNote): boolean =>
  note.isPrivate === true ||
  valuesOf(note, PUBLISH_KEYS).some((value) => says(value, 'false', 'no')) ||
  valuesOf(note, PRIVATE_KEYS).some((value) => says(value, 'true', 'yes')) ||
  valuesOf(note, TAG_KEYS).flatMap(listOf).some(isNamedSecret) ||
  [...note.folders, note.base].some(isFileNamedSecret);

/** The day a session was played, from the front matter or the file's name; empty if neither says. */
export const dateOf = (note: VaultNote): string => {
  const date = valuesOf(note, DATE_KEYS)
    .map(isoDay)
    .find((day) => day !== '');
  return date ?? datedName(note.base).date;
};

export const tagsOf = (note: VaultNote): string[] =>
  valuesOf(note, TAG_KEYS)
    .flatMap(listOf)
    .map((tag) => tag.replace(/^#/, ''));

export const aliasesOf = (note: VaultNote): string[] => valuesOf(note, ALIAS_KEYS).flatMap(listOf);

export const titleOf = (note: VaultNote): string =>
  valuesOf(note, ['title'])
    .map(wordsOf)
    .find((title) => title !== '') ?? '';

export interface NoteKind {
  kind: ImportedKind;
  /** The type of an entity; empty for other kinds. */
  type: string;
  session: SessionName | null;
}

/** `session`, `chapter`, `goal`, or a type of entity: what a note becomes, in one word. */
export type NoteKindWord = string;

export const wordOfKind = ({ kind, type }: NoteKind): NoteKindWord => (kind === 'entity' ? type : kind);

const folderOf = ({ folders }: VaultNote): string => folders.join('/');

/** The folders in which at least half of the notes have names that begin with a date: those of a log of sessions. */
export const foldersOfDates = (notes: readonly VaultNote[]): ReadonlySet<string> => {
  const [all, dated] = [new Map<string, number>(), new Map<string, number>()];
  for (const note of notes)
    for (const counts of beginsWithDay(note.base) ? [all, dated] : [all])
      counts.set(folderOf(note), (counts.get(folderOf(note)) ?? 0) + 1);
  return new Set([...dated].filter(([folder, count]) => count * 2 >= all.get(folder)!).map(([folder]) => folder));
};

const sessionIn = (note: VaultNote): SessionName | null => {
  const { base } = note;
  const named = sessionOfName(base) ?? (/^\d+$/.test(base) ? { number: Number(base), title: '', date: '' } : null);
  const number = numberAmong(note, NUMBER_KEYS);
  return number === null ? named : { ...(named ?? datedName(base)), number };
};

/** The number that a note has as a session, whatever it becomes; null for none. */
export const numberOf = (note: VaultNote): number | null => sessionIn(note)?.number ?? null;

/** The kind that the GM chose for a note. */
export const chosenKind = (note: VaultNote, word: NoteKindWord): NoteKind => {
  if (word === 'session') return { kind: word, type: '', session: sessionIn(note) };
  if (word === 'chapter' || word === 'goal') return { kind: word, type: '', session: null };
  return { kind: 'entity', type: word, session: null };
};

/** Pages about a folder's things in general, and not about one of them. */
const GENERAL_NAME =
  /^(?:_?index|readme|overview)$|\b(?:rules|mechanics|how to|guide(?:lines)? (?:to|for)|reference|cheat[ -]?sheet|generators?|(?:random|roll|encounter|loot) tables?)\b/i;

/** What the innermost folder that says anything says of a note; a page of rules among people is not one of them. */
const kindByFolder = (note: VaultNote): string | null => {
  const kind = note.folders.map(kindOfFolder).findLast((each) => each !== null) ?? null;
  const isGeneral = GENERAL_NAME.test(note.base.replaceAll('_', ' ')) || note.base === note.folders.at(-1);
  return kind !== null && kind !== 'session' && isGeneral ? 'lore' : kind;
};

/** Whether anything but a type says that the note is the log of a session: its tags may name who is in it. */
const isSessionLog = (note: VaultNote, folderKind: string | null, isOfDates: boolean): boolean =>
  folderKind === 'session' ||
  isOfDates ||
  sessionOfName(note.base) !== null ||
  numberAmong(note, SESSION_NUMBER_KEYS) !== null;

/**
 * The kind of record a note becomes: by its type, else as the log of a session by its folder, name or number, else by
 * its tags, else by its folders from the innermost out. `ofDates`: see {@link foldersOfDates}.
 */
export const kindOf = (note: VaultNote, ofDates: ReadonlySet<string>): NoteKind => {
  const typeKey = Object.keys(note.front).find(isTypeKey);
  const types = typeKey ? listOf(note.front[typeKey]) : [];
  const folderKind = kindByFolder(note);
  const kindByTags = kindOfWords(tagsOf(note));
  const isOfDates =
    types.length === 0 &&
    beginsWithDay(note.base) &&
    ofDates.has(folderOf(note)) &&
    (kindByTags ?? folderKind ?? 'session') === 'session';
  const kindByWords = isSessionLog(note, folderKind, isOfDates) ? 'session' : (kindByTags ?? folderKind);
  const kind = kindOfWords(types) ?? kindByWords;
  if (kind === 'session') return { kind: 'session', type: '', session: sessionIn(note) };
  if (kind === 'chapter' || kind === 'goal') return { kind, type: '', session: null };
  // A word of the GM's own is an entity type too, if nothing else says what the note is about.
  const [word] = types;
  const ownType = word && word.length <= MAX_TYPE_LENGTH && !word.includes('[[') ? word.toLowerCase() : null;
  return { kind: 'entity', type: kind ?? ownType ?? 'lore', session: null };
};
