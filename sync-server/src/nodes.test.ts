// Tests several relays over one Postgres: clients see one relay and need no sticky sessions. A killed node, a killed
// engine, and a node that cannot reach the engine lose nothing acknowledged and serve nothing stale. Repeat a run with
// EMBERKEEP_FUZZ_SEED=<seed>.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { createProvider, type Provider } from '@emberkeep/sync';
import {
  afterTest,
  api,
  CAMPAIGN,
  claim,
  configOf,
  folder,
  OWNER,
  ROOM,
  sha256,
  start,
  type StartOptions,
} from '../testing/relay.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../testing/postgres.ts';
import { createWire } from '../testing/wire.ts';
import { runCommand } from './operate/commands.ts';
import type { Relay } from './relay.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const seed = Number(process.env['EMBERKEEP_FUZZ_SEED'] || 41);
const KILLS = Number(process.env['EMBERKEEP_NODE_KILLS'] ?? 3);
const SESSION = `${ROOM}/session/${CAMPAIGN}`;
const CO_GM = 'co-gm-co-gm-co-gm-co-gm-co-gm-co-gm-1';

interface Client {
  doc: Y.Doc;
  provider: Provider;
  written: string[];
  acknowledged: Set<string>;
  write(): void;
  words(): string[];
}
let clients = 0;
const connect = async (
  port: number,
  { room = ROOM, token = OWNER, onHead }: { room?: string; token?: string; onHead?: (room: string) => void } = {},
): Promise<Client> => {
  const name = ++clients;
  const doc = new Y.Doc();
  const written: string[] = [];
  const acknowledged = new Set<string>();
  const provider = createProvider({
    url: `ws://127.0.0.1:${port}/sync`,
    room,
    doc,
    token,
    WebSocketClass: WebSocket,
    maxBackoffMs: 50,
    mark: () => written.length,
    onDurable: (mark) => written.slice(0, mark).forEach((word) => acknowledged.add(word)),
    ...(onHead ? { onHead: ({ room: moved }) => onHead(moved) } : {}),
  });
  afterTest(() => provider.destroy());
  provider.connect();
  await provider.settled();
  const write = (): void => {
    const word = `${name}-${written.length}`;
    written.push(word);
    doc.getArray<string>('words').push([word]);
  };
  return { doc, provider, written, acknowledged, write, words: () => doc.getArray<string>('words').toArray() };
};
const answer = async (path: string, port: number): Promise<number> =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).status;

/** A node in a process of its own, which can be killed. */
const startProcess = async (databaseUrl: string): Promise<{ child: ChildProcess; port: number }> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: folder(), DATABASE_URL: databaseUrl, APP_DIR: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  afterTest(() => child.kill('SIGKILL'));
  const port = await new Promise<number>((resolve) =>
    child.stdout?.on('data', (data: Buffer) => {
      const found = /localhost:(\d+)/.exec(data.toString())?.[1];
      if (found) resolve(Number(found));
    }),
  );
  return { child, port };
};

