// The composition root of the app: the device's database, who this device is, and the campaigns on it.
import { cleanName, err, ok, type Result } from '@emberkeep/domain';
import {
  createDexiePersistence,
  DeviceDatabase,
  toStorageError,
  type DeviceCampaign,
  type StorageError,
} from '@emberkeep/store';
import { hashOf } from '#lib/device/hash-of.ts';
import { newId } from '#lib/device/new-id.ts';
import type { OpenCampaign } from './open-campaign.svelte.ts';
import type { GuestModel } from '#lib/services/models/guest-model.svelte.ts';
import type { LargerModel } from '#lib/services/search/larger-model.svelte.ts';
import { keepPlayerKey } from '#lib/services/players/player-keys.ts';
import { newSecret, relayAt, relayName, type RelayError, type Role } from '#lib/services/sync/relay-client.ts';

export type Theme = 'day' | 'dusk' | 'table';
export const THEMES: readonly Theme[] = ['day', 'dusk', 'table'];

// Six-digit hex, readable on all three themes: the caret extension warns about anything else.
const COLORS = ['#c2571a', '#1f7a4d', '#2a5db0', '#8a3a6b', '#6a3fb5', '#8a5200', '#a32d2d', '#1d6b6b'];

/** Who this device is, for presence and for marks of what it wrote. */
export interface Identity {
  deviceId: string;
  name: string;
  color: string;
}

/** A quick note's words, under this name beside the database. */
const CAPTURE = 'emberkeep-capture';

const loadCore = (): Promise<typeof import('./campaign-core.ts')> => import('./campaign-core.ts');

export class App {
  readonly db = new DeviceDatabase();
  identity: Identity = $state.raw({ deviceId: '', name: '', color: '#c2571a' });
  theme: Theme = $state('dusk');
  textSize: number = $state(16);
  campaigns: DeviceCampaign[] = $state.raw([]);
  ready = $state(false);
  /** Set when the device's database cannot be opened at all. */
  failure: StorageError | null = $state.raw(null);
  #open: OpenCampaign | null = null;
  #largerModel: Promise<LargerModel> | null = null;
  #guestModel: Promise<GuestModel> | null = null;
  #closing: Promise<void> = Promise.resolve();
  readonly #unsaved = new Map<string, OpenCampaign>();

  async start(): Promise<void> {
    // On a campaign's own address its code is wanted at once, beside the disk.
    if (location.pathname.startsWith('/campaigns/')) void loadCore().catch(() => undefined);
    try {
      await this.db.open();
      const stored = (await this.db.settings.get('identity'))?.value as Identity | undefined;
      this.identity = stored ?? {
        deviceId: newId(),
        name: '',
        color: COLORS[Math.floor(Math.random() * COLORS.length)] as string,
      };
      if (!stored) await this.db.settings.put({ key: 'identity', value: this.identity });
      const theme = (await this.db.settings.get('theme'))?.value;
      if (THEMES.includes(theme as Theme)) this.theme = theme as Theme;
      const textSize = (await this.db.settings.get('textSize'))?.value;
      if (typeof textSize === 'number' && textSize >= 14 && textSize <= 22) this.textSize = textSize;
      await this.refresh();
    } catch (error) {
      this.failure = toStorageError(error);
    }
    this.ready = true;
    void loadCore().catch(() => undefined); // at hand before it is wanted; asked for again then
  }

  async refresh(): Promise<void> {
    this.campaigns = (await this.db.campaigns.toArray()).sort((a, b) => b.openedAt - a.openedAt);
  }

  async setting<T>(key: string): Promise<T | undefined> {
    return (await this.db.settings.get(key).catch(() => undefined))?.value as T | undefined;
  }
  async remember(key: string, value: unknown): Promise<void> {
    await this.db.settings.put({ key, value }).catch(() => undefined); // a setting that cannot be kept is not worth an alarm
  }

  async setIdentity(fields: Partial<Pick<Identity, 'name' | 'color'>>): Promise<void> {
    this.identity = { ...this.identity, ...fields };
    await this.db.settings.put({ key: 'identity', value: this.identity });
  }
  async setTheme(theme: Theme): Promise<void> {
    this.theme = theme;
    try {
      localStorage.setItem('emberkeep-theme', theme);
    } catch {
      // Refused storage: the database keeps the choice, the first paint uses the default.
    }
    await this.remember('theme', theme);
  }
  async setTextSize(size: number): Promise<void> {
    this.textSize = size;
    await this.remember('textSize', size);
  }

