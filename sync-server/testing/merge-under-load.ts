// Merges the room of a data folder as the relay does while more is written to it, as a process that can be killed or whose
// disk can be full at any step. Its argument is the folder. It prints `confirmed N` once the disk has N updates of its own.
import * as Y from 'yjs';
import { createMerger } from '../src/merge/merger.ts';
import { createCompaction } from '../src/rooms/compaction.ts';
import { createStoredRoom } from '../src/rooms/stored-room.ts';
import { openStorage } from '../src/storage/open-storage.ts';

const ROOM = 'campaign/0197c0de-0000-7000-8000-000000000001';
const WRITTEN = 30;

const onError = (error: Error): void => console.log(`error ${error.message}`);
const storage = await openStorage({ dataDir: process.argv[2]!, databaseUrl: '', onError });
const { log } = storage;
const merger = createMerger();
const stored = createStoredRoom({ name: ROOM, log, merger, onError, onQuarantine: onError as never });
await stored.measure();
createCompaction({ name: ROOM, log, merger, stored, onError })();

const doc = new Y.Doc();
const updates: Uint8Array[] = [];
doc.on('update', (update: Uint8Array) => updates.push(update));
for (let n = 1; n <= WRITTEN; n++) {
  doc.getArray('meanwhile').push([n]);
  try {
    await log.append([{ room: ROOM, bytes: updates.at(-1)!, member: '' }]);
    await log.sync();
  } catch {
    break; // reason: a full disk takes nothing, and nothing is confirmed
  }
  console.log(`confirmed ${n}`);
  await new Promise((resolve) => setTimeout(resolve, 3));
}
const { entries } = await log.size(ROOM);
for (let waits = 0; waits < 300 && entries > 0 && (await log.size(ROOM)).entries > WRITTEN * 2; waits++)
  await new Promise((resolve) => setTimeout(resolve, 5));
await storage.tidy('everything').catch(onError);
await merger.close();
await storage.close();
