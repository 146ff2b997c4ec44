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
import {
  allowInRegister,
  registerCampaigns,
  registeredCampaigns,
  unregisterCampaign,
  type RegisteredCampaign,
} from './campaign-register.ts';

const TABLES_OF_CAMPAIGN = ['updates', 'campaigns', 'cursors', 'derived', 'keptIndexes', 'keptChunks'] as const;

type AddedCampaign = Pick<DeviceCampaign, 'id' | 'name' | 'role' | 'token'> &
  Partial<Pick<DeviceCampaign, 'relay' | 'recoveryShown'>>;

export class CampaignList {
  /** Last opened first. */
  all: DeviceCampaign[] = $state.raw([]);
  /** Campaigns that were on this device and are in its database no more, although nobody removed them. */
  lost: RegisteredCampaign[] = $state.raw([]);

  constructor(private readonly db: DeviceDatabase) {}

  async refresh(): Promise<void> {
    this.all = (await this.db.campaigns.getAll()).sort((a, b) => b.openedAt - a.openedAt);
    registerCampaigns(this.all);
    const ids = new Set(this.all.map(({ id }) => id));
    this.lost = registeredCampaigns().filter(({ id }) => !ids.has(id));
  }

  find(campaignId: string): Promise<DeviceCampaign | undefined> {
    return this.db.campaigns.get(campaignId);
  }

  async add(entry: AddedCampaign): Promise<void> {
    await this.db.campaigns.put(this.#rowOf(entry));
    allowInRegister(entry.id);
    await this.refresh();
  }

  /** Adds a campaign, unless another tab has added it meanwhile. */
  async addIfMissing(entry: AddedCampaign): Promise<void> {
    await this.db.transaction(['campaigns'], 'readwrite', async (transaction) => {
      const campaigns = transaction.objectStore('campaigns');
      if (!(await campaigns.get(entry.id))) await campaigns.put(this.#rowOf(entry));
    });
    await this.refresh();
  }

  #rowOf(entry: AddedCampaign): DeviceCampaign {
    const now = Date.now();
    const fresh = { addedAt: now, openedAt: now, recoveryShown: false, refused: null };
    // A lost campaign that comes back from a file syncs as before.
    const lost = this.lost.find(({ id, token }) => id === entry.id && token !== null);
    const access = entry.token === null && lost ? { ...lost, name: entry.name } : {};
    return { ...fresh, ...entry, ...access };
  }

  async update(campaignId: string, fields: Partial<DeviceCampaign>): Promise<void> {
    await this.db.campaigns.update(campaignId, fields);
  }

  /** The person does not want this lost campaign back. */
  forgetLost(campaignId: string): void {
    unregisterCampaign(campaignId);
    this.lost = this.lost.filter(({ id }) => id !== campaignId);
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
    unregisterCampaign(campaignId);
    await this.refresh();
    return ok(undefined);
  }
}
