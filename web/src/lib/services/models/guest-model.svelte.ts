// The language model that a person set on this device, if any. Without one, or without an agreement for the campaign,
// nothing leaves the device. The server's key is stored in this device's settings and nowhere else.
import type { LanguageModel } from '@emberkeep/assistant';
import type { DeviceDatabase } from '@emberkeep/store';
import type { DeviceText } from './device-text.svelte.ts';
import { AGREEMENTS_KEY, GuestAgreements } from './guest-agreements.svelte.ts';
import { NO_GUEST, readGuestSettings, type GuestSettings } from './guest-settings.ts';
import { modelName } from './model-server.ts';
import { modelBehindRelay, modelOnServer, testServer, type GuestCampaign, type ServerTest } from './reach-model.ts';

export { NO_GUEST, type GuestPlace, type GuestSettings, type GuestTold } from './guest-settings.ts';
export { modelSentence } from './model-sentences.ts';
export type { GuestCampaign } from './reach-model.ts';

const SETTINGS_KEY = 'guest-model';

export class ModelAccess {
  settings: GuestSettings = $state.raw(NO_GUEST);
  readonly #agreements: GuestAgreements;
  #started: Promise<void> | null = null;
  #device: Promise<DeviceText> | null = null;

  constructor(readonly db: DeviceDatabase) {
    this.#agreements = new GuestAgreements(db);
  }

  /** Loads settings and agreements once; safe to call at any time. */
  start(): Promise<void> {
    return (this.#started ??= this.#load());
  }

  async #load(): Promise<void> {
    const stored = await this.db.settings.get(SETTINGS_KEY).catch(() => undefined);
    this.settings = readGuestSettings(stored?.value);
    await this.#agreements.load();
  }

  get isSet(): boolean {
    return this.settings.place !== 'none' && this.settings.model !== '';
  }

  /** Where text is sent, as shown to the person; null when it stays on this device. */
  get host(): string | null {
    const { place, url } = this.settings;
    if (place === 'relay') return 'this campaign’s server and the model behind it';
    return place === 'server' && url ? new URL(url).host : null;
  }

  /** The model's name on the settings page. */
  get name(): string {
    const { place, url, model } = this.settings;
    return place === 'server' ? modelName(model, url) : model;
  }

  async save(settings: GuestSettings): Promise<void> {
    this.settings = { ...settings };
    await this.db.settings.put({ key: SETTINGS_KEY, value: { ...settings } });
  }

  /** Forgets the server, its key and all agreements. */
  async remove(): Promise<void> {
    this.settings = NO_GUEST;
    this.#agreements.clear();
    await this.db.settings.bulkDelete([SETTINGS_KEY, AGREEMENTS_KEY]);
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
  async model(campaign: GuestCampaign): Promise<LanguageModel | null> {
    await this.start();
    const { place, model } = this.settings;
    if (!this.isSet) return null;
    if (place === 'device') return (await this.deviceText()).model();
    return place === 'server' ? modelOnServer(this.settings) : modelBehindRelay(model, campaign);
  }

  /** Asks a server which models it has, before any setting is stored. */
  test(
    settings: Pick<GuestSettings, 'place' | 'url' | 'key' | 'model'>,
    campaign: GuestCampaign | null,
  ): Promise<ServerTest> {
    return testServer(settings, campaign);
  }
}
