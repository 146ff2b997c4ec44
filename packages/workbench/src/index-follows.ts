// The property that the index follows the documents: after any changes, by any command, undone or merged from another
// device, an index that was updated equals one filled from scratch. Nothing here needs Node, so that the property is
// checked where the app keeps its index: in a worker of a browser.
import { encodeStateAsUpdate } from 'yjs';
import { currencyOf, type ReadRecord, type RecordChange, type TimelineEvent } from '@emberkeep/domain';
import { createRandom, type Random } from '@emberkeep/domain/testing';
import {
  applyChanges,
  catchUp,
  emptyIndex,
  fillIndex,
  hashesOf,
  replaceBody,
  type Database,
  type StaticModel,
} from '@emberkeep/search';
import {
  campaignOf,
  applySessionRule,
  createCampaign,
  createEntity,
  createScene,
  createSession,
  eventsAmong,
  joinEntities,
  listSessions,
  logEvent,
  readAll,
  readBatch,
  readJoins,
  readSessions,
  type CampaignDocs,
  type ReadableDocument,
} from '@emberkeep/store';
import {
  addSampleRecords,
  bodyOf,
  CAMPAIGN_ID,
  COMMAND_CASES,
  createTestDevices,
  meet,
  value,
} from '@emberkeep/store/testing';

export const INDEX_TABLES = [
  'campaigns',
  'users',
  'sessions',
  'players',
  'chapters',
  'entities',
  'factions',
  'progress_clocks',
  'relationships',
  'entity_log',
  'goals',
  'consequences',
  'session_events',
  'scenes',
  'session_chat_messages',
  'passages',
  'passage_vectors',
  'vocabulary',
];

/**
 * Two empty databases with the schema, and the model that makes vectors. They may be used for one seed after another.
 */
export interface Indexes {
  updated: Database;
  fresh: Database;
  model: StaticModel;
}

/** Every row of every table as text, by table. */
type Rows = Record<string, unknown[]>;

export interface IndexesAfter {
  updated: Rows;
  fresh: Rows;
}

const contextOf = (docs: CampaignDocs) => ({
  campaignId: CAMPAIGN_ID,
  currency: currencyOf(campaignOf(docs)),
  joins: readJoins(docs.ledger),
});

/** A session as its log tells it, with its body. */
const sessionReads = async (docs: CampaignDocs, sessionId: string): Promise<ReadRecord[]> => {
  const body = await bodyOf(docs, sessionId);
  const reads = [...readAll(body)];
  await body.release();
  return [...readSessions(docs, undefined, () => eventsAmong(reads), new Set([sessionId])), ...reads];
};

/** The logs of all sessions, as the app's cache of what it derived holds them. */
const logsOf = async (docs: CampaignDocs): Promise<Map<string, readonly TimelineEvent[]>> => {
  const logs = new Map<string, readonly TimelineEvent[]>();
  for (const { id } of listSessions(docs)) logs.set(id, eventsAmong(await sessionReads(docs, id)));
  return logs;
};

const stateOf = ({ doc }: ReadableDocument): string => encodeStateAsUpdate(doc).join(' ');

/** The state of each document by room, as the app has it from its disk. */
const statesOf = async (docs: CampaignDocs): Promise<Map<string, string>> => {
  const states = new Map([[docs.ledger.room, stateOf(docs.ledger)]]);
  for (const { id } of listSessions(docs)) {
    const body = await bodyOf(docs, id);
    states.set(body.room, stateOf(body));
    await body.release();
  }
  return states;
};

const fill = async (db: Database, docs: CampaignDocs, model: StaticModel): Promise<void> => {
  await emptyIndex(db);
  const [states, ledger] = [await statesOf(docs), [...readAll(docs.ledger)]];
  const [context, sessions] = [contextOf(docs), readSessions(docs, undefined, () => null)];
  await fillIndex(
    db,
    {
      context,
      ledger,
      bodies: sessions.map((s) => () => sessionReads(docs, s.id)),
      origins: () => ({ documents: states, records: hashesOf(context, [...ledger, ...sessions]) }),
    },
    model,
  );
};

/** Catches an index up as the app does when it starts; fills it anew where that is refused. */
const catchUpOrFill = async (db: Database, docs: CampaignDocs, model: StaticModel): Promise<void> => {
  await db.query(`UPDATE index_state SET phase = 'filling'`);
  const load = async () => ({
    context: contextOf(docs),
    ledger: [...readAll(docs.ledger)],
    sessions: readSessions(docs, undefined, () => null),
    body: ({ id }: ReadRecord) => sessionReads(docs, id),
  });
  if (!(await catchUp(db, docs.ledger.room, await statesOf(docs), load, model))) await fill(db, docs, model);
};

