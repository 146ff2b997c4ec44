// The scenarios for one server. Each resolves with measured values by name.
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { quantile } from '../quantile.ts';
import { makeUpdates, reach, sharedDocument } from './loads.ts';
import { connectRaw, type RawClient } from './raw-client.ts';
import { open, wait, type Figures, type Server } from './server.ts';

/** One writer with 50 updates a second: how late its readers get them. */
export const fanOut = async (server: Server, readers: number): Promise<Figures> => {
  const room = `fan-${readers}`;
  // The first updates warm up every process.
  const [warm, count] = [100, 500];
  const updates = makeUpdates(count);
  const sentAt: number[] = [];
  const delays: number[] = [];
  const writer = await open(server, room);
  const listening = await Promise.all(Array.from({ length: readers }, () => open(server, room)));
  const seen = listening.map(() => 0);
  listening.forEach((reader, i) => {
    reader.onUpdate = (update) => {
      const now = performance.now();
      const to = reach(update);
      for (let n = Math.max(seen[i]!, warm); n < to; n++) delays.push(now - sentAt[n]!);
      seen[i] = Math.max(seen[i]!, to);
    };
  });
  for (const update of updates) {
    sentAt.push(performance.now());
    writer.sendUpdate(update);
    await wait(20);
  }
  await wait(300);
  [writer, ...listening].forEach((c) => c.close());
  return {
    [`to ${readers}, p50 ms`]: quantile(delays, 0.5),
    [`to ${readers}, p99 ms`]: quantile(delays, 0.99),
    [`to ${readers}, missing`]: (count - warm) * readers - delays.length,
  };
};

/** The throughput that the slowest reader keeps up with, with at most 16 updates not yet received. */
export const sustained = async (server: Server): Promise<Figures> => {
  const [docs, readers, seconds, ahead] = [20, 4, 4, 16];
  const updates = makeUpdates(30_000);
  const stops: (() => void)[] = [];
  let delivered = 0;
  for (let d = 0; d < docs; d++) {
    const room = `many-${d}`;
    const writer = await open(server, room);
    const seen = Array.from({ length: readers }, () => 0);
    let sent = 0;
    const pump = (): void => {
      const slowest = Math.min(...seen);
      while (sent < updates.length && sent - slowest < ahead) writer.sendUpdate(updates[sent++]!);
    };
    for (let r = 0; r < readers; r++) {
      const reader = await open(server, room);
      reader.onUpdate = (update) => {
        const to = reach(update);
        if (to > seen[r]!) {
          delivered += to - seen[r]!;
          seen[r] = to;
          pump();
        }
      };
      stops.push(reader.close);
    }
    stops.push(() => {
      sent = updates.length;
      writer.close();
    });
    setImmediate(pump);
  }
  await wait(500);
  const [from, cpu, at] = [delivered, server.cpuMs(), performance.now()];
  await wait(seconds * 1000);
  const [count, spent, time] = [(delivered - from) / readers, server.cpuMs() - cpu, performance.now() - at];
  stops.forEach((stop) => stop());
  return { 'updates a second': count / (time / 1000), 'CPU µs an update': (spent * 1000) / Math.max(1, count) };
};

/** Joins a room; resolves with the time until synced and the server's CPU time, ms. */
export const joinOnce = async (server: Server, room: string): Promise<{ ms: number; cpu: number }> => {
  const cpu = server.cpuMs();
  const client = connectRaw(server, room);
  const { ms } = await client.synced;
  client.close();
  await wait(50);
  return { ms, cpu: server.cpuMs() - cpu };
};

/** How long a client waits for a large document, from a running server and from one that was restarted. */
export const lateJoin = async (server: Server, mb: number): Promise<Figures> => {
  const room = `big-${mb}`;
  const bytes = sharedDocument(mb);
  const keeper = await open(server, room, { answer: bytes });
  const isThere = async (): Promise<boolean> => {
    const asked = connectRaw(server, room);
    const { bytes: got } = await asked.synced;
    asked.close();
    return got > bytes.byteLength * 0.5;
  };
  while (!(await isThere())) await wait(200);
  const hot: { ms: number; cpu: number }[] = [];
  for (let i = 0; i < 5; i++) hot.push(await joinOnce(server, room));
  const figures: Figures = {
    [`${mb} MB hot, ms`]: quantile(
      hot.map((h) => h.ms),
      0.5,
    ),
    [`${mb} MB hot, CPU ms`]: quantile(
      hot.map((h) => h.cpu),
      0.5,
    ),
  };
  keeper.close();
  if (server.kind === 'y-websocket') return figures; // it stores nothing
  await wait(mb * 300 + 2500); // Hocuspocus writes two seconds after the last change
  const cold: number[] = [];
  for (let i = 0; i < 3; i++) {
    await server.stop();
    await server.start();
    cold.push((await joinOnce(server, room)).ms);
  }
  return { ...figures, [`${mb} MB cold, ms`]: quantile(cold, 0.5) };
};

