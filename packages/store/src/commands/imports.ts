// Owns writing what an import read: factions and sessions of older tools become records. Ids follow from the ids in the
// file, so a second file about the same session adds to it, and two GMs who import one file offline make one campaign of it.
import {
  ENTITY,
  isId,
  PLAYER,
  SCENE,
  SESSION,
  SUGGESTION,
  TIMELINE_EVENT,
  err,
  nextSessionNumber,
  noteLines,
  type NoteNode,
  type RecordInput,
  type Result,
  type Scene,
  type SceneConnection,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable } from '../open-document.ts';
import { derivedId } from '../derived-id.ts';
import { homeOf } from '../home.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { createEntity, nameIndexOf } from './entities.ts';
import { fillNote, importIntoNotes, noteName, readNote, type Imported } from './notes.ts';
import { editRecord, getRecord, stepCounter, writeNew } from './records.ts';
import { createSession, getSession, listSessions, setAttendance } from './sessions.ts';

/** The shapes that an import hands over (see files/import-campaign.ts); plain data, checked there. */
export interface FactionToWrite {
  name: string;
  factionType: NonNullable<RecordInput<typeof ENTITY>['factionType']>;
  originalType: string;
  hold: 'weak' | 'strong';
  reputation: number;
  power: number;
  attitude: 'Hostile' | 'Neutral' | 'Friendly';
  territory: string;
  notes: readonly NoteNode[];
}
export interface SessionToWrite {
  externalId: string;
  fields: Readonly<Record<string, unknown>>;
  lists: Readonly<Record<string, readonly string[]>>;
  players: readonly {
    externalId: string;
    name: string;
    characterIds: readonly string[];
    attended: boolean | null;
    arrivedLate: boolean | null;
    leftEarly: boolean | null;
  }[];
  notes: Readonly<Partial<Record<'summary' | 'notes' | 'next', readonly NoteNode[]>>>;
  events: readonly {
    externalId: string;
    eventType: string;
    name: string;
    category: 'combat' | 'exploration' | 'social' | 'other';
    character: string;
    npc: string;
    participants: Readonly<Record<string, string>>;
    details: Readonly<Record<string, unknown>>;
    at: number | null;
    gameTime: number | null;
    gameTimeText: string;
  }[];
  scenes: readonly (Pick<
    Scene,
    | 'externalId'
    | 'title'
    | 'sceneType'
    | 'status'
    | 'objective'
    | 'brief'
    | 'entityIds'
    | 'systemData'
    | 'source'
    | 'confidence'
  > & { gmNotes: string; connections: readonly Omit<SceneConnection, 'id'>[] })[];
  suggestions: readonly {
    suggestionType: NonNullable<RecordInput<typeof SUGGESTION>['suggestionType']>;
    title: string;
    quote: string;
    reason: string;
    proposal: unknown;
  }[];
}

/** One faction per element (M-001). One that is there already, by name, is left as it is. Gives the ids made. */
export const importFactions = (
  docs: CampaignDocs,
  factions: readonly FactionToWrite[],
): Result<string[], NotWritable> => docs.group('Import factions', () => writeFactions(docs, factions));

const writeFactions = (docs: CampaignDocs, factions: readonly FactionToWrite[]): Result<string[], NotWritable> => {
  const made: string[] = [];
  for (const { name, notes, originalType, reputation, ...fields } of factions) {
    const created = createEntity(docs, {
      name,
      entityType: 'faction',
      source: 'import',
      importedType: originalType,
      ...fields,
    });
    if (!created.ok) {
      if (
        created.error.type === 'NotHereYet' ||
        created.error.type === 'WrittenByNewer' ||
        created.error.type === 'Completed'
      )
        return err(created.error);
      continue;
    }
    made.push(created.value);
    if (reputation !== 0)
      stepCounter(docs, docs.ledger, ENTITY, created.value, 'reputation', { to: reputation }, 'Imported');
    if (notes.length > 0) fillNote(docs.ledger, noteName(created.value, 'gm_notes'), notes);
  }
  return { ok: true, value: made };
};

const idOf = (docs: CampaignDocs, kind: string, externalId: string): string =>
  isId(externalId) ? externalId : derivedId(kind, docs.campaignId, externalId);

