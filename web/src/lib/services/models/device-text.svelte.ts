// Owns the small text model of this device: loaded into a worker when it is first asked, and let go when the page says so. Small
// tablets kill a page that takes too much memory and say nothing: a mark is set before each run, and a page that comes back to it
// switches the model off until the person tries again.
import { err, ok } from '@emberkeep/domain';
import type { LanguageModel, ModelRequest } from '@emberkeep/assistant';
import type { OfferedModel } from '@emberkeep/search';
import type { DeviceDatabase } from '@emberkeep/store';
import { modelCache, runtimeFiles } from './model-store.ts';
import { ModelOnDevice } from './model-on-device.svelte.ts';

const MARK = 'emberkeep-text-model-runs';
/** The setting that says that a run killed the page. */
const OFF = 'text-model-off';
/** The first word comes within, ms; and the next within. A weak tablet needs over a minute for a long question. */
const FIRST_MS = 120_000;
const PIECE_MS = 30_000;
/** Such a model has little room: characters of a talk that it is given, the newest. */
const GIVEN = 3000;

// In the one storage that is written at once: a page that is killed has no later.
const mark = {
  with: <T>(run: (storage: Storage) => T, otherwise: T): T => {
    try {
      return run(localStorage);
    } catch {
      return otherwise;
    }
  },
  isSet: (): boolean => mark.with((s) => s.getItem(MARK) !== null, false),
  set: (): void => {
    mark.with((s) => s.setItem(MARK, '1'), undefined);
    window.addEventListener('pagehide', mark.clear, { once: true });
  },
  clear: (): void => {
    mark.with((s) => s.removeItem(MARK), undefined);
    window.removeEventListener('pagehide', mark.clear);
  },
};

type Said =
  | { type: 'loaded' }
  | { type: 'piece'; n: number; piece: string }
  | { type: 'done'; n: number; text: string }
  | { type: 'failed'; n?: number; detail: string };

export class DeviceText extends ModelOnDevice {
  #worker: Worker | null = null;
  #ready: Promise<boolean> | null = null;
  #next = 0;

  constructor(db: DeviceDatabase) {
    super(db, 'text-model', 'text');
  }

  protected unload(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = null;
    mark.clear();
  }

  // Its files are here; it takes its memory only when something is asked.
  protected async load(): Promise<void> {
    if (mark.isSet()) {
      mark.clear();
      await this.db.settings.put({ key: OFF, value: true }).catch(() => undefined);
    }
    if ((await this.db.settings.get(OFF).catch(() => undefined))?.value === true) {
      this.phase = 'failed';
      this.problem =
        'Emberkeep was closed while this model was at work, as if this device had too little memory for it. It is switched off; you can try again.';
      return;
    }
    this.phase = 'ready';
  }

  /** Tries again, also after it was switched off. */
  override async resume(): Promise<void> {
    await this.db.settings.delete(OFF).catch(() => undefined);
    await super.resume();
  }
  protected override async forget(): Promise<void> {
    await this.db.settings.delete(OFF).catch(() => undefined);
  }

  #wake(model: OfferedModel): Promise<boolean> {
    return (this.#ready ??= new Promise<boolean>((resolve) => {
      mark.set();
      const worker = new Worker(new URL('../../../workers/text-model.ts', import.meta.url), { type: 'module' });
      this.#worker = worker;
      const failed = (detail: string): void => {
        console.warn('the text model failed', detail);
        this.unload();
        this.phase = 'failed';
        this.problem = 'This browser could not run it. The rules answer without it.';
        resolve(false);
      };
      worker.onerror = (event) => failed(event.message);
      worker.addEventListener('message', ({ data }: MessageEvent<Said>) => {
        if (data.type === 'loaded') {
          mark.clear();
          resolve(true);
        } else if (data.type === 'failed' && data.n === undefined) failed(data.detail);
      });
      const { id, dtype } = model;
      void runtimeFiles().then(
        (runtime) => worker.postMessage({ type: 'load', model: { id, dtype }, cache: modelCache(id), runtime }),
        (error: unknown) => failed(String(error)),
      );
    }));
  }

  /** The model as any other; null where none is ready here. Tools are not for it: it rephrases what it is given. */
  model(): LanguageModel | null {
    const chosen = this.chosen;
    if (!chosen || this.phase !== 'ready') return null;
    return {
      name: `${chosen.id} on this device`,
      callsTools: false,
      generate: (request) => this.#generate(chosen, request),
    };
  }

  async #generate(chosen: OfferedModel, request: ModelRequest): ReturnType<LanguageModel['generate']> {
    const failed = (problem: 'stopped' | 'slow' | 'cannot-run' | 'garbage', text: string) =>
      err({ type: 'ModelFailed', problem, text } as const);
    if (request.signal.aborted) return failed('stopped', '');
    if (!(await this.#wake(chosen)) || !this.#worker) return failed('cannot-run', '');
    const worker = this.#worker;
    const n = (this.#next += 1);
    const messages = [
      { role: 'system' as const, content: request.instructions },
      ...request.messages.map((m) => ({
        role: m.role === 'tool' ? ('user' as const) : m.role,
        content: m.text.slice(-GIVEN),
      })),
    ];
    mark.set();
    let text = '';
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const end = (answer: Awaited<ReturnType<LanguageModel['generate']>>): void => {
        clearTimeout(timer);
        worker.removeEventListener('message', onMessage);
        mark.clear();
        resolve(answer);
      };
      // What does not speak may not hear either: it is let go, and comes anew with the next question.
      const wait = (ms: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          end(failed('slow', text));
          this.unload();
        }, ms);
      };
      const onMessage = ({ data }: MessageEvent<Said>): void => {
        if (!('n' in data) || data.n !== n) return;
        if (data.type === 'piece') {
          text += data.piece;
          request.onText?.(text);
          wait(PIECE_MS);
        } else if (data.type === 'failed') end(failed('cannot-run', text));
        else if (request.signal.aborted) end(failed('stopped', text));
        else end(text.trim() === '' ? failed('garbage', '') : ok({ text, calls: [], isPartial: false }));
      };
      worker.addEventListener('message', onMessage);
      request.signal.addEventListener('abort', () => worker.postMessage({ type: 'stop' }), { once: true });
      wait(FIRST_MS);
      worker.postMessage({ type: 'generate', n, messages, most: Math.min(request.most, 300) });
    });
  }
}
