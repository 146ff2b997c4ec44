// One campaign that is open in this tab: its documents, the services over them, and the state that the screen shows.
import { err, ok, type Result } from '@emberkeep/domain';
import {
  createBrowserPersistence,
  type CampaignDocs,
  type DeviceCampaign,
  type SaveState,
  type StorageError,
} from '@emberkeep/store';
import type { PresentPerson } from '@emberkeep/sync';
import { untrack } from 'svelte';
import type { Device } from '#lib/device/device.svelte.ts';
import type { Draft } from '#lib/device/drafts.svelte.ts';
import { Membership } from '#lib/device/membership.svelte.ts';
import { holdOpen } from '#lib/device/open-campaigns.ts';
import { openDocs } from '#lib/device/open-documents.ts';
import { later } from '#lib/device/timers.ts';
import { LiveCampaign } from '#lib/live/live-campaign.svelte.ts';
import { relistCampaigns } from '#lib/services/campaigns/relist-campaigns.ts';
import { DeletedBodySnapshots } from '#lib/services/derived/body-snapshots.ts';
import { DerivedReader } from '#lib/services/derived/derived-reader.ts';
import { createDeriver, type Deriver } from '#lib/services/derived/backlinks-deriver.ts';
import { followRows } from '#lib/services/derived/follow-rows.ts';
import { PlayerViewPublishing } from '#lib/services/players/player-view-publishing.svelte.ts';
import { CampaignSearch } from '#lib/services/search/campaign-search.svelte.ts';
import { PictureSchedule } from '#lib/services/sync/picture-schedule.svelte.ts';
import { pullFrom } from '#lib/services/sync/pull-client.ts';
import { relayAt } from '#lib/services/sync/relay-client.ts';
import { browserEnvironment } from '#lib/services/sync/sync-environment.ts';
import { SyncEngine } from '#lib/services/sync/sync-engine.ts';
import { isAllSynced, NO_SYNC, type SyncStatus } from '#lib/services/sync/sync-status.ts';

/** Resolves once everything written by now is on the disk, also where the disk refuses it at first. */
const whenOnDisk = async ({ queue }: CampaignDocs): Promise<void> => {
  if ((await queue.whenSaved()).ok) return;
  await new Promise<void>((resolve) => {
    const stop = queue.onState((state) => {
      if (state.type !== 'saved') return;
      stop();
      resolve();
    });
  });
};

/** Devices that are told apart: a co-GM can name new ones without end, and each has the relay's list read again. */
const MOST_MET = 200;

export class OpenCampaign {
  readonly docs: CampaignDocs;
  readonly live: LiveCampaign;
  readonly membership: Membership;
  readonly derived: DerivedReader;
  readonly search: CampaignSearch;
  readonly pictures: PictureSchedule;
  readonly players: PlayerViewPublishing;
  saving: SaveState = $state.raw({ type: 'saved' });
  sync: SyncStatus = $state.raw(NO_SYNC);
  /** Part of an open document cannot be read from this device's disk, or waits for what is missing there. */
  isDamaged = $state(false);
  readonly #device: Device;
  readonly #stopKeepingDrafts: () => void;
  readonly #endHold: () => Promise<void>;
  readonly #person: PresentPerson;
  readonly #deriver: Deriver;
  readonly #snapshots: DeletedBodySnapshots;
  #engine: SyncEngine;
  /** The campaign's name when the relay was last kept; null since sync started, or since anybody new was met. */
  #relayKeptFor: string | null = null;
  /** Ids of the devices that were present since the campaign was opened. */
  readonly #metDevices = new Set<string>();

