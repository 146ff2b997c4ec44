// Imports a folder of notes: an Obsidian vault, Kanka's Markdown export, or any Markdown, text and HTML files in
// folders. A note that this app wrote is the record it was; any other becomes an entity, a session, a chapter or a
// goal.
import {
  ATTACHED_PICTURES_LIMIT,
  noteLines,
  pictureOfNode,
  plural,
  pluralWord,
  type NoteNode,
  type StoredRecord,
} from '@emberkeep/domain';
import { decodeText } from '../decode-text.ts';
import { htmlToNote, htmlToNotes } from '../html-to-note.ts';
import { IMPORT_LIMIT } from '../read-note-file.ts';
import { markdownToNote } from '../markdown-to-note.ts';
import { endOfParsed } from '../tame-markdown.ts';
import { textToNote } from '../text-to-note.ts';
import type { SourceFile } from './archive.ts';
import { datedName, titleBeside } from './session-names.ts';
import { splitFrontMatter, wordsOf } from './front-matter.ts';
import {
  emptyContent,
  type AsideFolder,
  type ImportedItem,
  type ImportedNotePicture,
  type ImportedPicture,
  type ImportedRelationship,
  type ReadNote,
} from './imported-content.ts';
import type { ImportFiles, ImportOptions } from './importer.ts';
import { readObsidian, type NameOfTarget, type ObsidianText } from './obsidian-markdown.ts';
import { withTitles } from './note-titles.ts';
import { isOwnNote, readOwnNote } from './own-note.ts';
import { splitNote, splitOffer, type SplitOffer } from './split-note.ts';
import {
  createNoteNames,
  createPictures,
  isMap,
  readOwnPictures,
  type NoteNames,
  type Pictures,
} from './vault-files.ts';
import {
  aliasesOf,
  chosenKind,
  dateOf,
  foldersOfDates,
  kindOf,
  numberOf,
  PICTURE_LIMIT,
  tagsOf,
  titleOf,
  wordOfKind,
  type NoteKind,
  type VaultNote,
  isKeptFromReaders,
} from './vault-note.ts';
import { sortProperties, type NoteProperties } from './vault-properties.ts';
import { vaultMaps } from './vault-maps.ts';
import { splitSecrets, type SecretForm } from './vault-secrets.ts';

const NOTE_FILE = /\.(?:md|markdown|txt|html?)$/i;
/** A folder of templates, plugins or scripts: "_templates", "99 Templates", "z_Plugins". */
const ASIDE_FOLDER =
  /^(?:[^\p{L}]*|\p{L}{1,2}[_-])(?:(?:obsidian|note)[ _-])?(?:templates?|templater|plugins?|scripts?|snippets?)[^\p{L}]*$/iu;
/** The first heading, if the note begins with it. */
const FIRST_HEADING = /^\s*# +([^\n]*)\n?/;
const NAME_HEADING = /^\s*# +([^\n]{1,200})/;
/** As people count: `Session 2` comes before `Session 10`. The language of the device changes nothing. */
const { compare: byPath } = new Intl.Collator('en', { numeric: true });
/** Longest alias, UTF-16 units. */
const MAX_ALIAS_LENGTH = 200;

/** The share of progress that reading the files takes; the rest is making items. */
const READING_SHARE = 0.3;

/** Why a picture does not arrive. `full`: the pictures before it take all the room that there is. */
type LeftReason = 'noEntity' | 'missing' | 'large' | 'full';

/** What one import has read so far, and what it tells the GM at the end. */
interface VaultImport {
  options: ImportOptions;
  names: NoteNames;
  pictures: Pictures;
  headings: number;
  embeds: number;
  /** Pictures that arrive with an entity, by path. */
  attached: Set<string>;
  /** Pictures that are in texts, by path; `sign` stands for the hash while a text is read. */
  inNotes: Map<string, ImportedNotePicture>;
  signs: Map<string, SourceFile>;
  /** Pictures that there is room for, by path, and the bytes of their files. */
  counted: Set<string>;
  countedBytes: number;
  /** Pictures that do not arrive with a note, each with the notes that show it. */
  leftPictures: Record<LeftReason, Map<string, Set<string>>>;
  /** Notes of which something went into the GM notes, by what made it the GM's. */
  secretNotes: Map<NoteSecretForm, Set<string>>;
  /** Names that links lead to without a note, each with the notes of those links. */
  missing: Map<string, Set<string>>;
}

