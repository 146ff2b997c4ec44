// Writes a session that an import read from another tool's file: its entry in the ledger, its players, its texts
// and its body. A file about a session that exists adds to it.
import {
  err,
  nextSessionNumber,
  noteLines,
  ok,
  PLAYER,
  SESSION,
  type NoteNode,
  type RecordInput,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { NotWritable } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { writeImportedBody } from './import-session-body.ts';
import { importedCharacterId, importedId } from './imported-ids.ts';
import { importIntoNotes, noteName, readNote, type UndoableText } from './notes.ts';
import { getRecord } from './read-records.ts';
import { editRecord } from './records.ts';
import { writeNew } from './write-record.ts';
import type { PlayerToWrite, SessionToWrite } from './session-to-write.ts';
import { getSession, listSessions, type ListedSession } from './list-sessions.ts';
import { setAttendance } from './session-attendance.ts';
import { createSession } from './sessions.ts';

type Refusal = NotWritable | StorageError | { type: string };
type ImportedFields = Pick<SessionToWrite, 'fields' | 'lists'>;

const sessionIdOf = (
  docs: CampaignDocs,
  { externalId, fields }: Pick<SessionToWrite, 'externalId' | 'fields'>,
): string =>
  importedId(docs, 'session', externalId || `${String(fields['number'] ?? '')}:${String(fields['title'] ?? '')}`);

const defaultOf = (field: string): unknown => (SESSION.fields as Record<string, { empty: unknown }>)[field]?.empty;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A value as a file would hold it: lists without the ids of their items. */
const asImported = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map((item: unknown) => (typeof item === 'object' && item !== null && 'text' in item ? item.text : item))
    : value;

/**
 * Fields and lists in which the file differs from the session here, except its number: a session keeps the number it
 * has. `isEmptyHere` is true when nothing is filled in here.
 */
const differingFields = (
  existing: ListedSession,
  { fields, lists }: ImportedFields,
): { name: string; isEmptyHere: boolean }[] => {
  // reason for the cast: fields are looked up by the file's names
  const here = existing as unknown as Readonly<Record<string, unknown>>;
  return Object.entries({ ...fields, ...lists })
    .filter(([name, value]) => name !== 'number' && !same(asImported(here[name]), value))
    .map(([name]) => ({ name, isEmptyHere: same(here[name], defaultOf(name)) }));
};

/** True when the session exists and the file differs in something that is filled in here. */
export const differsFromFile = (
  docs: CampaignDocs,
  imported: Pick<SessionToWrite, 'externalId' | 'fields' | 'lists'>,
): boolean => {
  const existing = getSession(docs, sessionIdOf(docs, imported));
  return existing ? differingFields(existing, imported).some((field) => !field.isEmptyHere) : false;
};

/** An import never renumbers another session: a number that is taken becomes the next free one. */
const freeNumber = (docs: CampaignDocs, wanted: number | undefined): number => {
  const sessions = listSessions(docs);
  const isFree = wanted !== undefined && !sessions.some((session) => session.shownNumber === wanted);
  return isFree ? wanted : nextSessionNumber(sessions);
};

const without = <T>(values: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));

const editImported = (docs: CampaignDocs, id: string, fields: RecordInput<typeof SESSION>): Result<void, Refusal> => {
  const edited = editRecord(docs, { doc: docs.ledger, spec: SESSION, id, fields, label: 'Import session' });
  return edited.ok ? edited : err(edited.error);
};

const writeLists = (docs: CampaignDocs, id: string, lists: SessionToWrite['lists']): Result<void, Refusal> => {
  for (const [name, items] of Object.entries(lists)) {
    const written = editImported(docs, id, { [name]: items });
    if (!written.ok) return written;
  }
  return ok(undefined);
};

const createImported = (docs: CampaignDocs, id: string, imported: SessionToWrite): Result<void, Refusal> => {
  const fields = imported.fields as RecordInput<typeof SESSION>;
  const number = freeNumber(docs, fields.number);
  const created = createSession(docs, { ...fields, id, number, externalId: imported.externalId });
  return created.ok ? writeLists(docs, id, imported.lists) : created;
};

