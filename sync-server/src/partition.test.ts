// Tests a network that stalls, closes in one direction and cuts connections, and a relay that restarts behind it:
// everything acknowledged is there, and once the network heals every client has everything. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { createProvider, type Provider } from '@emberkeep/sync';
import { afterTest, claim, OWNER, ROOM, start } from '../testing/relay.ts';
import { createWire } from '../testing/wire.ts';

const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 31);
const FAULTS = Number(process.env['EMBERKEEP_PARTITIONS'] ?? 25);

it(`[R3] [C1] [C2] ${FAULTS} network faults and restarts lose nothing, and clients agree (seed ${seed})`, async () => {
  const random = createRandom(seed);
  let relay = await start();
  const { dataDir } = relay;
  await claim(relay);
  const acknowledged = new Set<string>();
  const wires = await Promise.all([0, 1, 2].map(() => createWire(() => relay.port)));
  const clients = wires.map((wire, n) => {
    const doc = new Y.Doc();
    const written: string[] = [];
    const provider: Provider = createProvider({
      url: `ws://127.0.0.1:${wire.port}/sync`,
      room: ROOM,
      doc,
      token: OWNER,
      WebSocketClass: WebSocket,
      maxBackoffMs: 30,
      mark: () => written.length,
      onDurable: (mark) => written.slice(0, mark).forEach((word) => acknowledged.add(word)),
    });
    provider.connect();
    afterTest(() => provider.destroy());
    const write = (): void => {
      const word = `${n}-${written.length}`;
      written.push(word);
      doc.getArray<string>('words').push([word]);
    };
    return { doc, provider, written, write };
  });
  await Promise.all(clients.map((c) => c.provider.settled()));
  for (let fault = 0; fault < FAULTS; fault++) {
    const wire = random.pick(wires);
    switch (random.int(5)) {
      case 0:
        wire.stall();
        break;
      case 1:
        wire.halfClose();
        break;
      case 2:
        wire.cut();
        break;
      case 3:
        await relay.stop();
        relay = await start({ dataDir });
        break;
      default:
        break;
    }
    for (let i = random.int(8); i >= 0; i--) random.pick(clients).write();
    await new Promise((resolve) => setImmediate(resolve));
    if (random.chance(0.6))
      await Promise.race([
        clients[random.int(3)]!.provider.settled(),
        new Promise((resolve) => setTimeout(resolve, 40)),
      ]);
    if (random.chance(0.5)) wire.heal();
  }
  wires.forEach((wire) => wire.heal());
  for (const { provider } of clients) {
    provider.disconnect();
    provider.connect();
  }
  expect(await Promise.all(clients.map((c) => c.provider.settled()))).toEqual([true, true, true]);
  const all = clients.flatMap((c) => c.written).sort();
  const fresh = new Y.Doc();
  const reader = createProvider({
    url: `ws://127.0.0.1:${relay.port}/sync`,
    room: ROOM,
    doc: fresh,
    token: OWNER,
    WebSocketClass: WebSocket,
  });
  afterTest(() => reader.destroy());
  reader.connect();
  await reader.settled();
  const there = fresh.getArray<string>('words').toArray();
  expect([...acknowledged].filter((word) => !there.includes(word))).toEqual([]);
  expect([...there].sort()).toEqual(all);
  for (const { doc } of clients)
    await expect.poll(() => [...doc.getArray<string>('words').toArray()].sort()).toEqual(all);
  console.log(`partitions: ${all.length} words, ${acknowledged.size} acknowledged`);
}, 60_000);
