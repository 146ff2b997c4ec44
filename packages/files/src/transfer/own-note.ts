// One record as one Markdown note, both ways. People read its front matter and texts; behind them is the record as it
// is stored, so that a note imported unchanged changes nothing. What a person changed in front matter or text counts.
import {
  exportedKey,
  isId,
  META_ID,
  readAttachedPicture,
  RECORDS,
  SESSION_NOTES,
  type NoteNode,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { markdownToNote } from '../markdown-to-note.ts';
import { noteToMarkdown, type AddressOfPicture } from '../note-to-markdown.ts';
import { setFields, type DeriveId } from '../stored-fields.ts';
import { checkStored, recordOfStored } from '../stored-record.ts';
import { writeFrontMatter } from './front-matter.ts';
import { escapeMarkers, readOwnBody, writeBlock, writeText } from './own-note-body.ts';
import { readableView } from './own-note-view.ts';

type FrontMatter = Readonly<Record<string, unknown>>;
type Field = RecordSpec['fields'][string];
/** The name of the part that is for reading only: no text of a record is called so. */
const VIEW = 'view';

type Property = string | number | boolean | readonly string[];

/** Kinds of inputs whose values the front matter shows as they are. */
const PLAIN_INPUTS = new Set(['line', 'paragraph', 'whole', 'flag', 'choice', 'tags']);
/** Forms of fields that a change in the front matter can set. */
const EDITABLE_FORMS = new Set(['value', 'members']);

const isPlain = (name: string, field: Field): boolean => name === 'aliases' || PLAIN_INPUTS.has(field.input);

/** A field's value as the front matter shows it; null if it does not. */
const propertyOf = (name: string, field: Field, value: unknown): Property | null => {
  if (field.input === 'counter' && name !== 'aliases') return (value as { value: number }).value;
  if (!isPlain(name, field)) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return Array.isArray(value) && value.every((v) => typeof v === 'string') ? value : null;
};

/** A reference to entities as links by name; null for any other field, or if no entity has a name. */
const linksOf = (field: Field, value: unknown, nameOf: (id: string) => string): string[] | null => {
  if ((field.input !== 'ref' && field.input !== 'refs') || field.refers !== 'entity') return null;
  const ids = Array.isArray(value) ? (value as string[]) : [String(value)];
  const names = ids.map(nameOf).filter(Boolean);
  return names.length > 0 ? names.map((name) => `[[${name}]]`) : null;
};

/** The fields that differ from those of a new record: values, and links to entities. */
const shownFields = (spec: RecordSpec, record: FrontMatter, nameOf: (id: string) => string) => {
  const properties: Record<string, Property> = {};
  const links: Record<string, readonly string[]> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    const value = record[name];
    if (JSON.stringify(value) === JSON.stringify(field.empty)) continue;
    const property = propertyOf(name, field, value);
    const names = linksOf(field, value, nameOf);
    const key = exportedKey(name, field);
    if (property !== null) properties[key] = property;
    else if (names) links[key] = names;
  }
  return { properties, links };
};

const textLabels = (kind: StoredRecord['kind']): Readonly<Record<string, string>> =>
  kind === 'note'
    ? { prep_notes: 'Prep notes', play_notes: 'Play notes', actual_notes: 'What happened' }
    : Object.fromEntries(
        Object.entries(RECORDS[kind].texts as RecordSpec['texts']).map(([name, { label }]) => [name, label]),
      );

const toMarkdown = (nodes: readonly NoteNode[], addressOf?: AddressOfPicture): string =>
  escapeMarkers(noteToMarkdown(nodes, addressOf));

/** The address of a picture's image in Markdown, whatever folder it is in. */
const ADDRESSES = /\]\((?:picture:|(?:\.\.\/)*Pictures\/)[0-9a-f]{64}(?:\.(?:webp|png|jpeg))?\)/g;
const withoutAddresses = (markdown: string): string => markdown.trim().replace(ADDRESSES, '](picture)');

