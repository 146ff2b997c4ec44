// The campaigns on this device, with what the device knows of each: role, token, relay.
import { err, ok, type Result } from '@emberkeep/domain';
import {
  deleteUpdates,
  roomsUnder,
  toStorageError,
  type DeviceCampaign,
  type DeviceDatabase,
  type StorageError,
} from '@emberkeep/store';

const TABLES_OF_CAMPAIGN = ['updates', 'campaigns', 'cursors', 'derived', 'keptIndexes', 'keptChunks'] as const;

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

  /**
   * Removes all of a campaign from this device (M-003), or nothing: one that had lost its notes and kept its place in the
   * relay's log would stay empty. The relay and other devices keep theirs.
   */
  async remove(campaignId: string): Promise<Result<void, StorageError>> {
    const prefix = `campaign/${campaignId}`;
    try {
      await this.db.transaction(TABLES_OF_CAMPAIGN, 'readwrite', async (transaction) => {
        await deleteUpdates(transaction.objectStore('updates'), prefix);
        for (const table of ['cursors', 'derived'] as const)
          await transaction.objectStore(table).delete(roomsUnder(prefix));
        for (const table of ['campaigns', 'keptIndexes'] as const)
          await transaction.objectStore(table).delete(campaignId);
        await transaction.objectStore('keptChunks').delete(IDBKeyRange.bound([campaignId, ''], [campaignId, '\uffff']));
      });
    } catch (error) {
      return err(toStorageError(error));
    }
    await this.refresh();
    return ok(undefined);
  }
}
