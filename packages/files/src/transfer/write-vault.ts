// Exports a campaign as a folder of Markdown notes, one for each record, for Obsidian, for reading anywhere, and for
// importing again: the notes hold the records, so an unchanged folder changes nothing.
import {
  CAMPAIGN,
  entityTypeLabel,
  namedPicture,
  pictureAddress,
  RECORDS,
  SESSION,
  sessionTitle,
  sessionNumbers,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { recordOfStored } from '../stored-record.ts';
import { createUniqueNames, isReservedName } from './file-names.ts';
import { writeOwnNote } from './own-note.ts';

export interface TextFile {
  path: string;
  text: string;
}

type PlainRecord = Readonly<Record<string, unknown>>;

/** Longest name of a file without its extension, UTF-16 units. */
const MAX_NAME_LENGTH = 80;

/** A name that every file system and Obsidian's links accept. */
const fileName = (text: string): string => {
  const name = withoutForbidden(text);
  return isReservedName(name) ? `_${name}` : name;
};

const withoutForbidden = (text: string): string =>
  text
    .replace(/[\\/:*?"<>|#^[\]\p{Cc}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/g, '')
    .slice(0, MAX_NAME_LENGTH)
    .trim();

const read = (stored: StoredRecord): PlainRecord | null =>
  stored.kind === 'note' ? null : (recordOfStored(RECORDS[stored.kind] as RecordSpec, stored) as PlainRecord | null);

/** The names of entities and maps, to which others lead, by id. */
const linkedNames = (records: readonly StoredRecord[]): ReadonlyMap<string, string> =>
  new Map(
    records
      .filter(({ kind }) => kind === 'entity' || kind === 'map')
      .map((r) => [r.id, String(read(r)?.[r.kind === 'map' ? 'title' : 'name'] ?? '')]),
  );

/** The folder of each session, by id: `Sessions/012 The crossing`. */
const sessionFolders = (records: readonly StoredRecord[]): ReadonlyMap<string, string> => {
  const sessions = records.filter((r) => r.kind === 'session').flatMap((r) => recordOfStored(SESSION, r) ?? []);
  const numbers = sessionNumbers(sessions);
  return new Map(
    sessions.map((session) => {
      const number = numbers.get(session.id) ?? session.number;
      const name = fileName(sessionTitle({ title: session.title, shownNumber: number }));
      return [session.id, `Sessions/${String(number).padStart(3, '0')} ${name}`.trim()];
    }),
  );
};

const lastPart = (path: string): string => path.split('/').at(-1)!;

interface Names {
  nameOf(id: string): string;
  folders: ReadonlyMap<string, string>;
}

const relationshipTitle = (record: PlainRecord | null, { nameOf }: Names): string => {
  const type = String(record?.['relationType']).replaceAll('_', ' ');
  return `${nameOf(String(record?.['fromId']))} – ${type} – ${nameOf(String(record?.['toId']))}`;
};

/** Where a record's note belongs, before its name is made unique. */
const placeOf = (stored: StoredRecord, names: Names): { folder: string; name: string } => {
  const { sessionId } = stored;
  const sessionFolder = sessionId ? (names.folders.get(sessionId) ?? `Sessions/${fileName(sessionId)}`) : '';
  if (stored.kind === 'note') return { folder: sessionFolder, name: `${lastPart(sessionFolder)} – notes` };
  const spec: RecordSpec = RECORDS[stored.kind];
  const record = read(stored);
  const ownFolder = sessionFolder ? `${sessionFolder}/${spec.plural}` : spec.plural;
  switch (stored.kind) {
    case 'campaign':
      return { folder: '', name: 'Campaign' };
    case 'entity': {
      const type = fileName(entityTypeLabel(String(record?.['entityType'] ?? 'other'))) || 'Other';
      return { folder: `Entities/${type}`, name: titleOf(record, spec) };
    }
    case 'session': {
      const folder = names.folders.get(stored.id) ?? 'Sessions';
      return { folder, name: lastPart(folder) };
    }
    case 'relationship':
      return { folder: spec.plural, name: fileName(relationshipTitle(record, names)) || spec.label };
    case 'event':
      return { folder: ownFolder, name: fileName(String(record?.['name'] || record?.['eventType'])) || spec.label };
    default:
      return { folder: ownFolder, name: titleOf(record, spec) };
  }
};

const titleOf = (record: PlainRecord | null, spec: RecordSpec): string =>
  fileName(String(record?.[spec.title] ?? '')) || spec.label;

/** Every record as a note. `pictures`: the file of a picture by its hash. */
export const writeVault = (
  records: readonly StoredRecord[],
  pictures: ReadonlyMap<string, string> = new Map(),
): TextFile[] => {
  const linked = linkedNames(records);
  const names: Names = { nameOf: (id) => linked.get(id) ?? '', folders: sessionFolders(records) };
  // Names are unique in the whole vault: Obsidian links by name. Entities come first, so that links find them.
  const unique = createUniqueNames();
  const ordered = [...records].sort((a, b) => Number(b.kind === 'entity') - Number(a.kind === 'entity'));
  const campaign = records.find(({ kind }) => kind === 'campaign');
  const notePictures = (campaign && recordOfStored(CAMPAIGN, campaign)?.notePictures) ?? {};
  return ordered.map((stored) => {
    const { folder, name } = placeOf(stored, names);
    const up = '../'.repeat(folder ? folder.split('/').length : 0);
    const addressOf = (file: string): string => {
      const shown = pictures.get(namedPicture(notePictures, file)?.full ?? '');
      return shown ? `${up}Pictures/${shown}` : pictureAddress(file);
    };
    return {
      path: `${folder}${folder ? '/' : ''}${unique.claim(name)}.md`,
      text: writeOwnNote(stored, names.nameOf, pictures, addressOf),
    };
  });
};
