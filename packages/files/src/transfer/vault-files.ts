// The files of a vault, by the names that links and properties in its notes use for them.
import { appendTo } from '@emberkeep/domain';
import { PICTURE_LIMIT, type VaultNote } from './vault-note.ts';
import type { SourceFile } from './archive.ts';

const PICTURE_FILE = /\.(?:png|jpe?g|webp|gif|avif|bmp)$/i;
/** A picture of our own folder of notes: its file is named after the hash of its bytes. */
const OWN_PICTURE = /^(?:Portraits|Pictures)\/([0-9a-f]{64})\.(webp|png|jpeg)$/;
/** Names of maps and plans, which are no portraits. */
const MAP_NAME = /(?:^|[^\p{L}])(?:\p{L}*maps?|floor ?plans?|plans?|layouts?|handouts?)(?![\p{L}])/iu;

/** Whether the path of a picture says that it shows a map. */
export const isMap = (path: string): boolean => MAP_NAME.test(path);

export interface NoteNames {
  /**
   * The name of the note that a link in `from` leads to; the link's last part if there is no such note, which
   * `onMissing` is told.
   */
  nameOfTarget(from: VaultNote, target: string, onMissing?: (name: string) => void): string;
  /** The note itself that a link in `from` leads to. */
  noteOfTarget(from: VaultNote, target: string): VaultNote | undefined;
  /**
   * The name of the part of a split file that a link to a heading of it leads to, and the headings within that part;
   * null where there is no such part. A link without a target is to the own file.
   */
  partOfTarget(from: VaultNote, target: string, headings: readonly string[]): PartTarget | null;
}

export interface PartTarget {
  name: string;
  headings: readonly string[];
}

const withoutExtension = (path: string): string => path.replace(/\.(?:md|markdown)$/i, '');

/** Links and file names may differ in case and in how they write accents. */
const keyOf = (path: string): string => path.normalize('NFC').toLowerCase();

const lastPart = (path: string): string => path.split('/').at(-1) ?? path;

/**
 * Resolves links as Obsidian does: by a path from the note, by a path from the root, by the name of a file anywhere.
 */
export const createNoteNames = (notes: readonly VaultNote[]): NoteNames => {
  const byPath = new Map<string, VaultNote>();
  const byBase = new Map<string, VaultNote>();
  /** The paths of files, by path and by name. */
  const files = new Map<string, string>();
  /** The parts of split files, by the path of the file and the part's heading. */
  const parts = new Map<string, VaultNote>();
  for (const note of notes) {
    const whole = note.wholeFile ?? note.file.path;
    const file = keyOf(withoutExtension(whole));
    if (!files.has(keyOf(lastPart(file)))) files.set(keyOf(lastPart(file)), file);
    files.set(file, file);
    const part = `${file}#${keyOf(note.base)}`;
    if (note.wholeFile !== undefined && !parts.has(part)) parts.set(part, note);
    byPath.set(keyOf(withoutExtension(note.file.path)), note);
    const base = keyOf(note.base);
    if (!byBase.has(base)) byBase.set(base, note);
  }
  /** The keys under which a target may be found, the nearest first. */
  const keysOf = (from: VaultNote, target: string): string[] => {
    const plain = withoutExtension(target.replaceAll('\\', '/')).trim();
    const path = (from.wholeFile ?? from.file.path).split('/').slice(0, -1);
    for (const part of plain.split('/'))
      if (part === '..') path.pop();
      else if (part !== '.' && part !== '') path.push(part);
    return [keyOf(path.join('/')), keyOf(plain), keyOf(lastPart(plain).trim())];
  };
  const noteOfTarget = (from: VaultNote, target: string): VaultNote | undefined => {
    const [near = '', fromRoot = '', base = ''] = keysOf(from, target);
    return byPath.get(near) ?? byPath.get(fromRoot) ?? byBase.get(base);
  };
  return {
    noteOfTarget,
    partOfTarget: (from, target, headings) => {
      const own = keyOf(withoutExtension(from.wholeFile ?? from.file.path));
      const file =
        target.trim() === ''
          ? own
          : keysOf(from, target)
              .map((key) => files.get(key))
              .find(Boolean);
      if (file === undefined) return null;
      const at = headings.findIndex((heading) => parts.has(`${file}#${keyOf(heading)}`));
      return at === -1
        ? null
        : { name: parts.get(`${file}#${keyOf(headings[at]!)}`)!.name, headings: headings.slice(at + 1) };
    },
    nameOfTarget: (from, target, onMissing) => {
      const last = lastPart(withoutExtension(target.replaceAll('\\', '/')).trim()).trim();
      const note = noteOfTarget(from, target);
      if (!note && last !== '') onMissing?.(last);
      return note?.name ?? last;
    },
  };
};

export interface Pictures {
  /** The picture that a link or property names, by path or by file name. */
  named(name: string): SourceFile | undefined;
  /** The pictures whose files have the name of a note's file, in any folder. */
  namedAs(base: string): SourceFile[];
  /** The paths of all pictures but those of our own folder of notes. */
  paths(): string[];
}

export const createPictures = (files: readonly SourceFile[]): Pictures => {
  const byPath = new Map(files.filter((f) => PICTURE_FILE.test(f.path)).map((f) => [keyOf(f.path), f]));
  const byName = new Map<string, SourceFile[]>();
  const byBase = new Map<string, SourceFile[]>();
  for (const [path, file] of byPath) {
    appendTo(byName, lastPart(path), file);
    appendTo(byBase, lastPart(path).replace(PICTURE_FILE, ''), file);
  }
  return {
    namedAs: (base) => byBase.get(keyOf(base)) ?? [],
    paths: () => [...byPath.values()].map(({ path }) => path).filter((path) => !OWN_PICTURE.test(path)),
    named: (name) => {
      const plain = keyOf(
        name
          .replace(/^\[\[|\]\]$/g, '')
          .split('|')[0]!
          .trim(),
      );
      return byPath.get(plain) ?? byName.get(lastPart(plain))?.[0];
    },
  };
};

/** The pictures of our own folder of notes. */
export const readOwnPictures = async (
  files: readonly SourceFile[],
): Promise<{ hash: string; type: string; bytes: Uint8Array }[]> => {
  const images: { hash: string; type: string; bytes: Uint8Array }[] = [];
  for (const file of files) {
    const [, hash, extension] = OWN_PICTURE.exec(file.path) ?? [];
    if (hash && file.size <= PICTURE_LIMIT) images.push({ hash, type: `image/${extension}`, bytes: await file.read() });
  }
  return images;
};
