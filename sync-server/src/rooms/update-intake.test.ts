// Tests what happens to updates of players, which must cost nothing, and to large ones, which are judged in slices.
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE, encodeSync, SYNC } from '@emberkeep/sync/wire';
import { runAtOnce, type Steps } from '../sockets/slices.ts';
import type { Connection } from './connection.ts';
import { createFrameReceiver } from './frame-receiver.ts';
import { createMember } from './member.ts';
import { emptyState, takeIn, type RoomState } from './room-state.ts';
import { createUpdateIntake } from './update-intake.ts';

/** A room of memory, and one connection in it. */
const createWorld = ({ role = 'co_gm' as Connection['role'], addFails = false } = {}) => {
  const world = {
    state: emptyState() as RoomState | null,
    isOpen: true,
    closed: [] as number[],
    stored: [] as Uint8Array[],
    durable: 0,
  };
  // reason: it has what the intake uses
  const connection = {
    isOurs: true,
    role,
    member: 'm',
    received: 1,
    isOpen: () => world.isOpen,
    send: () => undefined,
    say: ({ count = 0 }: { count?: number }) => (world.durable = count),
    close: (code: number) => {
      world.closed.push(code);
      world.isOpen = false;
    },
  } as unknown as Connection; // reason: nothing else of a connection is used
  const stored = { state: () => world.state, size: () => ({ entries: 1, bytes: 1e6, firstBytes: 0 }) } as never;
  const accept = createUpdateIntake({
    name: 'r',
    stored,
    ticks: {
      add: (_member, { update }) => {
        if (addFails) throw new Error('a fault of the relay');
        world.stored.push(update);
      },
      isIdle: () => true,
    },
    commits: { afterAll: (confirm: () => void) => confirm() } as never,
    maxDocBytes: 1e8,
    hasRoom: () => true,
    onRefused: () => undefined,
    onAnsweredInFull: () => undefined,
  });
  const member = createMember(connection);
  member.held = null;
  member.pending.add(1);
  const send = (bytes: Uint8Array, isStep2 = false): Steps | void => accept(member, { number: 1, bytes, isStep2 });
  return { world, member, accept, send };
};

const large = (): Uint8Array => {
  const doc = new Y.Doc();
  for (let i = 0; i < 3000; i++) doc.getMap('m').set(`k${i}`, 'a value of some length');
  return Y.encodeStateAsUpdate(doc);
};

/** An update of this size that begins with `first` and goes on with nothing that can be read. */
const unreadable = (first: number, size: number): Uint8Array => {
  const bytes = new Uint8Array(size).fill(255);
  bytes[0] = first;
  return bytes;
};

it.each([
  ['its large answer without structs is acknowledged unread', unreadable(0, 400_000), true, [], 1],
  ['its large answer with structs is refused unread', unreadable(1, 400_000), true, [CLOSE.notAllowed], 0],
  ['an update is refused unread', unreadable(0, 100), false, [CLOSE.notAllowed], 0],
  ['a small answer is read', unreadable(0, 100), true, [CLOSE.badFrame], 0],
  ['an empty answer is acknowledged', new Uint8Array([0, 0]), true, [], 1],
] as const)('[P2] of a player %s', (_title, bytes, isStep2, closed, durable) => {
  const { world, send } = createWorld({ role: 'player' });
  expect(send(bytes, isStep2)).toBeUndefined();
  expect(world).toMatchObject({ closed, durable, stored: [] });
});

it('[P2] a player’s answer with deletions of what the room has is acknowledged and not stored; of anything else, refused', () => {
  const doc = new Y.Doc();
  doc.getMap('m').set('k', 'first');
  const before = Y.encodeStateAsUpdate(doc);
  const vector = Y.encodeStateVector(doc);
  doc.getMap('m').delete('k');
  const deletions = Y.encodeStateAsUpdate(doc, vector);

  const room = createWorld({ role: 'player' });
  takeIn(room.world.state!, before);
  room.send(deletions, true);
  expect(room.world).toMatchObject({ closed: [], durable: 1, stored: [] });
  expect(room.world.state!.deleted.size).toBe(0);
  // As an update, it is no answer: it is what a player did.
  room.send(deletions, false);
  expect(room.world.closed).toEqual([CLOSE.notAllowed]);

  const restored = createWorld({ role: 'player' });
  restored.send(deletions, true);
  expect(restored.world).toMatchObject({ closed: [CLOSE.notAllowed], stored: [] });
});

it('a large update is stored after its steps, and not if its connection was closed meanwhile', () => {
  const update = large();
  const { world, send } = createWorld();
  const steps = send(update);
  expect([steps !== undefined, world.stored.length]).toEqual([true, 0]);
  runAtOnce(steps);
  expect(world.stored).toEqual([update]);

  const revoked = createWorld();
  const left = revoked.send(update)!;
  left.next();
  revoked.world.isOpen = false;
  runAtOnce(left);
  expect([revoked.world.stored.length, revoked.world.state!.vector.size]).toEqual([0, 0]);
});

it('what goes wrong behind the steps of an update closes its connection, and nothing else', () => {
  const { world, member, accept } = createWorld({ addFails: true });
  const receiver = createFrameReceiver({
    name: 'r',
    maxDocBytes: 1e8,
    accept,
    // reason: a frame with an update needs none of them
    ...({} as { stored: never; presence: never; answerTo: never; unfinished: never; shares: never; onError: never }),
  });
  runAtOnce(receiver.receive(member, encodeSync(SYNC.update, large())));
  expect(world.closed).toEqual([CLOSE.badFrame]);
});