/** Somebody named in a file: by id, by name, or made anew. */
const characterOf = (docs: CampaignDocs, word: string, entityType: 'pc' | 'npc'): string => {
  if (word === '') return '';
  const target = nameIndexOf(docs).resolve(word);
  if (target.type === 'resolved') return target.id;
  const id = idOf(docs, 'character', word);
  if (getRecord(docs.ledger, ENTITY, id)) return id;
  const made = createEntity(docs, {
    id,
    name: word,
    entityType,
    externalId: word,
    source: 'import',
    evenIfTaken: true,
  });
  return made.ok ? made.value : '';
};

const sessionIdOf = (docs: CampaignDocs, imported: Pick<SessionToWrite, 'externalId' | 'fields'>): string =>
  idOf(
    docs,
    'session',
    imported.externalId || `${String(imported.fields['number'] ?? '')}:${String(imported.fields['title'] ?? '')}`,
  );

// Fields and lists of the file that say something else than the session here does; its number is its own.
const differing = (
  there: Record<string, unknown>,
  imported: Pick<SessionToWrite, 'fields' | 'lists'>,
): { name: string; isFree: boolean }[] =>
  Object.entries({ ...imported.fields, ...imported.lists }).flatMap(([name, value]) => {
    const here = Array.isArray(there[name])
      ? (there[name] as unknown[]).map((v) => (typeof v === 'object' && v !== null && 'text' in v ? v.text : v))
      : there[name];
    if (name === 'number' || JSON.stringify(here) === JSON.stringify(value)) return [];
    return [
      {
        name,
        isFree:
          JSON.stringify(there[name]) ===
          JSON.stringify((SESSION.fields as Record<string, { empty: unknown }>)[name]?.empty),
      },
    ];
  });

/** True where the session is here and the file says otherwise of something that is filled in here. */
export const readsOtherwise = (
  docs: CampaignDocs,
  imported: Pick<SessionToWrite, 'externalId' | 'fields' | 'lists'>,
): boolean => {
  const there = getSession(docs, sessionIdOf(docs, imported));
  return there ? differing(there as unknown as Record<string, unknown>, imported).some((d) => !d.isFree) : false;
};

/** Writes one session with its people, events, scenes and suggestions; adds to the one that an earlier file made. Gives its id, and the way back of words that went below others. `filesFirst`: of a session that is here, what is filled in takes the file's word too; the record's history keeps what lost. */
export const importSession = (
  docs: CampaignDocs,
  imported: SessionToWrite,
  filesFirst = true,
): Promise<Result<{ id: string } & Imported, NotWritable | StorageError | { type: string }>> =>
  docs.group('Import session', () => writeSession(docs, imported, filesFirst));

