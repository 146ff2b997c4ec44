// Writes changes of the documents to the index, shortly after they were made and a few at a time. A change that
// cannot be written waits, and the latest ones are written again when another tab starts a new index.
import { CHAT_MESSAGE, currencyOf, type ReadRecord, type RecordChange, type TimelineEvent } from '@emberkeep/domain';
import { applyChanges, IndexFilling, replaceBody, type RowContext, type StaticModel } from '@emberkeep/search';
import type { IndexConnection } from '@emberkeep/search/client';
import {
  campaignOf,
  changesAllSessions,
  eventsAmong,
  listSessions,
  readBatch,
  readJoins,
  readSessions,
  type BodySnapshots,
  type CampaignDocs,
  type DeviceDatabase,
} from '@emberkeep/store';
import { readLog } from '#lib/services/derived/read-log.ts';
import { later as browserLater, type Later } from '#lib/device/timers.ts';
import { readBody } from './read-body.ts';

/** A change is written this long after the last one, ms, and at most so long after the first. */
const QUIET_MS = 300;
const LONGEST_MS = 700;
/** A new leader may have read the disk before changes of this age were on it, ms. */
const RECENT_MS = 60_000;
/** How many recent changes are remembered: an import makes thousands. */
const RECENT_COUNT = 2000;
/** Changes that are read and written at once. */
const BATCH_SIZE = 150;

export interface IndexUpdatesDeps {
  docs: CampaignDocs;
  db: DeviceDatabase;
  snapshots: BodySnapshots;
  model(): Promise<StaticModel | null>;
  /** Null while the index accepts no changes. */
  connection(): IndexConnection | null;
  /** Called when changes were written. */
  onWritten(): void;
  /** Called when another tab has become the leader and fills a new index. */
  onFilling(connection: IndexConnection): void;
  nowMs?(): number;
  later?: Later;
}

const keyOf = (change: RecordChange): string => `${change.room}:${change.kind}:${change.id}`;

const batchesOf = (changes: readonly RecordChange[]): RecordChange[][] => {
  // Sessions and the campaign are written together: a change of one may change the passages of all the others.
  const isTogether = ({ kind }: RecordChange): boolean => kind === 'session' || kind === 'campaign';
  const others = changes.filter((change) => !isTogether(change));
  const batches = [changes.filter(isTogether)];
  for (let from = 0; from < others.length; from += BATCH_SIZE) batches.push(others.slice(from, from + BATCH_SIZE));
  return batches.filter((batch) => batch.length > 0);
};

export class IndexUpdates {
  /** Merged into one change a record, with all the fields that changed. */
  readonly #pending = new Map<string, RecordChange>();
  #recent: { at: number; change: RecordChange }[] = [];
  #cancel: (() => void) | null = null;
  /** When the first of the waiting changes was made, Unix ms. */
  #firstAt = 0;
  #flushing: Promise<void> = Promise.resolve();
  #isStopped = false;
  readonly #nowMs: () => number;
  readonly #later: Later;

  constructor(private readonly deps: IndexUpdatesDeps) {
    this.#nowMs = deps.nowMs ?? (() => Date.now());
    this.#later = deps.later ?? browserLater;
  }

  /** True where more than messages of the chat waits to be written. */
  get hasMoreThanChat(): boolean {
    return [...this.#pending.values()].some(({ kind }) => kind !== CHAT_MESSAGE.kind);
  }

  add(changes: readonly RecordChange[]): void {
    for (const change of changes) this.#wait(change);
    this.schedule();
  }

  /** Queues the latest changes again, for an index that may have been filled without them. */
  addRecent(): void {
    const since = this.#nowMs() - RECENT_MS;
    for (const { at, change } of this.#recent) if (at > since) this.#wait(change);
  }

  /** Schedules writing the queued changes, if the index accepts them. */
  schedule(): void {
    if (this.#isStopped || this.#pending.size === 0 || !this.deps.connection()) return;
    const now = this.#nowMs();
    if (!this.#cancel) this.#firstAt = now;
    this.#cancel?.();
    const wait = Math.max(0, Math.min(QUIET_MS, this.#firstAt + LONGEST_MS - now));
    this.#cancel = this.#later(wait, () => void this.flush());
  }

  /** Writes the queued changes now; resolves when they are in the index. */
  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = null;
    return (this.#flushing = this.#flushing.then(() => this.#flush()));
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
  }

  #wait(change: RecordChange): void {
    const key = keyOf(change);
    const waiting = this.#pending.get(key);
    const fields = waiting ? [...new Set([...waiting.fields, ...change.fields])] : change.fields;
    this.#pending.set(key, { ...change, fields });
  }

  async #flush(): Promise<void> {
    const connection = this.deps.connection();
    if (!connection || this.#isStopped || this.#pending.size === 0) return;
    const changes = this.#take();
    try {
      for (const batch of batchesOf(changes)) await this.#write(connection, batch);
    } catch (error) {
      if (this.#isStopped || this.deps.connection() !== connection) return this.add(changes);
      if (error instanceof IndexFilling) {
        changes.forEach((each) => this.#wait(each));
        return this.deps.onFilling(connection);
      }
      console.warn('a change could not be indexed', error);
      // A record that cannot be written must not keep the others of its batch out.
      for (const change of changes) await this.#write(connection, [change]).catch(() => undefined);
    }
    this.deps.onWritten();
  }

  #take(): RecordChange[] {
    const changes = [...this.#pending.values()];
    this.#pending.clear();
    const now = this.#nowMs();
    const stillRecent = this.#recent.filter(({ at }) => at > now - RECENT_MS);
    this.#recent = [...stillRecent, ...changes.map((change) => ({ at: now, change }))].slice(-RECENT_COUNT);
    return changes;
  }

  async #write(connection: IndexConnection, changes: readonly RecordChange[]): Promise<void> {
    const { docs, snapshots, model } = this.deps;
    const staticModel = await model();
    const context: RowContext = {
      campaignId: docs.campaignId,
      currency: currencyOf(campaignOf(docs)),
      joins: readJoins(docs.ledger),
    };
    const logs = await this.#logsOf(changes);
    const { changes: batch, closedBodies } = readBatch(docs, changes, snapshots, (id) => logs.get(id) ?? null);
    const staleBodies = batch.length > 0 ? await applyChanges(connection, batch, context, staticModel) : [];
    for (const sessionId of new Set([...staleBodies, ...closedBodies])) {
      const records = await this.#readSession(sessionId);
      if (records) await replaceBody(connection, sessionId, records, context, staticModel);
    }
  }

  /** The logs of sessions that these changes may write again and that are not open, from the disk. */
  async #logsOf(changes: readonly RecordChange[]): Promise<Map<string, readonly TimelineEvent[]>> {
    const { docs, db, snapshots } = this.deps;
    const ids = changes.some(changesAllSessions)
      ? listSessions(docs, snapshots).map(({ id }) => id)
      : changes.filter(({ kind }) => kind === 'session').map(({ id }) => id);
    const logs = new Map<string, readonly TimelineEvent[]>();
    for (const id of new Set(ids)) {
      const events = await readLog(docs, db, id);
      if (events) logs.set(id, events);
    }
    return logs;
  }

  /** A session as its log tells it, with its body; null where its body is not on this device. */
  async #readSession(sessionId: string): Promise<ReadRecord[] | null> {
    const { docs, db, snapshots } = this.deps;
    const body = await readBody(docs, db, sessionId);
    return body && [...readSessions(docs, snapshots, () => eventsAmong(body), new Set([sessionId])), ...body];
  }
}
