// Exports a campaign as Foundry journals: an entry for each entity, chapter and session, linked to each other. What
// only a GM may read, pictures among it, is in secret sections, and no entry is visible to players until the GM shares it in Foundry.
import {
  CAMPAIGN,
  CHAPTER,
  createNameIndex,
  ENTITY,
  namedPicture,
  pictureOfNode,
  SESSION,
  sessionTitle,
  sessionNumbers,
  type Entity,
  type NoteNode,
  type RecordOf,
  type RecordSpec,
  type Session,
  type StoredRecord,
} from '@emberkeep/domain';
import { noteToHtml, type HtmlOptions } from '../note-to-html.ts';
import { recordOfStored } from '../stored-record.ts';
import { createUniqueNames } from './file-names.ts';
import type { TextFile } from './write-vault.ts';

interface Page {
  name: string;
  note: readonly NoteNode[];
  isSecret: boolean;
}

interface Entry {
  id: string;
  name: string;
  folder: string;
  pages: Page[];
}

interface Read<T> {
  record: T;
  stored: StoredRecord;
}

/** Longest name of a file without its extension, UTF-16 units. */
const MAX_NAME_LENGTH = 70;
/** Steps between sort orders, which leave room for pages that a GM adds. */
const SORT_STEP = 100_000;
/** Ownership in Foundry: nobody but the GM, and the same as the entry's. */
const OWNERSHIP = { none: 0, inherited: -1 };

/** Foundry's ids are 16 letters and digits. Derived from ours, so that a record keeps its id. */
const foundryId = (id: string): string => id.replaceAll('-', '').slice(-16);

const pageId = (entryId: string, index: number): string =>
  foundryId(`${entryId.slice(0, -2)}${String(index).padStart(2, '0')}`);

const readAll = <S extends RecordSpec>(records: readonly StoredRecord[], spec: S): Read<RecordOf<S>>[] =>
  records
    .filter((r) => r.kind === spec.kind)
    .flatMap((stored) => {
      const record = recordOfStored(spec, stored);
      return record ? [{ record, stored }] : [];
    });

const entityEntry = ({ record: { name }, stored: { id, texts } }: Read<Entity>): Entry => ({
  id,
  name,
  folder: 'Entities',
  pages: [
    { name, note: texts['description'] ?? [], isSecret: false },
    { name: 'GM notes', note: texts['gm_notes'] ?? [], isSecret: true },
  ],
});

const chapterEntry = ({ record: { title }, stored: { id, texts } }: Read<{ title: string }>): Entry => ({
  id,
  name: title,
  folder: 'Chapters',
  pages: [{ name: title, note: texts['overview'] ?? [], isSecret: true }],
});

/** `body`: the notes of the session's body. */
const sessionEntry = (
  { record, stored: { id, texts } }: Read<Session>,
  number: number,
  body: StoredRecord['texts'],
): Entry => ({
  id,
  name: `${number}. ${sessionTitle({ title: record.title, shownNumber: number })}`,
  folder: 'Sessions',
  pages: [
    { name: 'Summary', note: texts['summary'] ?? [], isSecret: false },
    { name: 'What happened', note: body['actual_notes'] ?? [], isSecret: true },
    { name: 'Prep', note: body['prep_notes'] ?? [], isSecret: true },
    { name: 'At the table', note: body['play_notes'] ?? [], isSecret: true },
    { name: 'Notes', note: texts['notes'] ?? [], isSecret: true },
  ],
});

const sessionEntries = (records: readonly StoredRecord[]): Entry[] => {
  const sessions = readAll(records, SESSION);
  const numbers = sessionNumbers(sessions.map((s) => s.record));
  const bodies = new Map(records.filter((r) => r.kind === 'note').map((r) => [r.id, r.texts]));
  return sessions.map((session) => {
    const { id } = session.stored;
    return sessionEntry(session, numbers.get(id) ?? session.record.number, bodies.get(id) ?? {});
  });
};

