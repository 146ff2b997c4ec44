// Joins two entities that are one: two GMs who work apart may each make it. What referred to either refers to the one
// that is kept; the other is deleted, and says which one it became. The older one is kept, so that two GMs who join
// them apart do the same.
import {
  ALL_RECORDS,
  ENTITY,
  ENTITY_TEXTS,
  err,
  eventParticipants,
  HANDOUT,
  isEmptyNote,
  isKnownToPlayers,
  MAP,
  mapPins,
  mapZones,
  ok,
  RELATIONSHIP,
  SESSION,
  storedKey,
  TIMELINE_EVENT,
  type NoteNode,
  type Result,
} from '@emberkeep/domain';
import type { CampaignDocs } from '../campaign-docs.ts';
import type { Edit } from '../edit.ts';
import { appendImported } from '../imported-text.ts';
import type { NotWritable, OpenDocument } from '../open-document.ts';
import type { StorageError } from '../persistence/persistence.ts';
import { isSameJson } from '../plain-value.ts';
import { undoable } from '../undoable-text.ts';
import { deleteEntity, getEntity, type EntityMissing, type ListedEntity } from './entities.ts';
import { writeEntityName } from './entity-names.ts';
import { mayPlayersRead } from './joins.ts';
import { listSessions } from './list-sessions.ts';
import { noteName, readNote, writableNote, type UnknownContent } from './notes.ts';
import { listRecords, type Spec } from './read-records.ts';
import type { RecordMissing, Refused } from './record-input.ts';
import { deleteRecord } from './records.ts';
import { writeFields } from './write-record.ts';

/** The two entities of a join. */
interface Joined {
  kept: ListedEntity;
  other: ListedEntity;
}

/** What is not joined like other fields: names, who knows of it, and where it came from. */
const OWN_FIELDS = new Set([
  'name',
  'aliases',
  'shownAliases',
  'isKnown',
  'joinedInto',
  'joinedOpenly',
  'externalId',
  'importedType',
  'confidence',
  'createdAt',
  'createdBy',
]);

const isOlder = (a: ListedEntity, b: ListedEntity): boolean =>
  a.createdAt !== b.createdAt ? a.createdAt < b.createdAt : a.id < b.id;

/** Which of two entities a join keeps: the older one. Null when one is missing, or both are one. */
const readJoin = (docs: CampaignDocs, ids: readonly [string, string]): Joined | null => {
  const [a, b] = [getEntity(docs, ids[0]), getEntity(docs, ids[1])];
  if (!a || !b || a.id === b.id) return null;
  return isOlder(a, b) ? { kept: a, other: b } : { kept: b, other: a };
};

/** The kept one as players would know it then: with some types they know an entity by its type. */
const wouldBeKnown = (kept: ListedEntity, fields: Partial<ListedEntity>): boolean =>
  !isKnownToPlayers(kept) && isKnownToPlayers({ ...kept, ...fields });

/** Fields for the GM whose entity is named to players all the same: a portrait has the name of whom it shows. */
const NAMED_TO_PLAYERS: ReadonlySet<unknown> = new Set([HANDOUT.fields.portraitOf]);

/** Whether a field may say of the kept one what it said of the other: players may read it. */
const mayMove = (field: Spec['fields'][string], joined: Joined): boolean =>
  (field.audience === 'gm' && !NAMED_TO_PLAYERS.has(field)) || mayPlayersRead(joined);

/** A counter as its value: its steps are of one record. */
const plainOf = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'steps' in value && 'value' in value ? value.value : value;

const valueOf = (entity: Readonly<Record<string, unknown>>, field: string): unknown => plainOf(entity[field]);

