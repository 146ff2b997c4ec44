// Records in which campaigns the person agreed that a model is told about the campaign.
import type { DeviceDatabase } from '@emberkeep/store';
import type { ModelSettings } from './model-settings.ts';

/** The setting that holds the agreements: by campaign id, the settings that were agreed to. */
export const AGREEMENTS_KEY = 'guest-agreed';

/** What is agreed to. Another server, another model or wider access needs a new agreement; a new key does not. */
const termsOf = ({ place, url, model, told, tellsLimits }: ModelSettings): string =>
  [place, url, model, told, tellsLimits].join(' ');

export class ModelAgreements {
  #termsByCampaign: Readonly<Record<string, string>> = $state.raw({});

  constructor(readonly db: DeviceDatabase) {}

  async load(): Promise<void> {
    // An unreadable disk counts as no agreement: the person is asked again.
    const stored = await this.db.settings.get(AGREEMENTS_KEY).catch(() => undefined);
    this.#termsByCampaign = (stored?.value ?? {}) as Record<string, string>;
  }

  has(campaignId: string, settings: ModelSettings): boolean {
    return this.#termsByCampaign[campaignId] === termsOf(settings);
  }

  async add(campaignId: string, settings: ModelSettings): Promise<void> {
    const value = { ...this.#termsByCampaign, [campaignId]: termsOf(settings) };
    this.#termsByCampaign = value;
    // An agreement that cannot be stored holds until the page closes; the person is asked again next time.
    await this.db.settings.put({ key: AGREEMENTS_KEY, value }).catch(() => undefined);
  }

  /** Forgets all agreements of this page; the caller deletes the stored ones. */
  clear(): void {
    this.#termsByCampaign = {};
  }
}
