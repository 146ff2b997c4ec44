// Owns reading a folder of notes: an Obsidian vault, a Kanka Markdown export, or any Markdown, text and web pages in folders.
// Notes that this app wrote come back as the records they are; any other becomes an entity, a session, a chapter or a goal.
import { noteLines, type NoteNode, type StoredRecord } from '@emberkeep/domain';
import { htmlToNote } from '../html-to-markdown.ts';
import { decodeText, IMPORT_LIMIT } from '../import-file.ts';
import { markdownToNote } from '../markdown-to-note.ts';
import { textToNote } from '../text-to-note.ts';
import type { DeriveId } from '../stored-fields.ts';
import type { SourceFile } from './archive.ts';
import { kindOfWords, sessionOfName } from './entity-types.ts';
import { emptyForeign, type Foreign, type ForeignKind, type ForeignThing, type ForeignTie } from './foreign.ts';
import { listOf, splitFrontMatter, wordsOf } from './front-matter.ts';
import { readObsidian } from './obsidian-markdown.ts';
import { isOwnNote, readOwnNote } from './own-note.ts';

export interface VaultOptions {
  /** Whose eyes the notes are for: `gm` puts all of a note among the GM's, `table` what is not marked as secret among what players may read. */
  audience: 'gm' | 'table';
  derive: DeriveId;
  /** Called with the share that is done; false stops. */
  onStep?: (share: number) => boolean | Promise<boolean>;
}

const NOTE = /\.(?:md|markdown|txt|html?)$/i;
const TYPE_KEYS = ['type', 'kind', 'category', 'class', 'notetype', 'note_type', 'note type'];
const PORTRAIT_KEYS = ['portrait', 'image', 'img', 'art', 'avatar', 'cover', 'picture'];
const CONSUMED = new Set(['aliases', 'alias', 'tags', 'tag', 'title', 'position']);
const DATE_KEYS = ['date', 'played', 'session_date'];
const TEMPLATES = /(?:^|\/)[_\s]*templates?\//i;
/** Largest picture that becomes a portrait, bytes: it is made smaller on the way in. */
const PICTURE_LIMIT = 15_000_000;

const RELATIONS: readonly (readonly [string, RegExp])[] = [
  ['located_at', /^(?:located[ _]?(?:at|in)|location|place|home|residence|lives[ _]?in|city|region)$/i],
  ['member_of', /^(?:member[ _]?of|factions?|organi[sz]ations?|guilds?|groups?|affiliations?)$/i],
  ['allied', /^(?:ally|allies|allied)$/i],
  ['friendly', /^(?:friends?|friendly)$/i],
  ['enemy', /^(?:enemy|enemies)$/i],
  ['rival', /^rivals?$/i],
  ['employs', /^(?:employs|employees?)$/i],
  ['knows', /^(?:knows|related|relations?|links?|contacts?)$/i],
];
const relationOf = (key: string): string =>
  RELATIONS.find(([, pattern]) => pattern.test(key.trim()))?.[0] ?? key.replaceAll('_', ' ').trim();

