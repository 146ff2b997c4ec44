// Owns reading notes off the page's thread. In: one AnalysisInput. Out: progress, then the items, or what went wrong.
import { analyse } from '@emberkeep/assistant';
import type { AnalysisInput } from '@emberkeep/domain';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<AnalysisInput>) => void) | null;
  postMessage(message: unknown): void;
}; // reason: the lib types of pages and workers do not mix
scope.onmessage = ({ data }) =>
  scope.postMessage({ type: 'items', items: analyse(data, (done) => scope.postMessage({ type: 'progress', done })) });
