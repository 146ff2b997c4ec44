// Runs an analysis in a worker, with progress and a way to stop it, so that the page stays responsive. Where no
// worker can be started (old browsers, a page that lost its files), short notes are analysed on the page itself.
import type { AnalysisInput, AnalysisItem } from '@emberkeep/domain';

export interface RunningAnalysis {
  /** The items; null when it was stopped. Rejects when the notes could not be analysed at all. */
  readonly items: Promise<AnalysisItem[] | null>;
  stop(): void;
}

type ChatReply = { type: 'progress'; done: number } | { type: 'items'; items: AnalysisItem[] };

/** Longest text that is analysed on the page, UTF-16 units: it takes less than a tenth of a second on a weak tablet. */
const ON_PAGE_LIMIT = 60_000;

const analyseOnPage = async (input: AnalysisInput): Promise<AnalysisItem[]> => {
  if (input.text.length > ON_PAGE_LIMIT) throw new Error('no worker for a long text');
  return (await import('@emberkeep/assistant')).analyse(input);
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
  if (!worker) return { items: analyseOnPage(input), stop: () => undefined };
  let stop = (): void => undefined;
  const items = new Promise<AnalysisItem[] | null>((resolve, reject) => {
    stop = () => {
      worker.terminate();
      resolve(null);
    };
    worker.onmessage = ({ data }: MessageEvent<ChatReply>) => {
      if (data.type === 'progress') return onProgress(data.done);
      worker.terminate();
      resolve(data.items);
    };
    worker.onerror = () => {
      worker.terminate();
      analyseOnPage(input).then(resolve, reject);
    };
    worker.postMessage(input);
  });
  return { items, stop };
};
