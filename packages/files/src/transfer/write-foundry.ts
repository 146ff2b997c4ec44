// Owns a campaign as Foundry journals: an entry for each entity, chapter and evening, with links between them; what only a GM
// may read stands in secret sections, and the entries are nobody's but the GM's until the GM shares them there.
import {
  CHAPTER,
  createNameIndex,
  ENTITY,
  SESSION,
  sessionName,
  sessionNumbers,
  type NoteNode,
  type StoredRecord,
} from '@emberkeep/domain';
import { noteToHtml } from '../note-to-html.ts';
import { recordOfStored } from '../stored-record.ts';
import type { TextFile } from './write-vault.ts';

// Foundry's ids are sixteen letters and digits; the same record keeps its own.
const foundryId = (id: string): string => id.replaceAll('-', '').slice(-16);

interface Entry {
  id: string;
  name: string;
  folder: string;
  pages: { name: string; note: readonly NoteNode[]; isSecret: boolean }[];
}

/** One JSON file for each journal entry, as Foundry's "Import Data" reads it. */
export const writeFoundryJournals = (records: readonly StoredRecord[]): TextFile[] => {
  const entities = records
    .filter((r) => r.kind === 'entity')
    .flatMap((stored) => {
      const entity = recordOfStored(ENTITY, stored);
      return entity && entity.confidence !== 'SUGGESTION' ? [{ entity, stored }] : [];
    });
  const sessions = records
    .filter((r) => r.kind === 'session')
    .flatMap((stored) => {
      const session = recordOfStored(SESSION, stored);
      return session ? [{ session, stored }] : [];
    });
  const numbers = sessionNumbers(sessions.map((s) => s.session));
  const index = createNameIndex(entities.map(({ entity }) => entity));
  const link = (name: string, shown: string): string => {
    const target = index.resolve(name);
    return target.type === 'resolved'
      ? `@UUID[JournalEntry.${foundryId(target.id)}]{${shown.replace(/[{}]/g, '')}}`
      : shown;
  };
  const bodies = new Map(
    records.flatMap((r): [string, StoredRecord['texts']][] => (r.kind === 'note' ? [[r.id, r.texts]] : [])),
  );
  const entries: Entry[] = [
    ...entities.map(({ entity, stored }): Entry => ({
      id: stored.id,
      name: entity.name,
      folder: 'Entities',
      pages: [
        { name: entity.name, note: stored.texts['description'] ?? [], isSecret: false },
        { name: 'GM notes', note: stored.texts['gm_notes'] ?? [], isSecret: true },
      ],
    })),
    ...records
      .filter((r) => r.kind === 'chapter')
      .flatMap((stored): Entry[] => {
        const chapter = recordOfStored(CHAPTER, stored);
        return chapter
          ? [
              {
                id: stored.id,
                name: chapter.title,
                folder: 'Chapters',
                pages: [{ name: chapter.title, note: stored.texts['overview'] ?? [], isSecret: true }],
              },
            ]
          : [];
      }),
    ...sessions.map(({ session, stored }): Entry => {
      const body = bodies.get(stored.id) ?? {};
      const number = numbers.get(stored.id) ?? session.number;
      return {
        id: stored.id,
        name: `${number}. ${sessionName({ title: session.title, shownNumber: number })}`,
        folder: 'Sessions',
        pages: [
          { name: 'Summary', note: stored.texts['summary'] ?? [], isSecret: false },
          { name: 'What happened', note: body['actual_notes'] ?? [], isSecret: true },
          { name: 'Prep', note: body['prep_notes'] ?? [], isSecret: true },
          { name: 'At the table', note: body['play_notes'] ?? [], isSecret: true },
          { name: 'Notes', note: stored.texts['notes'] ?? [], isSecret: true },
        ],
      };
    }),
  ];
  const taken = new Set<string>();
  return entries.map(({ id, name, folder, pages }) => {
    const html = (note: readonly NoteNode[]): string => noteToHtml(note, { link, keepsLinks: true });
    const shown = pages.filter((p) => p.note.length > 0);
    const document = {
      _id: foundryId(id),
      name,
      ownership: { default: 0 },
      flags: { emberkeep: { id } },
      pages: (shown.length > 0 ? shown : pages.slice(0, 1)).map((page, i) => ({
        _id: foundryId(`${id.slice(0, -2)}${String(i).padStart(2, '0')}`),
        name: page.name,
        type: 'text',
        title: { show: true, level: 1 },
        sort: (i + 1) * 100_000,
        ownership: { default: -1 },
        text: {
          format: 1,
          content:
            page.isSecret && page.note.length > 0
              ? `<section class="secret" id="secret-${foundryId(id)}">${html(page.note)}</section>`
              : html(page.note),
        },
      })),
    };
    const plain = `${folder}/${
      name
        .replace(/[^\p{L}\p{N} ._-]/gu, '')
        .trim()
        .slice(0, 70) || 'entry'
    }`;
    let path = plain;
    for (let n = 2; taken.has(path.toLowerCase()); n++) path = `${plain} (${n})`;
    taken.add(path.toLowerCase());
    return { path: `${path}.json`, text: `${JSON.stringify(document, null, 1)}\n` };
  });
};
