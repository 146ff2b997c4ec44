// Requests to merge, answered as promises: little work at once, the rest in a thread. Large documents have a thread of
// their own, so that nobody else's waits for one of them.
import { isLittleRequest, mergeTasks, type MergeRequest } from './merge-tasks.ts';
import { createMergeThread, type MergeThread, type MergeThreadDeps } from './merge-thread.ts';

export type Merger = Pick<MergeThread, 'run' | 'close'>;

/** Below this size a merge costs less than a message to the thread and back (about 0.1 ms). */
const INLINE_BYTES = 32 * 1024;
/** The same where a document is made of the rows: Yjs takes the square of their items in the worst case. */
const INLINE_APPLIED_BYTES = 4 * 1024;
/** Above this size a merge takes tens of milliseconds, up to a second. */
const LARGE_BYTES = 1024 * 1024;

/** Nobody waits for compaction and history, so those never take the event loop. */
const mayRunInline = ({ type }: MergeRequest): boolean => type !== 'compact' && type !== 'pack' && type !== 'repair';

export const createMerger = (deps: Pick<MergeThreadDeps, 'addressOf'> = {}): Merger => {
  const thread = createMergeThread(deps);
  const threadOfLarge = createMergeThread(deps);
  return {
    run: (request, room, signal) => {
      const little = request.type === 'published' ? INLINE_APPLIED_BYTES : INLINE_BYTES;
      if (isLittleRequest(request, little) && mayRunInline(request))
        return new Promise((resolve) => resolve(mergeTasks(request) as never));
      const bytes = request.rows.reduce((sum, row) => sum + row.byteLength, 0);
      return (bytes > LARGE_BYTES ? threadOfLarge : thread).run(request, room, signal);
    },
    close: async () => void (await Promise.all([thread.close(), threadOfLarge.close()])),
  };
};