interface ReadFiles {
  notes: VaultNote[];
  own: StoredRecord[];
  remarks: string[];
}

const baseOf = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.[^.]+$/, '');

/** Kanka names its Markdown files after their headings, with an id; then the heading has the better name. */
const nameOf = (base: string, body: string): string => {
  const heading = NAME_HEADING.exec(body)?.[1]?.trim();
  return heading && /_\d+$/.test(base) ? heading : base;
};

/** The path of the folder of templates or plugins that a file is in; null for any other file. */
const asideFolderOf = (path: string): string | null => {
  const folders = path.split('/').slice(0, -1);
  const at = folders.findIndex((folder) => ASIDE_FOLDER.test(folder));
  return at === -1 ? null : folders.slice(0, at + 1).join('/');
};

/** The files without those of templates and plugins that the GM did not choose, and the folders of both. */
const setAside = (
  files: readonly SourceFile[],
  chosen: ReadonlySet<string>,
): { wanted: SourceFile[]; asideFolders: AsideFolder[] } => {
  const folders = new Map<string, AsideFolder>();
  const isSetAside = ({ path }: SourceFile): boolean => {
    const folder = asideFolderOf(path);
    if (folder === null) return false;
    const { count = 0 } = folders.get(folder) ?? {};
    folders.set(folder, { path: folder, count: count + 1, isChosen: chosen.has(folder) });
    return !chosen.has(folder);
  };
  // A file that was picked alone is wanted.
  if (files.length === 1) return { wanted: [...files], asideFolders: [] };
  const wanted = files.filter((file) => !isSetAside(file));
  return { wanted, asideFolders: [...folders.values()].sort((a, b) => byPath(a.path, b.path)) };
};

/** Adds one file to what was read; what cannot be read becomes a remark. */
const readFile = async (
  file: SourceFile,
  { derive }: ImportOptions,
  { notes, own, remarks }: ReadFiles,
): Promise<void> => {
  const { path } = file;
  if (file.size > IMPORT_LIMIT) return void remarks.push(`“${path}” is larger than 5 MB and was left out.`);
  const text = decodeText(await file.read());
  if (text === null) return void remarks.push(`“${path}” is not a text file and was left out.`);
  const { data, body, isBroken } = splitFrontMatter(text);
  if (data && isOwnNote(data)) {
    const read = readOwnNote(data, body, derive);
    if (read) {
      own.push(read.record);
      remarks.push(...read.remarks.map((remark) => `“${path}”: ${remark}`));
      return;
    }
    remarks.push(`“${path}” claims to be an Emberkeep record but can’t be read as one, so it was imported as a note.`);
  }
  const base = baseOf(path);
  const folders = path.split('/').slice(0, -1);
  notes.push({ file, base, folders, name: nameOf(base, body), front: data ?? {}, body, isBroken });
};

const readFiles = async (files: readonly SourceFile[], options: ImportOptions): Promise<ReadFiles | null> => {
  const { onStep = () => true } = options;
  const read: ReadFiles = { notes: [], own: [], remarks: [] };
  const noteFiles = files.filter((f) => NOTE_FILE.test(f.path));
  for (const [i, file] of noteFiles.entries()) {
    if (i % 20 === 0 && !(await onStep((i / noteFiles.length) * READING_SHARE))) return null;
    await readFile(file, options, read);
  }
  return read;
};

/** `own`: the note has a property that makes it the GM's, or cannot be told apart. */
type NoteSecretForm = SecretForm | 'names' | 'own';

