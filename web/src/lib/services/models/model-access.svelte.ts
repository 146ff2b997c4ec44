// The language model that a person set on this device, if any. Without one, or without an agreement for the campaign,
// nothing leaves the device. The server's key is stored in this device's settings and nowhere else.
import type { LanguageModel } from '@emberkeep/assistant';
import type { DeviceDatabase } from '@emberkeep/store';
import { m } from '#messages';
import type { DeviceText } from './device-text.svelte.ts';
import { AGREEMENTS_KEY, ModelAgreements } from './model-agreements.svelte.ts';
import { NO_MODEL, readModelSettings, type ModelSettings } from './model-settings.ts';
import { modelName } from './model-server.ts';
import { modelBehindRelay, modelOnServer, testServer, type SyncedCampaign, type ServerTest } from './reach-model.ts';

export { NO_MODEL, type ModelPlace, type ModelSettings, type ModelScope } from './model-settings.ts';
export { modelSentence } from './model-sentences.ts';
export type { SyncedCampaign } from './reach-model.ts';

// Devices have it under this name.
const SETTINGS_KEY = 'guest-model';

export class ModelAccess {
  settings: ModelSettings = $state.raw(NO_MODEL);
  readonly #agreements: ModelAgreements;
  #started: Promise<void> | null = null;
  #device: Promise<DeviceText> | null = null;

  constructor(readonly db: DeviceDatabase) {
    this.#agreements = new ModelAgreements(db);
  }

  /** Loads settings and agreements once; safe to call at any time. */
  start(): Promise<void> {
    return (this.#started ??= this.#load());
  }

  async #load(): Promise<void> {
    // Settings that cannot be read count as no model: nothing leaves the device.
    const stored = await this.db.settings.get(SETTINGS_KEY).catch(() => undefined);
    this.settings = readModelSettings(stored?.value);
    await this.#agreements.load();
  }

  get isSet(): boolean {
    return this.settings.place !== 'none' && this.settings.model !== '';
  }

  /** Where text is sent, as shown to the person; null when it stays on this device. */
  get host(): string | null {
    const { place, url } = this.settings;
    if (place === 'relay') return m.services_models_modelAccess_this_campaigns_server_and_the();
    return place === 'server' && url ? new URL(url).host : null;
  }

  /** The model's name on the settings page. */
  get name(): string {
    const { place, url, model } = this.settings;
    return place === 'server' ? modelName(model, url) : model;
  }

  async save(settings: ModelSettings): Promise<void> {
    // Stored first, so that the screen never says "chosen" of what a reload would forget.
    await this.db.settings.put({ key: SETTINGS_KEY, value: { ...settings } });
    this.settings = { ...settings };
  }

  /** Forgets the server, its key and all agreements. */
  async remove(): Promise<void> {
    await this.db.settings.deleteMany([SETTINGS_KEY, AGREEMENTS_KEY]);
    this.settings = NO_MODEL;
    this.#agreements.clear();
  }

  /** Whether the person agreed to these settings for this campaign. A model on the device needs no agreement. */
  isAgreed(campaignId: string): boolean {
    return this.isSet && (this.settings.place === 'device' || this.#agreements.has(campaignId, this.settings));
  }

  agree(campaignId: string): Promise<void> {
    return this.#agreements.add(campaignId, this.settings);
  }

  /** The model that runs on this device. Its code is loaded when it is first asked for. */
  deviceText(): Promise<DeviceText> {
    return (this.#device ??= import('./device-text.svelte.ts').then(async ({ DeviceText: Text }) => {
      const text = new Text(this.db);
      await text.start();
      return text;
    }));
  }

  /** The model, ready to be asked; null when none is set. */
  async model(campaign: SyncedCampaign): Promise<LanguageModel | null> {
    await this.start();
    const { place, model } = this.settings;
    if (!this.isSet) return null;
    if (place === 'device') return (await this.deviceText()).model();
    return place === 'server' ? modelOnServer(this.settings) : modelBehindRelay(model, campaign);
  }

  /** Asks a server which models it has, before any setting is stored. */
  test(
    settings: Pick<ModelSettings, 'place' | 'url' | 'key' | 'model'>,
    campaign: SyncedCampaign | null,
  ): Promise<ServerTest> {
    return testServer(settings, campaign);
  }
}
