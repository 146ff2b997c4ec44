// The small text model of this device. It is loaded into a worker with the first question and unloaded when the page
// asks for that. After a run that killed the page it stays off until the person tries again.
import type { LanguageModel, ModelRequest } from '@emberkeep/assistant';
import type { OfferedModel } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { m } from '#messages';
import { modelCache, runtimeFiles } from './model-store.ts';
import { ModelOnDevice } from './model-on-device.svelte.ts';
import { clearRunMark, isRunMarked, setRunMark } from './run-mark.ts';
import { generateText, modelFailed, type ModelOutcome, type TextModelReply } from './text-generation.ts';

/** The setting that says that a run killed the page. */
const OFF_KEY = 'text-model-off';

export class DeviceText extends ModelOnDevice {
  #worker: Worker | null = null;
  /** Resolves when the worker has loaded the model, with false when it could not. */
  #ready: Promise<boolean> | null = null;
  #requestCount = 0;

  constructor(db: DeviceDatabase) {
    super(db, 'text-model', 'text');
  }

  protected unload(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = null;
    clearRunMark();
  }

  /** Only checks that the model may run: it takes memory from the first question on. */
  protected async load(): Promise<void> {
    if (isRunMarked()) {
      clearRunMark();
      // On a disk that takes nothing, the model is tried again with the next question.
      await this.db.settings.put({ key: OFF_KEY, value: true }).catch(() => undefined);
    }
    // A switch that cannot be read counts as on.
    if ((await this.db.settings.get(OFF_KEY).catch(() => undefined))?.value === true) {
      this.phase = 'failed';
      this.problem = m.services_models_deviceText_emberkeep_was_closed_while_this();
      return;
    }
    this.phase = 'ready';
  }

  /** Tries again, also after it was switched off. */
  override async resume(): Promise<void> {
    await this.#switchOn();
    await super.resume();
  }

  protected override async forget(): Promise<void> {
    await this.#switchOn();
  }

  async #switchOn(): Promise<void> {
    // A leftover switches the model off at the next start, where the person can try again.
    await this.db.settings.delete(OFF_KEY).catch(() => undefined);
  }

  #startWorker(model: OfferedModel): Promise<boolean> {
    return new Promise<boolean>((resolve) => {
      setRunMark();
      const worker = new Worker(new URL('../../../workers/text-model.ts', import.meta.url), { type: 'module' });
      this.#worker = worker;
      const fail = (detail: string): void => {
        this.#onWorkerFailed(detail);
        resolve(false);
      };
      worker.onerror = (event) => fail(event.message);
      worker.addEventListener('message', ({ data }: MessageEvent<TextModelReply>) => {
        if (data.type === 'loaded') {
          clearRunMark();
          resolve(true);
        } else if (data.type === 'failed' && data.n === undefined) fail(data.detail);
      });
      const { id, dtype } = model;
      void runtimeFiles().then(
        (runtime) => worker.postMessage({ type: 'load', model: { id, dtype }, cache: modelCache(id), runtime }),
        (error: unknown) => fail(String(error)),
      );
    });
  }

  #onWorkerFailed(detail: string): void {
    console.warn('the text model failed', detail);
    this.unload();
    this.phase = 'failed';
    this.problem = m.services_models_deviceText_this_browser_couldnt_run_it();
  }

  /** The model; null when none is ready here. It calls no tools: it rephrases what it is given. */
  model(): LanguageModel | null {
    const chosen = this.chosen;
    if (!chosen || this.phase !== 'ready') return null;
    return {
      name: m.services_models_deviceText_on_this_device({ id: chosen.id }),
      callsTools: false,
      generate: (request) => this.#generate(chosen, request),
    };
  }

  async #generate(chosen: OfferedModel, request: ModelRequest): Promise<ModelOutcome> {
    if (request.signal.aborted) return modelFailed('stopped');
    const isLoaded = await (this.#ready ??= this.#startWorker(chosen));
    if (!isLoaded || !this.#worker) return modelFailed('cannot-run');
    setRunMark();
    const outcome = generateText(this.#worker, (this.#requestCount += 1), request, () => this.unload());
    return outcome.finally(clearRunMark);
  }
}
