// Owns one model of this device, whatever it is for: offered, fetched on a yes, paused, resumed, deleted, and kept over reloads. What
// runs it is its kind's.
import type { OfferedModel } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { deleteModelFiles, fetchModelFiles, isModelHere, keepRuntime, offeredModels } from './model-store.ts';

export type ModelPhase = 'none' | 'fetching' | 'paused' | 'loading' | 'ready' | 'failed';

/** What stays on the device of a choice. */
interface Chosen {
  model: OfferedModel;
  isPaused: boolean;
}

export abstract class ModelOnDevice {
  phase: ModelPhase = $state('none');
  progress = $state(0);
  problem = $state('');
  offers: OfferedModel[] = $state.raw([]);
  chosen: OfferedModel | null = $state.raw(null);
  #isPaused = false;
  #started: Promise<void> | null = null;

  /** `key`: under which setting the choice is kept. */
  constructor(
    readonly db: DeviceDatabase,
    readonly key: string,
    readonly task: OfferedModel['task'],
  ) {}

  /** Takes the model into use; its files are here. Sets the phase. */
  protected abstract load(model: OfferedModel): Promise<void>;
  /** Lets go of what runs it. */
  protected abstract unload(): void;
  /** What else of it lies on this device. */
  protected async forget(_model: OfferedModel): Promise<void> {}

  /** Takes up what was chosen on this device earlier; safe to call at any time. */
  start(): Promise<void> {
    return (this.#started ??= this.#start());
  }

  async #start(): Promise<void> {
    if (!('caches' in globalThis)) return;
    const stored = (await this.db.settings.get(this.key).catch(() => undefined))?.value as Partial<Chosen> | undefined;
    if (!stored?.model) return;
    this.chosen = stored.model;
    if (await isModelHere(stored.model)) {
      void keepRuntime(stored.model.id).catch(() => undefined); // without a network the next start does it
      return this.load(stored.model);
    }
    if (stored.isPaused) this.phase = 'paused';
    else void this.#fetch();
  }

  async look(): Promise<void> {
    this.offers = (await offeredModels()).filter((offer) => offer.task === this.task);
  }

  /** The person said yes to its size and to where it comes from. */
  async choose(model: OfferedModel): Promise<void> {
    this.chosen = model;
    await this.#keep(false);
    void navigator.storage?.persist?.();
    await this.#fetch();
  }

  async #keep(isPaused: boolean): Promise<void> {
    this.#isPaused = isPaused;
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
    this.problem =
      end === 'full'
        ? 'There is not enough free storage for it on this device.'
        : end === 'failed'
          ? 'It could not be fetched. What has arrived is kept; try again when you are connected.'
          : '';
  }

  async pause(): Promise<void> {
    await this.#keep(true);
    if (this.phase === 'fetching') this.phase = 'paused';
  }

  async resume(): Promise<void> {
    await this.#keep(false);
    if (this.chosen && (await isModelHere(this.chosen))) return this.load(this.chosen);
    await this.#fetch();
  }

  /** Takes it off this device, with all that came of it. */
  async delete(): Promise<void> {
    const model = this.chosen;
    this.unload();
    this.chosen = null;
    this.phase = 'none';
    this.progress = 0;
    if (!model) return;
    await this.db.settings.delete(this.key).catch(() => undefined);
    await this.forget(model);
    await deleteModelFiles(model.id);
    await this.look(); // what is offered may have been looked at without a network
  }
}
