// The root of the app in this tab: composes the device with the services, and holds the campaign on screen.
import { err, ok, type Result } from '@emberkeep/domain';
import type { StorageError } from '@emberkeep/store';
import { getDevice } from '#lib/device/device.svelte.ts';
import { countOpen } from '#lib/device/open-campaigns.ts';
import type { ModelAccess } from '#lib/services/models/model-access.svelte.ts';
import type { NewCampaign, Sample } from '#lib/services/campaigns/create-campaign.ts';
import type { LargerModel } from '#lib/services/search/larger-model.svelte.ts';
import type { ShippedMeaning } from '#lib/services/search/shipped-meaning.svelte.ts';
import { loadPart } from '#lib/ui/load-part.ts';
import type { OpenCampaign } from './open-campaign.svelte.ts';

const loadCode = (): Promise<typeof import('./campaign-code.ts')> => import('./campaign-code.ts');

type OpenError = StorageError | { type: 'CampaignUnknown' };

export class App {
  readonly device = getDevice();
  #open: OpenCampaign | null = null;
  /** The last call of `open`: calls wait for each other, so that no campaign is opened twice or left open unseen. */
  #opening: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> = Promise.resolve();
  /** Campaigns whose edits could not be stored: they stay in memory for when they are opened again. */
  readonly #unsaved = new Map<string, OpenCampaign>();
  #largerModel: Promise<LargerModel> | null = null;
  #shippedMeaning: Promise<ShippedMeaning> | null = null;
  #modelAccess: Promise<ModelAccess> | null = null;

  async start(): Promise<void> {
    // On a campaign's own URL its code is needed at once, so it is loaded while the database opens.
    if (location.pathname.startsWith('/campaigns/')) this.#preload();
    await this.device.start();
    this.#preload();
  }

  /** Best effort: code that cannot be loaded now is loaded when it is needed. */
  #preload(): void {
    void loadCode().catch(() => undefined);
  }

  /** The campaign on screen. */
  get current(): OpenCampaign | null {
    return this.#open;
  }

  /**
   * Opens a campaign, with everything that is being merged into it. One that was on screen is closed after its edits are
   * on disk.
   */
  open(campaignId: string): Promise<Result<OpenCampaign, OpenError>> {
    const opened = this.#opening.then(() => this.#openNext(campaignId));
    this.#opening = opened.catch(() => undefined); // The caller of that call hears of it.
    return opened;
  }

  async #openNext(campaignId: string): Promise<Result<OpenCampaign, OpenError>> {
    if (this.#open?.id === campaignId) return ok(this.#open);
    await this.closeCurrent();
    await this.device.writes.whenDone(campaignId);
    const unsaved = this.#unsaved.get(campaignId);
    if (unsaved) {
      this.#unsaved.delete(campaignId);
      return ok(this.#show(unsaved));
    }
    const { OpenCampaign: Opener } = await loadPart(loadCode);
    const opened = await Opener.open(this.device, campaignId);
    return opened.ok ? ok(this.#show(opened.value)) : opened;
  }

  #show(campaign: OpenCampaign): OpenCampaign {
    this.#open = campaign;
    this.device.openCampaigns.set(campaign.id, campaign.docs);
    return campaign;
  }

  /**
   * Closes the campaign on screen once its edits are on disk. Calls run one after another, because the next open
   * reads that disk.
   */
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

  /** Reads the list of campaigns again, and adds those that are on this device and were in no list. */
  async refreshList(): Promise<void> {
    await this.device.campaigns.refresh();
    // Best effort: without its code, or with a disk that fails, the list is as it was read.
    await loadCode()
      .then(({ relistCampaigns }) => relistCampaigns(this.device))
      .catch(() => undefined);
  }

  async createCampaign(name: string, system = ''): Promise<Result<NewCampaign, StorageError | { type: string }>> {
    return (await loadCode()).createCampaignHere(this.device, name, system);
  }

  /** Without a session: for what is to be imported. */
  async createEmptyCampaign(
    name: string,
    system = '',
  ): Promise<Result<{ id: string }, StorageError | { type: string }>> {
    return (await loadCode()).createEmptyCampaignHere(this.device, name, system);
  }

  async openSample(): Promise<Result<Sample, StorageError | { type: string }>> {
    return (await loadCode()).openSampleHere(this.device);
  }

  /** The sample is the GM's own campaign from now on. */
  async keepSample(): Promise<void> {
    return (await loadCode()).keepSample(this.device);
  }

  /** Puts a quick note into a campaign; gives where it was added. */
  async putQuickNote(campaignId: string, text: string): Promise<Result<string, StorageError | { type: string }>> {
    await this.closeCurrent();
    return (await loadCode()).putQuickNote(this.device, campaignId, text);
  }

  /** `OpenElsewhere`: another tab has it open. What is typed there would go into documents that nobody finds again. */
  async removeFromDevice(campaignId: string): Promise<Result<void, StorageError | { type: 'OpenElsewhere' }>> {
    await this.#closing;
    const isOpenHere = this.#open?.id === campaignId || this.#unsaved.has(campaignId);
    if ((await countOpen(campaignId)) > (isOpenHere ? 1 : 0)) return err({ type: 'OpenElsewhere' });
    if (this.#open?.id === campaignId) await this.closeCurrent();
    await this.#forgetUnsaved(campaignId);
    const removed = await this.device.campaigns.remove(campaignId);
    if (removed.ok) await this.device.drafts.forget(campaignId);
    return removed;
  }

  /** Its edits must not reach the disk after the campaign was removed from it. */
  async #forgetUnsaved(campaignId: string): Promise<void> {
    const unsaved = this.#unsaved.get(campaignId);
    this.#unsaved.delete(campaignId);
    if (!unsaved) return;
    this.device.openCampaigns.delete(campaignId);
    await unsaved.docs.queue.discard();
    await unsaved.close();
  }

  /** The sentence model that ships with the app. Its code is loaded when it is first asked for. */
  shippedMeaning(): Promise<ShippedMeaning> {
    return (this.#shippedMeaning ??= import('#lib/services/search/shipped-meaning.svelte.ts').then(
      ({ ShippedMeaning: Model }) => new Model(this.device.db),
    ));
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
  modelAccess(): Promise<ModelAccess> {
    return (this.#modelAccess ??= import('#lib/services/models/model-access.svelte.ts').then(
      async ({ ModelAccess: Model }) => {
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
