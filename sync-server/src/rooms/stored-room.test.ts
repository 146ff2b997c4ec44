// Tests that the state of a room is not read any further once nobody waits for it.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createMemoryLog } from '../update-log/memory-log.ts';
import { createMerger, type Merger } from '../merge/merger.ts';
import { NotWanted } from '../merge/merge-thread.ts';
import { createStoredRoom } from './stored-room.ts';

const filledLog = async () => {
  const log = createMemoryLog(() => 'tag');
  const doc = new Y.Doc();
  doc.getArray('list').push(['a word']);
  await log.append([{ room: 'r', bytes: Y.encodeStateAsUpdate(doc), member: '' }]);
  return log;
};

it('loading a room is broken off when everybody has gone, harms no room, and begins anew for the next', async () => {
  const asked: AbortSignal[] = [];
  const real = createMerger();
  // The first merge takes until it is not wanted any more.
  const merger: Merger = {
    close: real.close,
    run: (request, room, signal) => {
      asked.push(signal!);
      if (asked.length > 1) return real.run(request, room, signal);
      return new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new NotWanted())));
    },
  };
  const failed = (): never => expect.fail('the room counts as damaged');
  const stored = createStoredRoom({ name: 'r', log: await filledLog(), merger, onError: failed, onQuarantine: failed });
  const first = stored.load();
  const second = stored.load();
  await expect.poll(() => asked.length).toBe(1);
  stored.unload();
  await expect(first).rejects.toThrow(NotWanted);
  await expect(second).rejects.toThrow(NotWanted);
  expect(stored.state()).toBeNull();
  expect((await stored.load()).vector.size).toBe(1);
  expect(stored.isQuarantined()).toBe(false);
  expect(asked[1]!.aborted).toBe(false);
  await real.close();
});

it('what was loaded for those who have gone does not become the state of a room that is loaded anew', async () => {
  const merger = createMerger();
  const log = await filledLog();
  const onError = (error: Error): never => expect.fail(error.message);
  const stored = createStoredRoom({ name: 'r', log, merger, onError, onQuarantine: () => undefined });
  const gone = stored.load();
  stored.unload();
  const wanted = stored.load();
  await expect(gone).rejects.toThrow(NotWanted);
  expect(await wanted).toBe(stored.state());
  await merger.close();
});
