// Owns one record as one Markdown note, both ways: what a person reads on top (front matter, texts), and behind it, in a comment
// that Obsidian hides, the record as it lies. A field that a hand changed in the front matter counts; so do changed texts.
import {
  isId,
  META_ID,
  RECORDS,
  SESSION_NOTES,
  type NoteNode,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { markdownToNote } from '../markdown-to-note.ts';
import { noteToMarkdown } from '../note-to-markdown.ts';
import { checkStored, recordOfStored } from '../stored-record.ts';
import { setFields, type DeriveId } from '../stored-fields.ts';
import { writeFrontMatter } from './front-matter.ts';

const MARK = /^%% emberkeep ([a-z_]+)( headed)? %%$/;
const RECORD_OPEN = '%% emberkeep-record';

/** Longest block of our own that is read, UTF-16 units. */
const LONGEST_BLOCK = 20_000_000;

const SHOWN = new Set(['line', 'paragraph', 'whole', 'flag', 'choice', 'tags']);
const EDITABLE = new Set(['value', 'members']);

type Shown = Record<string, string | number | boolean | readonly string[]>;

/** What the front matter shows of a record: fields that say something, in the words of their declaration. */
const shownFields = (
  spec: RecordSpec,
  record: Readonly<Record<string, unknown>>,
  nameOf: (id: string) => string,
): { fields: Shown; links: Record<string, readonly string[]> } => {
  const fields: Shown = {};
  const links: Record<string, readonly string[]> = {};
  for (const [name, field] of Object.entries(spec.fields)) {
    const value = record[name];
    if (JSON.stringify(value) === JSON.stringify(field.empty)) continue;
    if (name === 'aliases' || SHOWN.has(field.input)) {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') fields[name] = value;
      else if (Array.isArray(value) && value.every((v) => typeof v === 'string')) fields[name] = value;
    } else if (field.input === 'counter') fields[name] = (value as { value: number }).value;
    else if ((field.input === 'ref' || field.input === 'refs') && field.refers === 'entity') {
      const names = (Array.isArray(value) ? (value as string[]) : [String(value)]).map(nameOf).filter(Boolean);
      if (names.length > 0) links[name] = names.map((n) => `[[${n}]]`);
    }
  }
  return { fields, links };
};

const textLabels = (kind: StoredRecord['kind']): Readonly<Record<string, string>> =>
  kind === 'note'
    ? { prep_notes: 'Prep notes', play_notes: 'Play notes', actual_notes: 'What happened' }
    : Object.fromEntries(
        Object.entries(RECORDS[kind].texts as RecordSpec['texts']).map(([name, { label }]) => [name, label]),
      );

// A line of a GM that looks like one of ours is told apart by a backslash, which Markdown takes away again.
const guarded = (markdown: string): string => markdown.replace(/^(\\*)%% emberkeep/gm, '\\$1%% emberkeep');

const sameNote = (a: readonly NoteNode[], b: readonly NoteNode[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The note's text. `nameOf` gives an entity's name for links, empty where there is none; `pictures` the file of a portrait by its hash. */
export const writeOwnNote = (
  stored: StoredRecord,
  nameOf: (id: string) => string,
  pictures: ReadonlyMap<string, string> = new Map(),
): string => {
  const spec: RecordSpec | null = stored.kind === 'note' ? null : RECORDS[stored.kind];
  const record = spec ? recordOfStored(spec, stored) : null;
  const shown =
    spec && record ? shownFields(spec, record as Readonly<Record<string, unknown>>, nameOf) : { fields: {}, links: {} };
  const picture = pictures.get(String(stored.keys['portrait'] ?? ''));
  const front = {
    emberkeep: stored.kind,
    id: stored.id,
    ...(stored.sessionId ? { session: stored.sessionId } : {}),
    ...shown.fields,
    ...shown.links,
    ...(picture ? { portrait: `[[${picture}]]` } : {}),
  };
  const labels = textLabels(stored.kind);
  const names = Object.keys(labels).filter((name) => (stored.texts[name] ?? []).length > 0);
  const parts: string[] = [];
  const whole: Record<string, readonly NoteNode[]> = {};
  for (const name of names) {
    const nodes = stored.texts[name]!;
    const markdown = guarded(noteToMarkdown(nodes));
    // What Markdown has no way to say is kept as it is, beside.
    if (!sameNote(readText(markdown), nodes)) whole[name] = nodes;
    const isHeaded = Object.keys(labels).length > 1;
    parts.push(
      `%% emberkeep ${name}${isHeaded ? ' headed' : ''} %%\n${isHeaded ? `## ${labels[name]}\n\n` : ''}${markdown}`,
    );
  }
  const data = { keys: stored.keys, ...(Object.keys(whole).length > 0 ? { texts: whole } : {}) };
  // Two percent signs would end the comment.
  return `${writeFrontMatter(front)}\n${parts.join('\n')}\n${RECORD_OPEN}\n${JSON.stringify(data).replaceAll('%%', '%\\u0025')}\n%%\n`;
};

const readText = (markdown: string): NoteNode[] => markdownToNote(`\n${markdown}`);

export const isOwnNote = (front: Readonly<Record<string, unknown>>): boolean => typeof front['emberkeep'] === 'string';

const parseBlock = (kind: string, id: string, text: string): StoredRecord | null => {
  try {
    return checkStored({ ...(JSON.parse(text) as object), kind, id });
  } catch {
    return null;
  }
};

/** The parts of the body: texts by name, and the record's block. Marks inside fenced code are a GM's words. */
const partsOf = (body: string): { texts: Record<string, string>; block: string | null; rest: string } => {
  const texts: Record<string, string> = {};
  let rest = '';
  let name: string | null = null;
  let drops = '';
  let fence: string | null = null;
  let block: string[] | null = null;
  for (const line of body.split('\n')) {
    if (block) {
      if (line.trim() === '%%') break;
      block.push(line);
      continue;
    }
    const mark = /^\s*(?:> ?|[-*+] |\d+[.)] )*\s*(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && fence === null) fence = mark;
    else if (mark && fence !== null && mark.startsWith(fence) && line.trim().endsWith(mark)) fence = null;
    const found = fence === null ? MARK.exec(line) : null;
    if (found) {
      name = found[1]!;
      texts[name] = '';
      drops = found[2] ? '## ' : '';
    } else if (fence === null && line === RECORD_OPEN) block = [];
    else if (drops && line.trim() === '') continue;
    else if (drops && line.startsWith(drops)) drops = '';
    else {
      drops = '';
      if (name === null) rest += `${line}\n`;
      else texts[name] += `${line}\n`;
    }
  }
  return { texts, block: block?.join('\n') ?? null, rest };
};

const words = (value: unknown): unknown => (Array.isArray(value) ? value.map(String) : value);

/** Reads a note that {@link writeOwnNote} wrote and a person may have changed. Null where it names no record of ours. */
export const readOwnNote = (
  front: Readonly<Record<string, unknown>>,
  body: string,
  derive: DeriveId,
): { record: StoredRecord; remarks: string[] } | null => {
  const kind = front['emberkeep'];
  const id = front['id'];
  const session = front['session'] ?? null;
  if (
    typeof kind !== 'string' ||
    typeof id !== 'string' ||
    (kind !== 'note' && !Object.hasOwn(RECORDS, kind)) ||
    !(isId(id) || (kind === 'campaign' && id === META_ID)) ||
    (session !== null && !(typeof session === 'string' && isId(session)))
  )
    return null;
  const remarks: string[] = [];
  const { texts, block, rest } = partsOf(body.replace(/\r\n?/g, '\n').slice(0, LONGEST_BLOCK));
  const data = block === null ? null : parseBlock(kind, id, block);
  if (block !== null && !data) remarks.push('the block behind the note is damaged; only what is shown was read.');
  const keys: Record<string, unknown> = { ...data?.keys };
  const stored = { kind: kind as StoredRecord['kind'], id, sessionId: session, keys, texts: {} } satisfies StoredRecord;
  if (kind !== 'note') {
    const spec: RecordSpec = RECORDS[kind as keyof typeof RECORDS];
    const record = recordOfStored(spec, stored);
    const before: Shown = record ? shownFields(spec, record as Readonly<Record<string, unknown>>, () => '').fields : {};
    const changed: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(spec.fields)) {
      if (!(name === 'aliases' || SHOWN.has(field.input)) || !EDITABLE.has(field.form)) continue;
      const now = words(front[name]);
      if (now === undefined || JSON.stringify(now) === JSON.stringify(before[name])) continue;
      // A property that was emptied or taken out deletes nothing.
      if (now === null || (spec.isPacked && record)) continue;
      const fits =
        field.form === 'members'
          ? Array.isArray(now)
          : typeof now === typeof field.empty || (field.empty === null && typeof now === 'number');
      if (fits) changed[name] = now;
      else remarks.push(`“${name}” is not of the kind it should be and stays as it was.`);
    }
    if (!record && !(spec.title in changed)) return null;
    setFields(kind as keyof typeof RECORDS, id, keys, changed, derive);
  }
  const known =
    kind === 'note' ? ([...SESSION_NOTES] as string[]) : Object.keys(RECORDS[kind as keyof typeof RECORDS].texts);
  const notes: Record<string, readonly NoteNode[]> = {};
  for (const [name, markdown] of Object.entries(texts)) {
    if (!known.includes(name)) continue;
    const was = data?.texts[name];
    const nodes = readText(markdown);
    const kept = was && guarded(noteToMarkdown(was)).trim() === markdown.trim() ? was : nodes;
    if (kept.length > 0) notes[name] = kept;
  }
  // Words above all marks were written by hand into a note that had none.
  const extra = rest.trim() ? markdownToNote(rest) : [];
  const into = known.includes('gm_notes') ? 'gm_notes' : known[0];
  if (extra.length > 0 && into) notes[into] = [...(notes[into] ?? []), ...extra];
  else if (extra.length > 0) remarks.push('it has words, for which this kind of record has no place.');
  return { record: { ...stored, texts: notes }, remarks };
};