  private constructor(device: Device, docs: CampaignDocs, entry: DeviceCampaign) {
    const { db } = device;
    const { deviceId, color } = device.identity;
    this.#device = device;
    this.#person = { deviceId, name: device.author, color, place: '' };
    this.docs = docs;
    this.membership = new Membership(db, entry);
    this.#snapshots = new DeletedBodySnapshots(db, docs);
    this.derived = new DerivedReader(db, docs, this.#snapshots.of);
    this.live = new LiveCampaign(docs, this.#snapshots.of);
    this.search = new CampaignSearch(docs, db, this.#snapshots.of);
    this.saving = docs.queue.state();
    docs.queue.onState((state) => (this.saving = state));
    this.#endHold = holdOpen(this.id);
    this.#stopKeepingDrafts = device.drafts.followDisk(this.id, () => whenOnDisk(docs));
    docs.onOpened(() => this.#lookForDamage());
    this.#lookForDamage();

    const isComplete = (): boolean => this.sync.connection?.type === 'synced' && this.sync.isComplete;
    this.pictures = new PictureSchedule({ docs, db, membership: this.membership, isComplete });
    this.players = new PlayerViewPublishing({
      docs,
      membership: this.membership,
      derived: this.derived,
      snapshots: this.#snapshots.of,
      isComplete,
      isSettled: () => this.#engine.isSettled(),
      hasPlayerView: () => this.sync.hasPlayerView,
    });
    this.#deriver = createDeriver({ docs, db, later });
    this.#engine = this.#startSync();
    this.membership.onAccessChanged(() => this.#restartSync());
    void this.#loadSnapshots();
  }

  static async open(
    device: Device,
    campaignId: string,
  ): Promise<Result<OpenCampaign, StorageError | { type: 'CampaignUnknown' }>> {
    let entry: DeviceCampaign | undefined;
    try {
      entry = await device.campaigns.find(campaignId);
      if (!entry) {
        await relistCampaigns(device);
        entry = await device.campaigns.find(campaignId);
      }
    } catch (error) {
      return err({ type: 'StorageUnavailable', detail: String(error) });
    }
    if (!entry) return err({ type: 'CampaignUnknown' });
    const docs = await openDocs(device, campaignId, device.author);
    if (!docs.ok) return docs;
    // Best effort: only the order of the start page depends on it.
    void device.campaigns.update(campaignId, { openedAt: Date.now() }).catch(() => undefined);
    return ok(new OpenCampaign(device, docs.value, entry));
  }

  #startSync(): SyncEngine {
    const { db } = this.#device;
    const { entry, relay } = this.membership;
    const token = entry.token ?? '';
    return new SyncEngine({
      docs: this.docs,
      db,
      persistence: createBrowserPersistence(db),
      deriver: this.#deriver,
      environment: browserEnvironment(db),
      token: entry.token,
      relay,
      person: this.#person,
      heads: () => relayAt(relay).heads(this.id, token),
      pull: (rooms) => pullFrom(relay, this.id, token, rooms),
      onStatus: (status) => this.#onStatus(status),
      onRefused: (_code, reason) => void this.#onRefused(reason),
    });
  }

  #lookForDamage(): void {
    this.isDamaged = this.docs.openDocuments().some((document) => {
      const { unreadableRows, hasGap } = document.damage();
      return unreadableRows > 0 || hasGap;
    });
  }

  #restartSync(): void {
    this.players.stop();
    this.#engine.stop();
    this.#relayKeptFor = null;
    this.#engine = this.#startSync();
    this.pictures.again();
  }

  #onStatus(status: SyncStatus): void {
    // A status may arrive while an effect opens a document: that effect must not depend on the status.
    untrack(() => {
      this.sync = status;
      this.#meet(status.people);
      this.#lookForDamage();
      this.players.wake();
      this.pictures.wake();
      // Best effort: what fails is tried again when sync starts anew.
      if (isAllSynced(status)) void this.#keepRelay().catch(() => undefined);
    });
  }

  /** Whoever joined while this page is open must be on the roster too: without it a relay that is wiped refuses them. */
  #meet(people: readonly PresentPerson[]): void {
    for (const { deviceId } of people) {
      if (this.#metDevices.has(deviceId) || this.#metDevices.size >= MOST_MET) continue;
      this.#metDevices.add(deviceId);
      this.#relayKeptFor = null;
    }
  }

  /**
   * Once synced, and again under a new name: keeps the roster, for a relay that loses its data, finishes a move, and
   * brings the name that the operator reads up to date.
   */
  async #keepRelay(): Promise<void> {
    const name = this.live.campaign?.name ?? '';
    if (this.#relayKeptFor === name) return;
    this.#relayKeptFor = name;
    const [{ finishMove }, { keepRoster }, { followName }] = await Promise.all([
      import('#lib/services/sync/attach-relay.ts'),
      import('#lib/services/sync/roster-keeper.ts'),
      import('#lib/services/sync/operator-name.ts'),
    ]);
    await finishMove(this.#device, this.membership);
    await keepRoster(this.#device, this.membership);
    await followName(this.membership, name);
  }

  /** When the answer to a new secret was lost, the relay has it already: then that secret is tried before giving up. */
  async #onRefused(reason: string): Promise<void> {
    const { adoptPendingSecret } = await import('#lib/services/sync/pending-secret.ts');
    if (!(await adoptPendingSecret(this.#device, this.membership))) await this.membership.update({ refused: reason });
  }

  async #loadSnapshots(): Promise<void> {
    if (await this.#snapshots.load()) this.live.sessionsChanged();
  }

  get id(): string {
    return this.docs.campaignId;
  }

  /** What this device knows of the campaign. */
  get entry(): DeviceCampaign {
    return this.membership.entry;
  }

  /** The words typed into a field of this campaign that are no record yet; see `Drafts.of`. */
  draft(field: string): Draft {
    return this.#device.drafts.of(this.id, field);
  }

  /** Reads derived rows now and whenever one is written; see `followRows`. */
  followDerived<T>(read: () => Promise<T>, take: (answer: T) => void): () => void {
    return followRows(this.#deriver, read, take);
  }

  /** Changes with every restart of sync, so do not keep a reference to it. */
  get engine(): SyncEngine {
    return this.#engine;
  }

  async close(): Promise<void> {
    this.#engine.stop();
    this.players.stop();
    this.pictures.stop();
    this.search.stop();
    await this.docs.close();
    this.#stopKeepingDrafts();
    // Last: a document that closes while its derived row is due writes that row.
    this.#deriver.stop();
    await this.#endHold();
  }
}
