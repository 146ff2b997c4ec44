// Reads what this device derived from its documents: answers over every session without opening one.
import { appendAll, roomOf, type TimelineEvent } from '@emberkeep/domain';
import {
  backlinksTo,
  isHere,
  keysStartingWith,
  listEvents,
  listSessions,
  roomsUnder,
  type Backlink,
  type BodySnapshots,
  type CampaignDocs,
  type DerivedRow,
  type DeviceDatabase,
} from '@emberkeep/store';

/** A row that cannot be read counts as not derived yet. */
export class DerivedReader {
  readonly #prefix: string;

  constructor(
    private readonly db: DeviceDatabase,
    private readonly docs: CampaignDocs,
    private readonly snapshots: BodySnapshots,
  ) {
    this.#prefix = `campaign/${docs.campaignId}`;
  }

  /** Where an entity of these names is linked, in every document of this device, open or not. */
  async backlinks(names: readonly string[]): Promise<Backlink[]> {
    // Rows that cannot be read count as not derived yet.
    const rows = await this.db.derived.getAll(roomsUnder(this.#prefix)).catch(() => []);
    return backlinksTo(rows, names);
  }

  /** Sessions in which an event or a scene names the entity. */
  async sessionsNaming(entityId: string): Promise<DerivedRow[]> {
    // Rows that cannot be read count as not derived yet.
    const rows = await this.db.derived.getAllBy('entityIds', entityId).catch(() => []);
    return rows.filter((row) => row.room.startsWith(`${this.#prefix}/`));
  }

  /** Undefined until the session was derived, and when the cache cannot be read. */
  async session(sessionId: string): Promise<DerivedRow | undefined> {
    return this.db.derived.get(`${this.#prefix}/session/${sessionId}`).catch(() => undefined);
  }

  /** The events of one session, from memory where it is open; null where its log is not on this device. */
  async eventsOf(sessionId: string): Promise<readonly TimelineEvent[] | null> {
    const open = this.docs.peek({ kind: 'session', campaignId: this.docs.campaignId, sessionId });
    // An open document that has not arrived is empty, which tells nothing about its log.
    if (open && isHere(open.doc)) return listEvents(open);
    return (await this.session(sessionId))?.events ?? null;
  }

  /**
   * The events of all sessions that `isWanted` accepts, from memory where a session is open. Rows are read one by one:
   * there may be 300.
   */
  async eventsWhere(isWanted: (event: TimelineEvent) => boolean): Promise<TimelineEvent[]> {
    const { campaignId } = this.docs;
    const rooms = new Set(
      listSessions(this.docs, this.snapshots)
        .filter((session) => !session.deleted)
        .map((session) => roomOf({ kind: 'session', campaignId, sessionId: session.id })),
    );
    const open = this.docs.openDocuments().filter(({ room }) => rooms.has(room));
    const openRooms = new Set(open.map(({ room }) => room));
    const found: TimelineEvent[] = open.flatMap((body) => listEvents(body).filter(isWanted));
    // Of a cache that cannot be read, the events of open sessions remain.
    await this.db.derived
      .each(keysStartingWith(`${this.#prefix}/session/`), (row) => {
        if (rooms.has(row.room) && !openRooms.has(row.room)) appendAll(found, row.events.filter(isWanted));
      })
      .catch(() => undefined);
    return found;
  }
}