const writeSession = async (
  docs: CampaignDocs,
  imported: SessionToWrite,
  filesFirst: boolean,
): Promise<Result<{ id: string } & Imported, NotWritable | StorageError | { type: string }>> => {
  const id = sessionIdOf(docs, imported);
  const fields = imported.fields as RecordInput<typeof SESSION>;
  const there = getSession(docs, id);
  let lists = imported.lists;
  if (!there) {
    // A number that is taken moves up, as after a merge: an import never pushes another session aside.
    const sessions = listSessions(docs);
    const number =
      fields.number !== undefined && !sessions.some((s) => s.shownNumber === fields.number)
        ? fields.number
        : nextSessionNumber(sessions);
    const created = createSession(docs, { ...fields, id, number, externalId: imported.externalId });
    if (!created.ok) return created;
  } else {
    // It keeps the number it was given, and what is filled in unless the file goes first.
    const stays = new Set(
      differing(there as unknown as Record<string, unknown>, imported)
        .filter((d) => !filesFirst && !d.isFree)
        .map((d) => d.name),
    );
    lists = Object.fromEntries(Object.entries(imported.lists).filter(([name]) => !stays.has(name)));
    const edited = editRecord(
      docs,
      docs.ledger,
      SESSION,
      id,
      { ...Object.fromEntries(Object.entries(fields).filter(([name]) => !stays.has(name))), number: there.number },
      'Import session',
    );
    if (!edited.ok) return err(edited.error);
  }
  for (const [name, words] of Object.entries(lists)) {
    const edited = editRecord(docs, docs.ledger, SESSION, id, { [name]: words }, 'Import session');
    if (!edited.ok) return err(edited.error);
  }
  for (const player of imported.players) {
    const playerId = idOf(docs, 'player', player.externalId);
    if (!getRecord(docs.ledger, PLAYER, playerId)) {
      const made = docs.edit(`Add player ${player.name}`, [docs.ledger], (edit) =>
        writeNew(docs, edit, docs.ledger, PLAYER, playerId, {
          name: player.name || 'Player',
          externalId: player.externalId,
        }),
      );
      if (!made.ok) return made;
    }
    const marked = setAttendance(docs, id, {
      playerId,
      attended: player.attended ?? there?.attended.includes(playerId) ?? false,
      ...(player.arrivedLate === null ? {} : { arrivedLate: player.arrivedLate }),
      ...(player.leftEarly === null ? {} : { leftEarly: player.leftEarly }),
      ...(player.characterIds.length > 0
        ? { characterIds: player.characterIds.map((c) => characterOf(docs, c, 'pc')) }
        : {}),
    });
    if (!marked.ok) return marked;
  }
  // The same file twice says its words once.
  const texts = Object.entries(imported.notes)
    .map(([name, nodes]) => ({ name: noteName(id, name), nodes }))
    .filter(
      ({ name, nodes }) => !noteLines(readNote(docs.ledger, name)).join('\n').includes(noteLines(nodes).join('\n')),
    );
  const { undo } = importIntoNotes(docs.ledger, texts, 'another tool');
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  if (!body.ok) return body;
  try {
    // Events without a time follow each other in the order of the file.
    let at =
      (imported.fields['startedAt'] as number | undefined) ??
      (imported.fields['scheduledAt'] as number | undefined) ??
      docs.nowMs();
    const people = imported.events.map((e) => ({
      characterId: characterOf(docs, e.character, 'pc'),
      npcId: characterOf(docs, e.npc, 'npc'),
    }));
    const newNotes: [string, string][] = [];
    const written = docs.edit('Import events', [body.value], (edit) => {
      imported.events.forEach((event, i) => {
        at = event.at ?? at + 1;
        const eventId = idOf(docs, 'event', event.externalId || `${id}:${i}`);
        const { eventType, name, category, participants, details, gameTime, gameTimeText } = event;
        if (!body.value.table('event').get(eventId))
          writeNew(docs, edit, body.value, TIMELINE_EVENT, eventId, {
            eventType,
            name,
            category,
            participants,
            details,
            gameTime,
            gameTimeText,
            ...people[i],
            at,
            sessionId: id,
          });
      });
      const sceneIds = imported.scenes.map((scene, i) => derivedId('scene', id, String(i), scene.title));
      // Connections name scenes by the other tool's ids, which may be numbers.
      const target = (external: string): string =>
        sceneIds[imported.scenes.findIndex((s) => s.externalId === external)] ?? external;
      imported.scenes.forEach(({ gmNotes, connections, ...scene }, i) => {
        const sceneId = sceneIds[i]!;
        if (body.value.table('scene').get(sceneId)) return;
        writeNew(docs, edit, body.value, SCENE, sceneId, {
          ...scene,
          entityIds: scene.entityIds.map((e) => idOf(docs, 'entity', e)),
          ...homeOf(docs, body.value),
          connections: Object.fromEntries(
            connections.map((c, n) => [
              derivedId('connection', sceneId, String(n)),
              {
                toSceneId: target(c.toSceneId),
                clueId: c.clueId && idOf(docs, 'entity', c.clueId),
                description: c.description,
              },
            ]),
          ),
        });
        if (gmNotes) newNotes.push([noteName(sceneId, 'gm_notes'), gmNotes]);
      });
      imported.suggestions.forEach((suggestion, i) => {
        const suggestionId = derivedId('suggestion', id, String(i), suggestion.title);
        if (!body.value.table('suggestion').get(suggestionId))
          writeNew(docs, edit, body.value, SUGGESTION, suggestionId, suggestion);
      });
    });
    if (written.ok)
      for (const [note, text] of newNotes)
        fillNote(
          body.value,
          note,
          text.split(/\n+/).map((line) => ({ type: 'paragraph', content: [{ type: 'text', text: line }] })),
        );
    return written.ok ? { ok: true, value: { id, undo } } : written;
  } finally {
    await body.value.release();
  }
};