const everything = async (db: Database): Promise<Rows> => {
  const all: Rows = {};
  for (const table of INDEX_TABLES)
    all[table] = (
      await db.query<{ row: string }>(`SELECT (to_jsonb(t) - 'write_order')::text AS row FROM ${table} t ORDER BY 1`)
    ).rows.map((r) => r.row);
  return all;
};

/** Applies the changes that came since the last call; now and then twice, which must change nothing. */
const createUpdater = (docs: CampaignDocs, { updated, model }: Indexes, random: Random) => {
  const pending: RecordChange[] = [];
  docs.onChange((changes) => void pending.push(...changes));
  return async (): Promise<void> => {
    const logs = await logsOf(docs);
    const batch = readBatch(docs, pending.splice(0), undefined, (id) => logs.get(id) ?? null);
    const back = await applyChanges(updated, batch.changes, contextOf(docs), model);
    for (const id of new Set([...back, ...batch.closedBodies]))
      await replaceBody(updated, id, await sessionReads(docs, id), contextOf(docs), model);
    if (random.chance(0.2)) await applyChanges(updated, batch.changes, contextOf(docs), model);
  };
};

const WORDS = ['ferry', 'lantern', 'Rook', 'salt', 'bell', 'oath'];

/**
 * Lets two devices issue 30 random commands, and returns what the two indexes hold afterwards. With `closed` the app is
 * closed before the last third of them, and the index is caught up at its next start.
 */
export const indexesAfterRandomCommands = async (
  seed: number,
  indexes: Indexes,
  closed = false,
): Promise<IndexesAfter> => {
  const random = createRandom(seed);
  const devices = createTestDevices(seed);
  const [docs, other] = [await devices.device('a'), await devices.device('b')];
  value(createCampaign(docs, { name: 'Index', system: 'dnd-5e' }));
  const sessions = [value(createSession(docs, { title: 'one' })), value(createSession(docs, { title: 'two' }))];
  // No command is given this one: some session is left whatever is deleted.
  value(createSession(docs, { title: 'three' }));
  const body = await bodyOf(docs, sessions[0]!);
  addSampleRecords(docs, body);
  await meet(docs, other);
  await fill(indexes.updated, docs, indexes.model);

  const update = createUpdater(docs, indexes, random);
  for (let step = 0; step < 30; step++) {
    devices.time.advance(1000 + random.int(5000));
    const who = random.next() < 0.75 ? docs : other;
    const sessionBody = await bodyOf(who, random.pick(sessions));
    if (random.chance(0.12)) await who.undo();
    else
      await random.pick(Object.values(COMMAND_CASES))({
        docs: who,
        body: sessionBody,
        random,
        word: () => `${random.pick(WORDS)} ${random.int(90)}`,
      });
    await sessionBody.release();
    if (random.chance(0.15)) await meet(docs, other);
    if (random.chance(0.3) && !(closed && step >= 20)) await update();
  }
  await meet(docs, other);
  if (closed) await catchUpOrFill(indexes.updated, docs, indexes.model);
  else await update();
  await fill(indexes.fresh, docs, indexes.model);
  await body.release();
  return { updated: await everything(indexes.updated), fresh: await everything(indexes.fresh) };
};

/**
 * What the index has of an entity that is joined with another one after a session with it was completed, and of the
 * undo.
 */
export const indexesAfterJoin = async (
  indexes: Indexes,
): Promise<{ joined: IndexesAfter; parted: IndexesAfter; keptId: string; otherId: string }> => {
  const devices = createTestDevices(1);
  const docs = await devices.device('a');
  value(createCampaign(docs, { name: 'Index', system: 'dnd-5e' }));
  const keptId = value(createEntity(docs, { name: 'Odile Marsh', entityType: 'npc' }));
  devices.time.advance(1000);
  const otherId = value(createEntity(docs, { name: 'The Heron', entityType: 'npc' }));
  const sessionId = value(createSession(docs, { title: 'one' }));
  const body = await bodyOf(docs, sessionId);
  value(createScene(docs, body, { title: 'Quay', entityIds: [otherId] }));
  value(logEvent(docs, body, { eventType: 'npc_introduced', npcId: otherId, participants: { actor: otherId } }));
  value(applySessionRule(docs, sessionId, 'markCompleted'));
  await fill(indexes.updated, docs, indexes.model);
  const update = createUpdater(docs, indexes, createRandom(1));
  const compare = async (): Promise<IndexesAfter> => {
    await update();
    await fill(indexes.fresh, docs, indexes.model);
    return { updated: await everything(indexes.updated), fresh: await everything(indexes.fresh) };
  };
  value(await joinEntities(docs, [keptId, otherId]));
  const joined = await compare();
  await docs.undo();
  const parted = await compare();
  await body.release();
  return { joined, parted, keptId, otherId };
};