/** The memory of 100 rooms with ten silent connections each. */
export const idle = async (server: Server): Promise<Figures> => {
  await open(server, 'first').then((c) => c.close());
  await wait(500);
  const before = server.memoryMb();
  const clients: RawClient[] = [];
  for (let i = 0; i < 1000; i++) clients.push(await open(server, `idle-${i % 100}`));
  await wait(1500);
  const grown = server.memoryMb() - before;
  clients.forEach((c) => c.close());
  return { 'MB for 1,000 idle': grown };
};

/** A stock provider reconnects after 10,000 offline edits: the time until another client has them all. */
export const reconnect = async (server: Server): Promise<Figures> => {
  const room = 'offline';
  const count = 10_000;
  const reader = await open(server, room);
  const all = new Promise<number>(
    (resolve) => (reader.onUpdate = (update) => void (reach(update) >= count && resolve(performance.now()))),
  );
  const doc = new Y.Doc();
  const queued: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => queued.push(update));
  for (let i = 0; i < count; i++) doc.getText('t').insert(i, 'x');
  const at = performance.now();
  const cpu = server.cpuMs();
  let stop: () => void;
  if (server.isFramed) {
    // HocuspocusProvider sends every offline update from its queue, and the difference besides (10,004 frames
    // measured).
    const client = connectRaw(server, room, { answer: Y.encodeStateAsUpdate(doc) });
    client.socket.on('open', () => queued.forEach(client.sendUpdate));
    stop = client.close;
  } else {
    const provider = new WebsocketProvider(server.url('').replace(/\/$/, ''), room, doc, { disableBc: true });
    stop = () => provider.destroy();
  }
  const ms = (await all) - at;
  await wait(500);
  const spent = server.cpuMs() - cpu;
  stop();
  reader.close();
  return { '10,000 offline edits, ms': ms, '10,000 offline edits, CPU ms': spent };
};

/** The server is killed in the middle of a stream: which of its receipts were true. */
export const killDuringStream = async (server: Server): Promise<Figures> => {
  let [receipts, lost] = [0, 0];
  for (let round = 0; round < 5; round++) {
    const room = `kill-${round}`;
    const updates = makeUpdates(400);
    const client = await open(server, room);
    let acknowledged = 0;
    client.onReceipt = () => (acknowledged += 1);
    // One echo may acknowledge several updates.
    client.onUpdate = (update) => (acknowledged = Math.max(acknowledged, reach(update)));
    let running = true;
    const stream = (async () => {
      for (const update of updates) {
        if (!running) return;
        client.sendUpdate(update);
        await wait(4);
      }
    })();
    await wait(700 + round * 90);
    await server.stop(true);
    running = false;
    await stream;
    client.close();
    await server.start();
    const fresh = connectRaw(server, room);
    let got = 0;
    fresh.onUpdate = (update) => (got = Math.max(got, reach(update)));
    const step2 = new Promise<void>((resolve) => fresh.socket.on('message', () => resolve()));
    await Promise.all([fresh.synced, step2]);
    const doc = new Y.Doc();
    const provider = server.isFramed
      ? null
      : new WebsocketProvider(server.url('').replace(/\/$/, ''), room, doc, { disableBc: true });
    if (provider) {
      await new Promise<void>((resolve) => provider.on('sync', () => resolve()));
      got = doc.getText('t').length;
      provider.destroy();
      // A SyncStep2 that is not empty: in doubt, nothing was lost.
    } else if ((await fresh.synced).bytes > 2) got = acknowledged;
    fresh.close();
    receipts += acknowledged;
    lost += Math.max(0, acknowledged - got);
  }
  return { 'receipts given': receipts, 'receipts untrue after kill -9': lost };
};

