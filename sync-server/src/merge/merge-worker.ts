// The thread that merges: whatever grows with the size of a document runs here, not on the event loop.
import { parentPort } from 'node:worker_threads';
import { mergeTasks, type MergeRequest } from './merge-tasks.ts';

/** The value's buffer, if it is the value's alone: it is transferred instead of copied. */
const transferable = (value: unknown): ArrayBuffer[] =>
  value instanceof Uint8Array && value.byteLength === value.buffer.byteLength ? [value.buffer as ArrayBuffer] : [];

parentPort?.on('message', ({ request }: { request: MergeRequest }) => {
  try {
    const value = mergeTasks(request);
    parentPort?.postMessage({ value }, transferable(value));
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
