// The campaigns on this device, with what the device knows of each: role, token, relay.
import type { Result } from '@emberkeep/domain';
import {
  createBrowserPersistence,
  roomsUnder,
  type DeviceCampaign,
  type DeviceDatabase,
  type StorageError,
} from '@emberkeep/store';

export class CampaignList {
  /** Last opened first. */
  all: DeviceCampaign[] = $state.raw([]);

  constructor(private readonly db: DeviceDatabase) {}

  async refresh(): Promise<void> {
    this.all = (await this.db.campaigns.getAll()).sort((a, b) => b.openedAt - a.openedAt);
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
    const removed = await createBrowserPersistence(this.db).remove(prefix);
    if (!removed.ok) return removed;
    await this.db.transaction(['campaigns', 'cursors', 'derived'], 'readwrite', async (transaction) => {
      await transaction.objectStore('campaigns').delete(campaignId);
      for (const table of ['cursors', 'derived'] as const)
        await transaction.objectStore(table).delete(roomsUnder(prefix));
    });
    await this.db.transaction(['keptIndexes', 'keptChunks'], 'readwrite', async (transaction) => {
      await transaction.objectStore('keptIndexes').delete(campaignId);
      await transaction.objectStore('keptChunks').delete(IDBKeyRange.bound([campaignId, ''], [campaignId, '\uffff']));
    });
    await this.refresh();
    return removed;
  }
}