/** What is said of notes of which something went into the GM notes, by what made it the GM's. */
const SECRET_WORDS: Readonly<Record<NoteSecretForm, (notes: string) => string>> = {
  hidden: (notes) => `Comments and hidden text of ${notes} are at the end of the GM notes`,
  callout: (notes) => `Secret callouts and callouts of unknown types of ${notes} are at the end of the GM notes`,
  code: (notes) => `Code blocks of plugins in ${notes} are at the end of the GM notes`,
  marked: (notes) =>
    `Parts of ${notes} whose title, label or tag says that they are the GM’s are at the end of the GM notes`,
  unused: (notes) => `Definitions of links and footnotes that ${notes} never used are at the end of the GM notes`,
  names: (notes) => `Names of pictures and addresses of files in ${notes} are at the end of the GM notes`,
  whole: (notes) =>
    `All of the text of ${notes} is in the GM notes: a tag says that it is the GM’s, or it is too nested to be told apart`,
  own: (notes) =>
    `All of the text of ${notes} is in the GM notes: the properties say that it is the GM’s, or cannot be read`,
};

/** A note's text in its parts: what players may read and what is marked as secret. */
interface NoteTexts {
  open: NoteNode[];
  secret: NoteNode[];
  /** In which forms the secret part was written. */
  forms: ReadonlySet<NoteSecretForm>;
  pictures: readonly string[];
}

const toNote = (path: string, text: string): NoteNode[] => {
  if (/\.txt$/i.test(path)) return textToNote(text);
  return /\.html?$/i.test(path) ? htmlToNote(text) : markdownToNote(text);
};

/** Drops the first heading if it only repeats the note's name. */
const withoutOwnName = (text: string, name: string): string =>
  text.replace(FIRST_HEADING, (whole, heading: string) =>
    heading.trim().toLowerCase() === name.toLowerCase() ? '' : whole,
  );

/** Our own note with its markers, or front matter that cannot be read: nobody can tell which parts are the GM's. */
const OWN_MARKER = /^%% emberkeep/m;

/** Plain text in which authors mark secrets as they do in Markdown. */
const textNotes = (text: string, forPlayers: boolean): Omit<NoteTexts, 'pictures'> => {
  if (!forPlayers) return { open: textToNote(text), secret: [], forms: new Set() };
  const { open, secrets, forms } = splitSecrets(text.replace(/\r\n?/g, '\n'));
  return { open: textToNote(open), secret: secrets.flatMap(textToNote), forms };
};

const htmlTexts = (html: string, forPlayers: boolean): Omit<NoteTexts, 'pictures'> => {
  const { open, secret } = htmlToNotes(html, forPlayers);
  return { open, secret, forms: new Set(secret.length > 0 ? (['marked'] as const) : []) };
};

/** As long as a hash, hex digits. */
const SIGN_LENGTH = 64;

/** Counts a picture; false where it is too large, or there is no room for it beside those before. */
const hasRoom = (file: SourceFile, run: VaultImport): boolean => {
  if (file.size > PICTURE_LIMIT) return false;
  if (run.counted.has(file.path)) return true;
  if (run.countedBytes + file.size > ATTACHED_PICTURES_LIMIT) return false;
  run.counted.add(file.path);
  run.countedBytes += file.size;
  return true;
};

/** Stands for the hash of a picture in a text, until the picture is read: only those that a note shows are. */
const signOf = (target: string, run: VaultImport): string => {
  const file = run.pictures.named(target);
  if (!file || !run.options.hash || !hasRoom(file, run)) return '';
  const known = [...run.signs].find(([, each]) => each === file)?.[0];
  const sign = known ?? run.signs.size.toString(16).padStart(SIGN_LENGTH, '0');
  run.signs.set(sign, file);
  return sign;
};

/** An image that the text still has, because it was within HTML or indented code. */
const UNREAD_IMAGE = /!\[[^\]\n]*\]\(picture:([0-9a-f]{64})\)/g;

/** Words in which pictures are named by their files: a sign leads nowhere. */
const withoutSigns = (text: string, { signs }: VaultImport): string =>
  text.replace(UNREAD_IMAGE, (whole, sign: string) => {
    const path = signs.get(sign)?.path;
    return path === undefined ? whole : `(picture: ${path.split('/').at(-1)})`;
  });

/** The nodes with pictures named by the hashes of their files, which are read. */
const withPictures = async (nodes: readonly NoteNode[], run: VaultImport): Promise<NoteNode[]> => {
  const out: NoteNode[] = [];
  const { hash } = run.options;
  for (const node of nodes) {
    const file = run.signs.get(pictureOfNode(node));
    if (file && hash) out.push({ ...node, attrs: { file: await keepInNotes(file, hash, run) } });
    else
      out.push({
        ...node,
        ...(node.content ? { content: await withPictures(node.content, run) } : {}),
        ...(node.text === undefined ? {} : { text: withoutSigns(node.text, run) }),
      });
  }
  return out;
};

