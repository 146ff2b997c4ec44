// The root of the app in this tab: composes the device with the services, and holds the campaign on screen.
import { ok, type Result } from '@emberkeep/domain';
import type { StorageError } from '@emberkeep/store';
import { getDevice } from '#lib/device/device.svelte.ts';
import type { GuestModel } from '#lib/services/models/guest-model.svelte.ts';
import type { LargerModel } from '#lib/services/search/larger-model.svelte.ts';
import type { OpenCampaign } from './open-campaign.svelte.ts';

const loadCode = (): Promise<typeof import('./campaign-code.ts')> => import('./campaign-code.ts');

export class App {
  readonly device = getDevice();
  #open: OpenCampaign | null = null;
  #closing: Promise<void> = Promise.resolve();
  /** Campaigns whose edits the disk refused: kept in memory, and found again when they are opened. */
  readonly #unsaved = new Map<string, OpenCampaign>();
  #largerModel: Promise<LargerModel> | null = null;
  #guestModel: Promise<GuestModel> | null = null;

  async start(): Promise<void> {
    // On a campaign's own address its code is wanted at once, while the database opens.
    if (location.pathname.startsWith('/campaigns/')) this.#preload();
    await this.device.start();
    this.#preload();
  }

  /** Best effort: what cannot be loaded now is loaded when it is needed. */
  #preload(): void {
    void loadCode().catch(() => undefined);
  }

  /** The campaign on screen. */
  get current(): OpenCampaign | null {
    return this.#open;
  }

  /** Opens a campaign, with everything that is being merged into it; one that was on screen is closed after its edits are on disk. */
  async open(campaignId: string): Promise<Result<OpenCampaign, StorageError | { type: 'CampaignUnknown' }>> {
    if (this.#open?.id === campaignId) return ok(this.#open);
    await this.closeCurrent();
    await this.device.writes.whenDone(campaignId);
    const unsaved = this.#unsaved.get(campaignId);
    if (unsaved) {
      this.#unsaved.delete(campaignId);
      return ok(this.#show(unsaved));
    }
    const { OpenCampaign: Opener } = await loadCode();
    const opened = await Opener.open(this.device, campaignId);
    return opened.ok ? ok(this.#show(opened.value)) : opened;
  }

  #show(campaign: OpenCampaign): OpenCampaign {
    this.#open = campaign;
    this.device.openCampaigns.set(campaign.id, campaign.docs);
    return campaign;
  }

  /** Lets go of the campaign on screen once its edits are on disk. Calls wait for each other: the next open reads that disk. */
  closeCurrent(): Promise<void> {
    const campaign = this.#open;
    this.#open = null;
    if (campaign) {
      this.device.openCampaigns.delete(campaign.id);
      this.#closing = this.#closing.then(() => this.#close(campaign));
    }
    return this.#closing;
  }

  async #close(campaign: OpenCampaign): Promise<void> {
    await this.device.writes.whenDone(campaign.id);
    if ((await campaign.docs.queue.whenSaved()).ok) return campaign.close();
    this.#unsaved.set(campaign.id, campaign);
    this.device.openCampaigns.set(campaign.id, campaign.docs);
  }

  async createCampaign(name: string, system = ''): Promise<Result<string, StorageError | { type: string }>> {
    return (await loadCode()).createCampaignHere(this.device, name, system);
  }

  async openSample(): Promise<Result<{ id: string; sessionId: string }, StorageError | { type: string }>> {
    return (await loadCode()).createSampleHere(this.device);
  }

  /** Puts a quick note into a campaign; gives where it went. */
  async putQuickNote(campaignId: string, text: string): Promise<Result<string, StorageError | { type: string }>> {
    await this.closeCurrent();
    return (await loadCode()).putQuickNote(this.device, campaignId, text);
  }

  async removeFromDevice(campaignId: string): Promise<Result<void, StorageError>> {
    if (this.#open?.id === campaignId) await this.closeCurrent();
    return this.device.campaigns.remove(campaignId);
  }

  /** The larger model for search, if one was chosen on this device. Its code is loaded when it is first asked for. */
  largerModel(): Promise<LargerModel> {
    return (this.#largerModel ??= import('#lib/services/search/larger-model.svelte.ts').then(
      async ({ LargerModel: Model }) => {
        const model = new Model(this.device.db);
        await model.start();
        return model;
      },
    ));
  }

  /** The language model that the GM set on this device, if any. Its code is loaded when it is first asked for. */
  guestModel(): Promise<GuestModel> {
    return (this.#guestModel ??= import('#lib/services/models/guest-model.svelte.ts').then(
      async ({ GuestModel: Model }) => {
        const model = new Model(this.device.db);
        await model.start();
        return model;
      },
    ));
  }
}

let app: App | null = null;
/** The one App of this tab, made by the root layout. */
export const getApp = (): App => (app ??= new App());
