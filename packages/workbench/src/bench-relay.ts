// Owns `pnpm bench relay`: the relay beside Hocuspocus (with its storage) and the y-websocket server, the same scenarios in one
// run. Ratios are what to compare; absolute figures belong to a machine. One file: ten scenarios share the servers and their measures. `EMBERKEEP_BENCH_ONLY=a,c` runs some scenarios.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { hasPostgres, startPostgres } from '../../../sync-server/testing/postgres.ts';
import { quantile } from './quantile.ts';
import { connectRaw, type RawClient, type Target } from './relay-bench/raw-client.ts';
import { ROOT } from './run.ts';

const KINDS = ['emberkeep', 'hocuspocus', 'y-websocket'] as const;
type Kind = (typeof KINDS)[number];

interface Server extends Target {
  readonly kind: Kind;
  start(): Promise<void>;
  /** `hard`: kill -9; otherwise what it has in memory may reach its disk. */
  stop(hard?: boolean): Promise<void>;
  cpuMs(): number;
  memoryMb(): number;
  dispose(): Promise<void>;
}

// Below the ports that the system gives out by itself.
let nextPort = 20_000 + (process.pid % 12_000);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const createServer = (kind: Kind, more: Readonly<Record<string, string>> = {}): Server => {
  const folder = mkdtempSync(join(tmpdir(), 'emberkeep-bench-relay-'));
  const port = nextPort++;
  let child: ChildProcess | null = null;
  const server: Server = {
    kind,
    name: kind,
    isFramed: kind === 'hocuspocus',
    url: (room) => `ws://127.0.0.1:${port}/${kind === 'emberkeep' ? 'sync/' : ''}${kind === 'hocuspocus' ? '' : room}`,
    start: async () => {
      // As `pnpm relay` starts it.
      const args =
        kind === 'emberkeep'
          ? ['--max-semi-space-size=4', join(ROOT, 'sync-server/src/main.ts')]
          : [join(import.meta.dirname, 'relay-bench/rival-server.ts'), kind, String(port), folder];
      child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
        env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder, RELAY_OPEN: '1', ...more },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise<void>((resolve, reject) => {
        child?.stdout?.on('data', (data: Buffer) => {
          if (/ready|Emberkeep is at/.test(data.toString())) resolve();
        });
        child?.once('exit', () => reject(new Error(`${kind} did not start`)));
      });
    },
    stop: async (hard = false) => {
      const going = child;
      child = null;
      if (!going || going.exitCode !== null) return;
      const gone = new Promise((resolve) => going.once('exit', resolve));
      going.kill(hard ? 'SIGKILL' : 'SIGTERM');
      await gone;
    },
    cpuMs: () => {
      const stat = readFileSync(`/proc/${child?.pid}/stat`, 'utf8')
        .replace(/\(.*\)/, 'x')
        .split(' ');
      return (Number(stat[13]) + Number(stat[14])) * 10; // user and system, in ticks of 10 ms
    },
    memoryMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child?.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    dispose: async () => {
      await server.stop(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return server;
};

/** Updates of one client, a character each, made before anything is measured. */
const makeUpdates = (count: number, size = 1): Uint8Array[] => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const text = doc.getText('t');
  for (let i = 0; i < count; i++) text.insert(text.length, 'x'.repeat(size));
  return updates;
};

/** How many characters of a single writer an update reaches up to; servers may merge what was sent apart. */
const reach = (update: Uint8Array): number => Math.max(0, ...Y.parseUpdateMeta(update).to.values());

const open = async (server: Server, room: string, options?: Parameters<typeof connectRaw>[2]): Promise<RawClient> => {
  const client = connectRaw(server, room, options);
  await client.synced;
  return client;
};

type Figures = Record<string, number>;

/** One writer, 50 updates a second, and how late its readers are. */
const fanOut = async (server: Server, readers: number): Promise<Figures> => {
  const room = `fan-${readers}`;
  // The first ones warm every process up.
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

/** As fast as the slowest reader keeps up with, 16 updates ahead of it at most. */
const sustained = async (server: Server): Promise<Figures> => {
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

/** A document of many short edits by many writers, `mb` large. */
const makeDocument = (mb: number): Uint8Array => {
  const doc = new Y.Doc();
  const pages = Array.from({ length: 200 }, (_, i) => doc.getText(`page ${i}`));
  const words = 'the lantern went out over the slack water and nobody in Salt Street would say whose it was '.split(
    ' ',
  );
  let seed = 7;
  const next = (n: number): number => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) % n;
  for (let round = 0; ; round++) {
    doc.clientID = 1000 + (round % 400);
    doc.transact(() => {
      for (let i = 0; i < 1500; i++) {
        const page = pages[next(200)]!;
        page.insert(
          next(page.length + 1),
          Array.from({ length: 2 + next(8) }, () => words[next(words.length)]).join(' '),
        );
      }
    });
    if (round % 4 === 0) {
      const bytes = Y.encodeStateAsUpdate(doc);
      if (bytes.byteLength >= mb * 1e6) return bytes;
    }
  }
};

const join10 = async (server: Server, room: string): Promise<{ ms: number; cpu: number }> => {
  const cpu = server.cpuMs();
  const client = connectRaw(server, room);
  const { ms } = await client.synced;
  client.close();
  await wait(50);
  return { ms, cpu: server.cpuMs() - cpu };
};

const documents = new Map<number, Uint8Array>();
const lateJoin = async (server: Server, mb: number): Promise<Figures> => {
  const room = `big-${mb}`;
  const bytes = documents.get(mb) ?? makeDocument(mb);
  documents.set(mb, bytes);
  const keeper = await open(server, room, { answer: bytes });
  const isThere = async (): Promise<boolean> => {
    const asked = connectRaw(server, room);
    const { bytes: got } = await asked.synced;
    asked.close();
    return got > bytes.byteLength * 0.5;
  };
  while (!(await isThere())) await wait(200);
  const hot: { ms: number; cpu: number }[] = [];
  for (let i = 0; i < 5; i++) hot.push(await join10(server, room));
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
  if (server.kind === 'y-websocket') return figures; // keeps nothing
  await wait(mb * 300 + 2500); // Hocuspocus writes two seconds after the last change
  const cold: number[] = [];
  for (let i = 0; i < 3; i++) {
    await server.stop();
    await server.start();
    cold.push((await join10(server, room)).ms);
  }
  return { ...figures, [`${mb} MB cold, ms`]: quantile(cold, 0.5) };
};

/** 100 rooms with ten connections each that say nothing. */
const idle = async (server: Server): Promise<Figures> => {
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

/** A stock provider comes back after 10,000 edits; until another client has them all. Hocuspocus: what its own provider sends. */
const comeBack = async (server: Server): Promise<Figures> => {
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
    // HocuspocusProvider queues every offline update and sends each, and the difference besides (sync.md measured 10,004 frames).
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

/** Killed in the middle of a stream; which receipts were true. */
const killed = async (server: Server): Promise<Figures> => {
  let [receipts, lost] = [0, 0];
  for (let round = 0; round < 5; round++) {
    const room = `kill-${round}`;
    const updates = makeUpdates(400);
    const client = await open(server, room);
    let acknowledged = 0;
    client.onReceipt = () => (acknowledged += 1);
    // An echo may stand for several updates: it reaches as far as it reaches.
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
    } else if ((await fresh.synced).bytes > 2) got = acknowledged; // its SyncStep2 held something: give it the benefit
    fresh.close();
    receipts += acknowledged;
    lost += Math.max(0, acknowledged - got);
  }
  return { 'receipts given': receipts, 'receipts untrue after kill -9': lost };
};

/** One reader stops reading while 40 MB go through its document. */
const slowReader = async (server: Server): Promise<Figures> => {
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

/** Fifty carets that move ten times a second, and one who types. */
const presence = async (server: Server): Promise<Figures> => {
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

/** How late another room's reader is while newcomers fetch a document of 10 MB, one after the other. */
const besideLarge = async (server: Server): Promise<Figures> => {
  const bytes = documents.get(10) ?? makeDocument(10);
  documents.set(10, bytes);
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
    while (isRunning) await join10(server, 'large');
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

/** Twenty rooms, written at one node and read at the other, as fast as the reader keeps up with, 16 updates ahead of it at most. */
const keepBusy = async ([here, there]: readonly [Server, Server]): Promise<Figures> => {
  const updates = makeUpdates(20_000);
  let delivered = 0;
  const stops: (() => void)[] = [];
  for (let d = 0; d < 20; d++) {
    const [writer, reader] = [await open(here, `busy-${d}`), await open(there, `busy-${d}`)];
    let [sent, seen] = [0, 0];
    const pump = (): void => {
      while (sent < updates.length && sent - seen < 16) writer.sendUpdate(updates[sent++]!);
    };
    reader.onUpdate = (update) => {
      const to = reach(update);
      delivered += Math.max(0, to - seen);
      seen = Math.max(seen, to);
      pump();
    };
    stops.push(() => {
      sent = updates.length;
      writer.close();
      reader.close();
    });
    setImmediate(pump);
  }
  await wait(500);
  const [from, cpu, at] = [delivered, here.cpuMs() + there.cpuMs(), performance.now()];
  await wait(3000);
  const [count, spent, time] = [delivered - from, here.cpuMs() + there.cpuMs() - cpu, performance.now() - at];
  stops.forEach((stop) => stop());
  await wait(500);
  return {
    'updates a second, to the other node': count / (time / 1000),
    'CPU µs an update, at that speed': (spent * 1000) / Math.max(1, count),
  };
};

/** Two nodes over one engine: Postgres for ours, Redis for Hocuspocus. How late a reader at the other node is, what an update costs, what a killed node takes with it. */
const twoNodes = async (kind: Kind, engine: Readonly<Record<string, string>>): Promise<Figures> => {
  const nodes = [createServer(kind, engine), createServer(kind, engine)] as const;
  try {
    await Promise.all(nodes.map((n) => n.start()));
    const [here, there] = nodes;
    const room = 'two-nodes';
    const [warm, count] = [100, 600];
    const updates = makeUpdates(count);
    const sentAt: number[] = [];
    const [writer, local, remote] = [await open(here, room), await open(here, room), await open(there, room)];
    const delays = [[], []] as [number[], number[]];
    const seen = [warm, warm];
    [local, remote].forEach((reader, i) => {
      reader.onUpdate = (update) => {
        const now = performance.now();
        const to = reach(update);
        for (let n = seen[i]!; n < to; n++) delays[i]!.push(now - sentAt[n]!);
        seen[i] = Math.max(seen[i]!, to);
      };
    });
    let acknowledged = 0;
    writer.onReceipt = () => (acknowledged += 1);
    writer.onUpdate = (update) => (acknowledged = Math.max(acknowledged, reach(update)));
    let cpu = 0;
    for (const [n, update] of updates.entries()) {
      if (n === warm) cpu = here.cpuMs() + there.cpuMs();
      sentAt.push(performance.now());
      writer.sendUpdate(update);
      await wait(20);
    }
    const spent = here.cpuMs() + there.cpuMs() - cpu;
    const busy = await keepBusy(nodes);
    for (let i = 0; i < 100 && acknowledged < count; i++) await wait(2);
    // Gone right after its last receipt.
    await here.stop(true);
    const fresh = await open(there, room);
    await wait(500);
    const missing = Math.max(0, acknowledged - seen[1]!);
    [writer, local, remote, fresh].forEach((c) => c.close());
    return {
      'two nodes: same node, p50 ms': quantile(delays[0], 0.5),
      'other node, p50 ms': quantile(delays[1], 0.5),
      'other node, p99 ms': quantile(delays[1], 0.99),
      'CPU µs an update, 50 a second': (spent * 1000) / (count - warm),
      ...busy,
      'acknowledged, then missing': missing,
    };
  } finally {
    await Promise.all(nodes.map((n) => n.dispose()));
  }
};

const benchTwoNodes = async (kind: Kind): Promise<Figures | null> => {
  if (kind === 'emberkeep') {
    if (!hasPostgres) return null;
    const postgres = await startPostgres();
    try {
      return await twoNodes(kind, { DATABASE_URL: await postgres.database() });
    } finally {
      await postgres.stop();
    }
  }
  if (kind !== 'hocuspocus' || spawnSync('redis-server', ['--version']).status !== 0) return null;
  const port = String(nextPort++);
  const redis = spawn('redis-server', ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
  try {
    await wait(500);
    return await twoNodes(kind, { REDIS_PORT: port });
  } finally {
    redis.kill();
  }
};

const SCENARIOS: Record<string, (server: Server) => Promise<Figures>> = {
  a: async (s) => ({ ...(await fanOut(s, 10)), ...(await fanOut(s, 50)) }),
  b: sustained,
  c: async (s) => ({ ...(await lateJoin(s, 1)), ...(await lateJoin(s, 10)) }),
  d: idle,
  e: comeBack,
  f: killed,
  g: slowReader,
  h: presence,
  j: besideLarge,
};

/** Every scenario of one server; and the one of two. */
const measure = async (name: string, kind: Kind): Promise<Figures | null> => {
  if (name === 'i') return benchTwoNodes(kind);
  const server = createServer(kind);
  try {
    await server.start();
    return await SCENARIOS[name]!(server);
  } finally {
    await server.dispose();
  }
};

export const benchRelay = async (): Promise<void> => {
  const chosen = (process.env['EMBERKEEP_BENCH_ONLY'] ?? [...Object.keys(SCENARIOS), 'i'].join(',')).split(',');
  const targets = (process.env['EMBERKEEP_BENCH_TARGETS']?.split(',') as Kind[] | undefined) ?? KINDS;
  console.log(
    'figure'.padEnd(34) +
      targets.map((k) => k.padStart(14)).join('') +
      (targets.length > 1 ? '   relay / hocuspocus' : ''),
  );
  for (const name of chosen) {
    const results = new Map<Kind, Figures>();
    for (const kind of targets) {
      const figures = await measure(name, kind);
      if (figures) results.set(kind, figures);
    }
    for (const figure of new Set([...results.values()].flatMap((r) => Object.keys(r)))) {
      const values = targets.map((k) => results.get(k)?.[figure]);
      const [ours, theirs] = [results.get('emberkeep')?.[figure], results.get('hocuspocus')?.[figure]];
      console.log(
        figure.padEnd(34) +
          values.map((v) => (v === undefined ? '–' : v >= 100 ? v.toFixed(0) : v.toFixed(2)).padStart(14)).join('') +
          (ours !== undefined && theirs ? (ours / theirs).toFixed(2).padStart(12) : ''),
      );
    }
  }
};
