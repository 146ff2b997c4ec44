// Tests that a device that was offline catches up with many documents in a few requests, and learns where it has more
// than the relay.
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { decodePullResponse, encodePullRequest, type PulledRoom, type PullRequest } from '@emberkeep/sync/wire';
import { client } from '../../testing/client.ts';
import { api, CAMPAIGN, claim, OWNER, ROOM, sha256, start } from '../../testing/relay.ts';
import type { Relay } from '../relay.ts';

const roomOf = (n: number): string => `${ROOM}/session/0197c0de-0000-7000-8000-${String(n).padStart(12, '0')}`;
const write = async (relay: Relay, room: string, doc: Y.Doc): Promise<void> => {
  const { provider } = client(relay, { room, doc });
  expect(await provider.settled()).toBe(true);
  provider.destroy();
};
const ask = (relay: Relay, body: Uint8Array, secret = OWNER): Promise<Response> =>
  fetch(`http://127.0.0.1:${relay.port}/api/campaigns/${CAMPAIGN}/pull`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: body as Uint8Array<ArrayBuffer>,
  });
const pull = async (relay: Relay, rooms: readonly PullRequest[]): Promise<PulledRoom[]> =>
  decodePullResponse(new Uint8Array(await (await ask(relay, encodePullRequest(rooms))).arrayBuffer()));
const has = (doc: Y.Doc): Uint8Array => Y.encodeSnapshot(Y.snapshot(doc));
const nothing = new Uint8Array();

describe('[C7] pulling many documents', () => {
  it('returns everything in responses of limited size, with the same heads as /heads', async () => {
    const relay = await start();
    await claim(relay);
    const words = new Map<string, string>();
    for (let n = 0; n < 30; n++) {
      const doc = new Y.Doc();
      doc.getText('t').insert(0, `session ${n} ${'x'.repeat(n % 5 === 0 ? 400_000 : 50)}`);
      doc.getText('t').insert(0, 'more ');
      words.set(roomOf(n), doc.getText('t').toString());
      await write(relay, roomOf(n), doc);
    }
    let queue = [...words.keys()];
    const heads = new Map<string, { sequence: number; tag: string }>();
    let requests = 0;
    while (queue.length > 0) {
      const answered = await pull(
        relay,
        queue.map((room) => ({ room, snapshot: nothing })),
      );
      requests += 1;
      expect(answered.length).toBeGreaterThan(0);
      for (const { room, update, relayLacks, sequence, tag } of answered) {
        const doc = new Y.Doc();
        Y.applyUpdate(doc, update);
        expect(doc.getText('t').toString()).toBe(words.get(room));
        expect(relayLacks).toBe(false);
        heads.set(room, { sequence, tag });
      }
      queue = queue.filter((room) => !heads.has(room));
    }
    expect(requests).toBeLessThanOrEqual(3); // 2.4 MB in responses of about 2 MB
    const told = (
      (await (await api(relay, 'GET', `/campaigns/${CAMPAIGN}/heads`, OWNER)).json()) as {
        heads: { room: string; sequence: number; tag: string }[];
      }
    ).heads;
    for (const { room, sequence, tag } of told) expect(heads.get(room)).toEqual({ sequence, tag });
  });

  it('returns only what the device lacks, and says where the device has more: words or a deletion', async () => {
    const relay = await start();
    await claim(relay);
    const theirs = new Y.Doc();
    theirs.getText('t').insert(0, 'x'.repeat(5000));
    await write(relay, roomOf(1), theirs);
    const mine = new Y.Doc();
    Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
    theirs.getText('t').insert(5000, ' and more');
    await write(relay, roomOf(1), theirs);
    const [answer] = await pull(relay, [{ room: roomOf(1), snapshot: has(mine) }]);
    expect(answer!.update.byteLength).toBeLessThan(100);
    Y.applyUpdate(mine, answer!.update);
    expect(mine.getText('t').toString()).toBe(theirs.getText('t').toString());
    expect(answer!.relayLacks).toBe(false);
    mine.getText('t').delete(0, 3);
    expect((await pull(relay, [{ room: roomOf(1), snapshot: has(mine) }]))[0]).toMatchObject({ relayLacks: true });
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(theirs));
    other.getText('t').insert(0, 'mine ');
    expect((await pull(relay, [{ room: roomOf(1), snapshot: has(other) }]))[0]).toMatchObject({ relayLacks: true });
    // A room that the relay does not have is left out: the device opens it.
    expect(await pull(relay, [{ room: roomOf(2), snapshot: has(mine) }])).toEqual([]);
  });

  it('answers a room that is named a hundred times once', async () => {
    const relay = await start();
    await claim(relay);
    const doc = new Y.Doc();
    doc.getText('t').insert(0, 'once');
    await write(relay, roomOf(1), doc);
    const asked = Array.from({ length: 100 }, () => ({ room: roomOf(1), snapshot: nothing }));
    expect((await pull(relay, asked)).map(({ room }) => room)).toEqual([roomOf(1)]);
  });

  it('is for GMs and their own campaign only, and refuses bytes that are not a request', async () => {
    const relay = await start();
    await claim(relay);
    await api(relay, 'POST', `/campaigns/${CAMPAIGN}/invites`, OWNER, {
      secretHash: sha256('invite-of-a-player'),
      role: 'player',
    });
    await api(relay, 'POST', '/join', 'invite-of-a-player', { memberHash: sha256('secret-of-a-player-secret') });
    const one = encodePullRequest([{ room: roomOf(1), snapshot: nothing }]);
    expect((await ask(relay, one, 'secret-of-a-player-secret')).status).toBe(403);
    expect((await ask(relay, one, 'nobody-nobody-nobody')).status).toBe(401);
    for (const room of ['campaign/0197c0de-0000-7000-8000-000000000002', `${ROOM}/table`, '../x', ''])
      expect((await ask(relay, encodePullRequest([{ room, snapshot: nothing }]))).status, room).toBe(400);
    for (const bytes of [nothing, new Uint8Array([255, 255, 255, 255]), new Uint8Array([3, 1]), one.subarray(0, 9)])
      expect((await ask(relay, bytes)).status).toBe(400);
    // An invalid snapshot leaves out its own room and no other.
    const doc = new Y.Doc();
    doc.getText('t').insert(0, 'x');
    await write(relay, roomOf(1), doc);
    await write(relay, roomOf(2), doc);
    expect(
      (
        await pull(relay, [
          { room: roomOf(1), snapshot: new Uint8Array([9, 9, 9]) },
          { room: roomOf(2), snapshot: nothing },
        ])
      ).map((p) => p.room),
    ).toEqual([roomOf(2)]);
  });
});
