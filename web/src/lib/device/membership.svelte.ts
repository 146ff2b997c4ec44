// What this device knows of one open campaign: its name in the list, this device's role, its token and its relay.
import type { DeviceCampaign, DeviceDatabase } from '@emberkeep/store';
import { registerCampaigns } from './campaign-register.ts';

export class Membership {
  entry: DeviceCampaign;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly db: DeviceDatabase,
    entry: DeviceCampaign,
  ) {
    this.entry = $state.raw(entry);
  }

  get campaignId(): string {
    return this.entry.id;
  }

  /** The origin of the campaign's relay; empty: where this app came from. */
  get relay(): string {
    return this.entry.relay ?? '';
  }

  async update(fields: Partial<DeviceCampaign>): Promise<void> {
    await this.db.campaigns.update(this.campaignId, fields);
    const isOtherAccess =
      (fields.token !== undefined && fields.token !== this.entry.token) ||
      (fields.relay !== undefined && fields.relay !== this.relay);
    this.entry = { ...this.entry, ...fields };
    registerCampaigns([this.entry]);
    if (isOtherAccess) this.#listeners.forEach((callback) => callback());
  }

  /** Called after the token or the relay changed: whatever is connected has to connect anew. */
  onAccessChanged(callback: () => void): void {
    this.#listeners.add(callback);
  }
}