describe.runIf(hasPostgres)('several relays over one Postgres', () => {
  let postgres: TestPostgres;
  beforeAll(async () => void (postgres = await startPostgres()), 60_000);
  afterAll(() => postgres.stop());
  const node = (databaseUrl: string, options: StartOptions = {}): Promise<Relay & { dataDir: string }> =>
    start({ ...options, env: { DATABASE_URL: databaseUrl, ...options.env } });

  it('[E7] [E8] [E9] owners, rosters and moves are the same at every node', async () => {
    const url = await postgres.database();
    const [a, b] = await Promise.all([node(url), node(url)]);
    await claim(a);
    const at = `/campaigns/${CAMPAIGN}`;
    const status = async (answered: Promise<Response>): Promise<number> => (await answered).status;
    const rosterOf = async (relay: Relay, secret: string): Promise<{ grants: object[]; gmsMayRefill: boolean }> =>
      (await (await api(relay, 'GET', `${at}/roster`, secret)).json()) as never;
    // Two owners make a new code at two nodes at the same moment: one code works.
    const tablet = 'tablet-tablet-tablet-tablet-tablet-tablet';
    await api(b, 'POST', '/join', OWNER, { memberHash: sha256(tablet) });
    const codes = ['code-of-the-owner-code-of-the-owner-1', 'code-of-the-tablet-code-of-the-tablet-1'] as const;
    const rotate = (relay: Relay, secret: string, next: string): Promise<Response> =>
      api(relay, 'POST', `${at}/rotate`, secret, { secretHash: sha256(next) });
    await Promise.all([rotate(a, OWNER, codes[0]), rotate(b, tablet, codes[1])]);
    const worked: string[] = [];
    for (const code of codes) {
      const answered = await api(b, 'POST', '/join', code, { memberHash: sha256(`by ${code}`) });
      if (answered.ok) worked.push(code);
    }
    expect(worked).toHaveLength(1);
    const owner = worked[0]!;
    // A co-GM reads the roster once the owner allows it.
    await api(a, 'POST', `${at}/invites`, owner, { secretHash: sha256('an-invitation'), role: 'co_gm' });
    await api(b, 'POST', '/join', 'an-invitation', { memberHash: sha256(CO_GM) });
    const mayRead = async (relay: Relay, secret: string): Promise<unknown> =>
      ((await (await api(relay, 'GET', `${at}/me`, secret)).json()) as { mayReadRoster: unknown }).mayReadRoster;
    expect(await status(api(b, 'GET', `${at}/roster`, CO_GM))).toBe(403);
    expect([await mayRead(b, CO_GM), await mayRead(b, owner)]).toEqual([false, true]);
    expect(await status(api(a, 'POST', `${at}/roster`, owner, { gmsMayRefill: true }))).toBe(200);
    expect(await mayRead(b, CO_GM)).toBe(true);
    const { grants } = await rosterOf(b, CO_GM);
    // The database is lost: the co-GM fills an empty one at one node, and everyone has access at the other.
    const empty = await postgres.database();
    const [c, d] = await Promise.all([node(empty), node(empty)]);
    const refills = [c, d].map((relay) =>
      status(api(relay, 'POST', `${at}/refill`, CO_GM, { grants, gmsMayRefill: true })),
    );
    expect(await Promise.all(refills)).toContain(200);
    expect((await rosterOf(d, owner)).grants).toHaveLength(grants.length);
    expect(await (await api(d, 'GET', `${at}/me`, CO_GM)).json()).toMatchObject({ role: 'co_gm' });
    // A mark left at one node closes the connections of the other.
    const ben = await connect(d.port, { token: CO_GM });
    expect(await status(api(c, 'POST', `${at}/moved`, owner, { to: 'https://new.example' }))).toBe(200);
    await expect.poll(() => ben.provider.state()).toMatchObject({ type: 'refused', code: 4410 });
    expect(await (await api(d, 'GET', `${at}/me`, CO_GM)).json()).toMatchObject({ movedTo: 'https://new.example' });
    expect(await status(api(d, 'POST', `${at}/moved`, owner, { to: null }))).toBe(200);
    ben.provider.connect();
    await expect.poll(() => ben.provider.state().type).toBe('synced');
  });

  it('[R14] [R10] act as one: updates, presence, heads, keys and revocations reach the other', async () => {
    const url = await postgres.database();
    const [a, b] = await Promise.all([node(url), node(url)]);
    expect((await claim(a)).status).toBe(200);
    expect((await claim(b, CAMPAIGN, 'somebody-else-somebody-else-somebody-else')).status).toBe(401);
    await api(a, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
      secretHash: sha256('an-invitation'),
      role: 'co_gm',
    });
    const { grantId } = (await (
      await api(b, 'POST', '/join', 'an-invitation', { memberHash: sha256(CO_GM) })
    ).json()) as { grantId: string };
    const heads: string[] = [];
    const [ann, ben] = await Promise.all([
      connect(a.port),
      connect(b.port, { token: CO_GM, onHead: (room) => heads.push(room) }),
    ]);
    for (let i = 0; i < 50; i++) {
      ann.write();
      ben.write();
    }
    await Promise.all([ann.provider.settled(), ben.provider.settled()]);
    await expect.poll(() => [ann.words().length, ben.words().length]).toEqual([100, 100]);
    expect(ann.words()).toEqual(ben.words());
    // Presence at one node is seen at the other, also by later clients, and is gone at once when the client leaves.
    ann.provider.awareness.setLocalStateField('user', { name: 'Ann' });
    const seenAt = (client: Client): unknown[] =>
      [...client.provider.awareness.getStates().values()]
        .map((state) => (state as { user?: { name: string } }).user?.name)
        .filter(Boolean);
    await expect.poll(() => seenAt(ben)).toEqual(['Ann']);
    const cat = await connect(b.port);
    await expect.poll(() => seenAt(cat)).toEqual(['Ann']);
    ann.provider.disconnect();
    await expect.poll(() => seenAt(ben)).toEqual([]);
    ann.provider.connect();
    await ann.provider.settled();
    cat.provider.destroy();
    // A session written at one node: its head reaches open ledgers at the other, and opening it there gets all of it.
    for (let i = 0; i < 20; i++) {
      const session = await connect(a.port, { room: SESSION });
      session.write();
      await session.provider.settled();
      const there = await connect(b.port, { room: SESSION, token: CO_GM });
      expect(there.words(), 'everything acknowledged before is there when it is synced').toContain(session.written[0]);
      session.provider.destroy();
      there.provider.destroy();
    }
    await expect.poll(() => heads).toContain(SESSION);
    // Compaction at one node, reading at the other.
    expect(await runCommand(configOf(a.dataDir, { DATABASE_URL: url }), ['compact'], () => undefined)).toBe(0);
    ben.write();
    await expect.poll(() => ann.words().length).toBe(101);
    expect((await connect(b.port)).words()).toEqual(ann.words());
    // Revoked at one node, closed at the other.
    await api(a, 'DELETE', `/campaigns/${CAMPAIGN}/grants/${grantId}`, OWNER);
    await expect.poll(() => ben.provider.state()).toMatchObject({ type: 'refused', code: 4401 });
    const lines: string[] = [];
    expect(await runCommand(configOf(folder(), { DATABASE_URL: url }), ['doctor'], (line) => lines.push(line))).toBe(0);
    expect(lines.join()).toMatch(/file: ok; 2 rooms/);
    // [24.11] From a machine without a data folder, which no command makes.
    const noFolder = join(folder(), 'none');
    for (const command of ['doctor', 'rooms', 'tokens']) {
      const config = configOf(noFolder, { DATABASE_URL: url });
      expect(await runCommand(config, [command], (line) => lines.push(line)), command).toBe(0);
    }
    expect(existsSync(noFolder)).toBe(false);
    expect(
      await runCommand(configOf(folder(), { DATABASE_URL: url }), ['backup', folder()], (line) => lines.push(line)),
    ).toBe(1);
    expect(lines.at(-1)).toContain('pg_dump');
    // Deleted at one node, deleted at both.
    const last = await connect(b.port);
    await api(a, 'DELETE', `/campaigns/${CAMPAIGN}`, OWNER);
    await expect.poll(() => last.provider.state()).toMatchObject({ type: 'refused', code: 4404 });
  }, 30_000);

  it('take over from a folder by its backup, with its keys, and devices continue where they were', async () => {
    const [small, backups] = [await start(), folder()];
    await claim(small);
    const ann = await connect(small.port);
    for (let i = 0; i < 30; i++) ann.write();
    await ann.provider.settled();
    const lines: string[] = [];
    const operator = (dataDir: string, url: string, ...args: string[]): Promise<number> =>
      runCommand(configOf(dataDir, { DATABASE_URL: url }), args, (line) => lines.push(line));
    expect(await operator(small.dataDir, '', 'backup', backups)).toBe(0);
    await small.stop();
    const [url, backup] = [await postgres.database(), join(backups, readdirSync(backups)[0]!)];
    expect(await operator(folder(), url, 'restore', backup)).toBe(0);
    expect(await operator(folder(), url, 'restore', backup)).toBe(1);
    expect(lines.at(-1)).toContain('into an empty database');
    const shared = await node(url);
    expect((await connect(shared.port)).words()).toEqual(ann.words());
    const more = await connect(shared.port);
    more.write();
    await more.provider.settled();
    expect((await connect(shared.port)).words()).toHaveLength(31);
  }, 30_000);

  it('[E1] [E4] of simultaneous requests one claims the campaign, and one uses an invite for one device', async () => {
    const url = await postgres.database();
    const nodes = await Promise.all([node(url), node(url)]);
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        claim(nodes[n % 2]!, CAMPAIGN, `an-owner-that-would-be-number-${n}-of-twelve`),
      ),
    );
    expect(claims.filter((r) => r.status === 200)).toHaveLength(1);
    const owner = `an-owner-that-would-be-number-${claims.findIndex((r) => r.status === 200)}-of-twelve`;
    await api(nodes[0]!, 'POST', `/campaigns/${CAMPAIGN}/invites`, owner, {
      secretHash: sha256('for-one-device-only'),
      role: 'co_gm',
      uses: 1,
    });
    const joins = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        api(nodes[n % 2]!, 'POST', '/join', 'for-one-device-only', { memberHash: sha256(`device ${n}`) }),
      ),
    );
    expect(joins.map((r) => r.status).sort()).toEqual([200, ...Array.from({ length: 11 }, () => 410)]);
  }, 30_000);

  it(`[R3] ${KILLS} nodes killed under load: nothing acknowledged is missing (seed ${seed})`, async () => {
    const random = createRandom(seed);
    const url = await postgres.database();
    const nodes = await Promise.all([startProcess(url), startProcess(url)]);
    // A load balancer that knows which nodes are alive, without sticky sessions.
    const wire = await createWire(() => random.pick(nodes).port);
    await fetch(`http://127.0.0.1:${wire.port}/api/campaigns/${CAMPAIGN}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${OWNER}` },
    });
    const people = await Promise.all([0, 1, 2, 3].map(() => connect(wire.port)));
    let isWriting = true;
    const writing = Promise.all(
      people.map(async (person) => {
        while (isWriting) {
          person.write();
          await new Promise((resolve) => setTimeout(resolve, 1 + random.int(4)));
        }
      }),
    );
    for (let kill = 0; kill < KILLS; kill++) {
      const before = people.map((p) => p.acknowledged.size);
      await expect
        .poll(() => people.every((p, n) => p.acknowledged.size > before[n]! + 20), { timeout: 20_000 })
        .toBe(true);
      const [victim] = nodes.splice(random.int(nodes.length), 1);
      victim!.child.kill('SIGKILL');
      nodes.push(await startProcess(url));
    }
    isWriting = false;
    await writing;
    expect(await Promise.all(people.map((p) => p.provider.settled()))).toEqual([true, true, true, true]);
    const all = people.flatMap((p) => p.written).sort();
    for (const person of people) await expect.poll(() => [...person.words()].sort(), { timeout: 10_000 }).toEqual(all);
    const fresh = await connect(nodes[0]!.port);
    const there = new Set(fresh.words());
    expect(people.flatMap((p) => [...p.acknowledged]).filter((word) => !there.has(word))).toEqual([]);
    const acknowledged = people.reduce((sum, person) => sum + person.acknowledged.size, 0);
    console.log(`nodes: ${all.length} words, ${acknowledged} acknowledged, ${KILLS} nodes killed`);
  }, 90_000);

  const FAULTS = { cut: 'cut', stall: 'stalled' } as const;
  for (const fault of ['cut', 'stall'] as const)
    it(`[R14] a node whose way to the engine is ${FAULTS[fault]} serves nobody, and recovers by itself`, async () => {
      const direct = await postgres.database();
      const wire = await createWire(() => postgres.port);
      const [a, b] = await Promise.all([node(direct.replace(`:${postgres.port}`, `:${wire.port}`)), node(direct)]);
      await claim(a);
      const [ann, ben] = await Promise.all([connect(a.port), connect(b.port)]);
      ann.write();
      await expect.poll(() => ben.words().length).toBe(1);
      wire[fault]();
      ann.write();
      ben.write();
      await ben.provider.settled();
      // No client of this node believes that it is up to date, and nothing is acknowledged.
      await expect.poll(() => ann.provider.state().type, { timeout: 15_000 }).toBe('offline');
      await expect.poll(() => answer('/readyz', a.port), { timeout: 15_000 }).toBe(503);
      expect(await answer('/healthz', a.port)).toBe(503);
      expect((await api(a, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER)).status).toBe(503);
      expect([ann.words().length, ann.acknowledged.size, await answer('/readyz', b.port)]).toEqual([2, 1, 200]);
      wire.heal();
      await expect.poll(() => answer('/readyz', a.port), { timeout: 15_000 }).toBe(200);
      await expect.poll(() => [ann.words().length, ben.words().length], { timeout: 15_000 }).toEqual([3, 3]);
      await ann.provider.settled();
      expect(ann.acknowledged.size).toBe(2);
    }, 60_000);

  it('[R3] the engine is killed under load and restarted: nothing acknowledged is missing', async () => {
    const url = await postgres.database();
    const [a, b] = await Promise.all([node(url), node(url)]);
    await claim(a);
    const people = await Promise.all([connect(a.port), connect(b.port)]);
    for (let i = 0; i < 60; i++) {
      people.forEach((p) => p.write());
      await new Promise((resolve) => setImmediate(resolve));
      if (i === 30) await postgres.crash();
      if (i === 45) await postgres.resume();
    }
    await expect.poll(() => people.map((p) => p.acknowledged.size), { timeout: 20_000 }).toEqual([60, 60]);
    for (const person of people) await expect.poll(() => person.words().length, { timeout: 10_000 }).toBe(120);
    expect(new Set((await connect(b.port)).words())).toEqual(new Set(people.flatMap((p) => p.written)));
  }, 60_000);
});
