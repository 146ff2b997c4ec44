// Tests the operator's commands on a running relay and on its folder: rooms, access, a backup during writes and its
// restore, and a damaged file that is found and never changed.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createProvider, type Provider } from '@emberkeep/sync';
import { afterTest, api, CAMPAIGN, configOf, folder, OWNER, ROOM, start as startOn } from '../../testing/relay.ts';
import { poison } from '../../testing/poison.ts';
import { hashSecret } from '../access/access.ts';
import type { Relay } from '../relay.ts';
import { runCommand, USAGE } from './commands.ts';

const start = (dataDir: string): Promise<Relay> => startOn({ dataDir });
const command = async (dataDir: string, ...args: string[]): Promise<{ status: number; words: string }> => {
  const lines: string[] = [];
  const status = await runCommand(configOf(dataDir), args, (line) => lines.push(line));
  return { status, words: lines.join('\n') };
};
const open = (
  relay: Relay,
  room: string,
  token = OWNER,
  apply: (doc: Y.Doc, update: Uint8Array, origin: unknown) => void = Y.applyUpdate,
): { doc: Y.Doc; provider: Provider } => {
  const doc = new Y.Doc();
  const provider = createProvider({
    url: `ws://127.0.0.1:${relay.port}/sync`,
    room,
    doc,
    token,
    apply,
    WebSocketClass: WebSocket,
    maxBackoffMs: 50,
  });
  provider.connect();
  afterTest(() => provider.destroy());
  return { doc, provider };
};

const write = async (
  relay: Relay,
  room: string,
  words: readonly string[],
  token = OWNER,
): Promise<{ doc: Y.Doc; provider: Provider }> => {
  const { doc, provider } = open(relay, room, token);
  await provider.settled();
  for (const word of words) doc.getArray<string>('list').push([word]);
  await provider.settled();
  return { doc, provider };
};
const read = async (relay: Relay, room: string, token = OWNER): Promise<string[]> =>
  (await write(relay, room, [], token)).doc.getArray<string>('list').toArray();