  /** The campaign on screen; opening another closes it after its edits are on disk. */
  async open(campaignId: string): Promise<Result<OpenCampaign, StorageError | { type: 'CampaignUnknown' }>> {
    if (this.#open?.id === campaignId) return ok(this.#open);
    await this.closeCurrent();
    const kept = this.#unsaved.get(campaignId);
    if (kept) {
      this.#unsaved.delete(campaignId);
      this.#open = kept;
      return ok(kept);
    }
    const { deviceId, name, color } = this.identity;
    const opened = await (
      await loadCore()
    ).OpenCampaign.open(this.db, campaignId, { deviceId, name: name || 'GM', color, place: '' });
    if (opened.ok) this.#open = opened.value;
    return opened;
  }
  get current(): OpenCampaign | null {
    return this.#open;
  }
  /** Lets go of the campaign on screen once its edits are on disk. Callers wait for each other: the next open reads that disk. */
  closeCurrent(): Promise<void> {
    const before = this.#open;
    this.#open = null;
    if (before) {
      this.#closing = this.#closing.then(async () => {
        // What the disk refuses lives in memory only: kept, and found again when this campaign is opened.
        if ((await before.docs.queue.whenSaved()).ok) await before.close();
        else this.#unsaved.set(before.id, before);
      });
    }
    return this.#closing;
  }

  /** Puts a campaign on the list of this device. */
  async addCampaign(entry: Pick<DeviceCampaign, 'id' | 'name' | 'role' | 'token' | 'relay'>): Promise<void> {
    const now = Date.now();
    await this.db.campaigns.put({ addedAt: now, openedAt: now, recoveryShown: false, refused: null, ...entry });
    await this.refresh();
  }

  async createCampaign(name: string, system = ''): Promise<Result<string, StorageError | { type: string }>> {
    const clean = cleanName(name);
    if (!clean) return err({ type: 'NameMissing' });
    const { createCampaign, openDocs } = await loadCore();
    const id = newId();
    const docs = await openDocs(this.db, id, this.identity.deviceId);
    if (!docs.ok) return docs;
    const created = createCampaign(docs.value, { name: clean, system });
    const saved = await docs.value.queue.whenSaved();
    await docs.value.close();
    if (!created.ok) return created;
    if (!saved.ok) return saved;
    await this.addCampaign({ id, name: clean, role: 'owner', token: null });
    return ok(id);
  }

  /** The sample, ready at its table; gives where that is. */
  async openSample(): Promise<Result<{ id: string; sessionId: string }, StorageError | { type: string }>> {
    const [{ writeSample }, { openDocs }] = await Promise.all([
      import('#lib/services/sample/write-sample.ts'),
      loadCore(),
    ]);
    const id = newId();
    const docs = await openDocs(this.db, id, this.identity.deviceId);
    if (!docs.ok) return docs;
    const { name, derived, sessionId, drawerId } = await writeSample(docs.value);
    const saved = await docs.value.queue.whenSaved();
    await docs.value.close();
    if (!saved.ok) return saved;
    await this.db.derived.bulkPut(derived).catch(() => undefined);
    await this.addCampaign({ id, name, role: 'owner', token: null });
    await this.remember(`play:${sessionId}`, { drawer: [drawerId] });
    // Hints once in a life, not once a sample.
    if ((await this.setting('hints')) === undefined) await this.remember('hints', id);
    return ok({ id, sessionId });
  }

  /** The larger model for search, if one was chosen on this device. Its code is loaded when it is first asked for. */
  largerModel(): Promise<LargerModel> {
    return (this.#largerModel ??= import('#lib/services/search/larger-model.svelte.ts').then(
      async ({ LargerModel }) => {
        const model = new LargerModel(this.db);
        await model.start();
        return model;
      },
    ));
  }

  /** The model that a person set as a guest, if any. Its code is loaded when somebody looks. */
  guestModel(): Promise<GuestModel> {
    return (this.#guestModel ??= import('#lib/services/models/guest-model.svelte.ts').then(
      async ({ GuestModel: Guest }) => {
        const guest = new Guest(this.db);
        await guest.start();
        return guest;
      },
    ));
  }

  /** Keeps a quick note's words on this device while they are typed; false where the disk refused them. */
  async keepCapture(text: string): Promise<boolean> {
    let isKept = true;
    try {
      localStorage.setItem(CAPTURE, text); // at once: a page that goes the next moment has not lost a letter
    } catch {
      isKept = false; // refused storage: the database may take them
    }
    return this.db.settings.put({ key: 'capture', value: text }).then(
      () => true,
      () => isKept,
    );
  }

  /** The words of a quick note that was not put anywhere yet. */
  async keptCapture(): Promise<string> {
    let kept: string | null = null;
    try {
      kept = localStorage.getItem(CAPTURE);
    } catch {
      // Refused storage: the database is asked.
    }
    return kept ?? (await this.setting<string>('capture')) ?? '';
  }

  /** Puts a quick note at the end of the prep notes of the live evening, else the next, else a new one. Gives where it went. */
  async capture(campaignId: string, text: string): Promise<Result<string, StorageError | { type: string }>> {
    await this.closeCurrent();
    const { capture, openDocs } = await loadCore();
    const docs = await openDocs(this.db, campaignId, this.identity.deviceId, this.identity.name || 'GM');
    if (!docs.ok) return docs;
    const written = await capture(docs.value, text);
    const saved = await docs.value.queue.whenSaved();
    await docs.value.close();
    return saved.ok ? written : saved;
  }

  /**
   * Joins by an invite's secret; the campaign's documents arrive with the first sync. A campaign that this device syncs with another
   * relay is not taken there by a link: `mayMove` says that the person was asked.
   */
  async join(
    { secret, campaignId: expectedId, relay }: { secret: string; campaignId: string | null; relay: string },
    name: string,
    mayMove = false,
  ): Promise<
    Result<
      { campaignId: string; role: Role },
      RelayError | { type: 'BadInvite' } | { type: 'SyncsElsewhere'; from: string; to: string }
    >
  > {
    await this.setIdentity({ name });
    // The same device secret on a second try: an answer that got lost must not leave a dead member behind.
    const key = `joining:${secret}`;
    const memberSecret = (await this.setting<string>(key)) ?? newSecret();
    await this.remember(key, memberSecret);
    // Asked before anything is sent: a link must not lead what is here to somebody else's server.
    const elsewhere = (here: DeviceCampaign | undefined): boolean =>
      !mayMove && !!here?.token && (here.relay ?? '') !== relay;
    const here = expectedId ? await this.db.campaigns.get(expectedId) : undefined;
    if (elsewhere(here)) return err({ type: 'SyncsElsewhere', from: relayName(here?.relay), to: relayName(relay) });
    const joined = await relayAt(relay).join(secret, memberSecret, name);
    if (!joined.ok) return joined;
    const { campaignId, role } = joined.value;
    if (expectedId && expectedId !== campaignId) return err({ type: 'BadInvite' });
    if (elsewhere(await this.db.campaigns.get(campaignId))) return err({ type: 'BadInvite' });
    await this.db.settings.delete(key).catch(() => undefined);
    // A player's key opens no campaign; a GM's device that looks in as a player stays a GM's.
    if (role === 'player') {
      await keepPlayerKey(this, { campaignId, secret: memberSecret, relay, name: '' });
      return ok({ campaignId, role });
    }
    const known = await this.db.campaigns.get(campaignId);
    if (known) await this.db.campaigns.update(campaignId, { token: memberSecret, role, relay, refused: null });
    else await this.addCampaign({ id: campaignId, name: 'Joining…', role, token: memberSecret, relay });
    await this.refresh();
    return ok({ campaignId, role });
  }

  /** Keeps a picture under the hash of its bytes; the same picture twice is kept once. */
  async keepImage(image: Blob): Promise<Result<string, StorageError>> {
    const bytes = new Uint8Array(await image.arrayBuffer());
    const hash = await hashOf(bytes);
    try {
      await this.db.images.put({ hash, bytes, type: image.type });
      return ok(hash);
    } catch (error) {
      return err(toStorageError(error));
    }
  }

  /** A picture of this device, or null where it has not come here. */
  async image(hash: string): Promise<Blob | null> {
    const row = await this.db.images.get(hash).catch(() => undefined);
    return row ? new Blob([row.bytes as BlobPart], { type: row.type }) : null;
  }

  /** Removes a campaign from this device only; the relay and other devices keep theirs (M-003: nothing of it stays here). */
  async removeFromDevice(campaignId: string): Promise<Result<void, StorageError>> {
    if (this.#open?.id === campaignId) await this.closeCurrent();
    const prefix = `campaign/${campaignId}`;
    const removed = await createDexiePersistence(this.db).remove(prefix);
    if (!removed.ok) return removed;
    await this.db.transaction('rw', this.db.campaigns, this.db.cursors, this.db.derived, async () => {
      await this.db.campaigns.delete(campaignId);
      for (const table of [this.db.cursors, this.db.derived])
        await table.where('room').between(prefix, `${prefix}/\uffff`, true, true).delete();
    });
    await this.refresh();
    return ok(undefined);
  }
}

let app: App | null = null;
/** The one App of this tab, made by the root layout. */
export const getApp = (): App => (app ??= new App());