const keepInNotes = async (
  file: SourceFile,
  hash: (bytes: Uint8Array) => Promise<string>,
  run: VaultImport,
): Promise<string> => {
  const known = run.inNotes.get(file.path);
  if (known) return known.file;
  const bytes = await file.read();
  const kept = { file: await hash(bytes), name: file.path, bytes };
  run.inNotes.set(file.path, kept);
  return kept.file;
};

const readTexts = async (note: VaultNote, run: VaultImport): Promise<NoteTexts> => {
  const { path } = note.file;
  const forPlayers = run.options.audience === 'table';
  if (/\.html?$/i.test(path)) return { ...htmlTexts(note.body, forPlayers), pictures: [] };
  if (/\.txt$/i.test(path)) return { ...textNotes(note.body, forPlayers), pictures: [] };
  const onMissing = (name: string): void =>
    void run.missing.set(name, (run.missing.get(name) ?? new Set()).add(note.name));
  const nameOfTarget: NameOfTarget = (target, headings) =>
    run.names.partOfTarget(note, target, headings) ??
    (target.trim() === '' ? '' : run.names.nameOfTarget(note, target, onMissing));
  const read: ObsidianText = readObsidian(note.body, nameOfTarget, forPlayers, (target) => signOf(target, run));
  run.headings += read.headings;
  run.embeds += read.embeds;
  const open = await withPictures(toNote(path, withoutOwnName(read.text, note.name)), run);
  const secret = await withPictures(read.secret ? markdownToNote(read.secret) : [], run);
  const { pictures, forms } = read;
  const isForGm = note.isBroken || note.isPrivate === true || OWN_MARKER.test(note.body);
  return isForGm
    ? { open: [], secret: [...open, ...secret], forms: new Set(['own']), pictures }
    : { open, secret, forms, pictures };
};

/** Attributes as the first lines of a note whose kind has none. */
const attributeLines = (attributes: NoteProperties['attributes']): NoteNode[] =>
  textToNote(
    Object.entries(attributes)
      .map(([key, value]) => `${key}: ${wordsOf(value)}`)
      .join('\n'),
  );

/** Tags as the app keeps them: it has no nested ones. */
const plainTags = (note: VaultNote): string[] => [...new Set(tagsOf(note).map((tag) => tag.replaceAll('/', ' ')))];

/** Notes of a session count as played: they wait in Wrap-up to be analysed. */
const sessionItem = (
  note: VaultNote,
  { session }: NoteKind,
  title: string,
  texts: ImportedItem['texts'],
): ImportedItem => {
  const date = dateOf(note);
  const tags = plainTags(note);
  return {
    kind: 'session',
    source: note.file.path,
    name: title || titleBeside(session ?? datedName(note.base), date),
    fields: {
      ...(session && session.number !== null ? { number: session.number } : {}),
      ...(date ? { date } : {}),
      ...(tags.length > 0 ? { tags } : {}),
      status: 'completed',
      stage: 'wrap_up',
    },
    texts,
  };
};

