// Owns one campaign while it is on screen: its documents, what is live of them, its sync, and how saving stands.
import { err, ok, roomOf, type PlayerView, type Result, type TimelineEvent } from '@emberkeep/domain';
import {
  campaignOf,
  createDexiePersistence,
  listEvents,
  listSessions,
  openCampaignDocs,
  type Backlink,
  type CampaignDocs,
  type DerivedRow,
  type DeviceCampaign,
  type DeviceDatabase,
  type SaveState,
  type StorageError,
  backlinksTo,
} from '@emberkeep/store';
import { untrack } from 'svelte';
import { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { createSyncEngine, type SyncEngine, type SyncStatus } from '#lib/services/sync/sync-engine.ts';
import { newId } from '#lib/device/new-id.ts';
import type { CampaignIndex } from '#lib/services/search/campaign-index.svelte.ts';
import { pullFrom } from '#lib/services/sync/pull-client.ts';
import { relayAt, rotatingKey } from '#lib/services/sync/relay-client.ts';
import type { PersonHere } from '@emberkeep/sync';
import type { TablePublisher } from '#lib/services/players/view-publisher.ts';

/** Pictures are looked at this long after the campaign is complete, ms. */
const PICTURES_MS = 1500;
/** And looked for again this long after one was missing, ms. */
const PICTURES_AGAIN_MS = 15_000;

const later = (ms: number, run: () => void): void => void setTimeout(run, ms);

/** Opens a campaign's documents without sync: for creating, joining, restoring and deleting. */
export const openDocs = (
  db: DeviceDatabase,
  campaignId: string,
  deviceId: string,
  author = 'GM',
): Promise<Result<CampaignDocs, StorageError>> =>
  openCampaignDocs({
    campaignId,
    deviceId,
    author: () => author,
    persistence: createDexiePersistence(db),
    newId,
    nowMs: () => Date.now(),
    later,
  });

export class OpenCampaign {
  readonly docs: CampaignDocs;
  readonly live: LiveCampaign;
  readonly id: string;
  entry: DeviceCampaign = $state.raw({} as DeviceCampaign);
  saving: SaveState = $state.raw({ type: 'saved' });
  sync: SyncStatus = $state.raw({
    connection: null,
    toSend: 0,
    missing: 0,
    isComplete: false,
    isTableThere: false,
    syncedAt: null,
    people: [],
    socketCount: 0,
  });
  /** Search; null until somebody asked for it or the app came to rest. */
  index: CampaignIndex | null = $state.raw(null);
  #indexing: Promise<CampaignIndex> | null = null;
  #engine: SyncEngine;
  readonly #db: DeviceDatabase;
  readonly #person: PersonHere;
  readonly #snapshots = new Map<string, Uint8Array>();
  /** What players read on the relay, as this device last saw it; undefined before it looked. */
  published: PlayerView | null | undefined = $state.raw(undefined);
  #publishing: Promise<TablePublisher> | null = null;
  /** Counts up when a picture came from the relay. */
  pictures = $state(0);
  #picturesDue = true;
  #pictureTimer: ReturnType<typeof setTimeout> | undefined;

  private constructor(db: DeviceDatabase, docs: CampaignDocs, entry: DeviceCampaign, person: PersonHere) {
    this.#db = db;
    this.docs = docs;
    this.id = docs.campaignId;
    this.entry = entry;
    this.#person = person;
    this.live = new LiveCampaign(docs, (sessionId) => this.#snapshots.get(sessionId));
    this.saving = docs.queue.state();
    docs.queue.onState((state) => (this.saving = state));
    this.#engine = this.#startSync();
    void this.#loadSnapshots();
    docs.onChange((changes) => {
      if (changes.some((c) => c.kind === 'entity' && c.fields.includes('portrait'))) {
        this.#picturesDue = true;
        this.#picturesSoon();
      }
    });
  }

  static async open(
    db: DeviceDatabase,
    campaignId: string,
    person: PersonHere,
  ): Promise<Result<OpenCampaign, StorageError | { type: 'CampaignUnknown' }>> {
    let entry: DeviceCampaign | undefined;
    try {
      entry = await db.campaigns.get(campaignId);
    } catch (error) {
      return err({ type: 'StorageUnavailable', detail: String(error) });
    }
    if (!entry) return err({ type: 'CampaignUnknown' });
    const docs = await openDocs(db, campaignId, person.deviceId, person.name);
    if (!docs.ok) return docs;
    void db.campaigns.update(campaignId, { openedAt: Date.now() }).catch(() => undefined);
    return ok(new OpenCampaign(db, docs.value, entry, person));
  }

  #startSync(): SyncEngine {
    return createSyncEngine({
      docs: this.docs,
      db: this.#db,
      persistence: createDexiePersistence(this.#db),
      token: this.entry.token,
      relay: this.address,
      person: this.#person,
      heads: () => relayAt(this.address).heads(this.id, this.entry.token ?? ''),
      pull: (rooms) => pullFrom(this.address, this.id, this.entry.token ?? '', rooms),
      // A status may come while an effect opens a document: that effect is not about the status.
      onStatus: (status) =>
        untrack(() => {
          this.sync = status;
          this.#tellPlayers();
          this.#picturesSoon();
        }),
      onRefused: (_code, reason) => void this.#refused(reason),
    });
  }

  // Only deleted sessions need the snapshot of a body that is not open: were they written on after the deletion?
  async #loadSnapshots(): Promise<void> {
    const deleted = listSessions(this.docs).filter((s) => s.deleted);
    for (const { id } of deleted) {
      const row = await this.#db.derived.get(`campaign/${this.id}/session/${id}`).catch(() => undefined);
      if (row) this.#snapshots.set(id, row.snapshot);
    }
    if (deleted.length > 0) this.live.sessionsChanged();
  }

  // The relay took a new secret and its answer got lost: then that one is good.
  async #refused(reason: string): Promise<void> {
    const key = rotatingKey(this.id);
    const next = (await this.#db.settings.get(key).catch(() => undefined))?.value;
    if (typeof next !== 'string') return this.update({ refused: reason });
    await this.#db.settings.delete(key);
    await this.update({ token: next });
  }

  // Pictures follow a little after the documents that name them, and again after somebody changed one.
  #picturesSoon(): void {
    if (
      !this.#picturesDue ||
      this.#pictureTimer !== undefined ||
      !this.entry.token ||
      this.sync.connection?.type !== 'synced' ||
      !this.sync.isComplete
    )
      return;
    this.#pictureTimer = setTimeout(() => {
      this.#picturesDue = false;
      const { token, role } = this.entry;
      void import('#lib/services/sync/picture-sync.ts')
        .then(({ syncPictures }) =>
          syncPictures({
            docs: this.docs,
            db: this.#db,
            token: token ?? '',
            relay: this.address,
            isOwner: role === 'owner',
            isStopped: () => this.#pictureTimer === undefined,
            onPicture: () => (this.pictures += 1),
          }),
        )
        .catch(() => false)
        .then((isWhole) => {
          if (this.#pictureTimer === undefined) return; // closed meanwhile
          this.#pictureTimer = undefined;
          if (isWhole) return this.#picturesSoon(); // somebody may have chosen one in between
          // One that is named and not there yet is on its way from another tablet.
          this.#pictureTimer = setTimeout(() => {
            this.#pictureTimer = undefined;
            this.#picturesDue = true;
            this.#picturesSoon();
          }, PICTURES_AGAIN_MS);
        });
    }, PICTURES_MS);
  }

  // Only where players read along, or did: its code is not wanted otherwise.
  #tellPlayers(): void {
    const { token } = this.entry;
    if (!token || this.sync.connection?.type !== 'synced' || !this.sync.isComplete) return;
    if (!this.#publishing && (campaignOf(this.docs)?.isOpenToPlayers || this.sync.isTableThere)) {
      this.#publishing = import('#lib/services/players/view-publisher.ts').then(({ createTablePublisher }) =>
        createTablePublisher({
          docs: this.docs,
          token,
          relay: this.address,
          snapshots: (id) => this.#snapshots.get(id),
          isComplete: () => this.sync.connection?.type === 'synced' && this.sync.isComplete && this.#engine.isSettled(),
          eventsOf: async (sessionId) => {
            const open = this.docs.peek({ kind: 'session', campaignId: this.id, sessionId });
            return open ? listEvents(open) : ((await this.evening(sessionId))?.events ?? []);
          },
          onPublished: (view) => (this.published = view),
        }),
      );
      this.#publishing.catch(() => (this.#publishing = null)); // its code could not be had: at the next change of status
    }
    void this.#publishing?.then(
      (publisher) => publisher.wake(),
      () => undefined,
    );
  }
  #stopTelling(): void {
    void this.#publishing?.then(
      (publisher) => publisher.stop(),
      () => undefined,
    );
    this.#publishing = null;
  }

  /** The origin of its relay; empty: where this app came from. */
  get address(): string {
    return this.entry.relay ?? '';
  }

  get engine(): SyncEngine {
    return this.#engine;
  }

  /** Changes what this device knows of the campaign; a new token or relay starts sync anew. */
  async update(fields: Partial<DeviceCampaign>): Promise<void> {
    await this.#db.campaigns.update(this.id, fields);
    const isAnother =
      (fields.token !== undefined && fields.token !== this.entry.token) ||
      (fields.relay !== undefined && fields.relay !== this.address);
    this.entry = { ...this.entry, ...fields };
    if (!isAnother) return;
    this.#picturesDue = true;
    this.#stopTelling();
    this.#engine.stop();
    this.#engine = this.#startSync();
  }

  /** Where an entity is named, over every document of this device, opened or not. */
  async backlinks(names: readonly string[]): Promise<Backlink[]> {
    const prefix = `campaign/${this.id}`;
    const rows = await this.#db.derived
      .where('room')
      .between(prefix, `${prefix}/\uffff`, true, true)
      .toArray()
      .catch(() => []);
    return backlinksTo(rows, names);
  }

  /** Evenings in which an entity is named by an event or a scene, newest room last; read from what this device derived. */
  async evenings(entityId: string): Promise<DerivedRow[]> {
    const prefix = `campaign/${this.id}/`;
    const rows = await this.#db.derived
      .where('entityIds')
      .equals(entityId)
      .toArray()
      .catch(() => []);
    return rows.filter((row) => row.room.startsWith(prefix));
  }

  /** Events of this device's evenings that `keeps` wants: of open ones as they are, of others as they were read last. One evening at a time: there may be three hundred. */
  async eventsOfAll(keeps: (event: TimelineEvent) => boolean): Promise<TimelineEvent[]> {
    const prefix = `campaign/${this.id}/session/`;
    const here = new Set(
      listSessions(this.docs)
        .filter((s) => !s.deleted)
        .map((s) => roomOf({ kind: 'session', campaignId: this.id, sessionId: s.id })),
    );
    const open = new Map(
      this.docs
        .openDocuments()
        .filter((d) => d.ref.kind === 'session')
        .map((d) => [d.room, d]),
    );
    const found: TimelineEvent[] = [...open.values()]
      .filter((d) => here.has(d.room))
      .flatMap((d) => listEvents(d).filter(keeps));
    await this.#db.derived
      .where('room')
      .between(prefix, `${prefix}\uffff`, true, true)
      .each((row) => {
        if (here.has(row.room) && !open.has(row.room)) found.push(...row.events.filter(keeps));
      })
      .catch(() => undefined);
    return found;
  }

  /** What this device derived from one evening; undefined until it has. */
  async evening(sessionId: string): Promise<DerivedRow | undefined> {
    return this.#db.derived.get(`campaign/${this.id}/session/${sessionId}`).catch(() => undefined);
  }

  /** Search over this campaign, started. Its code is loaded when it is first wanted. */
  search(): Promise<CampaignIndex> {
    // Asked for again after a page that lost its network: its code may come then.
    this.#indexing ??= import('#lib/services/search/campaign-index.svelte.ts').then(
      ({ CampaignIndex }) => (this.index = new CampaignIndex(this.docs, this.#db, (id) => this.#snapshots.get(id))),
      (error: unknown) => {
        this.#indexing = null;
        throw error;
      },
    );
    return this.#indexing.then((index) => {
      void index.start();
      return index;
    });
  }

  async close(): Promise<void> {
    this.#engine.stop();
    this.#stopTelling();
    clearTimeout(this.#pictureTimer);
    this.#pictureTimer = undefined;
    void this.#indexing?.then(
      (index) => index.stop(),
      () => undefined,
    );
    await this.docs.close();
  }
}
