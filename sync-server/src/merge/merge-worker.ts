// The thread that merges: whatever grows with the size of a document runs here, not on the event loop.
import { parentPort } from 'node:worker_threads';
import { mergeTasks, type MergeAnswer, type MergeRequest } from './merge-tasks.ts';

/** The buffers that are the value's alone: they are transferred instead of copied. */
const transferables = (value: MergeAnswer<MergeRequest['type']>): ArrayBuffer[] => {
  const parts = value instanceof Uint8Array ? [value] : typeof value === 'object' ? Object.values(value ?? {}) : [];
  const own = parts
    .filter((part) => ArrayBuffer.isView(part) && part.byteLength === part.buffer.byteLength)
    .map((part) => (part as Uint8Array<ArrayBuffer>).buffer);
  return [...new Set(own)];
};

parentPort?.on('message', ({ request }: { request: MergeRequest }) => {
  try {
    const value = mergeTasks(request);
    parentPort?.postMessage({ value }, transferables(value));
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});
