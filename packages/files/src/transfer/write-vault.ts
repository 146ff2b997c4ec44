// Owns a campaign as a folder of Markdown notes, one for each record, with ids in the front matter: for Obsidian, for reading
// anywhere, and for coming back. Brought in again unchanged it changes nothing.
import {
  entityTypeLabel,
  RECORDS,
  SESSION,
  sessionName,
  sessionNumbers,
  type RecordSpec,
  type StoredRecord,
} from '@emberkeep/domain';
import { recordOfStored } from '../stored-record.ts';
import { writeOwnNote } from './own-note.ts';

export interface TextFile {
  path: string;
  text: string;
}

const plainName = (words: string): string =>
  words
    .replace(/[\\/:*?"<>|#^[\]\n\r\t]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^\.+|[. ]+$/g, '')
    .slice(0, 80)
    .trim();

/** Every record as a note. `pictures`: file of a portrait by its hash. Names are those of the things, so that links in Obsidian lead where they lead here. */
export const writeVault = (records: readonly StoredRecord[], pictures?: ReadonlyMap<string, string>): TextFile[] => {
  const read = (stored: StoredRecord): Readonly<Record<string, unknown>> | null =>
    stored.kind === 'note'
      ? null
      : (recordOfStored(RECORDS[stored.kind] as RecordSpec, stored) as Readonly<Record<string, unknown>> | null);
  const entities = new Map(
    records.flatMap((r): [string, string][] => (r.kind === 'entity' ? [[r.id, String(read(r)?.['name'] ?? '')]] : [])),
  );
  const nameOf = (id: string): string => entities.get(id) ?? '';
  const sessions = records.filter((r) => r.kind === 'session').flatMap((r) => recordOfStored(SESSION, r) ?? []);
  const numbers = sessionNumbers(sessions);
  const folders = new Map(
    sessions.map((s) => {
      const number = numbers.get(s.id) ?? s.number;
      return [
        s.id,
        `Sessions/${String(number).padStart(3, '0')} ${plainName(sessionName({ title: s.title, shownNumber: number }))}`.trim(),
      ];
    }),
  );
  const taken = new Set<string>();
  const free = (folder: string, name: string): string => {
    // One name in the whole folder of notes: a link by name has one end.
    for (let n = 1; ; n++) {
      const each = `${name}${n === 1 ? '' : ` (${n})`}`;
      if (taken.has(each.toLowerCase())) continue;
      taken.add(each.toLowerCase());
      return `${folder}${folder ? '/' : ''}${each}.md`;
    }
  };
  const pathOf = (stored: StoredRecord): string => {
    const home = stored.sessionId ? (folders.get(stored.sessionId) ?? `Sessions/${stored.sessionId}`) : '';
    if (stored.kind === 'note') return free(home, `${home.split('/').at(-1)} – notes`);
    const spec: RecordSpec = RECORDS[stored.kind];
    const record = read(stored);
    const title = plainName(String(record?.[spec.title] ?? '')) || spec.label;
    switch (stored.kind) {
      case 'campaign':
        return free('', 'Campaign');
      case 'entity':
        return free(
          `Entities/${plainName(entityTypeLabel(String(record?.['entityType'] ?? 'other'))) || 'Other'}`,
          title,
        );
      case 'session': {
        const folder = folders.get(stored.id) ?? 'Sessions';
        return free(folder, folder.split('/').at(-1)!);
      }
      case 'relationship':
        return free(
          spec.plural,
          plainName(
            `${nameOf(String(record?.['fromId']))} – ${String(record?.['relationType']).replaceAll('_', ' ')} – ${nameOf(String(record?.['toId']))}`,
          ) || spec.label,
        );
      case 'event':
        return free(
          home ? `${home}/${spec.plural}` : spec.plural,
          plainName(String(record?.['name'] || record?.['eventType'])) || spec.label,
        );
      default:
        return free(home ? `${home}/${spec.plural}` : spec.plural, title);
    }
  };
  // Entities first: their names are the ones that links use.
  const ordered = [...records].sort((a, b) => Number(b.kind === 'entity') - Number(a.kind === 'entity'));
  return ordered.map((stored) => ({ path: pathOf(stored), text: writeOwnNote(stored, nameOf, pictures) }));
};