/** The line break keeps a leading rule from reading as front matter. */
const fromMarkdown = (markdown: string): NoteNode[] => markdownToNote(`\n${markdown}`);

const isSameNote = (a: readonly NoteNode[], b: readonly NoteNode[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The texts as Markdown, and as nodes those that Markdown cannot express in full. */
const writeTexts = (
  stored: StoredRecord,
  addressOf?: AddressOfPicture,
): { parts: string[]; inexact: Record<string, readonly NoteNode[]> } => {
  const labels = Object.entries(textLabels(stored.kind));
  const parts: string[] = [];
  const inexact: Record<string, readonly NoteNode[]> = {};
  for (const [name, label] of labels) {
    const nodes = stored.texts[name] ?? [];
    if (nodes.length === 0) continue;
    const markdown = toMarkdown(nodes, addressOf);
    if (!isSameNote(fromMarkdown(markdown), nodes)) inexact[name] = nodes;
    parts.push(writeText(name, labels.length > 1 ? label : null, markdown));
  }
  return { parts, inexact };
};

/**
 * The note's text. `nameOf` gives the name of an entity or a map, for links, and an empty text for an unknown id; `pictures` maps
 * the hash of a picture to its file; `addressOf` gives the address of a picture in a text.
 */
export const writeOwnNote = (
  stored: StoredRecord,
  nameOf: (id: string) => string,
  pictures: ReadonlyMap<string, string> = new Map(),
  addressOf?: AddressOfPicture,
): string => {
  const spec: RecordSpec | null = stored.kind === 'note' ? null : RECORDS[stored.kind];
  const record = spec && (recordOfStored(spec, stored) as FrontMatter | null);
  const shown = spec && record ? shownFields(spec, record, nameOf) : { properties: {}, links: {} };
  const { portrait } = stored.keys;
  const picture = typeof portrait === 'string' ? pictures.get(portrait) : undefined;
  const attached = Object.entries(stored.keys)
    .filter(
      ([key]) =>
        (stored.kind === 'entity' && key.startsWith('pictures/')) ||
        (['handout', 'map'].includes(stored.kind) && key === 'picture'),
    )
    .flatMap(([, value]) => pictures.get(readAttachedPicture(value)?.full ?? '') ?? []);
  const front = {
    emberkeep: stored.kind,
    id: stored.id,
    ...(stored.sessionId ? { session: stored.sessionId } : {}),
    ...shown.properties,
    ...shown.links,
    ...(picture ? { portrait: `[[${picture}]]` } : {}),
    ...(attached.length > 0 ? { pictures: attached.map((file) => `[[${file}]]`) } : {}),
  };
  const { parts, inexact } = writeTexts(stored, addressOf);
  const view = readableView(stored, nameOf);
  if (view) parts.push(writeText(VIEW, null, escapeMarkers(view)));
  const data = { keys: stored.keys, ...(Object.keys(inexact).length > 0 ? { texts: inexact } : {}) };
  return `${writeFrontMatter(front)}\n${parts.join('\n')}\n${writeBlock(data)}`;
};

export const isOwnNote = (front: FrontMatter): boolean => typeof front['emberkeep'] === 'string';

/** What the front matter says the note is; null if it does not name a record of ours. */
const identityOf = (front: FrontMatter): Pick<StoredRecord, 'kind' | 'id' | 'sessionId'> | null => {
  const { emberkeep: kind, id, session = null } = front;
  if (typeof kind !== 'string' || (kind !== 'note' && !Object.hasOwn(RECORDS, kind))) return null;
  if (typeof id !== 'string' || !(isId(id) || (kind === 'campaign' && id === META_ID))) return null;
  const sessionId = session ?? null;
  if (sessionId !== null && !(typeof sessionId === 'string' && isId(sessionId))) return null;
  return { kind: kind as StoredRecord['kind'], id, sessionId };
};

const parseBlock = (kind: string, id: string, json: string): StoredRecord | null => {
  try {
    return checkStored({ ...(JSON.parse(json) as object), kind, id });
  } catch {
    return null; // not JSON
  }
};

/** YAML reads `tags: [2024]` as a number; lists of ours are texts. */
const listAsTexts = (value: unknown): unknown => (Array.isArray(value) ? value.map(String) : value);

const fits = (field: Field, value: unknown): boolean =>
  field.form === 'members'
    ? Array.isArray(value)
    : typeof value === typeof field.empty || (field.empty === null && typeof value === 'number');

/** Sets the fields that were changed in the front matter. False if the record has no title afterwards. */
const applyFrontMatter = (
  front: FrontMatter,
  stored: StoredRecord & { keys: Record<string, unknown> },
  derive: DeriveId,
  remarks: string[],
): boolean => {
  if (stored.kind === 'note') return true;
  const spec: RecordSpec = RECORDS[stored.kind];
  const record = recordOfStored(spec, stored) as FrontMatter | null;
  const before = record ? shownFields(spec, record, () => '').properties : {};
  const changed: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    if (!isPlain(name, field) || !EDITABLE_FORMS.has(field.form)) continue;
    const key = exportedKey(name, field);
    const now = listAsTexts(front[key]);
    if (now === undefined || JSON.stringify(now) === JSON.stringify(before[key])) continue;
    // A property that was emptied or removed deletes nothing.
    if (now === null || (spec.isPacked && record)) continue;
    if (fits(field, now)) changed[name] = now;
    else remarks.push(`“${key}” has a value of the wrong type and was left unchanged.`);
  }
  if (!record && !(spec.title in changed)) return false;
  setFields(stored.kind, stored.id, stored.keys, changed, derive);
  return true;
};

const textNames = (kind: StoredRecord['kind']): readonly string[] =>
  kind === 'note' ? SESSION_NOTES : Object.keys(RECORDS[kind].texts);

/** The texts of the note. One that reads as the stored one did keeps the stored nodes, which may say more. */
const readTexts = (
  texts: Readonly<Record<string, string>>,
  before: StoredRecord['texts'] | undefined,
  names: readonly string[],
): Record<string, readonly NoteNode[]> => {
  const notes: Record<string, readonly NoteNode[]> = {};
  for (const [name, markdown] of Object.entries(texts)) {
    if (!names.includes(name)) continue;
    const stored = before?.[name];
    const isUnchanged = stored && withoutAddresses(toMarkdown(stored)) === withoutAddresses(markdown);
    const nodes = isUnchanged ? stored : fromMarkdown(markdown);
    if (nodes.length > 0) notes[name] = nodes;
  }
  return notes;
};

/** Reads a note that {@link writeOwnNote} wrote and a person may have changed. Null if it names no record of ours. */
export const readOwnNote = (
  front: FrontMatter,
  body: string,
  derive: DeriveId,
): { record: StoredRecord; remarks: string[] } | null => {
  const identity = identityOf(front);
  if (!identity) return null;
  const remarks: string[] = [];
  const { texts, block, rest } = readOwnBody(body);
  const data = block === null ? null : parseBlock(identity.kind, identity.id, block);
  if (block !== null && !data) remarks.push('the data block of the note is damaged, so only its text was read.');
  const stored = { ...identity, keys: { ...data?.keys } as Record<string, unknown>, texts: {} };
  if (!applyFrontMatter(front, stored, derive, remarks)) return null;
  const names = textNames(identity.kind);
  const notes = readTexts(texts, data?.texts, names);
  // Text above all markers was written by hand into a note that had none.
  const extra = rest.trim() ? markdownToNote(rest) : [];
  const into = names.includes('gm_notes') ? 'gm_notes' : names[0];
  if (extra.length > 0 && into) notes[into] = [...(notes[into] ?? []), ...extra];
  else if (extra.length > 0) remarks.push('it has text that this type of record has no place for.');
  return { record: { ...stored, texts: notes }, remarks };
};
