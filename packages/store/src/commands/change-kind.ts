// Turns an entity into a session and a session into an entity, for notes that an import filed as the other. The record
// that was there goes to the trash with all that it has.
import {
  cleanName,
  err,
  ok,
  SESSION_NOTES,
  sessionTitle,
  type EntityType,
  type NoteNode,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import { derivedId } from '../derived-id.ts';
import type { NotWritable, OpenDocument, ReadableDocument } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import type { SessionMissing } from './edit-session.ts';
import { createEntity, deleteEntity, getEntity, type EntityMissing } from './entities.ts';
import { listEvents } from './events.ts';
import { getSession, isNumberTaken } from './list-sessions.ts';
import { fillImportedNote, noteName, readNote, type UnknownContent } from './notes.ts';
import type { Refused } from './record-input.ts';
import { listScenes } from './scenes.ts';
import { createSession, deleteSession } from './sessions.ts';

/** The session has scenes or a log, which an entity cannot hold. */
export type SessionHasLog = { type: 'SessionHasLog'; id: string };

const ENTITY_TEXTS = ['description', 'gm_notes'] as const;
const NUMBER_KEY = /^(?:session[ _-]?)?(?:number|no)$|^session$|^episode$/i;
const DATE_KEY = /^(?:date|played|session[ _-]date)$/i;
const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

const readTexts = (doc: ReadableDocument, id: string, fields: readonly string[]): NoteNode[] =>
  fields.flatMap((field) => {
    const name = noteName(id, field);
    return doc.doc.share.has(name) ? readNote(doc as OpenDocument, name) : [];
  });

/** What an attribute says as a paragraph. */
const lineOf = ([key, value]: [string, unknown]): NoteNode => ({
  type: 'paragraph',
  content: [{ type: 'text', text: `${key}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}` }],
});

const asNumber = (value: unknown): number | null => {
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= 0 && number <= 9999 ? number : null;
};

/** The number, the day and the rest of what an entity's attributes say. */
const sessionFacts = (docs: CampaignDocs, attributes: Readonly<Record<string, unknown>>) => {
  const entries = Object.entries(attributes);
  const number = entries.find(
    ([key, value]) => NUMBER_KEY.test(key) && asNumber(value) !== null && !isNumberTaken(docs, '', asNumber(value)!),
  );
  const date = entries.find(([key, value]) => DATE_KEY.test(key) && ISO_DAY.test(String(value)));
  return {
    number: number ? asNumber(number[1]) : null,
    date: date ? String(date[1]) : '',
    rest: entries.filter((entry) => entry !== number && entry !== date),
  };
};

/**
 * The id of what a record becomes: two GMs who do it apart make one record. One that was made before, and may be in the
 * trash by now, keeps its id, and the record gets another.
 */
const idFor = (docs: CampaignDocs, kind: 'session' | 'entity', id: string): string => {
  const derived = derivedId('change-kind', docs.campaignId, kind, id);
  return docs.ledger.table(kind).get(derived) ? docs.newId() : derived;
};

/**
 * Makes a played session of an entity: its name is the title, its texts are the notes. It waits in Wrap-up, as an
 * imported log does. Gives the id of the session.
 */
export const entityToSession = async (
  docs: CampaignDocs,
  id: string,
): Promise<Result<string, NotWritable | UnknownContent | StorageError | Refused | EntityMissing>> => {
  const entity = getEntity(docs, id);
  if (!entity) return err({ type: 'EntityMissing', id });
  const { number, date, rest } = sessionFacts(docs, entity.attributes);
  return docs.group(`Make ${entity.name} a session`, async (grouped) => {
    const made = createSession(grouped, {
      id: idFor(docs, 'session', id),
      ...(number === null ? {} : { number }),
      title: entity.name,
      date,
      tags: [...entity.tags],
      externalId: entity.externalId,
      status: 'completed',
      stage: 'wrap_up',
    });
    if (!made.ok) return made;
    const body = await grouped.open({ kind: 'session', campaignId: docs.campaignId, sessionId: made.value });
    if (!body.ok) return body;
    try {
      const words = readTexts(docs.ledger, id, ENTITY_TEXTS);
      const filled = fillImportedNote(body.value, noteName(made.value, 'actual_notes'), words);
      if (!filled.ok) return filled;
      const kept = fillImportedNote(grouped.ledger, noteName(made.value, 'notes'), rest.map(lineOf));
      if (!kept.ok) return kept;
    } finally {
      await body.value.release();
    }
    const deleted = deleteEntity(grouped, id);
    return deleted.ok ? made : deleted;
  });
};

/** The notes of a session in the order in which they were written; null where it has scenes or a log. */
const readSessionNotes = async (
  docs: CampaignDocs,
  id: string,
): Promise<Result<NoteNode[] | null, NotWritable | StorageError>> => {
  const body = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: id });
  if (!body.ok) return body;
  try {
    if (listEvents(body.value).length + listScenes(body.value).length > 0) return ok(null);
    return ok(readTexts(body.value, id, SESSION_NOTES));
  } finally {
    await body.value.release();
  }
};

/**
 * Makes an entity of a session that has neither scenes nor a log: its notes become GM notes; number and date become
 * attributes. Gives the id of the entity.
 */
export const sessionToEntity = async (
  docs: CampaignDocs,
  id: string,
  entityType: EntityType,
): Promise<Result<string, NotWritable | UnknownContent | StorageError | Refused | SessionMissing | SessionHasLog>> => {
  const session = getSession(docs, id);
  if (!session || session.deleted) return err({ type: 'SessionMissing', id });
  const notes = await readSessionNotes(docs, id);
  if (!notes.ok) return notes;
  if (notes.value === null) return err({ type: 'SessionHasLog', id });
  const words = [...notes.value, ...readTexts(docs.ledger, id, ['summary', 'notes', 'next'])];
  const name = cleanName(session.title) ?? sessionTitle(session);
  return docs.group(`Make ${name} an entity`, async (grouped) => {
    const made = createEntity(grouped, {
      id: idFor(docs, 'entity', id),
      name,
      entityType,
      tags: [...session.tags],
      attributes: { session: session.shownNumber, ...(session.date ? { date: session.date } : {}) },
      externalId: session.externalId,
      evenIfTaken: true,
    });
    if (!made.ok) return made as Result<string, Refused>;
    const filled = fillImportedNote(grouped.ledger, noteName(made.value, 'gm_notes'), words);
    if (!filled.ok) return filled;
    const deleted = await deleteSession(grouped, id);
    return deleted.ok ? (made as Result<string, Refused>) : deleted;
  });
};
