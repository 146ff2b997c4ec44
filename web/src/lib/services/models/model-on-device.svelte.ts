// The life of one model on this device, whatever it is for: it is offered, fetched once the person agrees, paused,
// resumed and deleted, and the choice survives reloads. Subclasses run the model.
import { isFromOwnServer, type OfferedModel } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { m } from '#messages';
import {
  deleteModelFiles,
  fetchModelFiles,
  isModelHere,
  keepRuntime,
  offeredModels,
  type FetchEnd,
} from './model-store.ts';

export type ModelPhase = 'none' | 'fetching' | 'paused' | 'loading' | 'ready' | 'failed';

/** The choice as it is stored on this device. */
interface Chosen {
  model: OfferedModel;
  isPaused: boolean;
}

const FETCH_PROBLEMS: Readonly<Record<Exclude<FetchEnd, 'done'>, string>> = {
  paused: '',
  full: m.services_models_modelOnDevice_there_isnt_enough_free_storage(),
  failed: m.services_models_modelOnDevice_the_download_failed_what_has(),
};

export abstract class ModelOnDevice {
  phase: ModelPhase = $state('none');
  progress = $state(0);
  problem = $state('');
  offers: OfferedModel[] = $state.raw([]);
  chosen: OfferedModel | null = $state.raw(null);
  #isPaused = false;
  #started: Promise<void> | null = null;

  /** `key`: the setting that stores the choice. */
  constructor(
    readonly db: DeviceDatabase,
    readonly key: string,
    readonly task: OfferedModel['task'],
  ) {}

  /** Starts to use the model, whose files are on this device, and sets the phase. */
  protected abstract load(model: OfferedModel): Promise<void>;
  /** Frees the worker and the memory that the model takes. */
  protected abstract unload(): void;
  /** Deletes what else this device stores because of the model. */
  protected async forget(_model: OfferedModel): Promise<void> {}

  /** Goes on with the model that was chosen earlier; safe to call at any time. */
  start(): Promise<void> {
    return (this.#started ??= this.#start());
  }

  async #start(): Promise<void> {
    if (!('caches' in globalThis)) return;
    // A choice that cannot be read counts as none: the model is offered again.
    const stored = (await this.db.settings.get(this.key).catch(() => undefined))?.value as Partial<Chosen> | undefined;
    if (!stored?.model) return;
    // An earlier version fetched models from another company's server: one that is here is used, none is fetched.
    if (!isFromOwnServer(stored.model) && !(await isModelHere(stored.model))) return;
    this.chosen = stored.model;
    if (await isModelHere(stored.model)) {
      void keepRuntime(stored.model.id).catch(() => undefined); // Without a network, the next start does it.
      return this.load(stored.model);
    }
    if (stored.isPaused) this.phase = 'paused';
    else void this.#fetch();
  }

  /** Looks up which models are offered. */
  async look(): Promise<void> {
    this.offers = (await offeredModels()).filter((offer) => offer.task === this.task);
  }

  /** The person agreed to the model's size and source. */
  async choose(model: OfferedModel): Promise<void> {
    this.chosen = model;
    await this.#store(false);
    void navigator.storage?.persist?.();
    await this.#fetch();
  }

  async #store(isPaused: boolean): Promise<void> {
    this.#isPaused = isPaused;
    // A choice that cannot be stored holds until the page closes.
    await this.db.settings
      .put({ key: this.key, value: { isPaused, model: $state.snapshot(this.chosen) } })
      .catch(() => undefined);
  }

  async #fetch(): Promise<void> {
    const model = this.chosen;
    if (!model) return;
    this.phase = 'fetching';
    this.problem = '';
    const end = await fetchModelFiles(
      model,
      () => this.#isPaused,
      (share) => (this.progress = share),
    );
    if (this.chosen !== model) return;
    if (end === 'done') return this.load(model);
    this.phase = end === 'paused' ? 'paused' : 'failed';
    this.problem = FETCH_PROBLEMS[end];
  }

  async pause(): Promise<void> {
    await this.#store(true);
    if (this.phase === 'fetching') this.phase = 'paused';
  }

  async resume(): Promise<void> {
    await this.#store(false);
    if (this.chosen && (await isModelHere(this.chosen))) return this.load(this.chosen);
    await this.#fetch();
  }

  /** Deletes the model and everything that was derived from it from this device. */
  async delete(): Promise<void> {
    const model = this.chosen;
    this.unload();
    this.chosen = null;
    this.phase = 'none';
    this.progress = 0;
    if (!model) return;
    // A leftover choice finds no files at the next start and fetches them, as if the model had not been deleted.
    await this.db.settings.delete(this.key).catch(() => undefined);
    await this.forget(model);
    await deleteModelFiles(model.id);
    await this.look(); // The offers may have been looked up without a network.
  }
}