describe('the operator', () => {
  it('removes a campaign that somebody else claimed, with its content, so that its owner can put it back', async () => {
    const data = folder();
    const relay = await start(data);
    const squatter = 'somebody-else-somebody-else-somebody-else';
    await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, squatter);
    await write(relay, ROOM, ['their words'], squatter);
    expect((await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER)).status).toBe(401);
    expect((await command(data, 'forget')).status).toBe(2);
    expect(await command(data, 'forget', CAMPAIGN)).toMatchObject({ status: 0 });
    expect(await command(data, 'forget', CAMPAIGN)).toMatchObject({ status: 1 });
    expect((await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER)).status).toBe(200);
    expect(await read(relay, ROOM)).toEqual([]);
    expect((await api(relay, 'GET', `/campaigns/${CAMPAIGN}/me`, squatter)).status).toBe(401);
  });

  it('finds and removes a campaign in which somebody registered the keys of another, whose owner then gets in', async () => {
    const data = folder();
    const relay = await start(data);
    const pretender = 'somebody-with-a-roster-somebody-with-a-roster';
    const theirs = CAMPAIGN.replace(/1$/, '9');
    const grants = [
      {
        ...{ kind: 'owner', role: 'owner', label: 'Owner', secretHash: hashSecret(OWNER) },
        ...{ createdAt: 1, expiresAt: null, usesLeft: null, revokedAt: null },
      },
    ];
    // The relay has lost its data, and the pretender is first.
    await api(relay, 'PUT', `/campaigns/${theirs}`, pretender);
    expect((await api(relay, 'POST', `/campaigns/${theirs}/roster`, pretender, { grants })).status).toBe(200);
    const refill = (): Promise<Response> =>
      api(relay, 'POST', `/campaigns/${CAMPAIGN}/refill`, OWNER, { grants, gmsMayRefill: false });
    expect((await refill()).status).toBe(401);
    expect((await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER)).status).toBe(401);
    expect((await command(data, 'tokens')).words).toContain(`${theirs}  `);
    expect((await command(data, 'forget', theirs)).status).toBe(0);
    expect((await refill()).status).toBe(200);
  });

  it('lists rooms and grants of a running relay, revokes one at once, and makes an owner’s code', async () => {
    const data = folder();
    const relay = await start(data);
    await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER);
    await write(relay, ROOM, ['SECRET WORDS', 'b']);
    const rooms = await command(data, 'rooms');
    expect(rooms).toMatchObject({ status: 0 });
    expect(rooms.words).toContain(`${ROOM}  `);
    expect(rooms.words).toMatch(/1 rooms, 1 kB, 1 connections$/);
    expect(rooms.words).not.toContain('SECRET');
    // A co-GM joins, is listed, and is closed as soon as the grant is revoked.
    const owner = /^\S+\.(\S+)$/m.exec((await command(data, 'tokens', '--owner', CAMPAIGN)).words)![1]!;
    expect((await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, owner)).status).toBe(200);
    const memberHash = hashSecret('member-secret-member-secret-member-1');
    const { code } = (await (
      await api(relay, 'POST', `/campaigns/${CAMPAIGN}/codes`, owner, { role: 'co_gm' })
    ).json()) as { code: string };
    expect((await api(relay, 'POST', '/join', code, { memberHash, label: 'Ben’s tablet' })).status).toBe(200);
    const { provider } = await write(relay, ROOM, ['c'], 'member-secret-member-secret-member-1');
    const tokens = await command(data, 'tokens', CAMPAIGN);
    expect(tokens.words).toContain('Ben’s tablet');
    expect(tokens.words).not.toMatch(/secret/);
    const grant = /^\S+ {2}(\S+) {2}member co_gm.*Ben/m.exec(tokens.words)![1]!;
    expect((await command(data, 'tokens', '--revoke', grant)).words).toMatch(/revoked.*Ben’s tablet/);
    await expect.poll(() => provider.state()).toMatchObject({ type: 'refused', code: 4401 });
    expect(await command(data, 'tokens', '--revoke', 'nobody')).toMatchObject({ status: 1 });
    expect((await command(data, 'tokens', '--owner', '0197c0de-0000-7000-8000-00000000dead')).words).toContain(
      'been shared here',
    );
    // Only the folder's owner can use the socket.
    expect(statSync(join(data, 'operator.sock')).mode & 0o077).toBe(0);
  });

  it('makes a backup during writes that restores everything acknowledged before', async () => {
    const [data, backups, elsewhere] = [folder(), folder(), folder()];
    const relay = await start(data);
    await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER);
    const { doc, provider } = await write(
      relay,
      ROOM,
      Array.from({ length: 200 }, (_, i) => `before ${i}`),
    );
    await write(relay, `${ROOM}/session/${CAMPAIGN}`, ['a session']);
    let isWriting = true;
    const writing = (async () => {
      for (let i = 0; isWriting; i++) {
        doc.getArray<string>('list').push([`during ${i}`]);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const made = await command(data, 'backup', backups);
    isWriting = false;
    await writing;
    expect(made).toMatchObject({ status: 0 });
    expect(made.words).toContain('read back and checked');
    const [name] = readdirSync(backups);
    expect(readdirSync(backups)).toHaveLength(1);
    expect((await command(data, 'restore', join(backups, name!))).words).toContain('Stop it first');
    await provider.settled();
    await relay.stop();
    expect(await command(elsewhere, 'restore', join(backups, name!))).toMatchObject({ status: 0 });
    const second = await start(elsewhere);
    const there = await read(second, ROOM);
    for (let i = 0; i < 200; i++) expect(there).toContain(`before ${i}`);
    expect(await read(second, `${ROOM}/session/${CAMPAIGN}`)).toEqual(['a session']);
    await second.stop();
    // Into a folder with a relay's data: it is set aside, not overwritten.
    const restored = await command(data, 'restore', join(backups, name!));
    const aside = /is in (\S+)\./.exec(restored.words)![1]!;
    expect(readdirSync(aside)).toContain('relay.db');
    const third = await start(data);
    expect(await read(third, ROOM)).toContain('before 199');
    // A device that wrote after the backup sends the relay what it lacks.
    const again = createProvider({
      url: `ws://127.0.0.1:${third.port}/sync`,
      room: ROOM,
      doc,
      token: OWNER,
      WebSocketClass: WebSocket,
    });
    afterTest(() => again.destroy());
    again.connect();
    await again.settled();
    expect((await read(third, ROOM)).length).toBe(doc.getArray('list').length);
  });

  it('[R11] refuses a damaged backup; names a damaged room, which is served and never deleted', async () => {
    const [data, backups] = [folder(), folder()];
    const relay = await start(data);
    await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER);
    await write(
      relay,
      ROOM,
      Array.from({ length: 50 }, (_, i) => `word ${i}`),
    );
    const other = `${ROOM}/session/${CAMPAIGN}`;
    await write(relay, other, ['x', 'y']);
    await command(data, 'backup', backups);
    await relay.stop();
    const file = join(backups, readdirSync(backups)[0]!);
    const cut = join(backups, 'cut.db');
    writeFileSync(cut, readFileSync(file).subarray(0, 9000));
    const before = readdirSync(data).filter((n) => n.startsWith('relay.db')).length;
    for (const bad of [cut, join(backups, 'nowhere.db')])
      expect(await command(data, 'restore', bad)).toMatchObject({
        status: 1,
        words: expect.stringContaining('nothing was changed'),
      });
    expect(readdirSync(data).filter((n) => n.startsWith('relay.db')).length).toBe(before);
    expect(await command(data, 'doctor')).toMatchObject({
      status: 0,
      words: expect.stringMatching(/^file: ok; 2 rooms, \d+ entries/),
    });
    // Bytes that make no document, as a broken disk might leave them.
    const db = new DatabaseSync(join(data, 'relay.db'));
    db.prepare("INSERT INTO update_log (room, tag, bytes, member, at) VALUES (?, 'bad', ?, '', 0)").run(
      ROOM,
      new Uint8Array([9, 9, 9, 9]),
    );
    const rows = Number(db.prepare('SELECT count(*) AS n FROM update_log WHERE room = ?').get(ROOM)?.['n']);
    db.close();
    const sick = await command(data, 'doctor');
    expect(sick.status).toBe(1);
    expect(sick.words).toContain(`DAMAGED ${ROOM}`);
    const compacted = await command(data, 'compact');
    expect(compacted.words).toContain(`${ROOM} stays as it is`);
    const after = new DatabaseSync(join(data, 'relay.db'), { readOnly: true });
    expect(Number(after.prepare('SELECT count(*) AS n FROM update_log WHERE room = ?').get(ROOM)?.['n'])).toBe(rows);
    expect(Number(after.prepare('SELECT count(*) AS n FROM update_log WHERE room = ?').get(other)?.['n'])).toBe(1);
    after.close();
    // [R11] The room is still served, and accepts writes; nobody is told that it is whole (R5).
    const second = await start(data);
    const { doc, provider } = open(second, ROOM);
    const words = (each: Y.Doc): string[] => each.getArray<string>('list').toArray();
    await expect.poll(() => words(doc).length).toBe(50);
    doc.getArray<string>('list').push(['written on']);
    const reader = open(second, ROOM);
    await expect.poll(() => words(reader.doc)).toContain('written on');
    expect([provider.state().type, reader.provider.state().type]).not.toContain('synced');
    expect(await (await fetch(`http://127.0.0.1:${second.port}/healthz`)).json()).toMatchObject({
      status: 'ok',
      quarantined: 1,
    });
    expect((await command(data, 'doctor')).words).toContain(`DAMAGED ${ROOM}`);
  });

  it('an unknown command shows the usage', async () => {
    for (const args of [['nonsense'], ['rooms', 'x'], ['backup'], ['tokens', '--revoke']])
      expect(await command(folder(), ...args)).toEqual({ status: 2, words: USAGE });
  });
});