const entityFields = (note: VaultNote, { type }: NoteKind, title: string, { attributes }: NoteProperties) => {
  const aliases = [
    ...aliasesOf(note),
    ...(title && title !== note.name ? [title] : []),
    ...(note.base !== note.name && !note.isRenamed ? [note.base] : []),
  ].map((alias) => alias.slice(0, MAX_ALIAS_LENGTH));
  const tags = plainTags(note);
  return {
    entityType: type,
    ...(aliases.length > 0 ? { aliases: [...new Set(aliases)] } : {}),
    ...(tags.length > 0 ? { tags } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  };
};

const entityItem = async (
  note: VaultNote,
  fields: ImportedItem['fields'],
  { open, secret }: NoteTexts,
  files: NotePictures,
  audience: ImportOptions['audience'],
): Promise<ImportedItem> => {
  const pictures: ImportedPicture[] = [];
  for (const file of files.pictures) pictures.push({ name: file.path, bytes: await file.read() });
  const portrait = pictures.find(({ name }) => name === files.portrait?.path);
  return {
    kind: 'entity',
    source: note.file.path,
    name: note.name,
    fields,
    texts:
      audience === 'table' && !isKeptFromReaders(note)
        ? { description: open, gm_notes: secret }
        : { gm_notes: [...open, ...secret] },
    ...(portrait ? { portrait } : {}),
    ...(pictures.length > 0 ? { pictures } : {}),
  };
};

/** What a note's entity gets: the first picture that may show it as its portrait, and every picture attached. */
interface NotePictures {
  portrait: SourceFile | undefined;
  pictures: readonly SourceFile[];
}

const leave = ({ leftPictures }: VaultImport, reason: LeftReason, path: string, note: VaultNote): void => {
  const left = leftPictures[reason];
  left.set(path, (left.get(path) ?? new Set()).add(note.name));
};

/** The pictures of an entity's note: of its front matter, in its text, and of the file's own name. */
const picturesOfEntity = (
  note: VaultNote,
  own: SourceFile | undefined,
  names: readonly string[],
  run: VaultImport,
): NotePictures => {
  const shown = names.map((name) => [name, run.pictures.named(name)] as const);
  for (const [name, file] of shown) if (!file) leave(run, 'missing', name, note);
  const files = new Set([own, ...shown.map(([, file]) => file), ...run.pictures.namedAs(note.base)]);
  const pictures: SourceFile[] = [];
  for (const file of files) {
    if (!file) continue;
    if (file.size > PICTURE_LIMIT) leave(run, 'large', file.path, note);
    else if (!hasRoom(file, run)) leave(run, 'full', file.path, note);
    else {
      run.attached.add(file.path);
      pictures.push(file);
    }
  }
  const candidates = [own, ...shown.map(([, file]) => file)];
  return { portrait: candidates.find((file) => file && pictures.includes(file) && !isMap(file.path)), pictures };
};

const itemOf = async (
  note: VaultNote,
  noteKind: NoteKind,
  properties: NoteProperties,
  run: VaultImport,
): Promise<ImportedItem> => {
  const texts = await readTexts(note, run);
  const title = titleOf(note);
  const { file, name } = note;
  // Where everything is for the GM, a whole note in the GM notes is nothing to tell.
  const told = [...texts.forms].filter((form) => run.options.audience === 'table' || !['own', 'whole'].includes(form));
  if (texts.secret.length > 0)
    for (const form of told) run.secretNotes.set(form, (run.secretNotes.get(form) ?? new Set()).add(note.name));
  if (noteKind.kind === 'entity') {
    const pictures = picturesOfEntity(note, properties.portrait, texts.pictures, run);
    const fields = entityFields(note, noteKind, title, properties);
    return entityItem(note, fields, texts, pictures, run.options.audience);
  }
  for (const shown of texts.pictures) {
    const file = run.pictures.named(shown);
    if (file && run.inNotes.has(file.path)) continue;
    leave(run, file ? 'noEntity' : 'missing', file?.path ?? shown, note);
  }
  const attributes = attributeLines(properties.attributes);
  const words = [...texts.open, ...texts.secret];
  // What the analysis reads is what happened, and no property of the note.
  if (noteKind.kind === 'session')
    return sessionItem(note, noteKind, title, { actual_notes: words, notes: attributes });
  const all = [...attributes, ...words];
  if (noteKind.kind === 'chapter')
    return { kind: 'chapter', source: file.path, name: title || name, fields: {}, texts: { overview: all } };
  const progressText = noteLines(all).filter(Boolean).join('\n');
  return { kind: 'goal', source: file.path, name: title || name, fields: { progressText }, texts: {} };
};

/** Links without a note, or pictures, that a remark names. */
const NAMED = 40;

/** `“map.png” (in Ilse, Rook); and 3 more`. */
const listNamed = (named: ReadonlyMap<string, ReadonlySet<string>>): string => {
  const words = [...named]
    .slice(0, NAMED)
    .map(([name, notes]) => (notes.size > 0 ? `“${name}” (in ${[...notes].join(', ')})` : `“${name}”`));
  return `${words.join('; ')}${named.size > NAMED ? `; and ${named.size - NAMED} more` : ''}`;
};

/** What is said of pictures that are left, after their number. */
const LEFT_WORDS: Readonly<Record<LeftReason, (count: number) => string>> = {
  noEntity: (count) =>
    `${pluralWord(count, 'stays', 'stay')} as a name in the text, because only entities have pictures beside their notes`,
  missing: (count) =>
    `${pluralWord(count, 'is', 'are')} not among these files and ${pluralWord(count, 'stays', 'stay')} as a name in the text`,
  large: (count) =>
    `${pluralWord(count, 'is', 'are')} larger than 15 MB and ${pluralWord(count, 'was', 'were')} left out`,
  full: (count) =>
    `${pluralWord(count, 'was', 'were')} left out, because the pictures of an import take at most 200 MB`,
};

const pictureRemarks = ({ pictures, attached, inNotes, leftPictures }: VaultImport): string[] => {
  const remarks: string[] = [];
  const named = new Set([...attached, ...inNotes.keys()]);
  for (const [reason, words] of Object.entries(LEFT_WORDS)) {
    const all = leftPictures[reason as LeftReason];
    // What arrives with another note is not missed.
    const left = new Map([...all].filter(([path]) => !attached.has(path) && !inNotes.has(path)));
    for (const path of left.keys()) named.add(path);
    if (left.size > 0) remarks.push(`${plural(left.size, 'picture')} ${words(left.size)}: ${listNamed(left)}.`);
  }
  const unshown = pictures.paths().filter((path) => !named.has(path));
  if (unshown.length > 0) {
    const were = `${plural(unshown.length, 'picture')} that no note shows ${pluralWord(unshown.length, 'was', 'were')}`;
    remarks.push(`${were} left out: ${listNamed(new Map(unshown.map((path) => [path, new Set()])))}.`);
  }
  return remarks;
};

/** A sentence that lists every link that leads nowhere, with its notes. */
const missingRemark = (missing: VaultImport['missing']): string[] => {
  if (missing.size === 0) return [];
  return [`No note of these files has the name of ${plural(missing.size, 'link')}: ${listNamed(missing)}.`];
};

const remarksOf = (run: VaultImport): string[] => {
  const { headings, embeds, secretNotes, missing } = run;
  const remarks: string[] = [];
  if (headings > 0) {
    const lead = pluralWord(headings, 'it leads', 'they lead');
    remarks.push(`${plural(headings, 'link')} named a block, or a heading that is too long; ${lead} to the note now.`);
  }
  if (embeds > 0) {
    const were = pluralWord(embeds, 'was', 'were');
    remarks.push(`${plural(embeds, 'note')} ${were} shown inside another; a link stands there now.`);
  }
  for (const [form, notes] of secretNotes) {
    const named = listNamed(new Map([...notes].map((name) => [name, new Set()])));
    remarks.push(`${SECRET_WORDS[form](plural(notes.size, 'note'))} (${named}).`);
  }
  return [...remarks, ...pictureRemarks(run), ...missingRemark(missing)];
};

const bySessionOrder = (a: ImportedItem, b: ImportedItem): number => {
  const [[numberA, dateA], [numberB, dateB]] = [a, b].map(({ fields }): [number, string] => [
    typeof fields['number'] === 'number' ? fields['number'] : Infinity,
    String(fields['date'] ?? '9999'),
  ]) as [[number, string], [number, string]];
  if (numberA !== numberB) return numberA < numberB ? -1 : 1;
  if (dateA !== dateB) return dateA < dateB ? -1 : 1;
  return byPath(a.source, b.source);
};

/** Sessions by number, then by date; chapters and goals by path. The files of a ZIP are in any order. */
const inOrder = (items: readonly ImportedItem[]): ImportedItem[] => [
  ...items.filter(({ kind }) => kind === 'entity'),
  ...items.filter(({ kind }) => kind === 'session').sort(bySessionOrder),
  ...items.filter(({ kind }) => kind !== 'entity' && kind !== 'session').sort((a, b) => byPath(a.source, b.source)),
];

const labelOf = (files: readonly SourceFile[], { notes, own }: ReadFiles): string => {
  if (own.length > 0 && notes.length === 0) return 'Emberkeep’s own folder of notes';
  return files.length === 1 ? 'Notes' : 'Markdown folder';
};

/** The notes with those files in parts that the GM wants split, and every file that can be. */
const splitNotes = (
  all: readonly VaultNote[],
  { splits: chosen, audience }: ImportOptions,
  remarks: string[],
): { notes: VaultNote[]; splits: SplitOffer[] } => {
  const splits: SplitOffer[] = [];
  const notes = all.flatMap((note) => {
    const offer = OWN_MARKER.test(note.body) ? null : splitOffer(note, chosen?.get(note.file.path));
    if (offer === 'TooMany') {
      remarks.push(`“${note.file.path}” has more than 5,000 headings and can’t be split at them.`);
      return [note];
    }
    if (offer) splits.push(offer);
    if (!offer || offer.chosen === null) return [note];
    const parts = splitNote(note, offer.chosen, isKeptFromReaders(note));
    if (audience === 'table' && parts.every(({ isPrivate }) => isPrivate))
      remarks.push(`“${note.file.path}” has secrets: all of its parts are in the GM notes.`);
    return parts;
  });
  return { notes, splits: splits.sort((a, b) => byPath(a.path, b.path)) };
};

export const readVault: ImportFiles = async (picked, options) => {
  const { onStep = () => true } = options;
  const { wanted: files, asideFolders } = setAside(picked, options.folders ?? new Set());
  const images = await readOwnPictures(files);
  const read = await readFiles(files, options);
  if (!read) return null;
  const { own, remarks } = read;
  const { notes: parts, splits } = splitNotes(read.notes, options, remarks);
  const notes = withTitles(parts);
  const run: VaultImport = {
    options,
    names: createNoteNames(notes),
    pictures: createPictures(files),
    headings: 0,
    embeds: 0,
    attached: new Set(),
    inNotes: new Map(),
    signs: new Map(),
    counted: new Set(),
    countedBytes: 0,
    leftPictures: { noEntity: new Map(), missing: new Map(), large: new Map(), full: new Map() },
    secretNotes: new Map(),
    missing: new Map(),
  };
  const items: ImportedItem[] = [];
  const relationships: ImportedRelationship[] = [];
  const ofDates = foldersOfDates(notes);
  const kinds: ReadNote[] = [];
  for (const [i, note] of notes.entries()) {
    if (i % 10 === 0 && !(await onStep(READING_SHARE + (i / notes.length) * (1 - READING_SHARE)))) return null;
    if (note.isBroken)
      remarks.push(`The front matter of “${note.file.path}” cannot be read; it is kept in the note as text.`);
    const { path } = note.file;
    if (/\.(?:md|markdown)$/i.test(path) && endOfParsed(note.body) !== null)
      remarks.push(`“${path}” is too long to be read as Markdown to its end; the rest is plain text.`);
    const chosen = options.kinds?.get(path);
    const noteKind = chosen === undefined ? kindOf(note, ofDates) : chosenKind(note, chosen);
    kinds.push({ path, name: note.name, kind: wordOfKind(noteKind), number: numberOf(note), date: dateOf(note) });
    const properties = sortProperties(note, noteKind, run.names, run.pictures);
    items.push(await itemOf(note, noteKind, properties, run));
    relationships.push(...properties.relationships);
  }
  const entities = new Set(items.filter(({ kind }) => kind === 'entity').map(({ source }) => source));
  const maps = await vaultMaps({
    notes,
    names: run.names,
    pictures: run.pictures,
    sizeOf: options.sizeOfPicture,
    isEntity: (path) => entities.has(path),
    takePicture: (file) => {
      if (!hasRoom(file, run)) return false;
      run.attached.add(file.path);
      return true;
    },
  });
  items.push(...maps.items);
  if (!(await onStep(1))) return null;
  return {
    ...emptyContent(labelOf(files, read), 'vault'),
    things: inOrder(items),
    ties: relationships,
    own,
    images,
    notePictures: [...run.inNotes.values()],
    notes: kinds.sort((a, b) => byPath(a.path, b.path)),
    splits,
    asideFolders,
    remarks: [...remarks, ...maps.remarks, ...remarksOf(run)],
  };
};
