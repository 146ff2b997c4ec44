// The campaigns on this device, with what the device knows of each: role, token, relay.
import type { Result } from '@emberkeep/domain';
import { createDexiePersistence, type DeviceCampaign, type DeviceDatabase, type StorageError } from '@emberkeep/store';

export class CampaignList {
  /** Last opened first. */
  all: DeviceCampaign[] = $state.raw([]);

  constructor(private readonly db: DeviceDatabase) {}

  async refresh(): Promise<void> {
    this.all = (await this.db.campaigns.toArray()).sort((a, b) => b.openedAt - a.openedAt);
  }

  find(campaignId: string): Promise<DeviceCampaign | undefined> {
    return this.db.campaigns.get(campaignId);
  }

  async add(entry: Pick<DeviceCampaign, 'id' | 'name' | 'role' | 'token' | 'relay'>): Promise<void> {
    const now = Date.now();
    await this.db.campaigns.put({ addedAt: now, openedAt: now, recoveryShown: false, refused: null, ...entry });
    await this.refresh();
  }

  async update(campaignId: string, fields: Partial<DeviceCampaign>): Promise<void> {
    await this.db.campaigns.update(campaignId, fields);
  }

  /** Removes all of a campaign from this device (M-003). The relay and other devices keep theirs. */
  async remove(campaignId: string): Promise<Result<void, StorageError>> {
    const prefix = `campaign/${campaignId}`;
    const removed = await createDexiePersistence(this.db).remove(prefix);
    if (!removed.ok) return removed;
    await this.db.transaction('rw', this.db.campaigns, this.db.cursors, this.db.derived, async () => {
      await this.db.campaigns.delete(campaignId);
      for (const table of [this.db.cursors, this.db.derived])
        await table.where('room').between(prefix, `${prefix}/\uffff`, true, true).delete();
    });
    await this.db.transaction('rw', this.db.keptIndexes, this.db.keptChunks, async () => {
      await this.db.keptIndexes.delete(campaignId);
      await this.db.keptChunks.where('[campaignId+key]').between([campaignId, ''], [campaignId, '\uffff']).delete();
    });
    await this.refresh();
    return removed;
  }
}