const nested = (depth: number): Uint8Array => {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  const doc = new Y.Doc();
  doc.getMap('deep').set('k', value);
  return Y.encodeStateAsUpdate(doc);
};

const withDocument = (): Uint8Array => {
  const doc = new Y.Doc();
  doc.getMap('deep').set('k', new Y.Doc());
  return Y.encodeStateAsUpdate(doc);
};

describe('relay doctor --repair', () => {
  const HARMS = {
    'an item that throws': () => [poison(4_000_000_000, 0, 'theirs')],
    'items that throw in several entries': () => [poison(5, 0, 'theirs'), poison(6, 0, 'others'), poison(5, 2, 'more')],
    'a value nested thousands deep': () => [nested(3000)],
    'a document within the document': () => [withDocument()],
  };
  it.each(Object.keys(HARMS) as (keyof typeof HARMS)[])(
    'takes %s out, keeps the room beside as it was, and everything else is served',
    async (harm) => {
      for (const isRunning of [true, false]) {
        const data = folder();
        const relay = await start(data);
        await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER);
        const { doc: author, provider } = await write(
          relay,
          ROOM,
          Array.from({ length: 13 }, (_, i) => `person ${i}`),
        );
        provider.destroy();
        await relay.stop();
        // As an earlier relay stored it, in the middle and once merged into the room.
        const db = new DatabaseSync(join(data, 'relay.db'));
        const add = db.prepare("INSERT INTO update_log (room, tag, bytes, member, at) VALUES (?, 't', ?, '', 0)");
        for (const bytes of HARMS[harm]()) add.run(ROOM, bytes);
        author.getArray('list').push(['written later']);
        add.run(ROOM, Y.encodeStateAsUpdate(author));
        db.close();
        expect((await command(data, 'doctor')).words).toContain(`DAMAGED ${ROOM}`);
        const before = new DatabaseSync(join(data, 'relay.db'), { readOnly: true });
        const rows = before.prepare('SELECT bytes FROM update_log').all();
        before.close();
        const merged = Y.mergeUpdates(rows.map((row) => row['bytes'] as Uint8Array));
        const running = isRunning ? await start(data) : null;
        const { words, status } = await command(data, 'doctor', '--repair');
        expect(words).toMatch(/REPAIRED \S+: \d+ items? removed/);
        expect(status).toBe(0);
        const kept = /a copy from before is in (.+)$/m.exec(words)![1]!;
        expect(new Uint8Array(readFileSync(kept))).toEqual(merged);
        expect(statSync(kept).mode & 0o077).toBe(0);
        // Nothing is left to repair, and a document takes everything in: nothing throws, waits or is missing.
        expect(await command(data, 'doctor', '--repair')).toMatchObject({
          status: 0,
          words: expect.not.stringContaining('REPAIRED'),
        });
        await running?.stop();
        const after = new DatabaseSync(join(data, 'relay.db'), { readOnly: true });
        const fresh = new Y.Doc();
        for (const row of after.prepare('SELECT bytes FROM update_log ORDER BY sequence').all())
          Y.applyUpdate(fresh, row['bytes'] as Uint8Array);
        after.close();
        expect([fresh.store.pendingStructs, fresh.store.pendingDs]).toEqual([null, null]);
        for (const word of author.getArray('list').toArray()) expect(fresh.getArray('list').toArray()).toContain(word);
        if (harm === 'an item that throws') expect(fresh.getArray('list').toArray()).toContain('theirs');
        expect(fresh.getMap('deep').size).toBe(0);
      }
    },
  );

  it('brings a device that has left the item out to the same state, with a new head', async () => {
    const data = folder();
    const relay = await start(data);
    await api(relay, 'PUT', `/campaigns/${CAMPAIGN}`, OWNER);
    const { provider } = await write(relay, ROOM, ['a', 'b']);
    provider.destroy();
    await relay.stop();
    const db = new DatabaseSync(join(data, 'relay.db'));
    db.prepare("INSERT INTO update_log (room, tag, bytes, member, at) VALUES (?, 't', ?, '', 0)").run(
      ROOM,
      poison(9, 0, 'theirs'),
    );
    db.close();
    const second = await start(data);
    const head = async (): Promise<string> =>
      (
        (await (await api(second, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER)).json()) as {
          heads: { tag: string }[];
        }
      ).heads[0]!.tag;
    // As the app does: what throws is left out.
    const { doc, provider: there } = open(second, ROOM, OWNER, (each, update, origin) => {
      try {
        Y.applyUpdate(each, update, origin);
      } catch {
        // reason: the item of this test
      }
    });
    await expect.poll(() => there.state().type).toBe('synced');
    expect(doc.getArray('list').toArray()).not.toContain('theirs');
    const before = await head();
    expect((await command(data, 'doctor', '--repair')).status).toBe(0);
    await expect.poll(() => doc.getArray('list').toArray()).toContain('theirs');
    expect(await head()).not.toBe(before);
    await expect.poll(() => there.state().type).toBe('synced');
  });
});
