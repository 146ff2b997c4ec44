// Worker that finds suggestions in notes. Receives one AnalysisInput; posts progress, then the items and the language.
import { analyse, foreignLanguageOf } from '@emberkeep/assistant';
import type { AnalysisInput } from '@emberkeep/domain';

const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<AnalysisInput>) => void) | null;
  postMessage(message: unknown): void;
}; // The DOM and worker typings cannot be loaded together.
scope.onmessage = ({ data }) =>
  scope.postMessage({
    type: 'done',
    items: analyse(data, (done) => scope.postMessage({ type: 'progress', done })),
    language: foreignLanguageOf(data.text),
  });
