// The scenario for two nodes of a server behind one engine.
import { spawn, spawnSync } from 'node:child_process';
import { hasPostgres, startPostgres } from '../../../../sync-server/testing/postgres.ts';
import { quantile } from '../quantile.ts';
import { makeUpdates, reach } from './loads.ts';
import { createServer, nextPort, open, wait, type Figures, type Kind, type Server } from './server.ts';

/** Twenty rooms, written at one node and read at the other, at the speed that the readers keep up with. */
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

/**
 * Two nodes that share an engine: Postgres for Emberkeep's relay, Redis for Hocuspocus. How late a reader at the
 * other node is, what an update costs, and what is lost with a killed node.
 */
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
    // Killed right after its last receipt.
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

/** Null where the engine is not installed, or a server has none. */
export const benchTwoNodes = async (kind: Kind): Promise<Figures | null> => {
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
  const port = String(nextPort());
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
