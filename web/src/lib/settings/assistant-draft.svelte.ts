// The assistant's settings while the GM edits them: nothing is stored before `save`, and nothing leaves the device
// before a campaign asks for it, except the connection test that the GM starts.

import type { DeviceText } from '#lib/services/models/device-text.svelte.ts';
import {
  NO_MODEL,
  type SyncedCampaign,
  type ModelAccess,
  type ModelPlace,
  type ModelSettings,
} from '#lib/services/models/model-access.svelte.ts';
import { toasts } from '#lib/ui/toasts.svelte.ts';
import { m } from '#messages';

export class AssistantDraft {
  settings: ModelSettings = $state({ ...NO_MODEL });
  /** The text model on this device; null until that place is chosen. */
  deviceText: DeviceText | null = $state.raw(null);
  /** What the model server offered in the last test. */
  models: string[] = $state.raw([]);
  /** What the last test found, for the person. */
  testResult = $state('');
  isTesting = $state(false);

  constructor(
    readonly model: ModelAccess,
    /** A campaign whose relay may pass requests on, if there is one. */
    readonly campaign: () => SyncedCampaign | null,
  ) {
    this.settings = { ...model.settings };
    if (this.settings.place === 'device') void this.#loadDeviceText();
  }

  get isChanged(): boolean {
    return JSON.stringify(this.settings) !== JSON.stringify(this.model.settings);
  }

  async #loadDeviceText(): Promise<void> {
    this.deviceText = await this.model.deviceText();
  }

  async choosePlace(place: ModelPlace): Promise<void> {
    this.settings.place = place;
    [this.models, this.testResult] = [[], ''];
    if (place === 'device') await this.#loadDeviceText();
    else if (place !== this.model.settings.place) this.settings.model = '';
  }

  /** Asks the server for its models, and takes the first where the chosen one is not among them. */
  async test(): Promise<void> {
    this.isTesting = true;
    const found = await this.model.test(this.settings, this.campaign());
    [this.models, this.isTesting] = [found.models, false];
    if (found.url && this.settings.place === 'server') this.settings.url = found.url;
    const { models } = this;
    if (models.length > 0 && !models.includes(this.settings.model)) this.settings.model = models[0] ?? '';
    this.testResult =
      found.sentence || m.settings_assistantDraft_connected_count_models_available({ count: models.length });
  }

  reset(): void {
    this.settings = { ...this.model.settings };
  }

  async save(): Promise<void> {
    try {
      if (this.settings.place === 'none') await this.model.remove();
      else await this.model.save($state.snapshot(this.settings));
    } catch {
      return toasts.show(m.settings_assistantDraft_this_device_couldnt_save_it());
    }
    this.reset();
    toasts.show(
      this.settings.place === 'none'
        ? m.settings_assistantDraft_built_in_rules_on_this()
        : m.settings_assistantDraft_stored_on_this_device_each(),
    );
  }
}