const wordsOf = (docs: CampaignDocs, value: unknown): string => {
  if (typeof value === 'string') return getEntity(docs, value)?.name ?? value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

interface JoinedFields {
  /** What the kept one gets. */
  filled: Record<string, unknown>;
  /** What the other one said differently, a line each. */
  differing: string[];
}

const isSetOf = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields of the kept one: what it lacks is filled, sets are joined, and what differs is told. */
const joinFields = (docs: CampaignDocs, joined: Joined): JoinedFields => {
  const filled: Record<string, unknown> = {};
  const differing: string[] = [];
  for (const [name, field] of Object.entries((ENTITY as Spec).fields)) {
    if (OWN_FIELDS.has(name)) continue;
    const [before, added, empty] = [valueOf(joined.kept, name), valueOf(joined.other, name), plainOf(field.empty)];
    if (isSameJson(added, empty) || isSameJson(added, before)) continue;
    const mayFill = mayMove(field, joined) && !wouldBeKnown(joined.kept, { [name]: added });
    if (mayFill && field.form === 'members') {
      filled[name] = [...new Set([...(before as string[]), ...(added as string[])])];
    } else if (mayFill && field.form === 'entries' && isSetOf(before) && isSetOf(added)) {
      filled[name] = { ...added, ...before };
      for (const [key, value] of Object.entries(added))
        if (Object.hasOwn(before, key) && !isSameJson(before[key], value))
          differing.push(`${key}: ${wordsOf(docs, value)}`);
    } else if (mayFill && isSameJson(before, empty)) filled[name] = added;
    else if (field.input !== 'hidden') differing.push(`${field.label}: ${wordsOf(docs, added)}`);
  }
  return { filled, differing };
};

const paragraph = (text: string): NoteNode => ({ type: 'paragraph', content: [{ type: 'text', text }] });

/** What is added to the texts of the kept one, by the name of the text. */
const joinTexts = (docs: CampaignDocs, joined: Joined, differing: readonly string[]) => {
  const added: Record<(typeof ENTITY_TEXTS)[number], NoteNode[]> = { description: [], gm_notes: [] };
  for (const text of ENTITY_TEXTS) {
    const nodes = readNote(docs.ledger, noteName(joined.other.id, text));
    const isSame = isSameJson(nodes, readNote(docs.ledger, noteName(joined.kept.id, text)));
    if (isEmptyNote(nodes) || isSame) continue;
    added[mayPlayersRead(joined) ? text : 'gm_notes'].push(...nodes);
  }
  added.gm_notes.push(...differing.map(paragraph));
  return Object.entries(added)
    .filter(([, nodes]) => nodes.length > 0)
    .map(([text, nodes]) => ({ name: noteName(joined.kept.id, text), nodes }));
};

/**
 * Has every record of a document that refers to the other entity refer to the kept one. Where players would read the
 * name of the kept one for one that nobody showed them, the record stays as it is: the GM reads it through the join.
 */
const moveReferences = (doc: OpenDocument, home: Spec['home'], edit: Edit, joined: Joined): void => {
  const { kept, other } = joined;
  for (const spec of ALL_RECORDS.filter((each) => each.home === home) as readonly Spec[]) {
    const fields = Object.entries(spec.fields).filter(
      ([, field]) => field.refers === 'entity' && mayMove(field, joined),
    );
    for (const record of listRecords(doc, spec) as readonly Readonly<Record<string, unknown> & { id: string }>[]) {
      if (record.id === other.id || record['stage'] === 'completed') continue;
      for (const [name, field] of fields) {
        const key = storedKey(name, field);
        if (field.form === 'value' && record[name] === other.id)
          edit.set(doc, spec.kind, record.id, { [key]: kept.id });
        if (field.form !== 'members' || !(record[name] as readonly string[]).includes(other.id)) continue;
        edit.setEntry(doc, spec.kind, record.id, key, other.id, spec.isPacked ? false : undefined);
        edit.setEntry(doc, spec.kind, record.id, key, kept.id, true);
      }
    }
  }
  if (home === 'ledger') movePins(doc, edit, joined);
  if (!mayPlayersRead(joined)) return;
  if (home === 'body') moveParticipants(doc, edit, joined);
  else movePlayed(doc, edit, joined);
};

/** What pins and zones open. A deleted one stays as it was deleted: another target would bring it back. */
const movePins = (doc: OpenDocument, edit: Edit, joined: Joined): void => {
  const { kept, other } = joined;
  for (const map of listRecords(doc, MAP))
    for (const { id, target, isForPlayers } of [...mapPins(map), ...mapZones(map)])
      if (target?.kind === 'entity' && target.id === other.id && (!isForPlayers || mayPlayersRead(joined)))
        edit.setEntry(doc, 'map', map.id, 'targets', id, { ...target, id: kept.id });
};

/** Who played the character, in the pairs that session-attendance.ts writes. */
const movePlayed = (doc: OpenDocument, edit: Edit, { kept, other }: Joined): void => {
  for (const { id, stage, played } of listRecords(doc, SESSION)) {
    if (stage === 'completed') continue;
    for (const pair of played.filter((each) => each.endsWith(`:${other.id}`))) {
      edit.setEntry(doc, 'session', id, 'played', pair, undefined);
      edit.setEntry(doc, 'session', id, 'played', `${pair.slice(0, -other.id.length)}${kept.id}`, true);
    }
  }
};

const moveParticipants = (doc: OpenDocument, edit: Edit, { kept, other }: Joined): void => {
  for (const event of listRecords(doc, TIMELINE_EVENT)) {
    const people = Object.entries(eventParticipants(event));
    if (!people.some(([, id]) => id === other.id)) continue;
    const moved = people.map(([role, id]) => [role, id === other.id ? kept.id : id]);
    edit.setParts(doc, 'event', event.id, 'participants', Object.fromEntries(moved));
  }
};

/**
 * Whether the kept one can take the other's name: not where players know the kept one and nothing of the other, as its
 * name would be told to them.
 */
const mayTakeName = (joined: Joined): boolean => mayPlayersRead(joined) && joined.kept.name !== joined.other.name;

/**
 * The name and aliases of the other one are aliases of the kept one; what players knew of the other one's they still
 * know. With the `name` of the other one, that becomes the name of the kept one, and its own an alias of the GM's.
 */
const moveNames = (docs: CampaignDocs, edit: Edit, joined: Joined, name: string | undefined): void => {
  const { kept, other } = joined;
  if (name === other.name && mayTakeName(joined)) writeEntityName(docs, edit, kept, name);
  for (const alias of [other.name, ...other.aliases])
    if (alias !== kept.name) edit.setEntry(docs.ledger, 'entity', kept.id, ENTITY.fields.aliases.stored, alias, true);
  if (!isKnownToPlayers(other)) return;
  for (const alias of other.shownAliases)
    edit.setEntry(docs.ledger, 'entity', kept.id, ENTITY.fields.shownAliases.stored, alias, true);
};

/** Deletes what the join left over: a relationship of the kept one with itself, and one that it had already. */
const deleteLeftOver = (docs: CampaignDocs, { kept }: Joined): Result<void, Refused | RecordMissing> => {
  const seen = new Set<string>();
  for (const { id, fromId, toId, relationType, tone, note } of listRecords(docs.ledger, RELATIONSHIP)) {
    if (fromId !== kept.id && toId !== kept.id) continue;
    const key = JSON.stringify([fromId, toId, relationType, tone, note]);
    if (fromId === toId || seen.has(key)) {
      const deleted = deleteRecord(docs, docs.ledger, RELATIONSHIP, id);
      if (!deleted.ok) return deleted;
    }
    seen.add(key);
  }
  return ok(undefined);
};

const openBodies = async (docs: CampaignDocs): Promise<Result<OpenDocument[], StorageError>> => {
  const bodies: OpenDocument[] = [];
  for (const session of listSessions(docs)) {
    if (session.deleted || session.stage === 'completed') continue;
    const opened = await docs.open({ kind: 'session', campaignId: docs.campaignId, sessionId: session.id });
    if (!opened.ok) {
      await Promise.all(bodies.map((body) => body.release()));
      return opened;
    }
    // One that another device has not sent yet is read through the entity that was joined.
    if (opened.value.writable().ok) bodies.push(opened.value);
    else await opened.value.release();
  }
  return ok(bodies);
};

/** What a join would do. */
export interface JoinPlan extends Joined {
  /** What the other one says differently, which goes to the GM notes of the kept one, a line each. */
  differing: readonly string[];
  /** Which of its texts are added to the kept one's. */
  texts: readonly (typeof ENTITY_TEXTS)[number][];
  /** They are all added to the GM notes: players know the kept one and not the other. */
  isForGm: boolean;
  /** How many relationships it has. */
  relationships: number;
  /** The kept one may have the name of the other one instead of its own. */
  canTakeName: boolean;
}

/** What {@link joinEntities} would do; null when an entity is missing, or both are one. */
export const readJoinPlan = (docs: CampaignDocs, ids: readonly [string, string]): JoinPlan | null => {
  const joined = readJoin(docs, ids);
  if (!joined) return null;
  const { differing } = joinFields(docs, joined);
  return {
    ...joined,
    differing,
    canTakeName: mayTakeName(joined),
    isForGm: !mayPlayersRead(joined),
    texts: ENTITY_TEXTS.filter((text) => !isEmptyNote(readNote(docs.ledger, noteName(joined.other.id, text)))),
    relationships: listRecords(docs.ledger, RELATIONSHIP).filter(({ fromId, toId }) =>
      [fromId, toId].includes(joined.other.id),
    ).length,
  };
};

export type JoinRefused = Refused | RecordMissing | EntityMissing | StorageError | NotWritable | UnknownContent;

const writeJoin = (
  docs: CampaignDocs,
  bodies: readonly OpenDocument[],
  joined: Joined,
  name: string | undefined,
): Result<{ keptId: string }, JoinRefused> => {
  const { kept, other } = joined;
  const { ledger } = docs;
  const { filled, differing } = joinFields(docs, joined);
  const texts = joinTexts(docs, joined, differing);
  const canWriteTexts = (doc: OpenDocument): Result<unknown, NotWritable | UnknownContent> =>
    texts.map(({ name }) => writableNote(doc, name)).find((writable) => !writable.ok) ?? ok(undefined);
  const writable = canWriteTexts(ledger);
  if (!writable.ok) return writable;
  const label = `Join ${other.name} with ${kept.name}`;
  return docs.group(label, (grouped) => {
    const moved = grouped.edit(label, [ledger, ...bodies], (edit) => {
      moveNames(docs, edit, joined, name);
      writeFields({ docs, edit, doc: ledger, spec: ENTITY as Spec, id: kept.id }, filled);
      moveReferences(ledger, 'ledger', edit, joined);
      for (const body of bodies) moveReferences(body, 'body', edit, joined);
      edit.set(ledger, 'entity', other.id, { joinedInto: kept.id });
      if (mayPlayersRead(joined)) edit.setEntry(ledger, 'entity', kept.id, 'joinedOpenly', other.id, true);
    });
    if (!moved.ok) return moved;
    const types = texts.map(({ name }) => ledger.doc.getXmlFragment(name));
    const added = undoable(ledger, { types, isWritable: (now) => canWriteTexts(now).ok }, () => {
      for (const { name, nodes } of texts) appendImported(ledger.doc, name, nodes);
    });
    grouped.addTexts(added);
    // Last: what this device has written of the other one is in its mark.
    const deleted = deleteLeftOver(grouped, joined);
    const gone = deleted.ok ? deleteEntity(grouped, other.id) : deleted;
    return gone.ok ? ok({ keptId: kept.id }) : gone;
  });
};

/**
 * Joins two entities into the older one. Its texts get those of the other appended; differing values are told in its GM
 * notes. All of it is one step of undo. What a completed session says of the other entity stays as it is and is read as
 * the kept one ({@link getJoinedEntity}). `name`: which of the two names stays; the older one's if left out.
 */
export const joinEntities = async (
  docs: CampaignDocs,
  ids: readonly [string, string],
  { name }: { name?: string } = {},
): Promise<Result<{ keptId: string }, JoinRefused>> => {
  if (!readJoin(docs, ids)) return err({ type: 'EntityMissing', id: ids[1] });
  const bodies = await openBodies(docs);
  if (!bodies.ok) return bodies;
  try {
    // Read again: a co-GM may have changed them meanwhile.
    const joined = readJoin(docs, ids);
    return joined ? writeJoin(docs, bodies.value, joined, name) : err({ type: 'EntityMissing', id: ids[1] });
  } finally {
    await Promise.all(bodies.value.map((body) => body.release()));
  }
};
