// Runs an analysis in a worker, with progress and a way to stop it, so that the page stays responsive. Where no
// worker can be started (old browsers, a page that lost its files), short notes are analysed on the page itself.
import type { AnalysisInput, AnalysisItem } from '@emberkeep/domain';
import { workerFailure } from '#lib/ui/worker-failure.ts';

export interface AnalysedNote {
  items: AnalysisItem[];
  /** ISO 639-3 code where the notes are not in English, `und` where it is unclear which language they are in. */
  language: string | null;
}

export interface RunningAnalysis {
  /** Null when it was stopped. Rejects when the notes could not be analysed at all. */
  readonly result: Promise<AnalysedNote | null>;
  stop(): void;
}

type WorkerMessage = { type: 'progress'; done: number } | ({ type: 'done' } & AnalysedNote);

/** Longest text that is analysed on the page, UTF-16 units: it takes less than a tenth of a second on a weak tablet. */
const ON_PAGE_LIMIT = 60_000;

/** `failed`: why there is no worker. */
const analyseOnPage = async (input: AnalysisInput, failed: Error): Promise<AnalysedNote> => {
  if (input.text.length > ON_PAGE_LIMIT) throw failed;
  const { analyse, foreignLanguageOf } = await import('@emberkeep/assistant');
  return { items: analyse(input), language: foreignLanguageOf(input.text) };
};

/** Null where the browser cannot start one. */
const startWorker = (): Worker | null => {
  try {
    return new Worker(new URL('../../../workers/analysis.ts', import.meta.url), { type: 'module' });
  } catch {
    return null;
  }
};

export const startAnalysis = (input: AnalysisInput, onProgress: (done: number) => void): RunningAnalysis => {
  const worker = startWorker();
  if (!worker) return { result: analyseOnPage(input, new Error('no worker for a long text')), stop: () => undefined };
  let stop = (): void => undefined;
  const result = new Promise<AnalysedNote | null>((resolve, reject) => {
    stop = () => {
      worker.terminate();
      resolve(null);
    };
    worker.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.type === 'progress') return onProgress(data.done);
      worker.terminate();
      resolve({ items: data.items, language: data.language });
    };
    worker.onerror = (event) => {
      worker.terminate();
      analyseOnPage(input, workerFailure(event)).then(resolve, reject);
    };
    worker.postMessage(input);
  });
  return { result, stop };
};