/** Wiki links as links to the entity's journal entry. */
const createLink = (entities: readonly Entity[]): NonNullable<HtmlOptions['link']> => {
  const index = createNameIndex(entities);
  return (name, shown) => {
    const target = index.resolve(name);
    return target.type === 'resolved'
      ? `@UUID[JournalEntry.${foundryId(target.id)}]{${shown.replace(/[{}]/g, '')}}`
      : shown;
  };
};

/** The pictures in a note that are at hand, with their captions. */
const picturesAtHand = (nodes: readonly NoteNode[], options: HtmlOptions): NoteNode[] =>
  nodes.flatMap((node) => {
    if (node.type !== 'picture') return picturesAtHand(node.content ?? [], options);
    return options.picture?.(pictureOfNode(node)) ? [node] : [];
  });

/** A page for GMs with the pictures of the pages that players read once the GM shares the entry. */
const picturesPage = (pages: readonly Page[], options: HtmlOptions): Page => ({
  name: 'Pictures',
  note: picturesAtHand(
    pages.filter((page) => !page.isSecret).flatMap((page) => page.note),
    options,
  ),
  isSecret: true,
});

const pageDocument = (page: Page, index: number, entryId: string, options: HtmlOptions) => {
  // As everywhere, players read what a picture is of; the picture is the GM's.
  const html = noteToHtml(page.note, page.isSecret ? options : { ...options, picture: () => null });
  const isSecret = page.isSecret && page.note.length > 0;
  return {
    _id: pageId(entryId, index),
    name: page.name,
    type: 'text',
    title: { show: true, level: 1 },
    sort: (index + 1) * SORT_STEP,
    ownership: { default: OWNERSHIP.inherited },
    text: {
      format: 1,
      content: isSecret ? `<section class="secret" id="secret-${foundryId(entryId)}">${html}</section>` : html,
    },
  };
};

/** Pages without text are left out, except the first: an entry has at least one. */
const entryDocument = ({ id, name, pages }: Entry, options: HtmlOptions) => {
  const written = [...pages, picturesPage(pages, options)].filter((p) => p.note.length > 0);
  return {
    _id: foundryId(id),
    name,
    ownership: { default: OWNERSHIP.none },
    flags: { emberkeep: { id } },
    pages: (written.length > 0 ? written : pages.slice(0, 1)).map((page, i) => pageDocument(page, i, id, options)),
  };
};

const fileName = (name: string): string =>
  name
    .replace(/[^\p{L}\p{N} ._-]/gu, '')
    .trim()
    .slice(0, MAX_NAME_LENGTH) || 'entry';

/**
 * One JSON file for each journal entry, as Foundry's "Import Data" reads it. `pictures`: as `data:` addresses, by the
 * hashes of the stored ones; Foundry has no files of ours.
 */
export const writeFoundryJournals = (
  records: readonly StoredRecord[],
  pictures: ReadonlyMap<string, string> = new Map(),
): TextFile[] => {
  const entities = readAll(records, ENTITY).filter(({ record }) => record.confidence !== 'SUGGESTION');
  const entries = [
    ...entities.map(entityEntry),
    ...readAll(records, CHAPTER).map(chapterEntry),
    ...sessionEntries(records),
  ];
  const notePictures = readAll(records, CAMPAIGN)[0]?.record.notePictures ?? {};
  const options: HtmlOptions = {
    link: createLink(entities.map(({ record }) => record)),
    keepsLinks: true,
    picture: (file) => pictures.get(namedPicture(notePictures, file)?.small ?? '') ?? null,
  };
  const unique = createUniqueNames();
  return entries.map((entry) => ({
    path: `${unique.claim(`${entry.folder}/${fileName(entry.name)}`)}.json`,
    text: `${JSON.stringify(entryDocument(entry, options), null, 1)}\n`,
  }));
};
