// Owns the thread that merges: everything whose cost grows with a document happens here and never on the event loop.
import { parentPort } from 'node:worker_threads';
import { mergeTasks, type MergeRequest } from './merge-tasks.ts';

parentPort?.on('message', ({ id, request }: { id: number; request: MergeRequest }) => {
  try {
    parentPort?.postMessage({ id, value: mergeTasks(request) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
