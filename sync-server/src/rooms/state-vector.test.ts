// Tests that what a client says it has is read as Yjs reads it, and refused unread where it is larger than needed.
import { expect, it } from 'vitest';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { createRandom } from '@emberkeep/domain/testing';
import { CLOSE, encodeSync, SYNC } from '@emberkeep/sync/wire';
import { isLittleRequest } from '../merge/merge-tasks.ts';
import type { Connection } from './connection.ts';
import { createFrameReceiver } from './frame-receiver.ts';
import { createMember } from './member.ts';
import { emptyState, type RoomState } from './room-state.ts';
import { countVectorClients, hasAllOf, MAX_VECTOR_BYTES, MAX_VECTOR_CLIENTS } from './state-vector.ts';

/** The beginning of a vector of so many clients, of which none follows. */
const claimOf = (clients: number): Uint8Array => encoding.encode((encoder) => encoding.writeVarUint(encoder, clients));

/** What a receiver does with a SyncStep1 of this vector: how it closes the connection, and which vectors it answers. */
const receive = (vector: Uint8Array, role: Connection['role']) => {
  const closed: number[] = [];
  const answered: Uint8Array[] = [];
  // reason: it has what the receiver uses
  const connection = {
    role,
    member: 'grant',
    received: 0,
    isOpen: () => closed.length === 0,
    close: (code: number) => closed.push(code),
    answer: () => undefined,
    say: () => undefined,
  } as unknown as Connection;
  const receiver = createFrameReceiver({
    name: 'campaign/c/table',
    maxDocBytes: 1e8,
    stored: { head: () => null } as never,
    presence: {} as never,
    accept: () => expect.fail('a SyncStep1 writes nothing'),
    answerTo: (asked) => {
      answered.push(asked);
      return Promise.resolve({ frames: [], isWhole: true, isPart: false });
    },
    unfinished: new Map(),
    shares: { run: (_grant, answer) => answer() },
    onError: (error) => expect.fail(error.message),
  });
  const member = createMember(connection);
  receiver.receive(member, encodeSync(SYNC.step1, vector));
  return { closed, answered, hasContent: member.hasContent };
};

it.each(['player', 'co_gm', 'owner'] as const)('a huge state vector of a %s is refused unread', (role) => {
  // Were it read, it would end too early, which is another refusal.
  expect(receive(claimOf(MAX_VECTOR_CLIENTS + 1), role).closed).toEqual([CLOSE.tooLarge]);
  expect(receive(claimOf(MAX_VECTOR_CLIENTS), role).closed).toEqual([CLOSE.badFrame]);
  expect(receive(new Uint8Array(MAX_VECTOR_BYTES + 1), role)).toMatchObject({ closed: [CLOSE.tooLarge], answered: [] });
  const most = Y.encodeStateVector(new Map(Array.from({ length: MAX_VECTOR_CLIENTS }, (_, n) => [2 ** 31 + n, 99])));
  expect(receive(most, role)).toMatchObject({ closed: [], hasContent: true, answered: { length: 1 } });
  expect(receive(new Uint8Array([0]), role)).toMatchObject({ closed: [], hasContent: false, answered: { length: 1 } });
});

it('a large state vector is left to the thread, however small the document is', () => {
  const rows = [new Uint8Array([0, 0])];
  const small = Y.encodeStateVector(new Map([[1, 1]]));
  const large = Y.encodeStateVector(new Map(Array.from({ length: 5000 }, (_, n) => [n, 1])));
  for (const type of ['diff', 'published'] as const) {
    expect(isLittleRequest({ type, rows, vector: small }, 32 * 1024)).toBe(true);
    expect(isLittleRequest({ type, rows, vector: large }, 32 * 1024)).toBe(false);
  }
  expect(isLittleRequest({ type: 'pull', rows, snapshot: large }, 32 * 1024)).toBe(false);
  expect(isLittleRequest({ type: 'state', rows }, 32 * 1024)).toBe(true);
});

it('a state vector says what Yjs reads in it, or throws', () => {
  const seed = 18;
  const random = createRandom(seed);
  const clocks = (): Map<number, number> =>
    new Map(Array.from({ length: random.int(6) }, () => [random.int(5) * 2 ** 29, 1 + random.int(3)]));
  const asYjs = ({ vector }: RoomState, theirs: Map<number, number>): boolean =>
    [...vector].every(([client, clock]) => (theirs.get(client) ?? 0) >= clock);
  const seen = new Set<boolean>();
  for (let round = 0; round < 2000; round++) {
    const state = { ...emptyState(), vector: clocks() };
    const theirs = random.chance(0.5) ? new Map([...clocks(), ...state.vector]) : clocks();
    const encoded = Y.encodeStateVector(theirs);
    const hint = `seed ${seed}, round ${round}`;
    const expected = asYjs(state, theirs);
    seen.add(expected);
    expect(hasAllOf(state, encoded), hint).toBe(expected);
    expect(countVectorClients(encoded), hint).toBe(theirs.size);
    expect(() => countVectorClients(encoded.subarray(0, random.int(encoded.length))), hint).toThrow();
  }
  expect(seen.size).toBe(2);
});
