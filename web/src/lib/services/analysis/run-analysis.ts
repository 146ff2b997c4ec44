// Owns running an analysis: in a worker of its own, so that the page goes on, with progress and a way to stop. Where no
// worker can be had (old browsers, a page that lost its files) short notes are read on the page itself.
import type { AnalysisInput, AnalysisItem } from '@emberkeep/domain';

export interface RunningAnalysis {
  /** The items; null when it was stopped. Rejects where the notes could not be read at all. */
  readonly items: Promise<AnalysisItem[] | null>;
  stop(): void;
}

/** Longest text that the page reads itself, characters: below a tenth of a second on a weak tablet. */
const ON_PAGE_LIMIT = 60_000;

const onPage = async (input: AnalysisInput): Promise<AnalysisItem[]> => {
  if (input.text.length > ON_PAGE_LIMIT) throw new Error('no worker for a long text');
  return (await import('@emberkeep/assistant')).analyse(input);
};

export const startAnalysis = (input: AnalysisInput, onProgress: (done: number) => void): RunningAnalysis => {
  let stop = (): void => undefined;
  const items = new Promise<AnalysisItem[] | null>((resolve, reject) => {
    let worker: Worker;
    try {
      worker = new Worker(new URL('../../../workers/analysis.ts', import.meta.url), { type: 'module' });
    } catch {
      onPage(input).then(resolve, reject);
      return;
    }
    stop = () => {
      worker.terminate();
      resolve(null);
    };
    worker.onmessage = ({
      data,
    }: MessageEvent<{ type: 'progress'; done: number } | { type: 'items'; items: AnalysisItem[] }>) => {
      if (data.type === 'progress') return onProgress(data.done);
      worker.terminate();
      resolve(data.items);
    };
    worker.onerror = () => {
      worker.terminate();
      onPage(input).then(resolve, reject);
    };
    worker.postMessage(input);
  });
  return { items, stop: () => stop() };
};