/** Links that a value consists of; null where it says other things too. */
const linksOf = (value: unknown): string[] | null => {
  const each = Array.isArray(value) ? value : [value];
  const links = each.map((v) =>
    typeof v === 'string' ? /^\s*\[\[([^[\]|#\n]+)(?:[#|][^[\]\n]*)?\]\]\s*$/.exec(v)?.[1]?.trim() : undefined,
  );
  return links.length > 0 && links.every((l) => l !== undefined) ? (links as string[]) : null;
};

const isoDay = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString().slice(0, 10)
    : (/^\s*(\d{4}-\d{2}-\d{2})/.exec(wordsOf(value))?.[1] ?? '');

interface Read {
  file: SourceFile;
  base: string;
  folders: string[];
  name: string;
  front: Readonly<Record<string, unknown>>;
  body: string;
  isBroken: boolean;
}

const baseOf = (path: string): string => (path.split('/').at(-1) ?? path).replace(/\.[^.]+$/, '');

const kindOf = (note: Read): { kind: ForeignKind; type: string; session: { number: number; title: string } | null } => {
  const typeKey = Object.keys(note.front).find((k) => TYPE_KEYS.includes(k.toLowerCase()));
  const own = typeKey ? listOf(note.front[typeKey]) : [];
  const tags = listOf(note.front['tags'] ?? note.front['tag']);
  const session = sessionOfName(note.base);
  const said = kindOfWords(own) ?? kindOfWords(tags) ?? kindOfWords([...note.folders].reverse());
  if (said === 'session' || (session && !kindOfWords(own)))
    return {
      kind: 'session',
      type: '',
      session: session ?? (/^\d+$/.test(note.base) ? { number: Number(note.base), title: '' } : null),
    };
  if (said === 'chapter' || said === 'goal') return { kind: said, type: '', session: null };
  // A word of the GM's own is a type like any other, where nothing else says what it is.
  const word = own[0] && own[0].length <= 40 && !own[0].includes('[[') ? own[0].toLowerCase() : null;
  return { kind: 'entity', type: said ?? word ?? 'lore', session: null };
};

const noteOf = (file: SourceFile, text: string): NoteNode[] =>
  /\.txt$/i.test(file.path) ? textToNote(text) : /\.html?$/i.test(file.path) ? htmlToNote(text) : markdownToNote(text);

/** Reads every note of a folder. Null when it was stopped. */
export const readVault = async (
  files: readonly SourceFile[],
  { audience, derive, onStep = () => true }: VaultOptions,
): Promise<Foreign | null> => {
  const remarks: string[] = [];
  const own: StoredRecord[] = [];
  const notes: Read[] = [];
  const pictures = new Map<string, SourceFile>();
  const count = { headings: 0, embeds: 0, pictures: 0, comments: 0 };
  for (const file of files)
    if (/\.(?:png|jpe?g|webp|gif)$/i.test(file.path)) pictures.set(file.path.toLowerCase(), file);
  const images: { hash: string; type: string; bytes: Uint8Array }[] = [];
  for (const file of files) {
    const [, hash, ending] = /^Portraits\/([0-9a-f]{64})\.(webp|png)$/.exec(file.path) ?? [];
    if (hash && file.size <= PICTURE_LIMIT) images.push({ hash, type: `image/${ending}`, bytes: await file.read() });
  }
  const texts = files.filter((f) => NOTE.test(f.path));
  for (const [i, file] of texts.entries()) {
    if (i % 20 === 0 && !(await onStep((i / texts.length) * 0.3))) return null;
    if (TEMPLATES.test(file.path) && files.length > 1) remarks.push(`“${file.path}” is a template and was left out.`);
    else if (file.size > IMPORT_LIMIT) remarks.push(`“${file.path}” is larger than 5 MB and was left out.`);
    else {
      const text = decodeText(await file.read());
      if (text === null) {
        remarks.push(`“${file.path}” is no text and was left out.`);
        continue;
      }
      const { data, body, isBroken } = splitFrontMatter(text);
      if (data && isOwnNote(data)) {
        const read = readOwnNote(data, body, derive);
        if (read) {
          own.push(read.record);
          remarks.push(...read.remarks.map((r) => `“${file.path}”: ${r}`));
          continue;
        }
        remarks.push(
          `“${file.path}” says it is a record of Emberkeep but cannot be read as one; it is taken as a note.`,
        );
      }
      const base = baseOf(file.path);
      const heading = /^\s*# +([^\n]{1,200})/.exec(body)?.[1]?.trim();
      // Kanka names its files after what they hold, with a number; the heading has the name.
      notes.push({
        file,
        base,
        folders: file.path.split('/').slice(0, -1),
        name: heading && /_\d+$/.test(base) ? heading : base,
        front: data ?? {},
        body,
        isBroken,
      });
    }
  }
  const byPath = new Map<string, Read>();
  for (const note of notes) {
    const path = note.file.path.toLowerCase().replace(/\.(?:md|markdown)$/, '');
    byPath.set(path, note);
    if (!byPath.has(`/${note.base.toLowerCase()}`)) byPath.set(`/${note.base.toLowerCase()}`, note);
  }
  const nameFrom =
    (from: Read) =>
    (target: string): string => {
      const plain = target
        .replaceAll('\\', '/')
        .replace(/\.(?:md|markdown)$/i, '')
        .trim();
      const path: string[] = [...from.folders];
      for (const part of plain.split('/'))
        if (part === '..') path.pop();
        else if (part !== '.' && part !== '') path.push(part);
      const last = (plain.split('/').at(-1) ?? plain).trim();
      return (
        (
          byPath.get(path.join('/').toLowerCase()) ??
          byPath.get(plain.toLowerCase()) ??
          byPath.get(`/${last.toLowerCase()}`)
        )?.name ?? last
      );
    };
  const pictureNamed = (name: string): SourceFile | undefined => {
    const plain = name
      .replace(/^\[\[|\]\]$/g, '')
      .split('|')[0]!
      .trim()
      .toLowerCase();
    return (
      pictures.get(plain) ??
      [...pictures].find(([path]) => path.endsWith(`/${plain.split('/').at(-1)}`))?.[1] ??
      pictures.get(plain.split('/').at(-1)!)
    );
  };

  const things: ForeignThing[] = [];
  const ties: ForeignTie[] = [];
  for (const [i, note] of notes.entries()) {
    if (i % 10 === 0 && !(await onStep(0.3 + (i / notes.length) * 0.7))) return null;
    const { kind, type, session } = kindOf(note);
    const source = note.file.path;
    if (note.isBroken) remarks.push(`The front matter of “${source}” cannot be read; it stays in the note as text.`);
    const isMarkdown = !/\.(?:txt|html?)$/i.test(source);
    const read = isMarkdown
      ? readObsidian(note.body, nameFrom(note))
      : { text: note.body, secret: '', pictures: [], headings: 0, embeds: 0 };
    count.headings += read.headings;
    count.embeds += read.embeds;
    // The name once is enough: the first heading that only repeats it goes.
    const text = isMarkdown
      ? read.text.replace(/^\s*# +([^\n]*)\n?/, (whole, heading: string) =>
          heading.trim().toLowerCase() === note.name.toLowerCase() ? '' : whole,
        )
      : read.text;
    const main = noteOf(note.file, text);
    const secret = read.secret ? markdownToNote(read.secret) : [];
    const attributes: Record<string, unknown> = {};
    const fields: Record<string, unknown> = {};
    let portrait: SourceFile | undefined;
    for (const [key, value] of Object.entries(note.front)) {
      const lower = key.toLowerCase();
      const isTold =
        CONSUMED.has(lower) ||
        (kind === 'session' && DATE_KEYS.includes(lower) && isoDay(value) !== '') ||
        (TYPE_KEYS.includes(lower) && (kindOfWords(listOf(value)) !== null || wordsOf(value).toLowerCase() === type));
      if (isTold || value === null || value === '') continue;
      const links = kind === 'entity' ? linksOf(value) : null;
      if (kind === 'entity' && PORTRAIT_KEYS.includes(lower) && pictureNamed(wordsOf(value)))
        portrait = pictureNamed(wordsOf(value));
      else if (links)
        for (const target of links)
          ties.push({ from: source, to: nameFrom(note)(target), relationType: relationOf(key), note: '', orElse: key });
      else attributes[key.slice(0, 100)] = typeof value === 'object' ? wordsOf(value) : value;
    }
    const rest = Object.keys(attributes).length > 0;
    const title = wordsOf(note.front['title']);
    if (kind === 'entity') {
      const aliases = [
        ...listOf(note.front['aliases'] ?? note.front['alias']),
        ...(title && title !== note.name ? [title] : []),
        ...(note.base !== note.name ? [note.base] : []),
      ];
      const tags = listOf(note.front['tags'] ?? note.front['tag']).map((t) => t.replace(/^#/, '').replaceAll('/', ' '));
      Object.assign(fields, {
        entityType: type,
        ...(aliases.length > 0 ? { aliases: [...new Set(aliases.map((a) => a.slice(0, 200)))] } : {}),
        ...(tags.length > 0 ? { tags: [...new Set(tags)] } : {}),
        ...(rest ? { attributes } : {}),
      });
      portrait ??= read.pictures.map(pictureNamed).find((p) => p !== undefined);
      count.pictures += read.pictures.length - (portrait && read.pictures.length > 0 ? 1 : 0);
    } else count.pictures += read.pictures.length;
    const frontText =
      kind !== 'entity' && rest
        ? textToNote(
            Object.entries(attributes)
              .map(([k, v]) => `${k}: ${wordsOf(v)}`)
              .join('\n'),
          )
        : [];
    const whole = [...frontText, ...main];
    const all = secret.length > 0 ? [...whole, ...secret] : whole;
    if (secret.length > 0) count.comments += 1;
    const common = { source };
    if (kind === 'session') {
      const date =
        isoDay(DATE_KEYS.map((key) => note.front[key]).find((v) => isoDay(v) !== '')) ||
        (/^\d{4}-\d{2}-\d{2}/.exec(note.base)?.[0] ?? '');
      // Notes of an evening are taken as what was played: they wait in Wrap-up to be analysed.
      things.push({
        ...common,
        kind,
        name: title || (session ? session.title : note.base),
        fields: {
          ...(session ? { number: session.number } : {}),
          ...(date ? { date } : {}),
          status: 'completed',
          stage: 'wrap_up',
        },
        texts: { actual_notes: all },
      });
    } else if (kind === 'chapter')
      things.push({ ...common, kind, name: title || note.name, fields: {}, texts: { overview: all } });
    else if (kind === 'goal')
      things.push({
        ...common,
        kind,
        name: note.name,
        fields: { progressText: noteLines(all).filter(Boolean).join('\n') },
        texts: {},
      });
    else {
      things.push({
        ...common,
        kind,
        name: note.name,
        fields,
        texts: audience === 'table' ? { description: whole, gm_notes: secret } : { gm_notes: all },
        ...(portrait && portrait.size <= PICTURE_LIMIT
          ? { portrait: { name: portrait.path, bytes: await portrait.read() } }
          : {}),
      });
    }
  }
  if (count.headings > 0)
    remarks.push(
      `${count.headings} link${count.headings === 1 ? '' : 's'} named a heading or block; ${count.headings === 1 ? 'it leads' : 'they lead'} to the note now, with the heading in the words.`,
    );
  if (count.embeds > 0)
    remarks.push(
      `${count.embeds} note${count.embeds === 1 ? ' was' : 's were'} shown inside another; a link stands there now.`,
    );
  if (count.pictures > 0)
    remarks.push(
      `${count.pictures} picture${count.pictures === 1 ? ' stays' : 's stay'} as a name in the text: a note holds words, and a thing one portrait.`,
    );
  if (count.comments > 0)
    remarks.push(
      `Hidden comments and secret callouts of ${count.comments} note${count.comments === 1 ? '' : 's'} are at the end of the GM notes.`,
    );
  if (!(await onStep(1))) return null;
  return {
    ...emptyForeign(
      own.length > 0 && notes.length === 0
        ? 'Emberkeep’s own folder of notes'
        : files.length === 1
          ? 'Notes'
          : 'Folder of notes',
      'vault',
    ),
    things,
    ties,
    own,
    images,
    remarks,
  };
};