/** Fields of an existing session: what is filled in here stays, unless the file goes first. */
const updateExisting = (
  docs: CampaignDocs,
  existing: ListedSession,
  imported: SessionToWrite,
  preferFile: boolean,
): Result<void, Refusal> => {
  const kept = preferFile ? [] : differingFields(existing, imported).filter((field) => !field.isEmptyHere);
  const keptNames = new Set(kept.map((field) => field.name));
  const fields = { ...without(imported.fields, keptNames), number: existing.number };
  const edited = editImported(docs, existing.id, fields);
  return edited.ok ? writeLists(docs, existing.id, without(imported.lists, keptNames)) : edited;
};

const writePlayer = (docs: CampaignDocs, playerId: string, player: PlayerToWrite): Result<void, NotWritable> => {
  if (getRecord(docs.ledger, PLAYER, playerId)) return ok(undefined);
  return docs.edit(`Add player ${player.name}`, [docs.ledger], (edit) =>
    writeNew(docs, edit, docs.ledger, PLAYER, playerId, {
      name: player.name || 'Player',
      externalId: player.externalId,
    }),
  );
};

const writePlayers = (
  docs: CampaignDocs,
  sessionId: string,
  players: readonly PlayerToWrite[],
  existing: ListedSession | null,
): Result<void, Refusal> => {
  for (const player of players) {
    const playerId = importedId(docs, 'player', player.externalId);
    const written = writePlayer(docs, playerId, player);
    if (!written.ok) return written;
    const { arrivedLate, leftEarly, characterIds } = player;
    const marked = setAttendance(docs, sessionId, {
      playerId,
      attended: player.attended ?? existing?.attended.includes(playerId) ?? false,
      ...(arrivedLate === null ? {} : { arrivedLate }),
      ...(leftEarly === null ? {} : { leftEarly }),
      ...(characterIds.length > 0
        ? { characterIds: characterIds.map((name) => importedCharacterId(docs, name, 'pc')) }
        : {}),
    });
    if (!marked.ok) return marked;
  }
  return ok(undefined);
};

const plainText = (nodes: readonly NoteNode[]): string => noteLines(nodes).join('\n');

/** Adds the file's texts below the ones here; a text that is already part of a note is not added again. */
const writeTexts = (docs: CampaignDocs, id: string, notes: SessionToWrite['notes']): UndoableText => {
  const texts = Object.entries(notes)
    .map(([name, nodes]) => ({ name: noteName(id, name), nodes }))
    .filter(({ name, nodes }) => !plainText(readNote(docs.ledger, name)).includes(plainText(nodes)));
  return importIntoNotes(docs.ledger, texts, 'another tool');
};

const writeSession = async (
  docs: CampaignDocs,
  imported: SessionToWrite,
  preferFile: boolean,
): Promise<Result<{ id: string } & UndoableText, Refusal>> => {
  const id = sessionIdOf(docs, imported);
  const existing = getSession(docs, id);
  const entry = existing ? updateExisting(docs, existing, imported, preferFile) : createImported(docs, id, imported);
  if (!entry.ok) return entry;
  const players = writePlayers(docs, id, imported.players, existing);
  if (!players.ok) return players;
  const { undo } = writeTexts(docs, id, imported.notes);
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  if (!body.ok) return body;
  try {
    const written = writeImportedBody(docs, body.value, id, imported);
    return written.ok ? ok({ id, undo }) : written;
  } finally {
    await body.value.release();
  }
};

/**
 * Writes one session with its players, texts, events, scenes and suggestions; a session that an earlier import made
 * is added to. One undo step, except for the texts, which `undo` of the result takes back.
 *
 * @param preferFile whether the file replaces fields that are filled in here; the record's revisions keep what it
 *   replaced
 */
export const importSession = (
  docs: CampaignDocs,
  imported: SessionToWrite,
  preferFile = true,
): Promise<Result<{ id: string } & UndoableText, Refusal>> =>
  docs.group('Import session', (grouped) => writeSession(grouped, imported, preferFile));
