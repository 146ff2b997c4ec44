// Opens a campaign of 100 kB again and again, as a new device does, and measures how long each opening takes: a process
// of its own, so that nothing of the test's is measured. Arguments are the relay's port and process id, the campaign and
// its owner's secret. It tells its parent `ready`, then measures for as many ms as the parent says each time, and answers
// with the {@link Times}.
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodeSync, SYNC } from '@emberkeep/sync/wire';

/** Milliseconds of many openings, ascending. */
export interface Times {
  all: number[];
  /** The same without the time in which the relay or this process was ready, and waited for a processor. */
  served: number[];
  /** How much of the time the relay's main thread was at work, 0 to 1; null where the system says nothing. */
  relayWorked: number | null;
}

const [port, relayPid, campaign, secret] = process.argv.slice(2) as [string, string, string, string];
/** A device may make 3,000 handshakes a minute. */
const PAUSE_MS = 20;

/** How long a process's main thread has worked and has waited for a processor so far, ms; null where nothing tells. */
const scheduled = (pid: string): { worked: number; waited: number } | null => {
  try {
    const numbers = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
    return { worked: Number(numbers[0]) / 1e6, waited: Number(numbers[1]) / 1e6 };
  } catch {
    return null; // reason: only Linux tells; elsewhere all of the time counts
  }
};
const waited = (): number =>
  [relayPid, String(process.pid)].reduce((sum, pid) => sum + (scheduled(pid)?.waited ?? 0), 0);

/** Opens the campaign; resolves with how long it took to be complete, ms. Rejects where the relay closes the socket. */
const open = (update?: Uint8Array): Promise<number> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/sync/campaign/${campaign}`, ['emberkeep.1', `auth.${secret}`]);
    socket.on('error', reject);
    socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
    socket.on('open', () => {
      if (update) socket.send(encodeSync(SYNC.update, update));
      socket.send(encodeSync(SYNC.step1, new Uint8Array([0])));
    });
    socket.on('message', (data: Buffer) => {
      if (data[0] !== 0 || data[1] !== SYNC.step2) return;
      resolve(performance.now() - startedAt);
      socket.terminate();
    });
  });

const measure = async (ms: number): Promise<Times> => {
  const times: Times = { all: [], served: [], relayWorked: null };
  const startedAt = performance.now();
  const before = scheduled(relayPid);
  while (performance.now() - startedAt < ms) {
    const waitedBefore = waited();
    const took = await open();
    times.all.push(took);
    times.served.push(Math.max(0, took - (waited() - waitedBefore)));
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  const after = scheduled(relayPid);
  if (before && after) times.relayWorked = (after.worked - before.worked) / (performance.now() - startedAt);
  for (const list of [times.all, times.served]) list.sort((a, b) => a - b);
  return times;
};

const doc = new Y.Doc();
for (let i = 0; i < 100; i++) doc.getMap('m').set(`k${i}`, 'y'.repeat(1000));
await open(Y.encodeStateAsUpdate(doc));
await measure(300); // What starts slowly is this process, not the relay.
process.on('message', (ms: number) => void measure(ms).then((times) => process.send!(times)));
process.send!('ready');
