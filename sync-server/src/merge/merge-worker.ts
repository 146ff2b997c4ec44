// Owns the thread that merges: everything whose cost grows with a document happens here and never on the event loop.
import { parentPort } from 'node:worker_threads';
import { mergeTasks, type MergeRequest } from './merge-tasks.ts';

parentPort?.on('message', ({ id, request }: { id: number; request: MergeRequest }) => {
  try {
    const value = mergeTasks(request);
    const own =
      value instanceof Uint8Array && value.byteLength === value.buffer.byteLength ? [value.buffer as ArrayBuffer] : [];
    parentPort?.postMessage({ id, value }, own);
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
