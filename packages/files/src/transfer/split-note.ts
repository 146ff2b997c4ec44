// Files in which somebody keeps many things, such as "NPCs.md" or a year of sessions: they can be split at the headings
// of one level, each part a note of its own. What is before, between and beside the parts stays with the file's note.
import { appendAll, noteLines, shownWords } from '@emberkeep/domain';
import { markdownToNote } from '../markdown-to-note.ts';
import { kindOfFolder } from './entity-types.ts';
import { splitFences } from './markdown-code.ts';
import { beginsWithDay, sessionOfName } from './session-names.ts';
import type { VaultNote } from './vault-note.ts';
import { isNamedSecret, splitSecrets } from './vault-secrets.ts';

/** A file that may be split. `levels`: the levels of headings with the names of what is below each, 1 to 6. */
export interface SplitOffer {
  path: string;
  levels: readonly { level: number; names: readonly string[] }[];
  /** The level that it is split at; null if it is one note. */
  chosen: number | null;
}

/** Fewest headings of one level that make a file one of many things. */
const FEWEST_PARTS = 3;
/** The share of headings that are the names of sessions in a log of sessions. */
const SESSIONS_SHARE = 0.6;
/** Most headings of a file that can be split: each part is read, named and kept as a note. */
const MOST_HEADINGS = 5000;
const DEEPEST = 4;
const MAX_NAME_LENGTH = 200;

/** A heading in its line. `name` is empty for one without words. */
interface Heading {
  line: number;
  depth: number;
  name: string;
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/;

/** Words without a sign that means anything in Markdown, which most headings are. */
const PLAIN_WORDS = /^[\p{L}\p{N}][\p{L}\p{N} ,'’–-]*$/u;

/** The parser takes a third of a millisecond to be set up, so plain words do without it. */
const nameOf = (words: string): string =>
  (PLAIN_WORDS.test(words) ? words : shownWords(noteLines(markdownToNote(words)).join(' ')))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME_LENGTH);

interface Outline {
  lines: string[];
  headings: Heading[];
}

/** The lines of a text, and its headings outside of fenced code; null where there are too many. */
const readOutline = (body: string): Outline | null => {
  const lines: string[] = [];
  const found: (Omit<Heading, 'name'> & { words: string })[] = [];
  for (const [i, part] of splitFences(body.replace(/\r\n?/g, '\n')).entries()) {
    for (const text of part.split('\n').slice(0, -1)) {
      const [, signs = '', words = ''] = (i % 2 === 0 && HEADING.exec(text)) || [];
      if (signs !== '') found.push({ line: lines.length, depth: signs.length, words });
      lines.push(text);
    }
  }
  if (found.length > MOST_HEADINGS) return null;
  const names = new Map([...new Set(found.map(({ words }) => words))].map((words) => [words, nameOf(words)]));
  return { lines, headings: found.map(({ words, ...heading }) => ({ ...heading, name: names.get(words)! })) };
};

const outlines = new WeakMap<VaultNote, Outline | null>();

/** The outline of a note: it is needed to offer the parts, and again to make them. */
const outlineOf = (note: VaultNote): Outline | null => {
  if (!outlines.has(note)) outlines.set(note, readOutline(note.body));
  return outlines.get(note) ?? null;
};

const isOfSessions = (names: readonly string[]): boolean => {
  const sessions = names.filter((name) => sessionOfName(name) !== null || beginsWithDay(name));
  return sessions.length >= Math.max(FEWEST_PARTS, names.length * SESSIONS_SHARE);
};

/** "NPCs", "Minor Factions", "People of the Quay": a kind, and more than one of it. */
const namesMany = (base: string): boolean =>
  kindOfFolder(base) !== null && /(?:s|people|family|bestiary|lore|loot|gear)$/i.test(base.replace(/[^\p{L}]+$/u, ''));

/** Null for a file that is one thing, as far as its name and its headings tell; `TooMany`: it has too many of them. */
export const splitOffer = (note: VaultNote, chosen: number | undefined): SplitOffer | 'TooMany' | null => {
  if (!/\.(?:md|markdown)$/i.test(note.file.path) || note.isBroken) return null;
  const read = outlineOf(note);
  if (!read) return 'TooMany';
  const { headings } = read;
  const levels = Array.from({ length: DEEPEST }, (_, i) => i + 1)
    .map((level) => ({
      level,
      names: headings.filter(({ depth, name }) => depth === level && name !== '').map(({ name }) => name),
    }))
    .filter(({ names }) => names.length >= FEWEST_PARTS);
  const offered = namesMany(note.base) ? levels : levels.filter(({ names }) => isOfSessions(names));
  if (offered.length === 0) return null;
  const isOffered = offered.some(({ level }) => level === chosen);
  return { path: note.file.path, levels: offered, chosen: isOffered ? chosen! : null };
};

/** Whether something in the file is marked as the GM's: a secret may begin in one part and end in another. */
const hasSecrets = (note: VaultNote): boolean => splitSecrets(note.body.replace(/\r\n?/g, '\n')).secrets.length > 0;

/** For each heading, the line at which a part that it begins ends. */
const endsOfParts = (headings: readonly Heading[], level: number, end: number): number[] => {
  const ends: number[] = [];
  let next = end;
  for (const { line, depth, name } of headings.toReversed()) {
    ends.push(next);
    if (depth < level || (depth === level && name !== '')) next = line;
  }
  return ends.reverse();
};

/**
 * The parts of a file below its headings of `level`, each to the next heading of that level or above, and the file's own
 * note with the rest, unless that is headings only. `isPrivate`: the author keeps the whole file from readers.
 */
export const splitNote = (note: VaultNote, level: number, isPrivate: boolean): VaultNote[] => {
  const read = outlineOf(note);
  if (!read) return [note];
  const { lines, headings } = read;
  const ends = endsOfParts(headings, level, lines.length);
  const { path } = note.file;
  const rest: string[] = [];
  const parts: VaultNote[] = [];
  const taken = new Set<string>();
  /** The last number that a part of each name was tried with. */
  const numbers = new Map<string, number>();
  const isForGm = isPrivate || hasSecrets(note);
  let secretDepth = Infinity;
  let at = 0;
  for (const [i, { line, depth, name }] of headings.entries()) {
    if (depth <= secretDepth) secretDepth = isNamedSecret(name) ? depth : Infinity;
    if (depth !== level || name === '') continue;
    const end = ends[i]!;
    appendAll(rest, lines.slice(at, line));
    at = end;
    let source = `${path}#${name}`;
    let number = numbers.get(name) ?? 1;
    while (taken.has(source)) source = `${path}#${name} (${++number})`;
    numbers.set(name, number);
    taken.add(source);
    parts.push({
      file: { ...note.file, path: source },
      base: name,
      folders: [...note.folders, note.base],
      name,
      front: {},
      body: lines.slice(line + 1, end).join('\n'),
      isBroken: false,
      wholeFile: path,
      isPrivate: isForGm || secretDepth < Infinity,
    });
  }
  appendAll(rest, lines.slice(at));
  const isEmpty =
    rest.every((text) => text.trim() === '' || HEADING.test(text)) && Object.keys(note.front).length === 0;
  return isEmpty ? parts : [{ ...note, body: rest.join('\n'), isPrivate: isForGm }, ...parts];
};