/** One reader stops reading while 40 MB go through its room: how much memory the server holds for it. */
export const slowReader = async (server: Server): Promise<Figures> => {
  const room = 'slow';
  const [size, count] = [20_000, 2000];
  const updates = makeUpdates(count, size);
  const writer = await open(server, room);
  const slow = await open(server, room);
  const healthy = await open(server, room);
  const sentAt: number[] = [];
  const delays: number[] = [];
  let seen = 0;
  let wake = (): void => undefined;
  healthy.onUpdate = (update) => {
    const to = Math.floor(reach(update) / size);
    for (; seen < to; seen++) delays.push(performance.now() - sentAt[seen]!);
    wake();
  };
  slow.socket.pause();
  await wait(300);
  const before = server.memoryMb();
  let peak = before;
  for (const [i, update] of updates.entries()) {
    sentAt.push(performance.now());
    writer.sendUpdate(update);
    while (i - seen > 32) await new Promise<void>((resolve) => (wake = resolve));
    if (i % 50 === 0) peak = Math.max(peak, server.memoryMb());
  }
  await wait(1000);
  peak = Math.max(peak, server.memoryMb());
  slow.socket.resume();
  [writer, slow, healthy].forEach((c) => c.close());
  return { 'slow reader, MB grown': peak - before, 'beside it, p99 ms': quantile(delays, 0.99) };
};

/** Fifty carets that move ten times a second beside one client that types. */
export const presence = async (server: Server): Promise<Figures> => {
  const room = 'presence';
  const crowd = await Promise.all(Array.from({ length: 50 }, () => open(server, room)));
  const writer = await open(server, room);
  const reader = await open(server, room);
  const updates = makeUpdates(100);
  const sentAt: number[] = [];
  const delays: number[] = [];
  let seen = 0;
  reader.onUpdate = (update) => {
    const to = reach(update);
    for (; seen < to; seen++) delays.push(performance.now() - sentAt[seen]!);
  };
  let clock = 1;
  const timer = setInterval(() => {
    clock += 1;
    crowd.forEach((c, i) =>
      c.sendPresence(
        5000 + i,
        clock,
        JSON.stringify({ user: { name: `GM ${i}`, color: '#c2571a' }, cursor: { anchor: clock, head: clock } }),
      ),
    );
  }, 100);
  await wait(1000);
  const [cpu, at, frames] = [server.cpuMs(), performance.now(), crowd.reduce((n, c) => n + c.presenceFrames, 0)];
  for (const update of updates) {
    sentAt.push(performance.now());
    writer.sendUpdate(update);
    await wait(50);
  }
  const share = ((server.cpuMs() - cpu) / (performance.now() - at)) * 100;
  const sent = crowd.reduce((n, c) => n + c.presenceFrames, 0) - frames;
  clearInterval(timer);
  [writer, reader, ...crowd].forEach((c) => c.close());
  return { 'presence, CPU %': share, 'presence, frames': sent, 'presence, edit p99 ms': quantile(delays, 0.99) };
};

/** How late a reader's updates are while clients join a room of 10 MB, one after the other. */
export const besideLarge = async (server: Server): Promise<Figures> => {
  const bytes = sharedDocument(10);
  const keeper = await open(server, 'large', { answer: bytes });
  const [writer, reader] = [await open(server, 'small'), await open(server, 'small')];
  const updates = makeUpdates(600);
  const sentAt: number[] = [];
  const delays: number[] = [];
  let seen = 0;
  reader.onUpdate = (update) => {
    for (const to = reach(update); seen < to; seen++) delays.push(performance.now() - sentAt[seen]!);
  };
  await wait(1000);
  let isRunning = true;
  const joining = (async () => {
    while (isRunning) await joinOnce(server, 'large');
  })();
  for (const update of updates) {
    sentAt.push(performance.now());
    writer.sendUpdate(update);
    await wait(5);
  }
  isRunning = false;
  await joining;
  await wait(300);
  [keeper, writer, reader].forEach((c) => c.close());
  return { 'beside 10 MB joins, p50 ms': quantile(delays, 0.5), 'beside 10 MB joins, p99 ms': quantile(delays, 0.99) };
};
