// This device: its database, its settings, who it is, and the campaigns on it. Nothing here is synced.
import { DeviceDatabase, toStorageError, type CampaignDocs, type StorageError } from '@emberkeep/store';
import { Appearance } from './appearance.svelte.ts';
import { registeredPerson, registerPerson } from './campaign-register.ts';
import { CampaignList } from './campaign-list.svelte.ts';
import { DeviceSettings } from './device-settings.ts';
import { Drafts } from './drafts.svelte.ts';
import { newIdentity, NO_IDENTITY, type Identity } from './identity.ts';
import { RunningWrites } from './running-writes.ts';

export class Device {
  readonly db = new DeviceDatabase();
  readonly settings = new DeviceSettings(this.db);
  readonly appearance = new Appearance(this.settings);
  readonly campaigns = new CampaignList(this.db);
  readonly drafts = new Drafts(this.db);
  /** Documents that this tab has in memory, by campaign: the one on screen, and any that could not be stored. */
  readonly openCampaigns = new Map<string, CampaignDocs>();
  readonly writes = new RunningWrites();
  identity: Identity = $state.raw(NO_IDENTITY);
  ready = $state(false);
  /** Set when the database cannot be opened or read. Nothing else of the app is shown then. */
  failure: StorageError | null = $state.raw(null);

  async start(): Promise<void> {
    try {
      await this.db.open();
      const stored = (await this.db.settings.get('identity'))?.value as Identity | undefined;
      this.identity = stored ?? { ...newIdentity(), ...registeredPerson() };
      registerPerson(this.identity);
      if (!stored) await this.db.settings.put({ key: 'identity', value: this.identity });
      await this.appearance.load();
      await this.campaigns.refresh();
      await this.drafts.start();
    } catch (error) {
      this.failure = toStorageError(error);
    }
    this.ready = true;
  }

  /** The author that this device's edits carry. */
  get author(): string {
    return this.identity.name || 'GM';
  }

  async setIdentity(fields: Partial<Pick<Identity, 'name' | 'color'>>): Promise<void> {
    this.identity = { ...this.identity, ...fields };
    await this.db.settings.put({ key: 'identity', value: this.identity });
    registerPerson(this.identity);
  }
}

let device: Device | null = null;
/** The device of this tab. */
export const getDevice = (): Device => (device ??= new Device());
